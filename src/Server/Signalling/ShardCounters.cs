using Tandem.Sip.Messages;
using Tandem.Switching.Registration;
using Tandem.Switching.UserAgent;

namespace Tandem.Server.Signalling;

/// <summary>
/// What one shard has counted since the start. Written by the shard alone without locks, read by anybody a moment late.
/// </summary>
public sealed class ShardCounters
{
    private const int Statuses = 700;
    private static readonly int Methods = Enum.GetValues<SipMethod>().Length;

    private readonly long[] _answers = new long[Methods * Statuses];
    private readonly long[] _requests = new long[Methods];
    private readonly long[] _rejections = new long[Enum.GetValues<SipRejection>().Max(r => (int)r) + 1];
    private readonly long[] _registerReasons = new long[Enum.GetValues<RegisterReason>().Max(r => (int)r) + 1];

    /// <summary>From reading a message to its answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Requests that had been answered before.</summary>
    public long Retransmissions { get; private set; }

    /// <summary>Suspensions begun.</summary>
    public long Suspensions { get; private set; }

    /// <summary>Bindings whose time ran out.</summary>
    public long ExpiredBindings { get; set; }

    /// <summary>Messages that met a fault of ours; each is in the log.</summary>
    public long Faults { get; set; }

    /// <summary>Messages handed to the shard that they belong to.</summary>
    public long Forwarded { get; set; }

    /// <summary>Messages dropped because too much waited for the shard that they belong to.</summary>
    public long ForwardsDropped { get; set; }

    /// <summary>Bytes of managed memory that the shard's thread has allocated.</summary>
    public long AllocatedBytes { get; set; }

    /// <summary>Requests of a method.</summary>
    public long Requests(SipMethod method) => _requests[(int)method];

    /// <summary>Answers with a status to requests of a method.</summary>
    public long Answers(SipMethod method, int status) => _answers[(int)method * Statuses + status];

    /// <summary>Messages that the parser refused for a reason.</summary>
    public long Rejections(SipRejection rejection) => _rejections[(int)rejection];

    /// <summary>REGISTERs that ended for a reason.</summary>
    public long Registers(RegisterReason reason) => _registerReasons[(int)reason];

    /// <summary>Counts one message.</summary>
    public void Count(in RequestOutcome outcome)
    {
        if (outcome.Kind == RequestKind.Rejected) _rejections[(int)outcome.Rejection]++;
        if (outcome.Kind is RequestKind.Register or RequestKind.Other or RequestKind.Retransmission) _requests[(int)outcome.Method]++;
        if (outcome.Status > 0) _answers[(int)outcome.Method * Statuses + outcome.Status]++;
        if (outcome.Kind == RequestKind.Retransmission) Retransmissions++;
        if (outcome.Kind != RequestKind.Register) return;
        _registerReasons[(int)outcome.Register.Reason]++;
        if (outcome.Register.Began is not null) Suspensions++;
    }
}
