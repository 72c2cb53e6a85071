using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

namespace Tandem.Load;

/// <summary>What load is made.</summary>
internal sealed record LoadOptions
{
    /// <summary>Where the registrar listens.</summary>
    public required IpEndpoint Target { get; init; }
    /// <summary>The domain in its URIs.</summary>
    public required string Domain { get; init; }
    /// <summary>What the users' names begin with; the number follows.</summary>
    public required string Prefix { get; init; }
    /// <summary>The number of the first user.</summary>
    public required int FirstUser { get; init; }
    /// <summary>How many users, 1 or more.</summary>
    public required int Users { get; init; }
    /// <summary>The password of each.</summary>
    public required string Password { get; init; }
    /// <summary>Which challenge is answered.</summary>
    public required DigestAlgorithm Algorithm { get; init; }
    /// <summary>How many registrations are under way at once at most, 1 or more.</summary>
    public required int Window { get; init; }
    /// <summary>From how many ports, 1 or more.</summary>
    public required int Sockets { get; init; }
    /// <summary>The first of these ports, which the others follow; 0 = the system chooses each.</summary>
    public required int FirstPort { get; init; }
    /// <summary>Seconds before measuring.</summary>
    public required double WarmUp { get; init; }
    /// <summary>Seconds of measuring.</summary>
    public required double Seconds { get; init; }
    /// <summary>Registrations begun a second; 0 = as soon as one of the window has ended.</summary>
    public required double Rate { get; init; }
    /// <summary>Each user once and no longer.</summary>
    public required bool Preload { get; init; }
    /// <summary>The process whose processor time is measured, with its children; 0 = none.</summary>
    public required int Watch { get; init; }
}
