using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Media.Relay;
using Tandem.Server.Hosting;
using Tandem.Switching.Parameters;

namespace Tandem.Server.Tests.Hosting;

/// <summary>The relay is as the parameters say, also after they were changed.</summary>
public sealed class MediaHostTests
{
    private const RelayKind Voice = RelayKind.Rtp;

    [Fact]
    public void The_relay_lends_ports_of_the_range_in_force_when_a_stream_is_opened()
    {
        var parameters = new CurrentParameters(With(ParameterSet.Defaults, CallParameters.MediaPorts, "31000,31019"));
        using var media = new MediaHost(parameters, TimeProvider.System, NullLogger.Instance);
        var first = media.Open(Voice)!.PortTowards(RelaySide.Caller);
        parameters.Swap(With(parameters.Set, CallParameters.MediaPorts, "31020,31027"));
        var second = media.Open(Voice)!.PortTowards(RelaySide.Caller);
        Assert.InRange(first, 31_000, 31_019);
        Assert.InRange(second, 31_020, 31_027);
        Assert.Equal((2, 4), (media.Relay!.Streams, media.Relay.PortsFree));
    }

    [Fact]
    public void The_mark_of_media_is_the_one_in_force()
    {
        var parameters = new CurrentParameters(With(ParameterSet.Defaults, CallParameters.QosRtp, "0x68"));
        using var media = new MediaHost(parameters, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(0x68, media.Relay!.PacketMark);
        parameters.Swap(With(parameters.Set, CallParameters.QosRtp, "0xb8"));
        Assert.Equal(0xb8, media.Relay.PacketMark);
    }

    private static ParameterSet With(ParameterSet set, ParameterDefinition parameter, string text)
    {
        Assert.True(set.TryWith(parameter, text, out var changed, out var error), error);
        return changed;
    }
}
