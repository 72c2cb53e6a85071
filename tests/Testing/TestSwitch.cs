using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Accounts;
using Tandem.Switching.Authentication;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;
using Tandem.Testing.Calls;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Testing;

/// <summary>The whole switch behind one shard, in memory: bytes in, bytes out, time as the test says.</summary>
public sealed class TestSwitch : IOutbox, ILocalAddresses, ICallTrace, ICallShards
{
    /// <summary>Where the switch is.</summary>
    public static readonly IpEndpoint Address = IpEndpoint.FromV4(0xC000_0201, 5060);

    private readonly PlainSecretBox _secrets = new();
    private readonly List<TestSwitch> _shards;
    private readonly UserAgentServer _server;
    private readonly byte[] _space = new byte[IOutbox.MaxMessageLength];
    private readonly List<SentMessage> _sent = [];
    private IOutbox? _elsewhere;

    /// <summary>A switch without phones.</summary>
    /// <param name="seed">Decides every random choice.</param>
    /// <param name="now">The time it starts at, in milliseconds since the Unix epoch.</param>
    public TestSwitch(int seed = 1, long now = 1_800_000_000_000)
        : this(seed, now, null)
    {
    }

    private TestSwitch(int seed, long now, TestSwitch? first)
    {
        Now = now;
        _shards = first?._shards ?? [];
        _shards.Add(this);
        Directory = first?.Directory ?? new Directory();
        Parameters = first?.Parameters ?? new CurrentParameters(ParameterSet.Defaults);
        Relay = first?.Relay ?? new TestRelay();
        Journal = first?.Journal ?? new TestJournal();
        State = first?.State ?? new RegistrarState(Directory, Parameters, new LocationTable(now), new LocalDomains(["192.0.2.1"], ["192.0.2.1"]));
        var shard = (byte)(_shards.Count - 1);
        var key = new byte[32];
        new Random(seed).NextBytes(key);
        var digestSecrets = new DigestSecrets(_secrets);
        var authenticator = new EndpointAuthenticator(new NonceIssuer(key, shard), new NonceCounts(), digestSecrets);
        var keys = new TransactionKeys(key);
        var timers = TransactionTimers.Default;
        Layer = new TransactionLayer(keys, timers, this);
        Routing = first?.Routing ?? new RoutingState(State, new GatewayStates(), TimeZoneInfo.Utc);
        var env = new CallEnvironment(
            Layer, timers, this, new LocalIds(shard, 3, (ulong)seed), this, Relay, Journal, new CallPlanner(Routing, new Random(seed)), digestSecrets, this, this);
        Calls = new CallHandler(env, Parameters, new CallerIdentifier(Routing, authenticator), new CallIds(4, (ulong)seed, shard));
        _server = new UserAgentServer(new RegisterHandler(State, authenticator, new Random(seed)), Calls, Layer, new TransactionTable(timers), keys, new ToTags(1, 2));
    }

    /// <summary>Milliseconds since the Unix epoch; tests set it.</summary>
    public long Now { get; set; }

    /// <summary>The phones and accounts.</summary>
    public Directory Directory { get; }

    /// <summary>The parameters in force.</summary>
    public CurrentParameters Parameters { get; }

    /// <summary>What the registrar keeps.</summary>
    public RegistrarState State { get; }

    /// <summary>What the planning of calls keeps.</summary>
    public RoutingState Routing { get; }

    /// <summary>The transactions of calls.</summary>
    public TransactionLayer Layer { get; }

    /// <summary>The calls.</summary>
    public CallHandler Calls { get; }

    /// <summary>The media relay.</summary>
    public TestRelay Relay { get; }

    /// <summary>The records of calls.</summary>
    public TestJournal Journal { get; }

    /// <summary>What this shard has for the others and they have not taken yet, with the number of the shard.</summary>
    public Queue<(int Shard, object Post)> Posts { get; } = new();

    /// <summary>What the calls have noted of their messages; null when nobody looks at it.</summary>
    public List<(Guid Call, bool Sent, SentMessage Message)>? Traced { get; set; }

    /// <summary>How the latest message was seen inside.</summary>
    public RequestOutcome LastOutcome { get; private set; }

    /// <summary>The latest message as it was read.</summary>
    public SipMessage Message => _server.Message;

    /// <summary>Another shard of the same switch: what shards share they share, time is set for each.</summary>
    public TestSwitch AddShard(int seed) => new(seed, Now, _shards[0]);

    /// <summary>Takes what another shard had for this one.</summary>
    public void Take(object post)
    {
        if (post is CallMessage message) Calls.Take(message, Now);
        else if (post is SentMessage forwarded) DeliverFurther(Encoding.Latin1.GetBytes(forwarded.Text), forwarded.Flow);
    }

