using System.Globalization;
using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>A transaction layer with a recording user above it and the wire below it.</summary>
internal sealed class LayerRig : ITransactionUser, IOutbox
{
    public static readonly Flow Udp = new(SipTransport.Udp, 0, IpEndpoint.FromV4(0xCB007109, 5060));
    public static readonly Flow Tcp = new(SipTransport.Tcp, 1, IpEndpoint.FromV4(0xCB007109, 40_000), 7);

    private readonly byte[] _place = new byte[IOutbox.MaxMessageLength];
    private readonly TransactionKeys _keys = new("0123456789abcdef"u8);
    private readonly LocalIds _ids = new(3, 1, 2);

    public LayerRig()
    {
        Layer = new TransactionLayer(_keys, TransactionTimers.Default, this) { User = this };
    }

    public TransactionLayer Layer { get; }

    /// <summary>The time in ms since the Unix epoch.</summary>
    public long Now { get; private set; } = 1_800_000_000_000;

    /// <summary>What was sent, oldest first, as text with plain line ends.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>The first line of what was sent.</summary>
    public IEnumerable<string> SentLines => Sent.Select(text => text.Split('\n')[0]);

    /// <summary>What the user was told, oldest first.</summary>
    public List<string> Told { get; } = [];

    /// <summary>The server transactions that the user was given.</summary>
    public List<ServerTransaction> Servers { get; } = [];

    /// <summary>What the user does when it is told something; nothing at first.</summary>
    public Action<string> OnTold { get; set; } = _ => { };

    /// <summary>What the latest message was sent on.</summary>
    public Flow SentOn { get; private set; }

    public void Receive(string text, Flow? flow = null)
    {
        var message = Wire.Accepted(text);
        if (message.IsRequest) Layer.Receive(message, _keys.OfRequest(message), flow ?? Udp, Now);
        else Layer.ReceiveResponse(message, Now);
    }

    public void Respond(ServerTransaction transaction, int status, string phrase = "Said")
    {
        var place = ((IOutbox)this).Reserve(transaction.Route);
        var tag = status == 100 ? "" : "our-tag";
        var writer = new ResponseWriter(
            place, Layer.Request(transaction), transaction.Received, status, Encoding.ASCII.GetBytes(phrase), Encoding.ASCII.GetBytes(tag));
        var length = writer.End();
        Layer.Respond(transaction, place[..length], status, Now);
    }

    /// <summary>Sends a request of ours, whose branch is the placeholder BRANCH.</summary>
    public ClientTransaction Send(SipMethod method, string text, Flow? flow = null, string owner = "leg")
    {
        var branch = _ids.Next();
        var bytes = Wire.Bytes(text.Replace("BRANCH", BranchText(branch)));
        var place = ((IOutbox)this).Reserve(flow ?? Udp);
        bytes.CopyTo(place);
        return Layer.Send(owner, branch, method, flow ?? Udp, place[..bytes.Length], Now);
    }

    /// <summary>Lets time pass, firing every timer at its own time.</summary>
    public void Pass(long milliseconds)
    {
        var end = Now + milliseconds;
        while (Layer.NextTimer <= end)
        {
            Now = Math.Max(Now, Layer.NextTimer);
            Layer.OnTimer(Now);
        }
        Now = end;
    }

    public static string BranchText(LocalId branch)
    {
        Span<byte> text = stackalloc byte[LocalId.BranchLength];
        return Encoding.ASCII.GetString(text[..branch.WriteBranch(text)]);
    }

    Span<byte> IOutbox.Reserve(in Flow flow) => _place;

    void IOutbox.Send(in Flow flow, int length)
    {
        SentOn = flow;
        Sent.Add(Encoding.UTF8.GetString(_place, 0, length).Replace("\r\n", "\n"));
    }

    void ITransactionUser.OnRequest(ServerTransaction transaction, SipMessage request, long now)
    {
        Servers.Add(transaction);
        Tell($"request {request.Method}");
    }

    void ITransactionUser.OnCancel(ServerTransaction invite, SipMessage cancel, long now) => Tell("cancel");

    void ITransactionUser.OnAck(SipMessage ack, in Flow flow, long now) => Tell("ack");

    void ITransactionUser.OnResponse(ClientTransaction transaction, SipMessage response, long now) =>
        Tell(string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} for {transaction.Owner}"));

    void ITransactionUser.OnTimeout(ClientTransaction transaction, long now) => Tell($"timeout of {transaction.Owner}");

    void ITransactionUser.OnTransportError(ClientTransaction transaction, long now) => Tell($"failure of {transaction.Owner}");

    private void Tell(string what)
    {
        Told.Add(what);
        OnTold(what);
    }
}
