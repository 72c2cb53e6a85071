using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Tests.Accounts;

public sealed class ObjectEditTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void A_gateway_is_added_changed_and_removed_with_before_and_after_in_the_audit_log()
    {
        Assert.Equal(EditOutcome.Added, _desk.AddGateway("carrier", ("addresses", "192.0.2.7"), ("capacity", "30")).Outcome);
        Assert.Equal(EditOutcome.Changed, _desk.ChangeGateway("carrier", ("capacity", ""), ("prefixes", "86,0086"), ("locked", "yes")).Outcome);
        Assert.Equal((null, true, 2), (Gateway().Capacity, Gateway().Locked, Gateway().Prefixes.Length));
        Assert.Equal(EditOutcome.Removed, _desk.Editor.RoutingGateways.Remove("carrier", Desk.Anna, Desk.Now).Outcome);

        Assert.Empty(_desk.Directory.RoutingGateways.All);
        Assert.Empty(_desk.Store.Objects);
        Assert.Equal(["routing-gateway add", "routing-gateway change", "routing-gateway remove"], _desk.Store.Audit.Select(e => e.Action));
        Assert.Equal("""{"name":"carrier","addresses":["192.0.2.7"],"capacity":30}""", _desk.Store.Audit[1].Before);
        Assert.Equal("""{"name":"carrier","addresses":["192.0.2.7"],"locked":true,"prefixes":["86","0086"]}""", _desk.Store.Audit[1].After);
    }

    [Fact]
    public void A_change_that_changes_nothing_is_neither_stored_nor_logged()
    {
        _desk.AddGateway("carrier", ("addresses", "192.0.2.7"), ("callee_rules", "0:0049"), ("groups", ""));

        Assert.Equal(EditOutcome.Unchanged, _desk.ChangeGateway("carrier", ("addresses", " 192.0.2.7 "), ("callee_rules", "0:0049"), ("locked", "no")).Outcome);
        Assert.Single(_desk.Store.Audit);
    }

    [Fact]
    public void All_problems_come_together_under_the_names_of_the_api()
    {
        var refused = _desk.AddGateway("carrier", ("addresses", "not a host"), ("max_duration", "-1"), ("call_rate", "fast"), ("colour", "red"));

        Assert.Equal(["colour", "addresses", "callRate", "maxDuration"], refused.Problems.Select(p => p.Field).Distinct());
        Assert.Null(_desk.Directory.RoutingGateways.Find("carrier"));
    }

    [Fact]
    public void A_name_is_taken_once_and_must_be_one()
    {
        _desk.AddGateway("carrier", ("addresses", "192.0.2.7"));

        Assert.Equal(EditOutcome.Exists, _desk.AddGateway("carrier", ("addresses", "192.0.2.8")).Outcome);
        Assert.Equal("name", Assert.Single(_desk.AddGateway("two words", ("addresses", "192.0.2.8")).Problems).Field);
        Assert.Equal(EditOutcome.NotFound, _desk.ChangeGateway("none").Outcome);
        Assert.Equal(EditOutcome.NotFound, _desk.Editor.RoutingGateways.Remove("none", Desk.Anna, Desk.Now).Outcome);
    }

    [Fact]
    public void A_gateway_that_registers_has_a_password_and_a_name_of_its_own_and_nothing_that_says_where_it_is()
    {
        Assert.Equal(["password"], Problems(Registering()));
        Assert.Equal(["addresses", "registers", "onlineCheck", "password"], Problems(Registering(
            ("addresses", "192.0.2.7"), ("registration_registrar", "sip.example.com"), ("registration_user", "u"), ("online_check", "yes"))));
        _desk.Add("1001");
        Assert.Equal(["registers"], Problems(_desk.Editor.RoutingGateways.Add("1001", Registering() with { Password = "secret" }, Desk.Anna, Desk.Now)));
        Assert.Equal(EditOutcome.Added, _desk.Editor.RoutingGateways.Add("trunk", Registering() with { Password = "secret" }, Desk.Anna, Desk.Now).Outcome);

        Assert.Equal("There is a routing gateway that registers as 'trunk' already.", Assert.Single(_desk.Add("trunk").Problems).Message);
        Assert.Equal((1, 2), (_desk.Directory.EndpointCount, _desk.Directory.Endpoints.Count));
        Assert.Equal(["password"], Problems(_desk.Editor.RoutingGateways.Change("trunk", Desk.Draft() with { Password = "" }, Desk.Anna, Desk.Now)));
        _desk.Editor.RoutingGateways.Remove("trunk", Desk.Anna, Desk.Now);
        Assert.Equal(EditOutcome.Added, _desk.Add("trunk").Outcome);
    }

    [Fact]
    public void A_password_is_sealed_for_the_gateway_and_never_logged()
    {
        _desk.Editor.RoutingGateways.Add("carrier", Secret("pw1"), Desk.Anna, Desk.Now);
        Assert.Equal("pw1", _desk.Secrets.Open(Gateway().SealedPassword!, "routing:carrier"));

        Assert.Equal(EditOutcome.Unchanged, _desk.Editor.RoutingGateways.Change("carrier", Secret("pw1"), Desk.Anna, Desk.Now).Outcome);
        Assert.Equal(EditOutcome.Changed, _desk.Editor.RoutingGateways.Change("carrier", Secret("secret2"), Desk.Anna, Desk.Now).Outcome);
        Assert.EndsWith("""
            "password":"changed"}
            """.Trim(), _desk.Store.Audit[^1].After);
        Assert.DoesNotContain(_desk.Store.Audit, e => $"{e.Before}{e.After}".Contains("secret2"));
        Assert.Equal("password", Assert.Single(_desk.Editor.RoutingGateways.Change("carrier", Secret("a\nb"), Desk.Anna, Desk.Now).Problems).Field);

        _desk.Editor.RoutingGateways.Change("carrier", Secret(""), Desk.Anna, Desk.Now);
        Assert.Null(Gateway().SealedPassword);
        Assert.Equal("password", Assert.Single(_desk.Editor.GatewayGroups.Add("g", new ObjectDraft(new Dictionary<string, string>(), "x"), Desk.Anna, Desk.Now).Problems).Field);
    }

    [Fact]
    public void A_gateway_must_be_somewhere()
    {
        Assert.Equal("addresses", Assert.Single(_desk.AddGateway("carrier").Problems).Field);
        Assert.True(_desk.AddGateway("carrier", ("registration_registrar", "sip.example.com"), ("registration_user", "u1")).IsDone);
    }

    [Fact]
    public void A_registration_needs_registrar_and_user_and_goes_with_its_registrar()
    {
        Assert.Equal("registrationRegistrar", Assert.Single(_desk.AddGateway("a", ("addresses", "192.0.2.7"), ("registration_user", "u1")).Problems).Field);
        Assert.Equal("registrationUser", Assert.Single(_desk.AddGateway("a", ("registration_registrar", "sip.example.com")).Problems).Field);

        _desk.AddGateway("carrier", ("addresses", "192.0.2.7"), ("registration_user", "u1"), ("registration_expires", "60"), ("registration_registrar", "sip.example.com"));
        Assert.Equal((60, "u1"), (Gateway().Registration!.Expires, Gateway().Registration!.User));
        _desk.ChangeGateway("carrier", ("registration_registrar", ""));
        Assert.Null(Gateway().Registration);
    }

    [Fact]
    public void Groups_must_exist_and_the_name_is_told()
    {
        var refused = _desk.AddGateway("carrier", ("addresses", "192.0.2.7"), ("groups", "europe"), ("callee_groups", "deny spam"));
        Assert.Equal(["There is no gateway group 'europe'; add it first.", "There is no number group 'spam'; add it first."], refused.Problems.Select(p => p.Message));

        _desk.AddGatewayGroup("europe");
        _desk.AddNumberGroup("spam", "900*");
        Assert.True(_desk.AddGateway("carrier", ("addresses", "192.0.2.7"), ("groups", "europe"), ("callee_groups", "deny spam")).IsDone);
    }

    [Fact]
    public void A_group_in_use_is_not_removed_and_the_user_is_told()
    {
        _desk.AddGatewayGroup("europe");
        _desk.AddNumberGroup("spam");
        _desk.AddGateway("carrier", ("addresses", "192.0.2.7"), ("groups", "europe"));
        _desk.Add("1001", new EndpointDraft { Calls = new Dictionary<string, string> { ["caller_groups"] = "deny spam" } });

        var gateways = _desk.Editor.GatewayGroups.Remove("europe", Desk.Anna, Desk.Now);
        var numbers = _desk.Editor.NumberGroups.Remove("spam", Desk.Anna, Desk.Now);

        Assert.Equal((EditOutcome.InUse, EditOutcome.InUse), (gateways.Outcome, numbers.Outcome));
        Assert.Equal("The gateway group 'europe' is in use: the routing gateway 'carrier' names it in groups; take it out there first.", gateways.Problems[0].Message);
        Assert.Equal("The number group 'spam' is in use: the phone '1001' names it in caller_groups; take it out there first.", numbers.Problems[0].Message);
        _desk.ChangeGateway("carrier", ("groups", ""));
        Assert.Equal(EditOutcome.Removed, _desk.Editor.GatewayGroups.Remove("europe", Desk.Anna, Desk.Now).Outcome);
    }

    [Theory]
    [InlineData("10", "9", true)]
    [InlineData("10", "10", false)]
    [InlineData("", "1", false)]
    [InlineData("", "0", true)]
    public void Reserved_lines_are_fewer_than_the_lines(string lines, string reserved, bool good) =>
        Assert.Equal(good, _desk.AddGatewayGroup("g", ("lines", lines), ("reserved_lines", reserved)).IsDone);

    [Fact]
    public void An_import_is_whole_or_nothing_and_one_entry()
    {
        _desk.AddGateway("b", ("addresses", "192.0.2.8"));

        var refused = Import(("a", [("addresses", "192.0.2.7")]), ("c", [("addresses", "")]), ("a", [("addresses", "192.0.2.9")]));
        Assert.Equal([(3, "addresses"), (4, "name")], refused.Problems.Select(p => (p.Line, p.Field)));
        Assert.Null(_desk.Directory.RoutingGateways.Find("a"));

        var done = Import(("a", [("addresses", "192.0.2.7")]), ("b", [("addresses", "192.0.2.8")]));
        Assert.Equal(new ImportCounts(1, 0, 1), done.Counts);
        Assert.Equal(("routing-gateway import", """{"added":1,"changed":0,"unchanged":1}"""), (_desk.Store.Audit[^1].Action, _desk.Store.Audit[^1].After));
    }

    [Fact]
    public void A_store_that_fails_leaves_what_is_in_force()
    {
        _desk.AddGateway("carrier", ("addresses", "192.0.2.7"));
        _desk.Store.Failure = "the disk is full";

        Assert.Throws<StoreUnavailableException>(() => _desk.ChangeGateway("carrier", ("locked", "yes")));
        Assert.Throws<StoreUnavailableException>(() => _desk.Editor.RoutingGateways.Remove("carrier", Desk.Anna, Desk.Now));
        Assert.Throws<StoreUnavailableException>(() => Import(("d", [("addresses", "192.0.2.7")])));

        Assert.False(Gateway().Locked);
        Assert.Single(_desk.Directory.RoutingGateways.All);
    }

    [Fact]
    public void A_transform_says_what_becomes_of_its_number()
    {
        var transforms = _desk.Editor.NumberTransforms;

        Assert.Equal("caller", Assert.Single(transforms.Add("1001", Desk.Draft(), Desk.Anna, Desk.Now).Problems).Field);
        transforms.Add("1001", Desk.Draft(("caller", "4930123"), ("callee", "+4930*")), Desk.Anna, Desk.Now);
        Assert.Equal(new NumberTransform { Name = "1001", Caller = "4930123", Callee = "+4930*" }, _desk.Directory.NumberTransforms.Find("1001"));
    }

    private Tandem.Switching.Gateways.RoutingGateway Gateway() => _desk.Directory.RoutingGateways.Find("carrier")!;

    private static ObjectDraft Registering(params (string Field, string Text)[] more) => Desk.Draft([("registers", "yes"), .. more]);

    private IEnumerable<string> Problems(ObjectDraft draft) => Problems(_desk.Editor.RoutingGateways.Add("trunk", draft, Desk.Anna, Desk.Now));

    private static IEnumerable<string> Problems<T>(EditResult<T> refused) where T : class => refused.Problems.Select(p => p.Field);

    private static ObjectDraft Secret(string password) => new(new Dictionary<string, string> { ["addresses"] = "192.0.2.7" }, password);

    private ImportResult Import(params (string Name, (string, string)[] Fields)[] rows) => _desk.Editor.RoutingGateways.Import(
        rows.Select((row, i) => new ImportRow<ObjectDraft>(i + 2, row.Name, Desk.Draft(row.Fields), [])), Desk.Anna, Desk.Now);
}
