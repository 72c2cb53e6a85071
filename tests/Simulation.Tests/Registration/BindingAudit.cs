using Tandem.Sip.Messages;
using Tandem.Switching.Registration;
using Tandem.Switching.UserAgent;
using Tandem.Testing.Network;

namespace Tandem.Simulation.Tests.Registration;

/// <summary>Holds the switch's bindings against what the phones know, all day and at its end.</summary>
internal sealed class BindingAudit
{
    // An answer sent again after timer J's 32 s is as old as that, and the way takes its time.
    private const long OldestAnswer = 40_000;

    private readonly SimulatedSwitch _switch;
    private readonly IReadOnlyList<PhoneLife> _lives;
    private readonly Dictionary<long, uint> _latestCSeq = [];
    private readonly List<long> _crashes = [];
    private readonly int _mostBindings;

    public BindingAudit(SimulatedSwitch audited, IReadOnlyList<PhoneLife> lives)
    {
        _switch = audited;
        _lives = lives;
        _mostBindings = lives.Count;
        _switch.Seen = Seen;
        _switch.HouseKept = HouseKept;
    }

    /// <summary>What went wrong, in words.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>REGISTERs that were answered 200.</summary>
    public int Accepted { get; private set; }

    /// <summary>REGISTERs that came after a younger one of their call.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>No binding may be missing whose 200 was older than the store is behind.</summary>
    public void AfterCrash(long now)
    {
        _crashes.Add(now);
        foreach (var life in _lives)
        {
            var phone = life.Phone;
            var isSafe = !_crashes.Exists(crash => crash >= phone.BoundAt && crash - phone.BoundAt <= _switch.WriteBehind);
            if (isSafe && phone.WantsBinding && phone.BoundUntil > now
                && _switch.Running.State.Locations.Find(phone.Number).Count == 0)
                Problems.Add($"{phone.Number} was bound at {phone.BoundAt} and is not after the crash at {now}");
        }
    }

    /// <summary>The bindings are exactly those of the phones that mean to be registered.</summary>
    public void AtNight(long now)
    {
        var locations = _switch.Running.State.Locations;
        foreach (var phones in _lives.Select(life => life.Phone).GroupBy(phone => phone.Number))
        {
            var wanted = phones.Where(phone => phone.WantsBinding).ToDictionary(phone => (phone.ContactUri, phone.Source));
            var bindings = locations.Find(phones.Key);
            foreach (var missing in wanted.Keys.Except(bindings.Select(b => (b.Contact, b.Source))))
                Problems.Add($"{phones.Key} is not bound to {missing}");
            foreach (var binding in bindings)
            {
                if (!wanted.Remove((binding.Contact, binding.Source), out var phone))
                    Problems.Add($"{phones.Key} has a binding too many: {binding}");
                else if (binding.ExpiresAt <= now || phone.BoundUntil - binding.ExpiresAt is < 0 or > OldestAnswer)
                    Problems.Add($"{phones.Key} believes to be bound until {phone.BoundUntil}: {binding}");
            }
        }
        if (locations.Count != _lives.Count(life => life.Phone.WantsBinding)) Problems.Add($"there are {locations.Count} bindings");
        if (_switch.Running.State.Suspensions.InForce(now).Count > 0) Problems.Add("somebody is still suspended");
        AuditHonest();
    }

    // Who never had a wrong password was never told that he had, and was never turned away.
    private void AuditHonest()
    {
        foreach (var life in _lives)
        {
            var phone = life.Phone;
            if (phone.Surprised > 0) Problems.Add($"{phone.Number} got {phone.Surprised} answers that it should not get");
            if (!life.Mistyped && phone.Refused + phone.WrongPasswords > 0)
                Problems.Add($"{phone.Number} was refused without a reason");
        }
    }

    // RFC 3261 §10.3 step 7: of two REGISTERs with one Call-ID the older one is never carried out after the younger, as long
    // as there is a binding that remembers.
    private void Seen(SipMessage request, RequestOutcome outcome)
    {
        if (outcome.Kind != RequestKind.Register) return;
        if (outcome.Register.Reason == RegisterReason.OutOfOrder) OutOfOrder++;
        if (outcome.Status != 200) return;
        Accepted++;
        var call = BindingRules.CallIdHash(request.CallId);
        var cseq = request.CSeq.Number;
        if (_latestCSeq.TryGetValue(call, out var latest) && cseq <= latest)
            Problems.Add($"CSeq {cseq} was carried out after {latest}: {System.Text.Encoding.ASCII.GetString(request.CallId)}");
        if (outcome.Register.Reason == RegisterReason.Unregistered) _latestCSeq.Remove(call);
        else _latestCSeq[call] = cseq;
    }

    private void HouseKept()
    {
        var locations = _switch.Running.State.Locations;
        if (locations.Count > _mostBindings) Problems.Add($"{locations.Count} bindings at {_switch.Running.Now}");
    }
}
