using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Testing.Network;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>A gateway or phone at one address, with any number of calls at once.</summary>
internal sealed class CallParty : ISimulatedHost, IOutbox, ITransactionUser
{
    private static readonly TransactionKeys Keys = new(new byte[16]);

    private readonly SimulatedNetwork _network;
    private readonly Func<int, CallScript> _scriptOf;
    private readonly Dictionary<LocalId, PartyDialog> _dialogs = [];
    private readonly SipMessage _message = new();
    private readonly byte[] _space = new byte[IOutbox.MaxMessageLength];
    private long _wakeAt = long.MaxValue;

    /// <summary>A party without calls.</summary>
    /// <param name="network">The network.</param>
    /// <param name="number">The number that it calls from.</param>
    /// <param name="place">Its place among the called parties; of callers it means nothing.</param>
    /// <param name="shard">Keeps its tags and branches apart from everybody else's.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="chance">Decides what its scripts leave open.</param>
    /// <param name="scriptOf">The script of a number.</param>
    public CallParty(SimulatedNetwork network, string number, int place, byte shard, IpEndpoint address, Random chance, Func<int, CallScript> scriptOf)
    {
        _network = network;
        _scriptOf = scriptOf;
        Number = number;
        Place = place;
        Address = address;
        Chance = chance;
        Flow = new Flow(SipTransport.Udp, 0, network.SwitchAddress);
        Ids = new LocalIds(shard, 11, (ulong)network.Now);
        Layer = new TransactionLayer(Keys, TransactionTimers.Default, this) { User = this };
        Text = new PartyText(address);
        network.Attach(address, this);
    }

    public string Number { get; }

    public int Place { get; }

    /// <summary>The password of a phone that has to show it when it calls, or that a carrier demands of the switch; "" = none.</summary>
    public string Password { get; init; } = "";

    /// <summary>True for a phone, which may transfer.</summary>
    public bool IsPhone { get; init; }

    /// <summary>How often it has asked the switch for its password.</summary>
    public int Challenges { get; private set; }

    public IpEndpoint Address { get; }

    public Random Chance { get; }

    public Flow Flow { get; }

    public LocalIds Ids { get; }

    public TransactionLayer Layer { get; }

    public PartyText Text { get; }

    /// <summary>Messages of the switch that are no SIP, and answers to requests of no dialog; there should be none.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Begins a call of a script at its time.</summary>
    public void Plan(CallScript script) => _network.Wake(new CallerSide(this, script), script.StartAt);

    public void Add(PartyDialog dialog) => _dialogs.Add(dialog.Dialog.LocalTag, dialog);

    public void Wake(IWakeable who, long at) => _network.Wake(who, at);

    /// <inheritdoc/>
    public void Receive(in IpEndpoint from, byte[] buffer, int length, long now)
    {
        if (SipParser.Parse(buffer, 0, length, _message, SipLimits.Default) != SipRejection.None) Unreadable++;
        else if (!_message.IsRequest) Layer.ReceiveResponse(_message, now);
        else if (DialogOf(_message) is not { Testimony.End: SideEnd.Vanished }) Layer.Receive(_message, Keys.OfRequest(_message), Flow, now);
        SetTimer();
    }

    /// <inheritdoc/>
    public void OnTime(long now)
    {
        if (now >= _wakeAt) _wakeAt = long.MaxValue;
        Layer.OnTimer(now);
        SetTimer();
    }

    /// <summary>Sees to it that the transactions' next timer fires; called after anything was sent.</summary>
    public void SetTimer()
    {
        if (Layer.NextTimer >= _wakeAt) return;
        _wakeAt = Layer.NextTimer;
        _network.Wake(this, _wakeAt);
    }

    /// <inheritdoc/>
    public Span<byte> Reserve(in Flow flow) => _space;

    /// <inheritdoc/>
    public void Send(in Flow flow, int length) => _network.Send(Address, _network.SwitchAddress, _space.AsSpan(0, length));

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, long now)
    {
        if (DialogOf(request) is { } dialog) dialog.OnRequest(transaction, request, now);
        else if (request.Method == SipMethod.Invite && request.ToTag.IsEmpty) Answer(transaction, request, now);
        else Respond(transaction, 481, "Call/Transaction Does Not Exist"u8, now);
    }

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction invite, SipMessage cancel, long now) => (invite.Owner as PartyDialog)?.OnCancel(invite, now);

    /// <inheritdoc/>
    public void OnAck(SipMessage ack, in Flow flow, long now) => DialogOf(ack)?.OnAck(ack, now);

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now) =>
        ((PartyRequest)transaction.Owner).Dialog.OnResponse(transaction, response, now);

    /// <inheritdoc/>
    public void OnTimeout(ClientTransaction transaction, long now) => ((PartyRequest)transaction.Owner).Dialog.OnTimeout(transaction, now);

    /// <inheritdoc/>
    public void OnTransportError(ClientTransaction transaction, long now) => OnTimeout(transaction, now);

    private PartyDialog? DialogOf(SipMessage request) =>
        LocalId.TryParseTag(request.ToTag, out var tag) && _dialogs.TryGetValue(tag, out var dialog) && dialog.Dialog.Matches(request) ? dialog : null;

    private void Answer(ServerTransaction transaction, SipMessage invite, long now)
    {
        if (Password.Length > 0 && IsCarrier && !invite.Has(HeaderName.ProxyAuthorization))
        {
            Challenge(transaction, now);
            return;
        }
        var side = new CalleeSide(this, _scriptOf(PartyText.ScriptOf(invite)), transaction, invite, now);
        Add(side);
        side.OnTime(now);
    }

    // Carriers have no number of their own.
    private bool IsCarrier => Number.Length == 0;

    private void Challenge(ServerTransaction transaction, long now)
    {
        Challenges++;
        var writer = new ResponseWriter(
            Reserve(transaction.Route), Layer.Request(transaction), transaction.Received, 407, "Proxy Authentication Required"u8, "nobody"u8);
        writer.Header("Proxy-Authenticate"u8, "Digest realm=\"carrier\", nonce=\"1\", algorithm=MD5, qop=\"auth\""u8);
        Layer.Respond(transaction, _space.AsSpan(0, writer.End()), 407, now);
    }

    private void Respond(ServerTransaction transaction, int status, ReadOnlySpan<byte> phrase, long now)
    {
        var writer = new ResponseWriter(Reserve(transaction.Route), Layer.Request(transaction), transaction.Received, status, phrase, "nobody"u8);
        Layer.Respond(transaction, _space.AsSpan(0, writer.End()), status, now);
    }
}

/// <summary>A request of a party that waits for its answer.</summary>
/// <param name="Dialog">Whose it is.</param>
/// <param name="Kind">What it is for.</param>
internal sealed record PartyRequest(PartyDialog Dialog, PartyRequestKind Kind);

/// <summary>What a party's request is for.</summary>
internal enum PartyRequestKind : byte
{
    /// <summary>To begin the call.</summary>
    Call,
    /// <summary>To hold or resume.</summary>
    Offer,
    /// <summary>To refresh the session.</summary>
    Refresh,
    /// <summary>BYE or PRACK, after which nothing depends on the answer.</summary>
    Other,
}
