using System.Collections.Immutable;
using Tandem.Sip.Flows;

namespace Tandem.Sip.Transactions;

/// <summary>The timers of a transaction (RFC 3261 §17.1.1.1 and table 4, RFC 6026 §7), all in ms.</summary>
/// <param name="T1">The estimate of a round trip; 1 or more.</param>
/// <param name="T2">The longest time between retransmissions of a non-INVITE request; <paramref name="T1"/> or more.</param>
/// <param name="T4">How long a message may stay in the network; 0 or more.</param>
public readonly record struct TransactionTimers(int T1, int T2, int T4)
{
    private const int LeastD = 32_000;

    /// <summary>The RFC's values: 500 ms, 4 s, 5 s.</summary>
    public static TransactionTimers Default => new(500, 4_000, 5_000);

    /// <summary>
    /// The waits before a request is sent again over UDP, growing, in place of timers A and E; after the last one it is not sent
    /// again. Empty = as the RFC says.
    /// </summary>
    public ImmutableArray<int> Resend { get; init; } = [];

    /// <summary>Timer A at first: when an INVITE is sent for the second time over UDP (§17.1.1.2).</summary>
    public int FirstA => Resend.IsDefaultOrEmpty ? T1 : Resend[0];

    /// <summary>Timer B: when a client gives up waiting for any answer to its INVITE (§17.1.1.2).</summary>
    public int B => 64 * T1;

    /// <summary>Timer E at first: when a request is sent for the second time over UDP (§17.1.2.2).</summary>
    public int FirstE => Resend.IsDefaultOrEmpty ? T1 : Resend[0];

    /// <summary>Timer F: when a client gives up waiting for an answer (§17.1.2.2).</summary>
    public int F => 64 * T1;

    /// <summary>Timer G at first: when a refusal of an INVITE is sent for the second time over UDP (§17.2.1).</summary>
    public int FirstG => T1;

    /// <summary>Timer H: how long a server waits for the ACK of a refusal (§17.2.1).</summary>
    public int H => 64 * T1;

    /// <summary>Timer L: how long a server stays with an INVITE that it accepted (RFC 6026 §8.7).</summary>
    public int L => 64 * T1;

    /// <summary>Timer M: how long a client takes further 2xx answers to its INVITE (RFC 6026 §8.4).</summary>
    public int M => 64 * T1;

    /// <summary>How long a client waits for the final answer to an INVITE after its CANCEL (§9.1).</summary>
    public int Cancelled => 64 * T1;

    /// <summary>How long an INVITE within a dialog may stay without a final answer, once it has a provisional one, before it is cancelled.</summary>
    public int Reinvite => 64 * T1;

    /// <summary>How long requests may still come again to a dialog that is over.</summary>
    public int Linger => 64 * T1;

    /// <summary>Timer A after it fired: doubled each time, without an upper limit (§17.1.1.2).</summary>
    public int NextA(int last) => Resend.IsDefaultOrEmpty ? 2 * last : ResendAfter(last);

    /// <summary>Timer G after it fired: doubled, up to T2 (§17.2.1).</summary>
    public int NextG(int last) => Math.Min(2 * last, T2);

    /// <summary>Timer E after it fired while nothing was heard: doubled, up to T2 (§17.1.2.2).</summary>
    public int NextE(int last) => Resend.IsDefaultOrEmpty ? Math.Min(2 * last, T2) : ResendAfter(last);

    /// <summary>
    /// Timer D: how long a client acknowledges refusals of its INVITE that come again; at least 32 s over UDP, since the
    /// server's T1 is not known (§17.1.1.2).
    /// </summary>
    public int D(SipTransport transport) => transport.IsReliable() ? 0 : Math.Max(LeastD, 64 * T1);

    /// <summary>Timer I: how long a server absorbs ACKs that come again (§17.2.1).</summary>
    public int I(SipTransport transport) => transport.IsReliable() ? 0 : T4;

    /// <summary>Timer J: how long a server keeps its final answer for retransmitted requests (§17.2.2).</summary>
    public int J(SipTransport transport) => transport.IsReliable() ? 0 : 64 * T1;

    /// <summary>Timer K: how long a client absorbs retransmitted answers (§17.1.2.2).</summary>
    public int K(SipTransport transport) => transport.IsReliable() ? 0 : T4;

    // Beyond the last wait is beyond the end of every transaction.
    private int ResendAfter(int last)
    {
        foreach (var wait in Resend)
        {
            if (wait > last) return wait;
        }
        return int.MaxValue;
    }
}
