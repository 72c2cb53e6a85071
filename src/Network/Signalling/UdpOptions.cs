namespace Tandem.Network.Signalling;

/// <summary>How a shard's UDP sockets are opened.</summary>
public sealed record UdpOptions
{
    /// <summary>The defaults.</summary>
    public static UdpOptions Default { get; } = new();

    /// <summary>The kernel's receive buffer to ask for, in bytes: what a storm of registrations fits into while the shard works.</summary>
    public int ReceiveBuffer { get; init; } = 8 << 20;

    /// <summary>Datagrams read or written by one system call, 1–1024.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The longest datagram taken, in bytes, 1–65,535; a longer one is dropped and counted (RFC 3261 §18.1.1 asks for 65,535).</summary>
    public int MaxDatagram { get; init; } = 65_535;

    /// <summary>The TOS byte of what is sent, asked for when a socket is opened.</summary>
    public Func<byte> PacketMark { get; init; } = () => 0;

    /// <summary>True to read and write in batches (Linux); false for plain sockets, one system call a datagram.</summary>
    public bool Batches { get; init; } = OperatingSystem.IsLinux();
}
