using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>baresip 1.0, a real SIP phone, with a switch as it is on its first start.</summary>
public sealed class BaresipTests : IAsyncLifetime
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private readonly LiveSwitch _live = new();

    public async ValueTask InitializeAsync()
    {
        await _live.InitializeAsync();
        await _live.Api.AddPhoneAsync("1000");
    }

    public ValueTask DisposeAsync() => _live.DisposeAsync();

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task It_registers(string transport)
    {
        await using var phone = new Baresip("1000", "secret-1000", _live, transport);
        await phone.SaysAsync("200 OK");
        var contact = Assert.Single(await _live.Api.RegistrationsAsync("1000"));
        Assert.Equal(transport, (string?)contact["transport"]);
        Assert.StartsWith("baresip", (string?)contact["userAgent"]);
    }

    [Fact]
    public async Task With_a_wrong_password_it_answers_every_new_challenge_until_it_is_suspended()
    {
        await using var phone = new Baresip("1000", "guess", _live, "udp");
        await phone.SaysAsync("403 Forbidden");
        Assert.Empty(await _live.Api.RegistrationsAsync("1000"));
        Assert.Equal(6, (int)Assert.Single(await _live.Api.SuspensionsAsync("1000"))["failures"]!);
    }

    [Fact]
    public async Task Its_registration_survives_a_killed_switch_and_it_goes_on_with_the_next()
    {
        await _live.Api.SetAsync("SS_ENDPOINT_EXPIRE_MIN", "20");
        await _live.Api.SetAsync("SS_ENDPOINT_EXPIRE_SPREAD", "0");
        await using var phone = new Baresip("1000", "secret-1000", _live, "udp", expires: 20);
        await phone.SaysAsync("200 OK");
        await Eventually.Is(async () => await _live.Api.WrittenAsync() > 0, Within);
        var before = Assert.Single(await _live.Api.RegistrationsAsync("1000"));

        await _live.KillAsync();
        await _live.StartAgainAsync();
        var after = Assert.Single(await _live.Api.RegistrationsAsync("1000"));
        Assert.Equal((string?)before["contact"], (string?)after["contact"]);
        Assert.Equal((string?)before["registeredAt"], (string?)after["registeredAt"]);

        await Eventually.Is(async () => (await _live.Api.RegistrationsAsync("1000")) is [var contact]
            && (DateTimeOffset)contact["refreshedAt"]! > (DateTimeOffset)after["refreshedAt"]!, Within, () => phone.Output);
    }
}
