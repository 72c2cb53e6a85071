namespace Tandem.Switching.Gateways;

/// <summary>Whether media passes the relay (SS_MEDIA_PROXY_MODE and the same for one phone or gateway).</summary>
public enum MediaMode : byte
{
    /// <summary>Relayed when something asks for it: NAT, different networks, a feature.</summary>
    Auto = 0,
    /// <summary>Relayed unless the other side says off.</summary>
    On = 1,
    /// <summary>Not relayed unless the other side says must-on.</summary>
    Off = 2,
    /// <summary>Relayed always.</summary>
    MustOn = 3,
}

/// <summary>Which directions of a relayed call are watched for silence (SS_NOMEDIAHANGUPTIME).</summary>
[Flags]
public enum MediaWatch : byte
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Packets that go to this side.</summary>
    ToPeer = 1,
    /// <summary>Packets that come from this side.</summary>
    FromPeer = 2,
    /// <summary>Both.</summary>
    Both = 3,
}
