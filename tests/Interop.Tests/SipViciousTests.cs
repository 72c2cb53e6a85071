using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tandem.Interop.Tests.Phones;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>The scanners that knock at every SIP port: svcrack guesses passwords, svwar looks for numbers.</summary>
public class SipViciousTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    private const string AttackersAddress = "127.0.0.3";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Svcrack_is_stopped_after_six_guesses_and_the_owner_is_not_refused_once()
    {
        await live.Api.AddPhoneAsync("100", "sunshine");
        using var owner = new WirePhone("100", "sunshine", live.At("udp"));
        Assert.Equal(200, (await owner.RegisterAsync()).Status);

        using var relay = new ChallengeRelay(live.At("udp"), AttackersAddress);
        using var folder = new TemporaryFolder();
        await using var svcrack = Crack("100", relay, folder);
        // svcrack never gives up: it is watched until it has been turned away many times more often than it may guess.
        await Eventually.Is(async () =>
        {
            Assert.Equal(200, (await owner.RegisterAsync()).Status);
            return Count("100", "endpoint_suspended") >= 20;
        }, Within, () => svcrack.Output + live.Output);

        Assert.Equal(6, Count("100", "wrong_password"));
        Assert.DoesNotContain("sunshine", svcrack.Output);
        Assert.DoesNotContain("cracked", svcrack.Output);
        Assert.False(svcrack.HasEnded, svcrack.Output);
        Assert.Equal("127.0.0.2", SourceAddress(Assert.Single(await live.Api.RegistrationsAsync("100"))["source"]));
    }

    [Fact]
    public async Task The_suspension_that_stops_svcrack_is_shown_logged_and_cleared()
    {
        await live.Api.AddPhoneAsync("110", "sunshine");
        using var relay = new ChallengeRelay(live.At("udp"), AttackersAddress);
        using var folder = new TemporaryFolder();
        await using (var svcrack = Crack("110", relay, folder))
        {
            await Eventually.Is(() => Count("110", "endpoint_suspended") > 0, Within, () => svcrack.Output + live.Output);
        }

        var suspension = Assert.Single(await live.Api.SuspensionsAsync("110"));
        Assert.Equal(AttackersAddress, (string?)suspension["source"]);
        Assert.Equal(6, (int)suspension["failures"]!);
        Assert.False((bool)suspension["everyone"]!);
        Assert.InRange((int)suspension["remainingSeconds"]!, 1, 180);

        using var victim = new WirePhone("110", "sunshine", live.At("udp"), AttackersAddress);
        Assert.Equal(403, (await victim.RegisterAsync()).Status);
        await live.Api.DeleteAsync("suspensions/110");
        Assert.Equal(200, (await victim.RegisterAsync()).Status);
    }

    [Fact]
    public async Task Without_the_suspension_svcrack_finds_a_weak_password()
    {
        await using var open = new LiveSwitch();
        await open.InitializeAsync();
        await open.Api.AddPhoneAsync("120", "sunshine");
        await open.Api.SetAsync("SS_ENDPOINTREGISTERSUSPEND", "Off");
        using var relay = new ChallengeRelay(open.At("udp"), AttackersAddress);
        using var folder = new TemporaryFolder();
        await using var svcrack = Crack("120", relay, folder);
        await svcrack.EndAsync(Within);
        Assert.Contains("sunshine", svcrack.Output);
    }

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("OPTIONS")]
    [InlineData("INVITE")]
    public async Task Svwar_tells_no_number_that_exists_from_one_that_does_not_while_the_owner_goes_on(string method)
    {
        var first = method switch { "REGISTER" => 200, "OPTIONS" => 300, _ => 400 };
        string[] numbers = [.. Enumerable.Range(first + 3, 3).Select(n => n.ToString())];
        await live.Api.AddPhonesAsync(numbers);
        using var owner = new WirePhone(numbers[0], $"secret-{numbers[0]}", live.At("udp"));
        await using var svwar = ExternalProgram.Start("svwar", "sipvicious",
            ["-e", $"{first}-{first + 9}", "-m", method, "--force", "-v", "-b", "127.0.0.1", "-x", "127.0.0.1", "-p", $"{live.Port("udp")}", "127.0.0.1"]);
        await Eventually.Is(async () =>
        {
            Assert.Equal(200, (await owner.RegisterAsync()).Status);
            return svwar.HasEnded;
        }, Within, () => svwar.Output);
        await svwar.EndAsync(Within);

        Assert.Contains("Ok SIP device found", svwar.Output);
        Assert.Contains("found nothing", svwar.Output);
        Assert.DoesNotContain("exists", svwar.Output);
        Assert.Single(await live.Api.RegistrationsAsync(numbers[0]));
    }

    [Fact]
    public async Task Existing_and_missing_numbers_are_answered_alike_to_the_last_guess()
    {
        await live.Api.AddPhoneAsync("500");
        using var existing = new WirePhone("500", "guess", live.At("udp"), "127.0.0.4");
        using var missing = new WirePhone("501", "guess", live.At("udp"), "127.0.0.4");
        for (var i = 0; i < 8; i++)
        {
            var one = await existing.RegisterAsync();
            var other = await missing.RegisterAsync();
            Assert.Equal(i < 6 ? 401 : 403, one.Status);
            Assert.Equal(Shape(one.Text), Shape(other.Text));
        }
    }

    private static ExternalProgram Crack(string number, ChallengeRelay relay, TemporaryFolder folder)
    {
        var guesses = Enumerable.Range(1, 15).Select(i => $"guess{i}").Append("sunshine").Append("later");
        var dictionary = folder.Write("dictionary.txt", string.Join('\n', guesses) + "\n");
        return ExternalProgram.Start("svcrack", "sipvicious",
            ["-u", number, "-d", dictionary, "-v", "-b", "127.0.0.1", "-x", "127.0.0.1", "-p", $"{relay.Port}", "127.0.0.1"], folder.Path);
    }

    private int Count(string number, string reason) => live.RegistrationLog.Count(line =>
        line.Contains($" user={number} source={AttackersAddress} ", StringComparison.Ordinal) && line.Contains($" reason={reason} ", StringComparison.Ordinal));

    // An answer without what differs from request to request.
    private static string Shape(string answer) => string.Join('\n', answer.Split("\r\n").Select(line => line.Split(':')[0] switch
    {
        "Via" or "From" or "To" or "Call-ID" or "CSeq" => line.Split(':')[0],
        "WWW-Authenticate" => Regex.Replace(line, "nonce=\"[^\"]*\"", "nonce"),
        _ => line,
    }));

    private static string SourceAddress(JsonNode? source) => ((string)source!).Split(':')[0];
}
