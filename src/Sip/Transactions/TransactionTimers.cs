using Tandem.Sip.Flows;

namespace Tandem.Sip.Transactions;

/// <summary>The timers of a transaction (RFC 3261 §17.1.1.1 and table 4), all in ms.</summary>
/// <param name="T1">The estimate of a round trip; 1 or more.</param>
/// <param name="T2">The longest time between retransmissions of a non-INVITE request; <paramref name="T1"/> or more.</param>
/// <param name="T4">How long a message may stay in the network; 0 or more.</param>
public readonly record struct TransactionTimers(int T1, int T2, int T4)
{
    /// <summary>The RFC's values: 500 ms, 4 s, 5 s.</summary>
    public static TransactionTimers Default => new(500, 4_000, 5_000);

    /// <summary>Timer E at first: when a request is sent for the second time over UDP (§17.1.2.2).</summary>
    public int FirstE => T1;

    /// <summary>Timer F: when a client gives up waiting for an answer (§17.1.2.2).</summary>
    public int F => 64 * T1;

    /// <summary>Timer E after it fired while nothing was heard: doubled, up to T2 (§17.1.2.2).</summary>
    public int NextE(int last) => Math.Min(2 * last, T2);

    /// <summary>Timer J: how long a server keeps its final answer for retransmitted requests (§17.2.2).</summary>
    public int J(SipTransport transport) => transport.IsReliable() ? 0 : 64 * T1;

    /// <summary>Timer K: how long a client absorbs retransmitted answers (§17.1.2.2).</summary>
    public int K(SipTransport transport) => transport.IsReliable() ? 0 : T4;
}
