using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The transactions of one shard that live longer than a turn: RFC 3261 §17 with RFC 6026. It sends through the outbox it
/// is given, keeps what has to be sent again, and tells its user what is new. One thread.
/// </summary>
public sealed class TransactionLayer
{
    // Of places for messages, so many bytes are kept for the next ones; more are lent when there is a rush.
    private const int PoolCapacity = 32 << 20;

    private readonly MessagePool _pool = new(PoolCapacity);
    private readonly TimerQueue _queue = new();
    private readonly ServerTransactions _servers;
    private readonly ClientTransactions _clients;

    /// <summary>A layer without transactions.</summary>
    /// <param name="keys">Makes the keys.</param>
    /// <param name="timers">The timers' values.</param>
    /// <param name="outbox">Where messages go.</param>
    public TransactionLayer(TransactionKeys keys, TransactionTimers timers, IOutbox outbox)
    {
        _servers = new ServerTransactions(keys, timers, outbox, _pool, _queue);
        _clients = new ClientTransactions(timers, outbox, _pool, _queue);
    }

    /// <summary>Who hears of what is new; set once, before the first message.</summary>
    public ITransactionUser User
    {
        get => _servers.User;
        set => _servers.User = _clients.User = value;
    }

    /// <summary>The timers of requests of ours that are sent from now on.</summary>
    public TransactionTimers ClientTimers
    {
        get => _clients.Timers;
        set => _clients.Timers = value;
    }

    /// <summary>How many transactions live.</summary>
    public int Count => _servers.Count + _clients.Count;

    /// <summary>When <see cref="OnTimer"/> is to be called next, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public long NextTimer => _queue.NextTimer;

    /// <summary>How many messages are kept to be sent or read again.</summary>
    internal int StoredMessages => _pool.Lent;

    /// <summary>
    /// Takes a request that parsed (its key is made by <see cref="TransactionKeys.OfRequest"/>): absorbs what comes again, pairs
    /// CANCEL and ACK with their INVITE, answers merged requests with 482 (§8.2.2.2), and hands new requests to the user.
    /// </summary>
    public void Receive(SipMessage request, in TransactionKey key, in Flow flow, long now)
    {
        if (request.Method == SipMethod.Ack) _servers.ReceiveAck(request, flow, now);
        else if (request.Method == SipMethod.Cancel) _servers.ReceiveCancel(request, key, flow, now);
        else _servers.Receive(request, key, flow, now);
    }

    /// <summary>
    /// Takes an answer that parsed. One that fits no transaction goes nowhere (§18.1.2); a 2xx that comes again, or from
    /// another fork, fits for another 64·T1 (RFC 6026).
    /// </summary>
    public void ReceiveResponse(SipMessage response, long now) => _clients.Receive(response, now);

    /// <summary>True when a request of that key is being answered, or was answered a while ago.</summary>
    public bool Knows(in TransactionKey key) => _servers.Knows(key);

    /// <summary>True when a request of that key is known, or is the ACK or CANCEL of an INVITE that is.</summary>
    public bool Knows(SipMessage request, in TransactionKey key) => _servers.Knows(request, key);

    /// <summary>
    /// The request of a server transaction, read again from its copy, for writing an answer and for its headers. Good until
    /// the next call of this method, and no longer than the transaction.
    /// </summary>
    /// <exception cref="InvalidOperationException">The transaction is over.</exception>
    public SipMessage Request(ServerTransaction transaction) => _servers.Request(transaction);

    /// <summary>
    /// Sends an answer that was written into the place that the outbox lent for <see cref="ServerTransaction.Route"/>, and keeps
    /// it to send it again. An answer that the transaction has no more use for, a second final one say, goes nowhere.
    /// </summary>
    public void Respond(ServerTransaction transaction, ReadOnlySpan<byte> response, int status, long now) =>
        _servers.Respond(transaction, response, status, now);

    /// <summary>
    /// Sends the latest answer of a server transaction once more: a 2xx whose ACK does not come (§13.3.1.4), a reliable 18x
    /// (RFC 3262 §3). Nothing when the transaction is over.
    /// </summary>
    public void SendAgain(ServerTransaction transaction) => _servers.SendAgain(transaction);

    /// <summary>
    /// Sends a request that was written, with this branch in its Via, into the place that the outbox lent for the flow; not
    /// for ACK, which has no transaction.
    /// </summary>
    public ClientTransaction Send(object owner, LocalId branch, SipMethod method, in Flow flow, ReadOnlySpan<byte> request, long now) =>
        _clients.Send(owner, branch, method, flow, request, now);

    /// <summary>
    /// Cancels an INVITE of ours (§9.1): at once when a provisional answer has come, else when one comes. Its final answer, 487
    /// as a rule and sometimes 2xx, goes to the user as any other; when none comes within 64·T1, its timeout does.
    /// </summary>
    /// <param name="invite">The INVITE; nothing happens when it is answered or over.</param>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="reason">The value of the CANCEL's Reason header field (RFC 3326); empty for none.</param>
    /// <exception cref="ArgumentException">It is another request.</exception>
    public void Cancel(ClientTransaction invite, long now, ReadOnlyMemory<byte> reason = default) => _clients.Cancel(invite, reason, now);

    /// <summary>Fires what is due.</summary>
    public void OnTimer(long now)
    {
        while (_queue.TryTake(now, out var timed))
        {
            if (timed is ClientTransaction client) _clients.OnTimer(client, now);
            else _servers.OnTimer((ServerTransaction)timed, now);
        }
    }

    /// <summary>A connection has gone or could not be opened: requests that wait on it fail.</summary>
    public void ConnectionFailed(in Flow flow, long now) => _clients.ConnectionFailed(flow, now);
}
