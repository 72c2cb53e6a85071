using System.Net.WebSockets;
using Tandem.Interop.Tests.Phones;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>The platform's own WebSocket client against both of the switch's WebSocket doors.</summary>
public class WebSocketTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    private Uri HttpPort => new($"ws://{live.Api.Address.Authority}/sip");

    private Uri OwnListener => new($"ws://{live.At("ws")}/");

    [Theory]
    [InlineData(true, "1000")]
    [InlineData(false, "1001")]
    public async Task A_browsers_phone_registers(bool onHttpPort, string number)
    {
        await live.Api.AddPhoneAsync(number);
        using var phone = await WebSocketPhone.ConnectAsync(number, $"secret-{number}", onHttpPort ? HttpPort : OwnListener);
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        var contact = Assert.Single(await live.Api.RegistrationsAsync(number));
        Assert.Equal("ws", (string?)contact["transport"]);
        Assert.StartsWith("127.0.0.1:", (string?)contact["source"]);

        phone.Phone.Expires = "0";
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        Assert.Empty(await live.Api.RegistrationsAsync(number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_does_not_offer_sip_is_turned_away(bool onHttpPort)
    {
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("chat");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(onHttpPort ? HttpPort : OwnListener, patience.Token));
    }
}
