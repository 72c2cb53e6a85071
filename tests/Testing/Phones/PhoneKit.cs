using Tandem.Sip.Digest;
using Tandem.Sip.Messages;
using Tandem.Testing.Network;

namespace Tandem.Testing.Phones;

/// <summary>What the phones of one simulation share, since only one of them acts at a time.</summary>
/// <param name="network">The network they are on.</param>
/// <param name="chance">Decides their pauses.</param>
public sealed class PhoneKit(SimulatedNetwork network, Random chance)
{
    /// <summary>The domain they register in.</summary>
    public const string Domain = "192.0.2.1";

    private int _devices;

    /// <summary>The network.</summary>
    public SimulatedNetwork Network => network;

    /// <summary>The source of chance.</summary>
    public Random Chance => chance;

    /// <summary>The answer that is being read.</summary>
    internal SipMessage Answer { get; } = new();

    /// <summary>The hash for digests.</summary>
    internal DigestHash Hash { get; } = new();

    /// <summary>A number for each start of a device, for its Call-ID, tag and branches.</summary>
    internal int NextStart() => ++_devices;
}
