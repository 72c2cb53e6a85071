using Tandem.Switching.Accounts;

namespace Tandem.Switching.Tests.Accounts;

/// <summary>The fields of phones and mapping gateways that concern calls.</summary>
public sealed class EndpointCallFieldsTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void Call_fields_are_set_beside_the_others_and_logged()
    {
        _desk.Add("1001", With(("lines", "2"), ("forward_busy", "1002 ring=20")) with { Mode = AuthenticationMode.Address, Allow = "192.0.2.7" });
        _desk.Change("1001", With(("lines", "")));

        var phone = (Phone)_desk.Directory.FindEndpoint("1001")!;
        Assert.Equal((null, "1002", 20), (phone.Calls.Lines, phone.Calls.ForwardBusy!.Numbers[0], phone.Calls.ForwardBusy.RingTime));
        Assert.EndsWith(""" "locked":false,"lines":2,"forwardBusy":"1002 ring=20"} """.Trim(), _desk.Store.Audit[1].Before);
        Assert.EndsWith(""" "locked":false,"forwardBusy":"1002 ring=20"} """.Trim(), _desk.Store.Audit[1].After);
    }

    [Fact]
    public void A_phone_without_settings_of_its_own_shares_the_default()
    {
        _desk.Add("1001", With(("lines", "2")));
        var cleared = _desk.Change("1001", With(("lines", ""), ("transfer", "yes")));

        Assert.Same(PhoneCalls.Default, cleared.Value!.Calls);
        Assert.Equal(EditOutcome.Unchanged, _desk.Change("1001", With(("lines", ""))).Outcome);
    }

    [Fact]
    public void Wrong_call_fields_are_told_with_the_others()
    {
        var refused = _desk.Add("1001", With(("lines_out", "many"), ("caller_groups", "none"), ("colour", "red"), ("forward_period", "1002")) with { Account = "none" });

        Assert.Equal(["account", "callerGroups", "colour", "forwardPeriodTimes", "linesOut"], refused.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_phone_has_fields_that_a_gateway_has_not()
    {
        Assert.True(_desk.Editor.Endpoints.Add<MappingGateway>("gw1", With(("capacity", "30")), Desk.Anna, Desk.Now).IsDone);

        Assert.Equal("ringTime", Assert.Single(_desk.Add("1001", With(("ring_time", "301"))).Problems).Field);
        Assert.Equal("ring_time", Assert.Single(_desk.Editor.Endpoints.Change<MappingGateway>("gw1", With(("ring_time", "30")), Desk.Anna, Desk.Now).Problems).Field);
    }

    [Fact]
    public void A_number_rings_one_phone()
    {
        _desk.Add("1001", With(("further_numbers", "2001,2002")));
        _desk.Add("1002");

        Assert.Equal("'2001' rings the phone '1001' already.", Assert.Single(_desk.Change("1002", With(("further_numbers", "2001"))).Problems).Message);
        Assert.Equal("'1001' rings the phone '1001' already.", Assert.Single(_desk.Change("1002", With(("further_numbers", "1001"))).Problems).Message);
        Assert.Equal("'1002' is the phone's own number.", Assert.Single(_desk.Change("1002", With(("further_numbers", "1002"))).Problems).Message);
        Assert.Equal("name", Assert.Single(_desk.Add("2002").Problems).Field);

        _desk.Change("1001", With(("further_numbers", "")));
        Assert.True(_desk.Change("1002", With(("further_numbers", "2001"))).IsDone);
        Assert.Equal("1002", _desk.Directory.FindPhoneByNumber("2001")!.Name);
    }

    [Fact]
    public void An_import_may_move_a_number_from_a_row_to_another()
    {
        _desk.Add("1001", With(("further_numbers", "2001")));

        Assert.True(_desk.Import(("1002", With(("further_numbers", "2001"))), ("1001", With(("further_numbers", "")))).IsDone);
        Assert.Equal("1002", _desk.Directory.FindPhoneByNumber("2001")!.Name);
    }

    [Fact]
    public void An_import_that_gives_a_number_to_two_phones_is_refused()
    {
        _desk.Add("1009", With(("further_numbers", "2009")));

        var result = _desk.Import(("1001", With(("further_numbers", "2001"))), ("1002", With(("further_numbers", "2001,2009"))), ("2009", With()));

        Assert.Equal([(3, "furtherNumbers"), (3, "furtherNumbers"), (4, "name")], result.Problems.Select(p => (p.Line, p.Field)));
        Assert.Null(_desk.Directory.FindEndpoint("1001"));
    }

    private static EndpointDraft With(params (string Field, string Text)[] fields) => new() { Calls = fields.ToDictionary(f => f.Field, f => f.Text) };
}
