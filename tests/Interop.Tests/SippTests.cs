using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>SIPp registers, with every check of the scenario its own and the switch's state read through the API.</summary>
public class SippTests(SippTests.Md5Switch switched) : IClassFixture<SippTests.Md5Switch>
{
    private readonly LiveSwitch _switch = switched.Switch;

    /// <summary>SIPp 3.6 knows no SHA-256.</summary>
    public sealed class Md5Switch : IAsyncLifetime
    {
        /// <summary>The switch, which offers MD5 alone.</summary>
        public LiveSwitch Switch { get; } = new();

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            await Switch.InitializeAsync();
            await Switch.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", "MD5");
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Switch.DisposeAsync();
    }

    [Theory]
    [InlineData("udp", "1000")]
    [InlineData("tcp", "1001")]
    public async Task A_user_registers(string transport, string number)
    {
        await _switch.Api.AddPhoneAsync(number);
        await Sipp.PlayAsync("accepted", _switch, transport, [SippUser.Of(number)]);
        var contact = Assert.Single(await _switch.Api.RegistrationsAsync(number));
        Assert.Equal(transport, (string?)contact["transport"]);
        Assert.Equal($"sip:{number}@127.0.0.1:5999", (string?)contact["contact"]);
        // SS_ENDPOINT_EXPIRE_SPREAD shortens by up to a tenth.
        Assert.InRange((int)contact["expiresIn"]!, 500, 600);
    }

    [Theory]
    [InlineData("udp", "1010")]
    [InlineData("tcp", "1011")]
    public async Task A_refresh_keeps_the_one_contact_and_the_time_of_its_first_registration(string transport, string number)
    {
        await _switch.Api.AddPhoneAsync(number);
        await Sipp.PlayAsync("accepted", _switch, transport, [SippUser.Of(number)]);
        var first = Assert.Single(await _switch.Api.RegistrationsAsync(number));
        await Sipp.PlayAsync("refresh", _switch, transport, [SippUser.Of(number)]);
        var then = Assert.Single(await _switch.Api.RegistrationsAsync(number));
        Assert.Equal((string?)first["registeredAt"], (string?)then["registeredAt"]);
        Assert.True((DateTimeOffset)then["refreshedAt"]! > (DateTimeOffset)first["refreshedAt"]!);
    }

    [Fact]
    public async Task A_user_with_a_wrong_password_is_challenged_again_and_not_registered()
    {
        await _switch.Api.AddPhoneAsync("1020");
        await Sipp.PlayAsync("wrong-password", _switch, "udp", [SippUser.Of("1020") with { Password = "guess" }]);
        Assert.Empty(await _switch.Api.RegistrationsAsync("1020"));
    }

    [Fact]
    public async Task After_six_wrong_passwords_the_user_is_forbidden_until_an_operator_clears_it()
    {
        await _switch.Api.AddPhoneAsync("1030");
        var wrong = SippUser.Of("1030") with { Password = "guess" };
        await Sipp.PlayAsync("wrong-password", _switch, "udp", [.. Enumerable.Repeat(wrong, 6)]);
        await Sipp.PlayAsync("forbidden", _switch, "udp", [SippUser.Of("1030")]);
        var suspension = Assert.Single(await _switch.Api.SuspensionsAsync("1030"));
        Assert.Equal(6, (int)suspension["failures"]!);
        Assert.Equal("SIPp", (string?)suspension["userAgent"]);

        await _switch.Api.DeleteAsync("suspensions/1030");
        await Sipp.PlayAsync("accepted", _switch, "udp", [SippUser.Of("1030")]);
        Assert.Single(await _switch.Api.RegistrationsAsync("1030"));
    }

    [Theory]
    [InlineData("1040", "<sip:1040@127.0.0.1:5999>")]
    [InlineData("1041", "*")]
    public async Task Expires_0_takes_the_contact_away(string number, string contact)
    {
        await _switch.Api.AddPhoneAsync(number);
        await Sipp.PlayAsync("accepted", _switch, "udp", [SippUser.Of(number)]);
        Assert.Single(await _switch.Api.RegistrationsAsync(number));
        await Sipp.PlayAsync("accepted", _switch, "udp", [SippUser.Of(number, expires: "0") with { Contact = contact }]);
        Assert.Empty(await _switch.Api.RegistrationsAsync(number));
    }

    [Fact]
    public async Task Too_short_an_expiry_is_refused_with_the_shortest_allowed()
    {
        await _switch.Api.AddPhoneAsync("1050");
        await Sipp.PlayAsync("too-brief", _switch, "udp", [SippUser.Of("1050", expires: "59")]);
        Assert.Empty(await _switch.Api.RegistrationsAsync("1050"));
    }

    [Fact]
    public async Task A_register_without_contact_is_answered_with_the_contacts()
    {
        await _switch.Api.AddPhoneAsync("1060");
        await Sipp.PlayAsync("accepted", _switch, "udp", [SippUser.Of("1060")]);
        await Sipp.PlayAsync("fetch", _switch, "udp", [SippUser.Of("1060")]);
        Assert.Single(await _switch.Api.RegistrationsAsync("1060"));
    }

    [Theory]
    [InlineData("udp", 2000)]
    [InlineData("tcp", 3000)]
    public async Task Two_hundred_users_register_at_once(string transport, int first)
    {
        string[] numbers = [.. Enumerable.Range(first, 200).Select(n => n.ToString())];
        await _switch.Api.AddPhonesAsync(numbers);
        await Sipp.PlayAsync("accepted", _switch, transport, [.. numbers.Select(n => SippUser.Of(n))], atOnce: 200);
        Assert.Superset(numbers.ToHashSet(), (await _switch.Api.RegisteredNumbersAsync()).ToHashSet());
    }
}
