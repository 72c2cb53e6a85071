using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>
/// A user agent of a few lines on a <see cref="LossyLink"/>: it calls, cancels, answers, acknowledges, hangs up, and keeps of
/// each call what it was told.
/// </summary>
internal sealed class LossyPeer : ITransactionUser, IOutbox
{
    private static readonly IpEndpoint Address = IpEndpoint.FromV4(0xC0000201, 5060);
    private static readonly Flow Flow = new(SipTransport.Udp, 0, Address);

    private readonly byte[] _place = new byte[IOutbox.MaxMessageLength];
    private readonly SipMessage _message = new();
    private readonly LossyLink _link;
    private readonly TransactionKeys _keys;
    private readonly LocalIds _ids;

    public LossyPeer(LossyLink link, byte shard)
    {
        _link = link;
        _keys = new TransactionKeys([shard, .. "123456789abcdef"u8]);
        _ids = new LocalIds(shard, 1, 2);
        Layer = new TransactionLayer(_keys, TransactionTimers.Default, this) { User = this };
    }

    public TransactionLayer Layer { get; }

    public LossyPeer Other { get; set; } = null!;

    public List<Leg> Legs { get; } = [];

    public long NextTimer => Legs.Select(leg => leg.Answer?.NextTimer ?? long.MaxValue).Append(Layer.NextTimer).Min();

    public void Fire(long now)
    {
        Layer.OnTimer(now);
        foreach (var leg in Legs.Where(leg => leg.Answer is not null))
        {
            switch (leg.Answer!.OnTimer(now))
            {
                case AnswerRetransmission.Output.SendAgain:
                    Layer.SendAgain(leg.Server!);
                    break;
                case AnswerRetransmission.Output.GiveUp:
                    leg.Told.Add("no ACK");
                    Send(leg, SipMethod.Bye);
                    break;
            }
        }
    }

    /// <summary>Calls the other side; hangs up or cancels after a while, whatever has come by then.</summary>
    public void Call(long giveUpAfter)
    {
        var tag = _ids.Next();
        var callId = Encoding.ASCII.GetBytes(LayerRig.BranchText(tag));
        var leg = new Leg(Dialog.OfClient(tag, callId, "<sip:a@example.com>"u8, "<sip:b@example.com>"u8, "sip:b@192.0.2.1"u8, [], Flow));
        Legs.Add(leg);
        leg.Client = Send(leg, SipMethod.Invite);
        _link.After(giveUpAfter, () =>
        {
            if (leg.IsUp) Send(leg, SipMethod.Bye);
            else Layer.Cancel(leg.Client, _link.Now);
            leg.HungUp = true;
        });
    }

    public void Receive(byte[] bytes)
    {
        Assert.Equal(SipRejection.None, SipParser.Parse(bytes, 0, bytes.Length, _message, SipLimits.Default));
        if (_message.IsRequest) Layer.Receive(_message, _keys.OfRequest(_message), Flow, _link.Now);
        else Layer.ReceiveResponse(_message, _link.Now);
    }

    Span<byte> IOutbox.Reserve(in Flow flow) => _place;

    void IOutbox.Send(in Flow flow, int length)
    {
        var bytes = _place[..length];
        _link.Carry(() => Other.Receive(bytes));
    }

    void ITransactionUser.OnRequest(ServerTransaction transaction, SipMessage request, long now)
    {
        if (request.Method == SipMethod.Invite)
        {
            var leg = new Leg(Dialog.OfServer(request, _ids.Next(), Flow)) { Server = transaction };
            transaction.Owner = leg;
            Legs.Add(leg);
            Respond(leg.Dialog, transaction, 180);
            _link.After(_link.Chance(4000), () => Decide(leg));
            return;
        }
        var of = Legs.Find(leg => leg.Dialog.Matches(request));
        Respond(of?.Dialog, transaction, of is null ? 481 : 200);
        if (of is null || !of.Dialog.Accept(request, Flow)) return;
        of.Told.Add("BYE");
        of.IsUp = false;
        of.Answer?.Stop();
    }

    void ITransactionUser.OnCancel(ServerTransaction invite, SipMessage cancel, long now)
    {
        var leg = (Leg)invite.Owner!;
        leg.Told.Add("CANCEL");
        Respond(leg.Dialog, invite, 487);
    }

    void ITransactionUser.OnAck(SipMessage ack, in Flow flow, long now)
    {
        var leg = Legs.Find(leg => leg.Dialog.Matches(ack));
        if (leg?.Answer?.OnAck(ack.CSeq.Number) == true) leg.Told.Add("ACK");
    }

    void ITransactionUser.OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        var leg = (Leg)transaction.Owner;
        if (transaction.Method == SipMethod.Bye) return;
        leg.Dialog.Take(response);
        if (response.StatusCode >= 300) leg.Refusals++;
        if (response.StatusCode is < 200 or >= 300) return;
        var isFirst = !leg.IsAccepted;
        leg.IsAccepted = true;
        var length = leg.Dialog.Begin(_place, SipMethod.Ack, _ids.Next(), Address, response.CSeq.Number).End();
        ((IOutbox)this).Send(Flow, length);
        leg.IsUp = isFirst || leg.IsUp;
        if (isFirst && leg.HungUp) Send(leg, SipMethod.Bye);
    }

    void ITransactionUser.OnTimeout(ClientTransaction transaction, long now)
    {
        if (transaction.Method == SipMethod.Invite) ((Leg)transaction.Owner).TimedOut = true;
    }

    void ITransactionUser.OnTransportError(ClientTransaction transaction, long now) => Assert.Fail("Datagrams do not fail.");

    private void Decide(Leg leg)
    {
        if (leg.Server!.IsAnswered) return;
        var accepts = _link.Chance(3) > 0;
        Respond(leg.Dialog, leg.Server, accepts ? 200 : 486);
        if (!accepts) return;
        leg.IsUp = true;
        leg.Answer = new AnswerRetransmission(leg.Dialog.RemoteSequence!.Value, _link.Now, TransactionTimers.Default);
    }

    private void Respond(Dialog? dialog, ServerTransaction transaction, int status)
    {
        Span<byte> tag = stackalloc byte[LocalId.TagLength];
        (dialog?.LocalTag ?? default).WriteTag(tag);
        var writer = new ResponseWriter(_place, Layer.Request(transaction), Flow, status, "Said"u8, tag);
        writer.Header("Contact"u8, "<sip:b@192.0.2.1>"u8);
        Layer.Respond(transaction, _place.AsSpan(0, writer.End()), status, _link.Now);
    }

    private ClientTransaction Send(Leg leg, SipMethod method)
    {
        if (method == SipMethod.Bye) leg.IsUp = false;
        var branch = _ids.Next();
        var writer = leg.Dialog.Begin(_place, method, branch, Address);
        writer.Header("Contact"u8, "<sip:a@192.0.2.1>"u8);
        return Layer.Send(leg, branch, method, Flow, _place.AsSpan(0, writer.End()), _link.Now);
    }

    /// <summary>One side of a call.</summary>
    internal sealed class Leg(Dialog dialog)
    {
        public Dialog Dialog { get; } = dialog;

        public ServerTransaction? Server { get; init; }

        public ClientTransaction Client { get; set; } = null!;

        public AnswerRetransmission? Answer { get; set; }

        public List<string> Told { get; } = [];

        public int Refusals { get; set; }

        public bool IsAccepted { get; set; }

        public bool TimedOut { get; set; }

        public bool HungUp { get; set; }

        public bool IsUp { get; set; }
    }
}
