using System.Globalization;

namespace Tandem.RelayBench;

/// <summary>One call through a relay, as ports: where each party sends from and hears, and where the relay wants its packets.</summary>
/// <remarks>As text, four numbers: the caller, the relay's port towards it, the callee, the relay's port towards it.</remarks>
internal readonly record struct Leg(int Caller, int TowardsCaller, int Callee, int TowardsCallee)
{
    // Below the ports that Linux gives to sockets that ask for none, and below the relays'.
    private const int FirstParty = 20_000;

    /// <summary>The ports of the parties of a call, even as those of RTP are.</summary>
    public static (int Caller, int Callee) Parties(int call) => (FirstParty + 4 * call, FirstParty + 4 * call + 2);

    public static Leg Parse(string line)
    {
        var ports = line.Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        return new Leg(ports[0], ports[1], ports[2], ports[3]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Caller} {TowardsCaller} {Callee} {TowardsCallee}");
}
