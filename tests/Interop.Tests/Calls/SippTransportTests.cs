using System.Text.Json.Nodes;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>Calls whose two sides come by different transports and families of addresses, media and requests within the call included.</summary>
public class SippTransportTests(SippTransportTests.ManyListeners many) : SippCalls(many.Switch), IClassFixture<SippTransportTests.ManyListeners>
{
    private const string V6 = "::1";

    /// <summary>A switch that listens on UDP and TCP, and on IPv6.</summary>
    public sealed class ManyListeners : IAsyncLifetime
    {
        /// <summary>The switch.</summary>
        public CallSwitch Switch { get; } = new() { Listeners = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0", "udp:[::1]:0", "tcp:[::1]:0"] };

        /// <inheritdoc/>
        public ValueTask InitializeAsync() => Switch.InitializeAsync();

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Switch.DisposeAsync();
    }

    // Over TCP SIPp hears nothing but what comes over the connection of its call.
    [Theory]
    [InlineData("tcp", "tcp", CallSwitch.Carrier)]
    [InlineData("tcp", "udp", CallSwitch.Carrier)]
    [InlineData("udp", "tcp", CallSwitch.Carrier)]
    [InlineData("udp", "udp", V6)]
    [InlineData("tcp", "tcp", V6)]
    public async Task Requests_of_either_side_reach_the_other(string callersTransport, string carriersTransport, string carriersAddress)
    {
        await PlayAsync("caller-holds", "carrier-is-held", "caller");
        await PlayAsync("caller-is-held", "carrier-holds", "callee");

        async Task PlayAsync(string callerScenario, string carrierScenario, string hangsUp)
        {
            var prefix = Calls.NewPrefix();
            var port = FreePort.On(carriersAddress);
            var address = carriersAddress.Contains(':') ? $"[{carriersAddress}]" : carriersAddress;
            await Calls.AddCarrierAsync(prefix, 1, ("addresses", new JsonArray($"{address}:{port};transport={carriersTransport}")));
            await using var carrier = SippSide.Carrier(carrierScenario, carriersTransport, carriersAddress, port);
            await using var caller = SippSide.Caller(callerScenario, callersTransport, Calls.Live.At(callersTransport), CallSwitch.Customer,
                ("caller", "2025550"), ("callee", prefix + Number));
            await caller.EndsWellAsync();
            await carrier.EndsWellAsync();

            AssertEnd(await Calls.RecordAsync(prefix + Number), $"{hangsUp}_hung_up", hangsUp, 200);
            Assert.All(carrier.Requests, request => Assert.Contains($"Via: SIP/2.0/{carriersTransport.ToUpperInvariant()} ", request));
            Assert.All(caller.Requests, request => Assert.Contains($"Via: SIP/2.0/{callersTransport.ToUpperInvariant()} ", request));
            Assert.Contains(carrier.Requests, request => request.Contains(carriersAddress == V6 ? "c=IN IP6 ::1" : "c=IN IP4 127.0.0.1", StringComparison.Ordinal));
            Assert.Contains(caller.Received, message => message.Contains("c=IN IP4 127.0.0.1", StringComparison.Ordinal));
            await Calls.IsIdleAsync();
        }
    }
}
