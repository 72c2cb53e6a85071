using System.Globalization;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;
using Tandem.Testing;
using Tandem.Testing.Network;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>
/// Customers' gateways and phones that call carriers and phones on a bad network for some hours, and then hours in which nobody
/// calls any more. Everything follows from the seed, so a day that went wrong can be lived again.
/// </summary>
internal sealed class CallDay
{
    public const int Customers = 3;
    public const int Carriers = 4;
    public const int Phones = 6;

    // This one asks the switch who it is.
    private const int AskingCarrier = 1;
    private const string TrunkPassword = "trunk-secret";

    private const int Second = 1000;
    private const long Morning = 1_800_000_000_000;
    private const long Night = 4 * 3_600_000;

    private static readonly IpEndpoint SwitchAddress = IpEndpoint.FromV4(0xC000_0201, 5060);

    private readonly Random _chance;
    private readonly long _evening;
    private readonly List<CallParty> _callers = [];
    private readonly List<CallParty> _callees = [];

    /// <summary>A day of calls.</summary>
    /// <param name="seed">What it follows from.</param>
    /// <param name="calls">How many calls are made.</param>
    public CallDay(int seed, int calls)
    {
        Seed = seed;
        _chance = new Random(seed);
        _evening = Morning + calls * 400L;
        Network = new SimulatedNetwork(SwitchAddress, _chance, Morning) { ToSwitch = Link(seed, false), FromSwitch = Link(seed, true) };
        Switch = new SimulatedSwitch(Network, seed, Configure) { WriteBehind = 20 * Second, Seen = Note };
        var shard = (byte)1;
        for (var i = 0; i < Customers; i++) _callers.Add(Party($"4930{i}", 0, shard++, CustomerAddress(i)));
        for (var i = 0; i < Carriers; i++) _callees.Add(Party("", i, shard++, CarrierAddress(i), i == AskingCarrier ? TrunkPassword : ""));
        for (var i = 0; i < Phones; i++)
        {
            _callees.Add(Party(PhoneNumber(i), Carriers + i, shard++, PhoneAddress(i, 0), PasswordOf(i)));
            _callees.Add(Party(PhoneNumber(i), Carriers + i, shard++, PhoneAddress(i, 1)));
            _callers.Add(_callees[^2]);
        }
        var author = new CallAuthor(_chance, Morning, _evening);
        for (var id = 0; id < calls; id++)
        {
            Scripts.Add(author.Write(id));
            _callers[_chance.Next(_callers.Count)].Plan(Scripts[id]);
        }
    }

