using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Testing;
using Tandem.Testing.Network;
using Tandem.Testing.Phones;

namespace Tandem.Simulation.Tests.Registration;

/// <summary>
/// 1,000 phones on a bad network for a day. In its last hour and ten minutes the network is good and the phones are left
/// alone, which is long enough for each to refresh once and for what was left behind to expire. Everything follows from
/// the seed, so a day that went wrong can be lived again.
/// </summary>
internal sealed class RegistrationDay
{
    public const int Phones = 1000;

    private const int SharedNumbers = 50;
    private const int Numbers = Phones - SharedNumbers;
    private const int Minute = 60_000;
    private const int Jams = 8;
    private const long Morning = 1_800_000_000_000;
    private const long Calm = Morning + (86_400 - 4_200) * 1000L;
    private const long Night = Morning + 86_400_000;

    private static readonly IpEndpoint SwitchAddress = IpEndpoint.FromV4(0xC0000201, 5060);

    private readonly SimulatedNetwork _network;
    private readonly Random _chance;

    public RegistrationDay(int seed)
    {
        _chance = new Random(seed);
        _network = new SimulatedNetwork(SwitchAddress, _chance, Morning)
        {
            ToSwitch = new LinkQuality(Loss: 0.03, Duplication: 0.02, Delay: 10, Jitter: 250, Stragglers: 0.02, HoldUp: 8_000),
            FromSwitch = new LinkQuality(Loss: 0.05, Duplication: 0.01, Delay: 10, Jitter: 200, Stragglers: 0.01, HoldUp: 4_000),
        };
        Switch = new SimulatedSwitch(_network, seed, AddPhones) { WriteBehind = 20_000 };
        var kit = new PhoneKit(_network, _chance);
        for (var i = 0; i < Phones; i++) Lives.Add(new PhoneLife(kit, i, NewPhone(kit, i), PasswordOf(NumberOf(i)), Calm));
        // For some minutes answers are lost, so that the switch knows and the phones do not; and now and then requests are
        // held up until their phones have given up and begun anew.
        Disturb(toSwitch: false, LinkQuality.Perfect with { Loss = 1 }, 4 * Minute);
        for (var jam = 0; jam < Jams; jam++) Disturb(toSwitch: true, new LinkQuality(0, 0, Delay: 150_000, Jitter: 30_000), Minute);
        Audit = new BindingAudit(Switch, Lives);
    }

    public SimulatedSwitch Switch { get; }

    public List<PhoneLife> Lives { get; } = [];

    public SimulatedNetwork Network => _network;

    public BindingAudit Audit { get; }

    /// <summary>Lets the day pass; returns what went wrong.</summary>
    /// <param name="crashes">How often the switch crashes, at times of chance.</param>
    public IReadOnlyList<string> Pass(int crashes = 0)
    {
        var times = Enumerable.Range(0, crashes).Select(_ => _chance.NextInt64(Morning, Calm)).Order();
        foreach (var time in times)
        {
            _network.RunUntil(time);
            Switch.Crash();
            Audit.AfterCrash(time);
        }
        _network.RunUntil(Calm);
        _network.ToSwitch = _network.FromSwitch = LinkQuality.Perfect;
        _network.RunUntil(Night);
        Audit.AtNight(Night);
        return Audit.Problems;
    }

    private void Disturb(bool toSwitch, LinkQuality during, int length) =>
        _ = new Disturbance(_network, toSwitch, during, _chance.NextInt64(Morning, Calm - 10 * Minute), length);

    // The last numbers have two phones each.
    private static string NumberOf(int phone) => $"{1000 + Math.Min(phone, Numbers - SharedNumbers + (phone - (Numbers - SharedNumbers)) / 2)}";

    private static string PasswordOf(string number) => "password of " + number;

    private static bool WantsLongExpiries(int phone) => phone < Numbers - SharedNumbers && phone % 25 == 0;

    private static void AddPhones(TestSwitch to)
    {
        for (var i = 0; i < Phones; i++)
        {
            var shared = i >= Numbers - SharedNumbers;
            var longer = WantsLongExpiries(i);
            to.AddPhone(NumberOf(i), PasswordOf(NumberOf(i)),
                phone => phone with { MaxBindings = shared ? 2 : null, ExpireMin = longer ? 1800 : null });
        }
    }

    private static SimulatedPhone NewPhone(PhoneKit kit, int i) =>
        new(kit, NumberOf(i), PasswordOf(NumberOf(i)), i % 2 == 0 ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5)
        {
            FirstExpires = WantsLongExpiries(i) ? 600 : 3600,
            KeepsNonce = i % 4 < 2,
            Instance = i % 3 == 0 ? $"urn:uuid:00000000-0000-4000-8000-{i:d12}" : "",
            UnregistersAll = i % 5 == 0 && i < Numbers - SharedNumbers,
        };
}
