using Tandem.Switching.Accounts;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Tests.Accounts;

public sealed class ParameterEditTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void A_parameter_takes_effect_at_once_and_is_kept_and_logged()
    {
        var told = 0;
        _desk.Parameters.Changed += set => told = set.Get(ParameterCatalogue.SuspendRetry);

        var set = _desk.Set("SS_ENDPOINTREGISTERRETRY", " 9 ");

        Assert.Equal(EditOutcome.Changed, set.Outcome);
        Assert.Equal((9, 9), (told, _desk.Parameters.Set.Get(ParameterCatalogue.SuspendRetry)));
        Assert.Equal("9", _desk.Store.Parameters["SS_ENDPOINTREGISTERRETRY"]);
        var audit = Assert.Single(_desk.Store.Audit);
        Assert.Equal(("param set", "6", "9"), (audit.Action, audit.Before, audit.After));
    }

    [Fact]
    public void An_alias_in_any_case_sets_the_same_parameter()
    {
        _desk.Set("ss_authentication_max_retry", "7");

        Assert.Equal("7", _desk.Store.Parameters["SS_ENDPOINTREGISTERRETRY"]);
    }

    [Fact]
    public void A_value_out_of_range_is_refused_with_the_range()
    {
        var refused = _desk.Set("SS_ENDPOINTREGISTERRETRY", "101");

        Assert.Equal("SS_ENDPOINTREGISTERRETRY: '101' is not a whole number from 1 to 100 (failures).", Assert.Single(refused.Problems).Message);
        Assert.Empty(_desk.Store.Audit);
    }

    [Fact]
    public void A_reset_forgets_the_stored_value()
    {
        _desk.Set("SS_ENDPOINTREGISTERSUSPEND", "off");
        _desk.Editor.Parameters.Reset("SS_ENDPOINTREGISTERSUSPEND", Desk.Anna, Desk.Now);

        Assert.True(_desk.Parameters.Set.Get(ParameterCatalogue.Suspend));
        Assert.Empty(_desk.Store.Parameters);
        Assert.Equal(("param reset", "Off", "On"), (_desk.Store.Audit[1].Action, _desk.Store.Audit[1].Before, _desk.Store.Audit[1].After));
    }

    [Fact]
    public void The_shortest_expiry_does_not_rise_above_the_longest()
    {
        _desk.Set("SS_ENDPOINT_EXPIRE", "600");
        _desk.Set("SS_ENDPOINT_EXPIRE_MAX", "600");

        Assert.Contains("must not be above", Assert.Single(_desk.Set("SS_ENDPOINT_EXPIRE_MIN", "601").Problems).Message);
        Assert.True(_desk.Set("SS_ENDPOINT_EXPIRE_MIN", "600").IsDone);
    }

    [Fact]
    public void An_unknown_parameter_is_not_found() =>
        Assert.Equal(EditOutcome.NotFound, _desk.Set("SS_NOTHING", "1").Outcome);
}
