using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>The allocation budget of the transactions: the transaction itself, and nothing for what it absorbs.</summary>
public class LayerAllocationTests : ITransactionUser, IOutbox
{
    private const long Start = 1_800_000_000_000;
    private const int Rounds = 200;

    private readonly byte[] _place = new byte[IOutbox.MaxMessageLength];
    private readonly TransactionKeys _keys = new("0123456789abcdef"u8);
    private readonly SipMessage _request = Wire.Accepted(LayerMessages.Bye);
    private readonly TransactionLayer _layer;
    private ServerTransaction? _server;

    public LayerAllocationTests() => _layer = new TransactionLayer(_keys, TransactionTimers.Default, this) { User = this };

    [Fact]
    public void A_request_costs_its_transaction_and_nothing_else()
    {
        var size = AllocatedBy(() => _server = new ServerTransaction(_request, new TransactionKey(1, 2), LayerRig.Udp));
        var now = Start;
        var cost = AllocatedBy(() =>
        {
            _layer.Receive(_request, _keys.OfRequest(_request), LayerRig.Udp, now);
            _layer.Receive(_request, _keys.OfRequest(_request), LayerRig.Udp, now);
            _layer.OnTimer(now += 32_000);
        });
        Assert.Equal(size, cost);
    }

    [Fact]
    public void A_request_of_ours_costs_its_transaction_and_nothing_else()
    {
        var invite = Wire.Bytes(LayerMessages.OwnInvite);
        ClientTransaction? client = null;
        var size = AllocatedBy(() => client = new ClientTransaction(this, new LocalId(1), SipMethod.Invite, LayerRig.Udp));
        Assert.NotNull(client);
        var now = Start;
        var refusal = Wire.Accepted(LayerMessages.Answer(client, 486));
        var cost = AllocatedBy(() =>
        {
            _layer.Send(this, new LocalId(1), SipMethod.Invite, LayerRig.Udp, invite, now);
            _layer.OnTimer(now += 500);
            _layer.ReceiveResponse(refusal, now);
            _layer.OnTimer(now += 32_000);
        });
        Assert.Equal(0, _layer.Count);
        Assert.Equal(size, cost);
    }

    Span<byte> IOutbox.Reserve(in Flow flow) => _place;

    void IOutbox.Send(in Flow flow, int length)
    {
    }

    void ITransactionUser.OnRequest(ServerTransaction transaction, SipMessage request, long now)
    {
        var length = new ResponseWriter(_place, _layer.Request(transaction), transaction.Received, 200, "OK"u8, "t"u8).End();
        _layer.Respond(transaction, _place.AsSpan(0, length), 200, now);
    }

    void ITransactionUser.OnCancel(ServerTransaction invite, SipMessage cancel, long now)
    {
    }

    void ITransactionUser.OnAck(SipMessage ack, in Flow flow, long now)
    {
    }

    void ITransactionUser.OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
    }

    void ITransactionUser.OnTimeout(ClientTransaction transaction, long now)
    {
    }

    void ITransactionUser.OnTransportError(ClientTransaction transaction, long now)
    {
    }

    private static long AllocatedBy(Action action)
    {
        for (var i = 0; i < Rounds; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
