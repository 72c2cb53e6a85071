using Tandem.Media.Relay;
using Tandem.Sip.Flows;

namespace Tandem.Testing.Calls;

/// <summary>A relay that lends ports and carries nothing; it counts what is lent, so that a test sees what was not given back.</summary>
public sealed class TestRelay : IMediaRelay
{
    private ushort _nextPort = 40_000;

    /// <summary>The most streams at once; beyond it there is no port.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Streams that are open.</summary>
    public int Open { get; private set; }

    /// <summary>The streams opened so far.</summary>
    public List<TestStream> Streams { get; } = [];

    /// <inheritdoc/>
    IRelayStream? IMediaRelay.Open(RelayKind kind)
    {
        if (Open >= Capacity) return null;
        Open++;
        var stream = new TestStream(this, _nextPort, kind);
        _nextPort = _nextPort > 59_000 ? (ushort)40_000 : (ushort)(_nextPort + 4);
        Streams.Add(stream);
        return stream;
    }

    /// <summary>One stream.</summary>
    public sealed class TestStream(TestRelay relay, ushort port, RelayKind kind) : IRelayStream
    {
        private readonly long[] _lastPacket = new long[2];
        private bool _closed;

        /// <summary>What was asked for.</summary>
        public RelayKind Kind => kind;

        /// <summary>The RTP clock of the codec that was told last, in Hz.</summary>
        public int ClockRate { get; private set; }

        /// <summary>The payload types of the telephone events that the sides want to hear.</summary>
        public byte[] TelephoneEvents { get; } = new byte[2];

        /// <summary>Where the sides want their media.</summary>
        public IpEndpoint[] Remotes { get; } = new IpEndpoint[2];

        /// <summary>Where the signalling of the sides comes from.</summary>
        public IpEndpoint[] Signalling { get; } = new IpEndpoint[2];

        /// <summary>Of which sides media may come from anywhere.</summary>
        public bool[] AnySource { get; } = new bool[2];

        /// <summary>The telephone events that came from each side.</summary>
        public int[] Keys { get; } = new int[2];

        /// <summary>Says that a packet came from a side.</summary>
        public void Hear(RelaySide side, long now) => _lastPacket[(int)side] = now;

        /// <inheritdoc/>
        public ushort PortTowards(RelaySide side) => (ushort)(port + (side == RelaySide.Caller ? 0 : 2));

        /// <inheritdoc/>
        public void SetRemote(RelaySide side, in IpEndpoint rtp, in IpEndpoint rtcp, in IpEndpoint signalling, bool anySource) =>
            (Remotes[(int)side], Signalling[(int)side], AnySource[(int)side]) = (rtp, signalling, anySource);

        /// <inheritdoc/>
        public void SetCodec(RelaySide side, int clockRate, byte telephoneEvents) => (ClockRate, TelephoneEvents[(int)side]) = (clockRate, telephoneEvents);

        /// <inheritdoc/>
        public void Forget(RelaySide side) => Remotes[(int)side] = default;

        /// <inheritdoc/>
        public RelayStatistics Read(RelaySide from) => new()
        {
            LastPacketAt = _lastPacket[(int)from], Packets = _lastPacket[(int)from] > 0 ? 1 : 0, DtmfEvents = Keys[(int)from],
        };

        /// <inheritdoc/>
        public void Close()
        {
            if (_closed) return;
            _closed = true;
            relay.Open--;
        }
    }
}
