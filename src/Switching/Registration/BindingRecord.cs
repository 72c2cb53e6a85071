using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Registration;

/// <summary>A binding as it stood at one moment, for lists and for the store. Times are milliseconds since the Unix epoch.</summary>
public sealed record BindingRecord
{
    /// <summary>The binding's number.</summary>
    public required long Id { get; init; }
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }
    /// <summary>The Contact URI.</summary>
    public required string Contact { get; init; }
    /// <summary>+sip.instance; empty when absent.</summary>
    public required string Instance { get; init; }
    /// <summary>reg-id; 0 when absent.</summary>
    public required int RegId { get; init; }
    /// <summary>The hash of the Call-ID.</summary>
    public required long CallIdHash { get; init; }
    /// <summary>The CSeq number.</summary>
    public required uint CSeq { get; init; }
    /// <summary>The Path vector; empty when absent.</summary>
    public required string Path { get; init; }
    /// <summary>The preference in thousandths.</summary>
    public required ushort Q { get; init; }
    /// <summary>The User-Agent.</summary>
    public required string UserAgent { get; init; }
    /// <summary>The transport.</summary>
    public required SipTransport Transport { get; init; }
    /// <summary>The source as seen on the wire.</summary>
    public required IpEndpoint Source { get; init; }
    /// <summary>First registered.</summary>
    public required long RegisteredAt { get; init; }
    /// <summary>Last refreshed.</summary>
    public required long RefreshedAt { get; init; }
    /// <summary>Ends.</summary>
    public required long ExpiresAt { get; init; }
    /// <summary>Its connection is gone.</summary>
    public bool Offline { get; init; }

    /// <summary>What an operator calls it at <paramref name="now"/>.</summary>
    public BindingState StateAt(long now) =>
        ExpiresAt <= now ? BindingState.Expired
        : Offline ? BindingState.Offline
        : ExpiresAt - now <= (ExpiresAt - RefreshedAt) / 10 ? BindingState.Expiring
        : BindingState.Registered;

    internal static BindingRecord Of(Binding binding) => new()
    {
        Id = binding.Id,
        Endpoint = binding.Endpoint,
        Contact = Encoding.UTF8.GetString(binding.Contact),
        Instance = Encoding.UTF8.GetString(binding.Instance),
        RegId = binding.RegId,
        CallIdHash = binding.CallIdHash,
        CSeq = binding.CSeq,
        Path = Encoding.UTF8.GetString(binding.Path),
        Q = binding.Q,
        UserAgent = binding.UserAgent,
        Transport = binding.Flow.Transport,
        Source = binding.Flow.Remote,
        RegisteredAt = binding.RegisteredAt,
        RefreshedAt = binding.RefreshedAt,
        ExpiresAt = binding.ExpiresAt,
        Offline = binding.Offline,
    };
}

/// <summary>The state of a binding as operators name it (spec: registration and protection §6).</summary>
public enum BindingState : byte
{
    /// <summary>Registered and reachable as far as is known.</summary>
    Registered,
    /// <summary>In the last tenth of its time: the phone should have refreshed by now.</summary>
    Expiring,
    /// <summary>Its connection is gone.</summary>
    Offline,
    /// <summary>Its time is over.</summary>
    Expired,
}
