using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Sends the datagrams of a turn with one sendmmsg(2).</summary>
internal sealed unsafe class BatchedUdpSender : UdpSender
{
    private readonly int _socket;
    private readonly SocketName[] _names;
    private readonly Libc.Piece[] _pieces;
    private readonly Libc.Datagram[] _datagrams;

    internal BatchedUdpSender(int socket, bool v4, UdpOptions options, UdpCounters counters)
        : base(v4, options.BatchSize, counters)
    {
        _socket = socket;
        _names = GC.AllocateArray<SocketName>(options.BatchSize, pinned: true);
        _pieces = GC.AllocateArray<Libc.Piece>(options.BatchSize, pinned: true);
        _datagrams = GC.AllocateArray<Libc.Datagram>(options.BatchSize, pinned: true);
        for (var i = 0; i < options.BatchSize; i++)
        {
            _datagrams[i].Header.Name = (SocketName*)Unsafe.AsPointer(ref _names[i]);
            _datagrams[i].Header.Pieces = (Libc.Piece*)Unsafe.AsPointer(ref _pieces[i]);
            _datagrams[i].Header.PieceCount = 1;
        }
    }

    protected override void Queue(int index, in IpEndpoint to, int offset, int length)
    {
        _datagrams[index].Header.NameLength = _names[index].Set(to);
        _pieces[index].Start = (byte*)Unsafe.AsPointer(ref Arena[offset]);
        _pieces[index].Length = (nuint)length;
    }

    protected override void SendPending()
    {
        var datagrams = (Libc.Datagram*)Unsafe.AsPointer(ref _datagrams[0]);
        var patience = PatienceMilliseconds;
        for (var done = 0; done < Pending;)
        {
            var sent = Libc.SendMany(_socket, datagrams + done, (uint)(Pending - done), 0);
            if (sent > 0)
            {
                Counters.Sent += sent;
                done += sent;
            }
            else
            {
                done += Skipped(Marshal.GetLastPInvokeError(), Pending - done, ref patience);
            }
        }
    }

    /// <summary>How many datagrams are given up because of an error; 0 to try the same again.</summary>
    private int Skipped(int error, int left, ref int patience)
    {
        switch (error)
        {
            case Libc.Interrupted:
                return 0;
            case Libc.Again when patience-- > 0:
                WaitForRoom();
                return 0;
            case Libc.Again:
                Counters.SendDrops += left;
                return left;
            case Libc.ConnectionRefused when patience-- > 0:
                // An ICMP answer to an earlier datagram, reported here: this one has not been tried yet.
                Counters.SendErrors++;
                return 0;
            default:
                Counters.SendErrors++;
                Counters.SendDrops++;
                return 1; // no route, too long, forbidden by a filter: this datagram's own trouble
        }
    }

    private void WaitForRoom()
    {
        var polled = new Libc.Polled { Descriptor = _socket, Wanted = Libc.PollOut };
        _ = Libc.Poll(&polled, 1, 1);
    }
}