    public int Seed { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedSwitch Switch { get; }

    public List<CallScript> Scripts { get; } = [];

    /// <summary>When the switch crashed.</summary>
    public List<long> Crashes { get; } = [];

    /// <summary>The calls of which each run of the switch has seen an INVITE.</summary>
    public HashSet<(int Run, int Script)> Seen { get; } = [];

    /// <summary>How long a datagram that is not lost is on its way at most.</summary>
    public long Travel => Math.Max(Longest(Link(Seed, false)), Longest(Link(Seed, true)));

    /// <summary>True when nothing is lost, so that nothing has to be sent twice.</summary>
    public bool LosesNothing => Link(Seed, false).Loss == 0 && Link(Seed, true).Loss == 0;

    /// <summary>How often carriers have asked the switch for its password.</summary>
    public int Challenges => _callees.Sum(party => party.Challenges);

    /// <summary>Messages of the switch that nobody could read.</summary>
    public int Unreadable => _callers.Concat(_callees).Distinct().Sum(party => party.Unreadable);

    /// <summary>Lets the day pass.</summary>
    /// <param name="crashes">How often the switch crashes, at times of chance.</param>
    public void Pass(int crashes)
    {
        foreach (var time in Enumerable.Range(0, crashes).Select(_ => _chance.NextInt64(Morning, _evening)).Order())
        {
            Network.RunUntil(time);
            Switch.Crash();
            Crashes.Add(time);
        }
        Network.RunUntil(_evening + Night);
    }

    /// <summary>Everything that is lent and not given back, by name.</summary>
    public IEnumerable<string> Leftovers()
    {
        var running = Switch.Running;
        if (running.Calls.Count > 0) yield return $"{running.Calls.Count} calls";
        if (running.Calls.LegCount > 0) yield return $"{running.Calls.LegCount} dialogs";
        if (running.Layer.Count > 0) yield return $"{running.Layer.Count} transactions";
        if (running.Calls.NextTimer != long.MaxValue) yield return $"a timer in {running.Calls.NextTimer - Network.Now} ms";
        if (running.Relay.Open > 0) yield return $"{running.Relay.Open} media streams";
        if (running.Journal.Up.Count > 0) yield return $"{running.Journal.Up.Count} answered calls that have not ended";
        for (var i = 0; i < Customers; i++)
        {
            if (running.Routing.CallsOfMappingGateway(CustomerName(i)) is not 0 and var lines) yield return $"{lines} lines of {CustomerName(i)}";
        }
        for (var i = 0; i < Carriers; i++)
        {
            if (running.Routing.Gateways.Of(CarrierName(i)).Calls is not 0 and var lines) yield return $"{lines} lines of {CarrierName(i)}";
        }
        for (var i = 0; i < Phones; i++)
        {
            if (running.Routing.CallsOfPhone(PhoneNumber(i)) is not (0, 0) and var lines) yield return $"{lines} lines of phone {PhoneNumber(i)}";
        }
        if (running.Routing.CallsOfGroup("pool") is not 0 and var group) yield return $"{group} lines of the group";
    }

    public static string PhoneNumber(int phone) => string.Create(CultureInfo.InvariantCulture, $"{2000 + phone}");

    private static string CustomerName(int i) => $"customer-{i}";

    private static string CarrierName(int i) => $"carrier-{i}";

    private static IpEndpoint CustomerAddress(int i) => IpEndpoint.FromV4(0xC633_640A + (uint)i, 5060);

    private static IpEndpoint CarrierAddress(int i) => IpEndpoint.FromV4(0xCB00_7114 + (uint)i, 5060);

    private static IpEndpoint PhoneAddress(int phone, int device) => IpEndpoint.FromV4(0x0A00_0001 + (uint)(2 * phone + device), 5060);

    private static long Longest(LinkQuality link) => link.Delay + link.Jitter + link.HoldUp;

    private static LinkQuality Link(int seed, bool fromSwitch) => (seed % 4) switch
    {
        0 => new LinkQuality(Loss: 0, Duplication: 0, Delay: 5, Jitter: 60),
        1 => new LinkQuality(Loss: 0, Duplication: 0.05, Delay: 5, Jitter: 400, Stragglers: 0.02, HoldUp: 2500),
        2 => new LinkQuality(Loss: fromSwitch ? 0.08 : 0.03, Duplication: 0.02, Delay: 10, Jitter: 200, Stragglers: 0.01, HoldUp: 2500),
        _ => new LinkQuality(Loss: 0.12, Duplication: 0.05, Delay: 10, Jitter: 100),
    };

    private CallParty Party(string number, int place, byte shard, IpEndpoint address, string password = "") =>
        new(Network, number, place, shard, address, _chance, id => Scripts[id]) { Password = password, IsPhone = place >= Carriers };

    // Half of the phones are known by their addresses, the others by their passwords.
    private static string PasswordOf(int phone) => phone < Phones / 2 ? "" : $"secret-{phone}";

    private void Note(SipMessage message, Tandem.Switching.UserAgent.RequestOutcome outcome)
    {
        // Who was only asked for a password has not called yet.
        if (message is not { IsRequest: true, Method: SipMethod.Invite } || !message.ToTag.IsEmpty || outcome.Status == 401) return;
        Seen.Add((Switch.Runs.Count - 1, PartyText.ScriptOf(message)));
    }

    private void Configure(TestSwitch to)
    {
        // A refresh has 15 s of the shortest session, too few to be sure of where one datagram in eight is lost.
        to.Set("SS_SIP_SESSION_TTL", LosesNothing && Seed % 3 == 0 ? "90" : "300");
        to.Set("SS_SIP_NO_TIMER_REINVITE_INTERVAL", Seed % 2 == 0 ? "150" : "7200");
        to.Set("SS_SIP_TIMEOUT_RINGING", "60");
        to.Set("SS_NOMEDIAHANGUPTIME", "0");
        to.Set("SS_MEDIA_PROXY_MODE", Seed % 2 == 0 ? "On" : "Auto");
        to.Set("SS_GATEWAY_SWITCH_UNTIL_CONNECT", Seed % 5 == 0 ? "On" : "Off");
        for (var i = 0; i < Customers; i++) to.AddMappingGateway(CustomerName(i), CustomerAddress(i).AddressText, new MappingCalls { Capacity = i == 0 ? 10 : null });
        to.Directory.GatewayGroups.Set(new GatewayGroup { Name = "pool", Lines = 45 });
        for (var i = 0; i < Carriers; i++)
        {
            var own = i;
            to.AddRoutingGateway(CarrierName(i), CarrierAddress(i).ToString(), "49", gateway => gateway with
            {
                Priority = 100 + own / 2, Capacity = own == 0 ? 15 : null, Groups = own > 0 ? ["pool"] : [],
                AuthenticationUser = own == AskingCarrier ? "trunk" : "",
                SealedPassword = own == AskingCarrier ? new PlainSecretBox().Seal(TrunkPassword, $"routing:{CarrierName(own)}") : null,
                SessionTimer = own != 3, Reliable100 = own != 2, MaxDuration = own == 1 ? 60 : null,
            });
        }
        for (var i = 0; i < Phones; i++) AddPhone(to, i);
    }

    private static void AddPhone(TestSwitch to, int phone)
    {
        AddressList.TryParse(PhoneAddress(phone, 0).AddressText, out var allow, out _);
        var password = PasswordOf(phone);
        to.AddPhone(PhoneNumber(phone), password.Length > 0 ? password : null, with => with with
        {
            Mode = password.Length > 0 ? AuthenticationMode.Password : AuthenticationMode.Address, Allow = password.Length > 0 ? AddressList.Empty : allow, Calls = new PhoneCalls
            {
                LinesIn = phone == 0 ? 2 : null, RingTime = phone == 1 ? 8 : null,
                ForwardBusy = phone == 2 ? new ForwardTarget([PhoneNumber(3)]) : null,
                ForwardNoAnswer = phone == 1 ? new ForwardTarget(["49555"]) : null,
            },
        });
        for (var device = 0; device < 2; device++)
        {
            var address = PhoneAddress(phone, device);
            to.State.Locations.Restore(new BindingRecord
            {
                Id = 1 + 2 * phone + device, Endpoint = PhoneNumber(phone), Contact = $"sip:{PhoneNumber(phone)}@{address}", Instance = "", RegId = 0,
                CallIdHash = device, CSeq = 1, Path = "", Q = (ushort)(phone % 2 == 0 || device == 0 ? 1000 : 500), UserAgent = "", Transport = SipTransport.Udp,
                Source = address, RegisteredAt = Morning, RefreshedAt = Morning, ExpiresAt = Morning + 30L * 86_400_000,
            });
        }
    }
}
