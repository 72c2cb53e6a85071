using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Tandem.Testing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Tests.Routing;

/// <summary>A switch as far as calls are planned, with a clock that stands on Friday, 15 January 2027, 08:00 UTC.</summary>
internal sealed class RouteDesk
{
    private readonly PlainSecretBox _secrets = new();

    public RouteDesk()
    {
        Registrar = new RegistrarState(Directory, Parameters, new LocationTable(Now), new LocalDomains(["192.0.2.1"], ["192.0.2.1"]));
        State = new RoutingState(Registrar, Gateways, TimeZoneInfo.Utc);
        Planner = new CallPlanner(State, new Random(1));
    }

    public long Now { get; set; } = 1_800_000_000_000;

    public Directory Directory { get; } = new();

    public CurrentParameters Parameters { get; } = new(ParameterSet.Defaults);

    public RegistrarState Registrar { get; }

    public GatewayStates Gateways { get; } = new();

    public RoutingState State { get; }

    public CallPlanner Planner { get; }

    public void Set(string parameter, string value)
    {
        Assert.True(Parameters.Set.TryWith(ParameterCatalogue.Find(parameter)!, value, out var changed, out var error), error);
        Parameters.Swap(changed);
    }

    /// <summary>Adds a phone; one with contacts is registered.</summary>
    public Phone Phone(string number, PhoneCalls? calls = null, bool registered = true, string? password = null)
    {
        var phone = new Phone
        {
            Name = number, Calls = calls ?? PhoneCalls.Default, SealedPassword = password is null ? null : _secrets.Seal(password, number),
        };
        Directory.SetEndpoint(phone);
        if (registered) Bind(number);
        return phone;
    }

    /// <summary>Adds a mapping gateway that is known by its address.</summary>
    public MappingGateway Mapping(string name, MappingCalls? calls = null, string allow = "198.51.100.9", AuthenticationMode mode = AuthenticationMode.Address, string? password = null)
    {
        Assert.True(AddressList.TryParse(allow, out var list, out var error), error);
        var gateway = new MappingGateway
        {
            Name = name, Mode = mode, Allow = list, Calls = calls ?? MappingCalls.Default,
            SealedPassword = password is null ? null : _secrets.Seal(password, name),
        };
        Directory.SetEndpoint(gateway);
        return gateway;
    }

    /// <summary>Adds a routing gateway with prefixes parted by commas; it has one address.</summary>
    public RoutingGateway Carrier(string name, string prefixes = "", Func<RoutingGateway, RoutingGateway>? with = null)
    {
        var gateway = new RoutingGateway { Name = name, Prefixes = [.. prefixes.Split(',')] };
        gateway = with?.Invoke(gateway) ?? gateway;
        Directory.RoutingGateways.Set(gateway);
        if (Gateways.Of(name).Targets.IsEmpty) Gateways.Of(name).Targets = [Target("203.0.113.1")];
        return gateway;
    }

    public void Group(string name, int? lines = null, int reserved = 0) =>
        Directory.GatewayGroups.Set(new GatewayGroup { Name = name, Lines = lines, ReservedLines = reserved });

    public void Numbers(string name, params string[] numbers) => Directory.NumberGroups.Set(new NumberGroup { Name = name, Numbers = NumberSet.Of(numbers) });

    public void Bind(string endpoint, string contact = "", ushort q = 1000, string address = "198.51.100.7", ushort port = 5060, int seconds = 3600, string path = "")
    {
        using var contacts = Registrar.Locations.Open(endpoint, NameHash.Of(endpoint));
        contacts.Add(new BindingDraft
        {
            Contact = Encoding.ASCII.GetBytes(contact.Length > 0 ? contact : $"sip:{endpoint}@{address}:{port.ToString(CultureInfo.InvariantCulture)}"),
            Path = Encoding.ASCII.GetBytes(path),
            CallIdHash = 1, CSeq = 1, Q = q, UserAgent = "", Flow = FlowOf(address, port), Now = Now, ExpiresAt = Now + seconds * 1000L,
        });
    }

    /// <summary>Plans a call of a phone or gateway by its name.</summary>
    public CallPlan Plan(string from, string callee, string? caller = null) => Planner.Plan(CallerOf(from), new CallNumbers(caller ?? from, callee), default, Now);

    public CallPlan Explain(string from, string callee, string? caller = null) => Planner.Explain(CallerOf(from), new CallNumbers(caller ?? from, callee), default, Now);

    public Caller CallerOf(string name) =>
        Directory.FindEndpoint(name) is { } endpoint ? new Caller(endpoint, null) : new Caller(null, Directory.RoutingGateways.Find(name));

    /// <summary>The names of what a plan tries, in its order.</summary>
    public static string Names(CallPlan plan) => string.Join(' ', plan.Attempts.Select(a => a.Name));

    public static GatewayTarget Target(string address, ushort port = 5060, bool online = true) => new(FlowOf(address, port), address, online);

    public static Flow FlowOf(string address, ushort port = 5060) =>
        IpEndpoint.TryParse(address, port, out var endpoint) ? new Flow(SipTransport.Udp, 0, endpoint) : throw new ArgumentException(address);

    public static DialRules Rules(string text) => DialRules.TryParse(text, out var rules, out var error) ? rules : throw new ArgumentException(error);

    public static PeriodRules Periods(string text) => PeriodRules.TryParse(text, out var rules, out var error) ? rules : throw new ArgumentException(error);

    public static GroupFilter Allow(params string[] names) => new([.. names], true);

    public static GroupFilter Deny(params string[] names) => new([.. names], false);

    public static PrefixList AllowPrefixes(params string[] prefixes) => new([.. prefixes], true);

    public static PrefixList DenyPrefixes(params string[] prefixes) => new([.. prefixes], false);

    public static ForwardTarget To(params string[] numbers) => new(ImmutableArray.Create(numbers));
}
