using Tandem.Sip.Messages;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Simulation.Tests.Allocation;

/// <summary>
/// Sends one kind of message after another through the switch and adds up what the switch alone allocates for it. Time
/// passes, so that what is remembered is forgotten again: only then is it a steady state.
/// </summary>
internal sealed class AllocationMeter
{
    private const int PassingTime = 10;

    private readonly TestSwitch _switch = new();
    private readonly ReferencePhone _phone = new("1000", "secret-1000");
    private readonly AnswerBuffer _answer = new();
    private readonly SipMessage _message = new();
    private readonly byte[] _request = new byte[2048];
    private int _length;

    public AllocationMeter()
    {
        _switch.Set("SS_SIP_NONCE_LIFETIME", "30");
        _switch.Set("SS_ENDPOINTREGISTERSUSPENDTIME", "86400");
        _switch.AddPhone("1000", "secret-1000");
    }

    /// <summary>What has been allocated in bytes by the messages measured.</summary>
    public long Bytes { get; set; }

    public void Parse()
    {
        _length = _phone.Begin(_request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SipParser.Parse(_request, 0, _length, _message, SipLimits.Default);
        Bytes += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public void Challenge()
    {
        _length = _phone.Begin(_request);
        Expect(401, Deliver());
    }

    public void Refresh()
    {
        var measured = Bytes;
        Challenge();
        Bytes = measured;
        _length = _phone.Answer(_answer.Bytes, _answer.Length, _request);
        Expect(200, Deliver());
    }

    public void Retransmission()
    {
        var measured = Bytes;
        Refresh();
        Bytes = measured;
        Expect(200, Deliver());
    }

    /// <summary>After six wrong passwords in a row every REGISTER is refused.</summary>
    public void Suspended()
    {
        if (_switch.State.Suspensions.Remembered == 0) Suspend();
        _length = _phone.Begin(_request);
        Expect(403, Deliver());
    }

    private void Suspend()
    {
        using var attacker = new ReferencePhone("1000", "a guess");
        for (var i = 0; i < 6; i++)
        {
            _length = attacker.Begin(_request);
            Deliver();
            _length = attacker.Answer(_answer.Bytes, _answer.Length, _request);
            Deliver();
        }
        // Its Call-IDs and branches are those of the phone: let the stored answers go.
        _switch.Advance(TimeSpan.FromMinutes(1));
    }

    private int Deliver()
    {
        _switch.Now += PassingTime;
        var before = GC.GetAllocatedBytesForCurrentThread();
        _switch.DeliverSilently(_request, _length, ReferencePhone.Flow, _answer);
        Bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        return _answer.Status;
    }

    private static void Expect(int expected, int status)
    {
        if (status != expected) throw new InvalidOperationException($"The switch answered {status}, not {expected}.");
    }
}
