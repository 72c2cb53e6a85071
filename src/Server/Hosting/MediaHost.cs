using Microsoft.Extensions.Logging;
using Tandem.Media.Relay;
using Tandem.Network.Relay;
using Tandem.Switching.Parameters;

namespace Tandem.Server.Hosting;

/// <summary>The media side of the running switch: the relay, made and kept as the parameters say.</summary>
public sealed class MediaHost : IMediaRelay, IDisposable
{
    private readonly CurrentParameters _parameters;
    private readonly Lock _oneChange = new();
    private PortRange _ports;

    /// <summary>Starts the relay.</summary>
    /// <param name="parameters">The parameters in force.</param>
    /// <param name="clock">The clock that calls go by.</param>
    /// <param name="logger">Hears of faults.</param>
    public MediaHost(CurrentParameters parameters, TimeProvider clock, ILogger logger)
    {
        _parameters = parameters;
        _ports = _parameters.Set.Get(CallParameters.MediaPorts);
        if (OperatingSystem.IsLinux())
        {
            var options = new RelayOptions { Ports = RangeOf(_ports), PacketMark = _parameters.Set.Get(CallParameters.QosRtp) };
            Relay = new RtpRelay(options, clock, logger);
        }
        else
        {
            logger.LogWarning("Media cannot be relayed on this system: calls that need the relay are refused.");
        }
        _parameters.Changed += ParametersChanged;
    }

    /// <summary>The relay; null on a system that has none.</summary>
    public RtpRelay? Relay { get; }

    /// <inheritdoc/>
    public IRelayStream? Open(RelayKind kind) => Relay?.Open(kind);

    /// <inheritdoc/>
    public void Dispose()
    {
        _parameters.Changed -= ParametersChanged;
        Relay?.Dispose();
    }

    private void ParametersChanged(ParameterSet parameters)
    {
        if (Relay is null) return;
        lock (_oneChange)
        {
            // The set in force is read here, so that of two changes the later one is what stays.
            Relay.PacketMark = _parameters.Set.Get(CallParameters.QosRtp);
            var wanted = _parameters.Set.Get(CallParameters.MediaPorts);
            if (wanted == _ports) return;
            _ports = wanted;
            Relay.Use(RangeOf(wanted));
        }
    }

    private static RtpPortRange RangeOf(PortRange ports) => new(ports.Lowest, ports.Highest);
}
