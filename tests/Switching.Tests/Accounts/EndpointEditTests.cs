using Tandem.Switching.Accounts;

namespace Tandem.Switching.Tests.Accounts;

public sealed class EndpointEditTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void A_new_phone_without_a_password_gets_one_of_16_letters_and_digits()
    {
        var added = _desk.Add("1001");

        Assert.Equal(EditOutcome.Added, added.Outcome);
        Assert.Matches("^[A-Za-z0-9]{16}$", added.GeneratedPassword);
        Assert.Equal(added.GeneratedPassword, _desk.PasswordOf("1001"));
        Assert.NotEqual(added.GeneratedPassword, _desk.Add("1002").GeneratedPassword);
    }

    [Fact]
    public void Generated_passwords_use_the_additional_characters_and_the_wanted_length()
    {
        _desk.Set("SERVER_PASSWORD_TERMINAL_ADDITIONAL_CHARACTERS", "!%");
        _desk.Set("SERVER_PASSWORD_LENGTH", "40");

        var passwords = Enumerable.Range(0, 50).Select(i => _desk.Add($"{i}").GeneratedPassword!).ToList();

        Assert.All(passwords, p => Assert.Matches("^[A-Za-z0-9!%]{40}$", p));
        Assert.Contains(passwords, p => p.Contains('!'));
    }

    [Fact]
    public void A_given_password_is_sealed_and_not_answered()
    {
        var added = _desk.Add("1001", new EndpointDraft { Password = "correct horse" });

        Assert.Null(added.GeneratedPassword);
        Assert.Equal("correct horse", _desk.PasswordOf("1001"));
    }

    [Theory]
    [InlineData("7letter", "at least 8")]
    [InlineData("with\ncontrol", "control characters")]
    public void A_bad_password_is_refused_with_what_is_allowed(string password, string said)
    {
        var refused = _desk.Add("1001", new EndpointDraft { Password = password });

        Assert.Equal(EditOutcome.Invalid, refused.Outcome);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("password", problem.Field);
        Assert.Contains(said, problem.Message);
        Assert.Null(_desk.Directory.FindEndpoint("1001"));
    }

    [Fact]
    public void The_shortest_password_is_the_parameters()
    {
        _desk.Set("SERVER_PASSWORD_LENGTH", "4");

        Assert.Equal(EditOutcome.Invalid, _desk.Add("1001", new EndpointDraft { Password = "abc" }).Outcome);
        Assert.Equal(EditOutcome.Added, _desk.Add("1001", new EndpointDraft { Password = "abcd" }).Outcome);
    }

    [Fact]
    public void A_name_belongs_to_one_phone_or_gateway()
    {
        _desk.Add("1001");

        Assert.Equal(EditOutcome.Exists, _desk.Add("1001").Outcome);
        Assert.Equal(EditOutcome.Exists, _desk.Editor.Endpoints.Add<MappingGateway>("1001", new EndpointDraft(), Desk.Anna, Desk.Now).Outcome);
        Assert.Equal(EditOutcome.NotFound, _desk.Editor.Endpoints.Change<MappingGateway>("1001", new EndpointDraft { Locked = true }, Desk.Anna, Desk.Now).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10 01")]
    [InlineData("1001'; drop table endpoint; --")]
    [InlineData("=1001")]
    public void A_name_of_other_characters_is_refused(string name) =>
        Assert.Equal("name", Assert.Single(_desk.Add(name).Problems).Field);

    [Fact]
    public void An_account_must_exist()
    {
        var refused = _desk.Add("1001", new EndpointDraft { Account = "acme" });
        Assert.Equal(("account", true), (refused.Problems[0].Field, refused.Problems[0].Message.Contains("'acme'")));

        _desk.AddAccount("acme");
        Assert.Equal("acme", _desk.Add("1001", new EndpointDraft { Account = "acme" }).Value!.Account);
    }

    [Theory]
    [InlineData(AuthenticationMode.Address)]
    [InlineData(AuthenticationMode.Both)]
    public void A_mode_with_addresses_needs_one(AuthenticationMode mode)
    {
        Assert.Equal("allow", Assert.Single(_desk.Add("1001", new EndpointDraft { Mode = mode }).Problems).Field);
        Assert.True(_desk.Add("1001", new EndpointDraft { Mode = mode, Allow = "192.0.2.0/24" }).IsDone);
        Assert.Equal("allow", Assert.Single(_desk.Change("1001", new EndpointDraft { Allow = "" }).Problems).Field);
    }

    [Fact]
    public void The_mode_address_needs_no_password_and_the_others_do()
    {
        var phone = _desk.Add("1001", new EndpointDraft { Mode = AuthenticationMode.Address, Allow = "192.0.2.7" });
        Assert.Null(phone.GeneratedPassword);
        Assert.Null(phone.Value!.SealedPassword);

        var both = _desk.Change("1001", new EndpointDraft { Mode = AuthenticationMode.Both });
        Assert.NotNull(both.GeneratedPassword);
        Assert.Equal("password", Assert.Single(_desk.Change("1001", new EndpointDraft { Password = "" }).Problems).Field);
        Assert.Null(_desk.Change("1001", new EndpointDraft { Mode = AuthenticationMode.Address, Password = "" }).Value!.SealedPassword);
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(1, null, true)]
    [InlineData(604_800, 604_800, true)]
    [InlineData(604_801, null, false)]
    [InlineData(-1, null, false)]
    [InlineData(61, 60, false)]
    public void Expiries_are_1_to_604800_and_the_shortest_not_above_the_longest(int min, int? max, bool good) =>
        Assert.Equal(good, _desk.Add("1001", new EndpointDraft { ExpireMin = min, ExpireMax = max }).IsDone);

    [Theory]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Contacts_are_1_to_100(int contacts, bool good) =>
        Assert.Equal(good, _desk.Add("1001", new EndpointDraft { MaxBindings = contacts }).IsDone);

    [Theory]
    [InlineData("2026-12-31", "2027-01-01T00:00:00Z")]
    [InlineData("2026-12-31T18:00", "2026-12-31T18:00:00Z")]
    [InlineData("2026-12-31T18:00:00+02:00", "2026-12-31T16:00:00Z")]
    [InlineData("2026-12-31T18:00:00.250Z", "2026-12-31T18:00:00.250Z")]
    public void The_end_of_validity_is_a_date_or_a_date_time(string text, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), _desk.Add("1001", new EndpointDraft { ValidUntil = text }).Value!.ValidUntil);

    [Theory]
    [InlineData("31.12.2026")]
    [InlineData("2026-02-30")]
    [InlineData("soon")]
    public void Another_end_of_validity_is_refused(string text) =>
        Assert.Equal("validUntil", Assert.Single(_desk.Add("1001", new EndpointDraft { ValidUntil = text }).Problems).Field);

    [Fact]
    public void A_change_touches_what_it_names_and_empty_values_take_away()
    {
        _desk.AddAccount("acme");
        _desk.Add("1001", new EndpointDraft { Account = "acme", ExpireMin = 120, Memo = "desk 4", ValidUntil = "2026-12-31", Password = "correct horse" });

        var locked = _desk.Change("1001", new EndpointDraft { Locked = true }).Value!;
        Assert.Equal(("acme", 120, "desk 4", true), (locked.Account, locked.ExpireMin, locked.Memo, locked.Locked));

        var cleared = _desk.Change("1001", new EndpointDraft { Account = "", ExpireMin = 0, Memo = "", ValidUntil = "" }).Value!;
        Assert.Equal((null, null, "", null), (cleared.Account, cleared.ExpireMin, cleared.Memo, cleared.ValidUntil));
        Assert.Equal("correct horse", _desk.PasswordOf("1001"));
    }

    [Fact]
    public void All_problems_of_a_draft_come_together()
    {
        var refused = _desk.Add("1001", new EndpointDraft { Account = "none", Password = "x", Allow = "nowhere", MaxBindings = 1000 });

        Assert.Equal(["account", "allow", "maxBindings", "password"], refused.Problems.Select(p => p.Field).Order());
    }

    [Fact]
    public void The_audit_log_has_before_and_after_and_never_a_password()
    {
        _desk.Add("1001", new EndpointDraft { Password = "correct horse" });
        _desk.Change("1001", new EndpointDraft { Password = "battery staple", Locked = true });
        _desk.Editor.Endpoints.Remove<Phone>("1001", Desk.Anna, Desk.Now);

        Assert.Equal(["phone add", "phone change", "phone remove"], _desk.Store.Audit.Select(e => e.Action));
        var change = _desk.Store.Audit[1];
        Assert.Equal((Desk.Anna, Desk.Now, "1001"), (change.Actor, change.At, change.Target));
        Assert.Equal("""{"name":"1001","mode":"password","locked":false}""", change.Before);
        Assert.Equal("""{"name":"1001","mode":"password","locked":true,"password":"changed"}""", change.After);
        Assert.DoesNotContain(_desk.Store.Audit, e => $"{e.Before}{e.After}".Contains("horse") || $"{e.Before}{e.After}".Contains("staple"));
    }

    [Fact]
    public void A_change_that_changes_nothing_is_neither_stored_nor_logged()
    {
        _desk.Add("1001", new EndpointDraft { Password = "correct horse", Allow = "192.0.2.7" });

        var same = _desk.Change("1001", new EndpointDraft { Password = "correct horse", Allow = "192.0.2.7", Locked = false });

        Assert.Equal(EditOutcome.Unchanged, same.Outcome);
        Assert.Single(_desk.Store.Audit);
    }

    [Fact]
    public void A_store_that_fails_leaves_what_is_in_force()
    {
        _desk.Add("1001");
        _desk.Store.Failure = "the disk is full";

        Assert.Throws<StoreUnavailableException>(() => _desk.Change("1001", new EndpointDraft { Locked = true }));
        Assert.Throws<StoreUnavailableException>(() => _desk.Editor.Endpoints.Remove<Phone>("1001", Desk.Anna, Desk.Now));
        Assert.Throws<StoreUnavailableException>(() => _desk.Add("1002"));
        Assert.Throws<StoreUnavailableException>(() => _desk.Set("SS_ENDPOINTREGISTERRETRY", "9"));

        Assert.False(_desk.Directory.FindEndpoint("1001")!.Locked);
        Assert.Null(_desk.Directory.FindEndpoint("1002"));
        Assert.Equal(6, _desk.Parameters.Set.Get(Tandem.Switching.Parameters.ParameterCatalogue.SuspendRetry));
    }
}