    /// <summary>Sets a parameter as an operator would.</summary>
    public void Set(string parameter, string value)
    {
        if (!Parameters.Set.TryWith(ParameterCatalogue.Find(parameter)!, value, out var changed, out var error)) throw new ArgumentException(error);
        Parameters.Swap(changed);
    }

    /// <summary>Adds a phone or puts a changed one in its place.</summary>
    public Phone AddPhone(string number, string? password, Func<Phone, Phone>? with = null)
    {
        var phone = new Phone { Name = number, SealedPassword = password is null ? null : _secrets.Seal(password, number) };
        phone = with?.Invoke(phone) ?? phone;
        Directory.SetEndpoint(phone);
        return phone;
    }

    /// <summary>Adds a customer's gateway that is known by its address.</summary>
    public MappingGateway AddMappingGateway(string name, string address, MappingCalls? calls = null)
    {
        AddressList.TryParse(address, out var allow, out _);
        var gateway = new MappingGateway { Name = name, Mode = AuthenticationMode.Address, Allow = allow, Calls = calls ?? MappingCalls.Default };
        Directory.SetEndpoint(gateway);
        return gateway;
    }

    /// <summary>Adds a carrier's gateway at an address.</summary>
    public RoutingGateway AddRoutingGateway(string name, string address, string prefix = "", Func<RoutingGateway, RoutingGateway>? with = null)
    {
        var gateway = new RoutingGateway { Name = name, Prefixes = [prefix] };
        gateway = with?.Invoke(gateway) ?? gateway;
        IpEndpoint.TryParse(address, 5060, out var remote);
        Routing.Gateways.Of(name).Targets = [new GatewayTarget(new Flow(SipTransport.Udp, 0, remote), remote.AddressText)];
        Directory.RoutingGateways.Set(gateway);
        return gateway;
    }

    /// <summary>Delivers bytes and gives back the answers in the order in which they were sent.</summary>
    public IReadOnlyList<SentMessage> Deliver(ReadOnlySpan<byte> message, in Flow flow)
    {
        _sent.Clear();
        DeliverFurther(message.ToArray(), flow);
        return TakeSent();
    }

    private void DeliverFurther(byte[] buffer, in Flow flow) => LastOutcome = _server.Receive(buffer, 0, buffer.Length, flow, Now, this);

    /// <summary>Delivers bytes whose answers go elsewhere, for tests that measure or have a network of their own.</summary>
    public RequestOutcome DeliverSilently(byte[] buffer, int length, in Flow flow, IOutbox outbox)
    {
        _elsewhere = outbox;
        return _server.Receive(buffer, 0, length, flow, Now, outbox);
    }

    /// <summary>Moves time and lets what is due expire.</summary>
    public void Advance(TimeSpan by)
    {
        Now += (long)by.TotalMilliseconds;
        State.Locations.Expire(0, 1, Now);
        _server.Expire(Now);
        Calls.OnTimer(Now);
    }

    /// <summary>What was sent since this was asked last, outside of a delivery.</summary>
    public IReadOnlyList<SentMessage> TakeSent()
    {
        SentMessage[] sent = [.. _sent];
        _sent.Clear();
        return sent;
    }

    /// <inheritdoc/>
    public Span<byte> Reserve(in Flow flow) => _elsewhere is null ? _space : _elsewhere.Reserve(flow);

    /// <inheritdoc/>
    public void Send(in Flow flow, int length)
    {
        if (_elsewhere is not null) _elsewhere.Send(flow, length);
        else _sent.Add(new SentMessage(Encoding.Latin1.GetString(_space, 0, length), flow));
    }

    /// <inheritdoc/>
    int ICallShards.Count => _shards.Count;

    /// <inheritdoc/>
    void ICallShards.Tell(int shard, CallMessage message) => Posts.Enqueue((shard, message));

    /// <inheritdoc/>
    void ICallShards.Forward(int shard, in Flow flow, ReadOnlySpan<byte> message) =>
        Posts.Enqueue((shard, new SentMessage(Encoding.Latin1.GetString(message), flow)));

    /// <inheritdoc/>
    public IpEndpoint For(in Flow flow) => Address;

    /// <inheritdoc/>
    public void Note(Guid call, bool sent, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now) =>
        Traced?.Add((call, sent, new SentMessage(Encoding.Latin1.GetString(message), flow)));
}

/// <summary>A message as it went out.</summary>
/// <param name="Text">Its bytes as Latin-1 text.</param>
/// <param name="Flow">Where it went.</param>
public sealed record SentMessage(string Text, Flow Flow)
{
    /// <summary>The status code.</summary>
    public int Status => int.Parse(Text.AsSpan(8, 3), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The values of a header field, one for each line.</summary>
    public IReadOnlyList<string> Headers(string name) =>
        [.. Text.Split("\r\n").Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim())];

    /// <summary>The value of a header field that stands once.</summary>
    public string Header(string name) => Headers(name).Single();
}
