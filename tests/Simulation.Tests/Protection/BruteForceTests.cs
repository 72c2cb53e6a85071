using Tandem.Sip.Flows;
using Tandem.Testing.Network;
using Tandem.Testing.Phones;

namespace Tandem.Simulation.Tests.Protection;

/// <summary>Attackers who guess passwords beside the phones of their victims (spec: registration and protection §2).</summary>
public class BruteForceTests
{
    private const long Start = 1_800_000_000_000;
    private const int Minute = 60_000;
    private const int Owners = 20;

    private readonly Random _chance = new(1);
    private readonly SimulatedNetwork _network;
    private readonly SimulatedSwitch _switch;
    private readonly PhoneKit _kit;
    private readonly List<SimulatedPhone> _owners = [];
    private readonly List<SimulatedPhone> _attackers = [];

    public BruteForceTests()
    {
        var bad = new LinkQuality(Loss: 0.03, Duplication: 0.02, Delay: 10, Jitter: 200, Stragglers: 0.02, HoldUp: 4_000);
        _network = new SimulatedNetwork(IpEndpoint.FromV4(0xC0000201, 5060), _chance, Start) { ToSwitch = bad, FromSwitch = bad };
        _switch = new SimulatedSwitch(_network, 1, to =>
        {
            for (var i = 0; i < Owners; i++) to.AddPhone($"{1000 + i}", $"secret-{i}");
        });
        _kit = new PhoneKit(_network, _chance);
        for (var i = 0; i < Owners; i++) _owners.Add(SwitchOn($"{1000 + i}", $"secret-{i}", 10, i, pause: 60_000));
    }

    [Fact]
    public void Owners_are_never_refused_while_five_sources_guess_their_passwords()
    {
        _network.RunUntil(Start + 2 * Minute);
        Assert.All(_owners, owner => Assert.True(owner.BoundUntil > 0));
        Attack();
        for (var minute = 10; minute <= 180; minute += 10)
        {
            // Now and then an owner's phone restarts, from the same place.
            var owner = _owners[_chance.Next(Owners)];
            owner.Reboot(owner.Source.WithPort((ushort)(20_000 + minute)), owner.Source.WithPort((ushort)(20_000 + minute)));
            _network.RunUntil(Start + minute * (long)Minute);
        }

        Assert.All(_owners, owner =>
        {
            Assert.Equal((0, 0, 0), (owner.Refused, owner.WrongPasswords, owner.Surprised));
            var binding = Assert.Single(_switch.Running.State.Locations.Find(owner.Number));
            Assert.Equal((owner.ContactUri, owner.Source), (binding.Contact, binding.Source));
        });
    }

    [Fact]
    public void Guessing_is_stopped_after_a_few_tries_whatever_it_is_aimed_at()
    {
        Attack();
        _network.RunUntil(Start + 60 * (long)Minute);

        Assert.All(_attackers, attacker => Assert.Equal(0, attacker.Accepted));
        // Three sources together have six tries in three minutes, against each existing or made-up number alike.
        Assert.All(_attackers.GroupBy(attacker => attacker.Number), attack =>
        {
            Assert.InRange(attack.Sum(attacker => attacker.WrongPasswords), 6, 6 * 60 / 3 + 5 * 6);
            Assert.True(attack.Sum(attacker => attacker.Refused) > 1000);
        });
        Assert.True(_switch.Suspensions.Count >= Owners);
    }

    private void Attack()
    {
        for (var target = 0; target < Owners + 5; target++)
        {
            for (var source = 0; source < 5; source++)
                _attackers.Add(SwitchOn($"{1000 + target}", "a guess", 20 + source, target, pause: 2_000));
        }
    }

    private SimulatedPhone SwitchOn(string number, string password, int network, int host, int pause)
    {
        var phone = new SimulatedPhone(_kit, number, password) { Pause = pause };
        var address = IpEndpoint.FromV4((uint)network << 24 | (uint)host, 5060);
        phone.Reboot(address, address);
        return phone;
    }
}
