using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Configuration;

public sealed class ConfigurationStoreTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2030, 5, 6, 7, 8, 9, 123, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private OpenStore _open;

    public ConfigurationStoreTests() => _open = new OpenStore(_folder, _clock);

    private IConfigurationStore Store => _open.Store.Configuration;

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_field_of_a_phone_comes_back_after_a_restart()
    {
        var phone = new Phone
        {
            Name = "1001", Account = "acme", SealedPassword = [1, 2, 0, 255], Mode = AuthenticationMode.Both, Allow = Addresses("192.0.2.0/24,[2001:db8::1]:5060"),
            Locked = true, ValidUntil = Later, ExpireMin = 61, ExpireMax = 7201, MaxBindings = 3, ManualUnlock = true, Memo = "läuft 'gut' \"?",
        };
        Store.Save(phone, _open.Audit());

        Reopen();

        AssertSame(phone, Assert.IsType<Phone>(_open.Directory.FindEndpoint("1001")));
        AssertSame(phone, Assert.Single(Store.List<Phone>(default, null, 10)));
    }

    [Fact]
    public void Call_fields_come_back_after_a_restart_and_rows_that_say_the_same_share_them()
    {
        var calls = new PhoneCalls { Lines = 2, ForwardBusy = new ForwardTarget(["1002"], ForwardMethod.All, 20), Numbers = ["2001"] };
        Store.SaveAll(
            [
                new Phone { Name = "1001", Calls = calls }, new Phone { Name = "1002", Calls = new PhoneCalls { Lines = 3 } },
                new Phone { Name = "1003", Calls = new PhoneCalls { Lines = 3 } }, new Phone { Name = "1004" },
                new MappingGateway { Name = "gw1", Calls = new MappingCalls { Capacity = 30 } }, new MappingGateway { Name = "gw2" },
            ], _open.Audit());

        Reopen();

        var back = PhoneOf("1001").Calls;
        Assert.Equal((2, calls.ForwardBusy, "2001"), (back.Lines, back.ForwardBusy, Assert.Single(back.Numbers)));
        Assert.Equal("1001", _open.Directory.FindPhoneByNumber("2001")!.Name);
        Assert.Same(PhoneOf("1002").Calls, PhoneOf("1003").Calls);
        Assert.Same(PhoneCalls.Default, PhoneOf("1004").Calls);
        Assert.Equal((30, null), (_open.Directory.MappingGateways.Find("gw1")!.Calls.Capacity, _open.Directory.MappingGateways.Find("gw2")!.Calls.Capacity));
        Assert.Equal(2, Store.List<Phone>(default, null, 1)[0].Calls.Lines);
    }

    [Fact]
    public void A_stored_call_field_that_means_nothing_is_named_in_the_log_and_the_others_hold()
    {
        Store.Save(new Phone { Name = "1001", Calls = new PhoneCalls { Lines = 2, RingTime = 30 } }, _open.Audit());
        Change("""UPDATE endpoint SET calls = '{"lines":"2","ring_time":"4000","of_another_time":"1"}'""");

        Reopen();

        Assert.Equal((2, null), (PhoneOf("1001").Calls.Lines, PhoneOf("1001").Calls.RingTime));
        var warnings = _open.Log.At(Microsoft.Extensions.Logging.LogLevel.Warning);
        Assert.Contains(warnings, w => w.Contains("phone '1001': ring_time: '4000' is not a whole number from 5 to 300."));
        Assert.Contains(warnings, w => w.Contains("phone '1001': of_another_time:"));
    }

    [Fact]
    public void A_phone_with_nothing_but_a_name_comes_back_with_the_same_nothing()
    {
        Store.Save(new Phone { Name = "1001" }, _open.Audit());

        Reopen();

        AssertSame(new Phone { Name = "1001" }, Assert.IsType<Phone>(_open.Directory.FindEndpoint("1001")));
    }

    [Fact]
    public void A_mapping_gateway_comes_back_as_a_gateway_and_is_listed_among_gateways_only()
    {
        Store.Save(new MappingGateway { Name = "gw1", Mode = AuthenticationMode.Address }, _open.Audit());

        Reopen();

        Assert.IsType<MappingGateway>(_open.Directory.FindEndpoint("gw1"));
        Assert.Equal("gw1", Assert.Single(Store.List<MappingGateway>(default, null, 10)).Name);
        Assert.Empty(Store.List<Phone>(default, null, 10));
    }

    [Fact]
    public void Every_field_of_an_account_comes_back_after_a_restart()
    {
        var account = new Account { Name = "acme", Title = "Acme", Locked = true, ValidUntil = Later, Agent = "agent", Memo = "memo" };
        Store.SaveAll([account, new Account { Name = "agent" }], _open.Audit());

        Reopen();

        Assert.Equal(account, _open.Directory.FindAccount("acme"));
        Assert.Equal(new Account { Name = "agent" }, _open.Directory.FindAccount("agent"));
    }

    [Fact]
    public void A_change_replaces_and_a_delete_removes()
    {
        Store.Save(new Phone { Name = "1001", Memo = "old" }, _open.Audit());
        Store.Save(new Phone { Name = "1002" }, _open.Audit());
        Store.Save(new Account { Name = "acme" }, _open.Audit());

        Store.Save(new Phone { Name = "1001", Memo = "new" }, _open.Audit());
        Store.Delete(new Phone { Name = "1002" }, _open.Audit());
        Store.Delete(new Account { Name = "acme" }, _open.Audit());

        Reopen();
        Assert.Equal("new", _open.Directory.FindEndpoint("1001")!.Memo);
        Assert.Null(_open.Directory.FindEndpoint("1002"));
        Assert.Null(_open.Directory.FindAccount("acme"));
    }

    [Fact]
    public void Lists_go_by_name_from_page_to_page()
    {
        Store.SaveAll([.. new[] { "3", "1", "20", "2", "A", "a" }.Select(name => new Phone { Name = name })], _open.Audit());

        Assert.Equal(["1", "2", "20"], Store.List<Phone>(default, null, 3).Select(p => p.Name));
        Assert.Equal(["3", "A", "a"], Store.List<Phone>(default, "20", 3).Select(p => p.Name));
        Assert.Empty(Store.List<Phone>(default, "a", 3));
    }

    [Fact]
    public void A_list_is_filtered_by_search_account_and_lock()
    {
        Store.SaveAll(
            [
                new Phone { Name = "1001", Account = "a", Memo = "Front Desk" },
                new Phone { Name = "1002", Account = "b", Locked = true },
                new Phone { Name = "x_1" },
            ], _open.Audit());

        Assert.Equal(["1001"], Names(new EndpointFilter(Search: "desk")));
        Assert.Equal(["1001", "1002"], Names(new EndpointFilter(Search: "100")));
        Assert.Equal(["x_1"], Names(new EndpointFilter(Search: "_")));
        Assert.Empty(Names(new EndpointFilter(Search: "%")));
        Assert.Equal(["1002"], Names(new EndpointFilter(Account: "b")));
        Assert.Equal(["1002"], Names(new EndpointFilter(Locked: true)));
        Assert.Equal(["1001", "x_1"], Names(new EndpointFilter(Locked: false)));
    }

    [Fact]
    public void Accounts_are_found_by_name_or_title_and_their_members_counted()
    {
        Store.SaveAll([new Account { Name = "acme", Title = "Acme Ltd" }, new Account { Name = "branch", Agent = "acme" }, new Account { Name = "other" }], _open.Audit());
        Store.SaveAll([new Phone { Name = "1", Account = "acme" }, new Phone { Name = "2", Account = "acme" }], _open.Audit());

        Assert.Equal(["acme"], Store.ListAccounts("LTD", null, 10).Select(a => a.Name));
        Assert.Equal(["branch", "other"], Store.ListAccounts(null, "acme", 10).Select(a => a.Name));
        Assert.Equal((2, 1), Store.CountMembers("acme"));
        Assert.Equal((0, 0), Store.CountMembers("other"));
    }

    [Fact]
    public void A_change_and_its_audit_entry_stand_or_fall_together()
    {
        Store.Save(new Phone { Name = "1001" }, _open.Audit("phone add", "1001", null, "{}"));
        var impossible = _open.Audit() with { Target = null! };

        Assert.Throws<StoreUnavailableException>(() => Store.Save(new Phone { Name = "1002" }, impossible));
        Assert.Throws<StoreUnavailableException>(() => Store.SaveParameter("SS_ENDPOINT_EXPIRE", "90", impossible));

        Assert.Equal(["1001"], Names(default));
        Assert.Equal(3600, _open.Store.LoadParameters().Get(Switching.Parameters.ParameterCatalogue.EndpointExpire));
        Assert.Equal("phone add", Assert.Single(Store.ListAudit(null, null, 10)).Action);
    }

    [Fact]
    public void The_audit_log_gives_back_every_field_newest_first_by_target_and_page()
    {
        for (var i = 0; i < 5; i++) Store.Append(_open.Audit("step", i % 2 == 0 ? "even" : "odd", $"b{i}", i == 4 ? null : $"a{i}"));

        var all = Store.ListAudit(null, null, 10);
        Assert.Equal(["b4", "b3", "b2", "b1", "b0"], all.Select(e => e.Before));
        Assert.Equal(_open.Audit("step", "even", "b4") with { Id = all[0].Id }, all[0]);
        Assert.Equal(["b4", "b2"], Store.ListAudit("even", null, 2).Select(e => e.Before));
        Assert.Equal(["b0"], Store.ListAudit("even", all[2].Id, 2).Select(e => e.Before));
    }

    [Fact]
    public void A_parameter_survives_a_restart_and_goes_back_to_its_default()
    {
        Store.SaveParameter("SS_ENDPOINT_EXPIRE", "90", _open.Audit());
        Store.SaveParameter("SS_ENDPOINT_EXPIRE", "91", _open.Audit());
        Reopen();
        Assert.Equal(91, _open.Store.LoadParameters().Get(Switching.Parameters.ParameterCatalogue.EndpointExpire));

        Store.SaveParameter("SS_ENDPOINT_EXPIRE", null, _open.Audit());
        Reopen();
        Assert.Equal(3600, _open.Store.LoadParameters().Get(Switching.Parameters.ParameterCatalogue.EndpointExpire));
    }

    [Fact]
    public void A_stored_parameter_that_means_nothing_is_named_in_the_log_and_left_out()
    {
        Store.SaveParameter("SS_OF_ANOTHER_TIME", "1", _open.Audit());
        Store.SaveParameter("SS_ENDPOINT_EXPIRE", "5", _open.Audit());

        Assert.Equal(3600, _open.Store.LoadParameters().Get(Switching.Parameters.ParameterCatalogue.EndpointExpire));

        var warnings = _open.Log.At(Microsoft.Extensions.Logging.LogLevel.Warning);
        Assert.Contains(warnings, w => w.Contains("SS_OF_ANOTHER_TIME"));
        Assert.Contains(warnings, w => w.Contains("SS_ENDPOINT_EXPIRE: '5'"));
    }

    [Fact]
    public void An_import_that_fails_half_way_leaves_nothing_and_says_how_far_it_is()
    {
        var progress = new List<int>();
        var phones = Enumerable.Range(0, 25_000).Select(i => new Phone { Name = $"{i}" }).ToList();
        Store.SaveAll(phones, _open.Audit(), progress.Add);
        Assert.Equal([10_000, 20_000, 25_000], progress);

        var bad = Enumerable.Range(30_000, 100).Select(i => new Phone { Name = i == 30_099 ? null! : $"{i}" }).ToList();
        Assert.ThrowsAny<Exception>(() => Store.SaveAll(bad, _open.Audit()));

        Reopen();
        Assert.Equal(25_000, _open.Directory.Endpoints.Count);
    }

    private Phone PhoneOf(string name) => (Phone)_open.Directory.FindEndpoint(name)!;

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.In("tandem.db")};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    private void Reopen()
    {
        _open.Dispose();
        _open = new OpenStore(_folder, _clock);
    }

    private IEnumerable<string> Names(EndpointFilter filter) => Store.List<Phone>(filter, null, 10).Select(p => p.Name);

    private static AddressList Addresses(string text)
    {
        Assert.True(AddressList.TryParse(text, out var list, out _));
        return list;
    }

    // Records compare arrays and lists by reference, so these two are compared by what they say.
    private static void AssertSame(Phone expected, Phone actual)
    {
        Assert.Equal(expected.SealedPassword, actual.SealedPassword);
        Assert.Equal(expected.Allow.ToString(), actual.Allow.ToString());
        Assert.Equal(expected, actual with { SealedPassword = expected.SealedPassword, Allow = expected.Allow });
    }
}
