using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Accounts;
using Tandem.Switching.Authentication;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;
using Tandem.Switching.UserAgent;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Testing;

/// <summary>The whole switch behind one shard, in memory: bytes in, bytes out, time as the test says.</summary>
public sealed class TestSwitch
{
    private readonly PlainSecretBox _secrets = new();
    private readonly UserAgentServer _server;
    private readonly RecordingOutbox _outbox = new();

    /// <summary>A switch without phones.</summary>
    /// <param name="seed">Decides every random choice.</param>
    /// <param name="now">The time it starts at, in milliseconds since the Unix epoch.</param>
    public TestSwitch(int seed = 1, long now = 1_800_000_000_000)
    {
        Now = now;
        Parameters = new CurrentParameters(ParameterSet.Defaults);
        State = new RegistrarState(Directory, Parameters, new LocationTable(now), new LocalDomains(["192.0.2.1"], ["192.0.2.1"]));
        var key = new byte[32];
        new Random(seed).NextBytes(key);
        var authenticator = new EndpointAuthenticator(new NonceIssuer(key, 0), new NonceCounts(), new DigestSecrets(_secrets));
        _server = new UserAgentServer(new RegisterHandler(State, authenticator, new Random(seed)), new TransactionTable(TransactionTimers.Default),
            new TransactionKeys(key), new ToTags(1, 2));
    }

    /// <summary>Milliseconds since the Unix epoch; tests set it.</summary>
    public long Now { get; set; }

    /// <summary>The phones and accounts.</summary>
    public Directory Directory { get; } = new();

    /// <summary>The parameters in force.</summary>
    public CurrentParameters Parameters { get; }

    /// <summary>What the registrar keeps.</summary>
    public RegistrarState State { get; }

    /// <summary>How the latest message was seen inside.</summary>
    public RequestOutcome LastOutcome { get; private set; }

    /// <summary>The latest message as it was read.</summary>
    public SipMessage Message => _server.Message;

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

    /// <summary>Delivers bytes and gives back the answers in the order in which they were sent.</summary>
    public IReadOnlyList<SentMessage> Deliver(ReadOnlySpan<byte> message, in Flow flow)
    {
        _outbox.Sent.Clear();
        var buffer = message.ToArray();
        LastOutcome = _server.Receive(buffer, 0, buffer.Length, flow, Now, _outbox);
        return [.. _outbox.Sent];
    }

    /// <summary>Delivers bytes without keeping anything, for tests that measure.</summary>
    public RequestOutcome DeliverSilently(byte[] buffer, int length, in Flow flow, IOutbox outbox) =>
        _server.Receive(buffer, 0, length, flow, Now, outbox);

    /// <summary>Moves time and lets what is due expire.</summary>
    public void Advance(TimeSpan by)
    {
        Now += (long)by.TotalMilliseconds;
        State.Locations.Expire(0, 1, Now);
        _server.Expire(Now);
    }

    private sealed class RecordingOutbox : IOutbox
    {
        private readonly byte[] _space = new byte[IOutbox.MaxMessageLength];

        public List<SentMessage> Sent { get; } = [];

        public Span<byte> Reserve(in Flow flow) => _space;

        public void Send(in Flow flow, int length) => Sent.Add(new SentMessage(Encoding.Latin1.GetString(_space, 0, length), flow));
    }
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
