using Tandem.Sip.Flows;
using Tandem.Testing.Network;
using Tandem.Testing.Phones;

namespace Tandem.Simulation.Tests.Registration;

/// <summary>
/// What happens to one phone in a day: it is moved, restarted, given a wrong password and then the right one again,
/// switched off for a while. At the end of the unrest one in twenty is switched off for good.
/// </summary>
internal sealed class PhoneLife : IWakeable
{
    private const long Minute = 60_000;
    private const double MeanBetweenEvents = 300 * Minute;
    private const double SwitchedOffForGood = 0.05;

    private readonly PhoneKit _kit;
    private readonly int _index;
    private readonly string _password;
    private readonly long _unrestUntil;
    private Action? _then;
    private bool _isCalm;

    public PhoneLife(PhoneKit kit, int index, SimulatedPhone phone, string password, long unrestUntil)
    {
        _kit = kit;
        _index = index;
        _password = password;
        _unrestUntil = unrestUntil;
        Phone = phone;
        phone.Reboot(NewSource(), NewContact());
        ComeAgain();
    }

    public SimulatedPhone Phone { get; }

    /// <summary>True when the phone has ever had a wrong password.</summary>
    public bool Mistyped { get; private set; }

    public void OnTime(long now)
    {
        if (_isCalm) return;
        if (_then is { } then)
        {
            _then = null;
            then();
        }
        else if (now < _unrestUntil) Happen();
        if (now >= _unrestUntil) CalmDown();
        else if (_then is null) ComeAgain();
    }

    private void Happen()
    {
        switch (_kit.Chance.Next(7))
        {
            case 0: // power failure: the same place, another port
                Phone.Reboot(NewSource(), NewContact());
                break;
            case 1: // the NAT forgets
                Phone.MoveTo(NewSource());
                break;
            case 2: // another place
                Moves++;
                Phone.Reboot(NewSource(), NewContact());
                break;
            case 3:
                Mistyped = true;
                Phone.Password = "not the password";
                Phone.Register();
                Then(5 * Minute, 20 * Minute, () => Phone.Password = _password);
                break;
            case 4:
                Phone.Unregister();
                Then(10 * Minute, 90 * Minute, Phone.Register);
                break;
            case 5: // power failure while a REGISTER or its answer is under way
                Phone.Register();
                Then(0, 2_000, () => Phone.Reboot(NewSource(), NewContact()));
                break;
            case 6: // a user who presses the button again and again
                Press(5);
                break;
        }
    }

    private int Moves { get; set; }

    private void Then(long leastPause, long longestPause, Action then)
    {
        _then = then;
        WakeAt(_kit.Network.Now + _kit.Chance.NextInt64(leastPause, longestPause));
    }

    private void Press(int times)
    {
        Phone.Register();
        if (times > 1) Then(10_000, 30_000, () => Press(times - 1));
    }

    private void CalmDown()
    {
        _isCalm = true;
        if (_kit.Chance.NextDouble() < SwitchedOffForGood) Phone.Unregister();
    }

    private void ComeAgain() => WakeAt(_kit.Network.Now + (long)(-Math.Log(1 - _kit.Chance.NextDouble()) * MeanBetweenEvents));

    // Nothing reaches into the calm, so what is under way ends when it begins.
    private void WakeAt(long time) => _kit.Network.Wake(this, Math.Min(time, _unrestUntil));

    // Each phone has addresses of its own, so that no phone is taken for another one.
    private IpEndpoint NewSource() => IpEndpoint.FromV4(Address(11), Port());

    private IpEndpoint NewContact() => IpEndpoint.FromV4(Address(10), Port());

    private uint Address(uint network) => network << 24 | (uint)(Moves & 0xFF) << 16 | (uint)_index;

    private ushort Port() => (ushort)_kit.Chance.Next(1024, 65536);
}
