using Tandem.Testing.Network;

namespace Tandem.Simulation.Tests.Registration;

/// <summary>A time in which one direction works worse than usual.</summary>
internal sealed class Disturbance : IWakeable
{
    private readonly SimulatedNetwork _network;
    private readonly bool _toSwitch;
    private readonly LinkQuality _during;
    private LinkQuality _before;
    private bool _isOn;

    public Disturbance(SimulatedNetwork network, bool toSwitch, LinkQuality during, long from, int length)
    {
        _network = network;
        _toSwitch = toSwitch;
        _during = during;
        network.Wake(this, from);
        network.Wake(this, from + length);
    }

    private LinkQuality Link
    {
        get => _toSwitch ? _network.ToSwitch : _network.FromSwitch;
        set
        {
            if (_toSwitch) _network.ToSwitch = value;
            else _network.FromSwitch = value;
        }
    }

    public void OnTime(long now)
    {
        if (!_isOn) _before = Link;
        Link = _isOn ? _before : _during;
        _isOn = !_isOn;
    }
}
