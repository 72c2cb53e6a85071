using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Tests.Gateways;

/// <summary>What speaks to carriers on a shard, with the wire below it and a clock that the test moves.</summary>
internal sealed class CarrierRig : IOutbox, ILocalAddresses, ITransactionUser
{
    private static readonly IpEndpoint Local = IpEndpoint.FromV4(0xC0000201, 5060);

    private readonly byte[] _place = new byte[IOutbox.MaxMessageLength];
    private readonly List<IShardMachine> _machines = [];
    private readonly TransactionLayer _layer;

    public CarrierRig()
    {
        _layer = new TransactionLayer(new TransactionKeys("0123456789abcdef"u8), TransactionTimers.Default, this) { User = new RequestOwners(this) };
        Sender = new RequestSender(_layer, this, new LocalIds(0, 1, 2), this);
        Reach = new GatewayReach(States);
    }

    public RequestSender Sender { get; }

    public Directory Directory { get; } = new();

    public GatewayStates States { get; } = new();

    public GatewayReach Reach { get; }

    public CurrentParameters Parameters { get; } = new(ParameterSet.Defaults);

    /// <summary>The time in ms since the Unix epoch.</summary>
    public long Now { get; private set; } = 1_800_000_000_000;

    /// <summary>What was sent and not looked at yet.</summary>
    public Queue<Sent> Wire { get; } = new();

    public static Flow Udp(byte last) => new(SipTransport.Udp, 0, IpEndpoint.FromV4(0xC6336400 + last, 5060));

    public T Run<T>(T machine) where T : IShardMachine
    {
        _machines.Add(machine);
        Advance(0);
        return machine;
    }

    /// <summary>Moves the clock; timers fire at their times, within a millisecond.</summary>
    public void Advance(double seconds)
    {
        var end = Now + (long)(seconds * 1000);
        while (true)
        {
            _layer.OnTimer(Now);
            foreach (var machine in _machines.Where(m => m.NextTimer <= Now)) machine.OnTimer(Now);
            var next = Math.Min(_layer.NextTimer, _machines.Min(m => m.NextTimer));
            if (next > end) break;
            Now = Math.Max(Now, next);
        }
        Now = end;
    }

    public void Set(string name, string value)
    {
        Assert.True(Parameters.Set.TryWith(ParameterCatalogue.Find(name)!, value, out var changed, out var error), error);
        Parameters.Swap(changed);
    }

    /// <summary>The next request that was sent, those that are sent again left out.</summary>
    public Sent Next()
    {
        var sent = Wire.Dequeue();
        while (Wire.TryPeek(out var again) && again.Text == sent.Text) Wire.Dequeue();
        return sent;
    }

    /// <summary>Answers a request.</summary>
    public void Answer(Sent request, string status, params string[] fields)
    {
        var lines = request.Text.Split("\r\n");
        var repeated = lines.Where(l => l.StartsWith("Via:") || l.StartsWith("From:") || l.StartsWith("Call-ID:") || l.StartsWith("CSeq:"));
        var to = lines.Single(l => l.StartsWith("To:")) + ";tag=r";
        var bytes = Encoding.UTF8.GetBytes(string.Join("\r\n", [$"SIP/2.0 {status}", .. repeated, to, .. fields, "Content-Length: 0", "", ""]));
        var message = new SipMessage();
        Assert.Equal(SipRejection.None, SipParser.Parse(bytes, 0, bytes.Length, message, SipLimits.Default));
        _layer.ReceiveResponse(message, Now);
    }

    public void FailConnection(Flow flow) => _layer.ConnectionFailed(flow, Now);

    Span<byte> IOutbox.Reserve(in Flow flow) => _place;

    void IOutbox.Send(in Flow flow, int length) => Wire.Enqueue(new Sent(flow, Encoding.UTF8.GetString(_place.AsSpan(0, length))));

    IpEndpoint ILocalAddresses.For(in Flow flow) => Local;

    void ITransactionUser.OnRequest(ServerTransaction transaction, SipMessage request, long now) => Assert.Fail("No requests here.");

    void ITransactionUser.OnCancel(ServerTransaction invite, SipMessage cancel, long now) => Assert.Fail("No calls here.");

    void ITransactionUser.OnAck(SipMessage ack, in Flow flow, long now) => Assert.Fail("No calls here.");

    void ITransactionUser.OnResponse(ClientTransaction transaction, SipMessage response, long now) => Assert.Fail("No calls here.");

    void ITransactionUser.OnTimeout(ClientTransaction transaction, long now) => Assert.Fail("No calls here.");

    void ITransactionUser.OnTransportError(ClientTransaction transaction, long now) => Assert.Fail("No calls here.");

    /// <summary>A request on the wire.</summary>
    internal sealed record Sent(Flow Flow, string Text)
    {
        public string Line => Text[..Text.IndexOf("\r\n", StringComparison.Ordinal)];

        /// <summary>The value of a header field; null when there is none.</summary>
        public string? Field(string name) => Text.Split("\r\n").FirstOrDefault(l => l.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..];
    }
}
