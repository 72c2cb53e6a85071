using System.Text;
using System.Text.RegularExpressions;
using Tandem.Interop.Tests.Phones;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>The line that fail2ban and people read is about what happened on the wire, and of nothing secret.</summary>
public class RegistrationLogTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_forged_address_never_gets_into_the_log()
    {
        await live.Api.AddPhoneAsync("1000");
        using var attacker = new WirePhone("1000", "guess", live.At("udp"), "127.0.0.6");
        var phone = attacker.Phone;
        phone.UserAgent = "x source=203.0.113.9 code=401 reason=registered";
        phone.Extra = "X-Forwarded-For: 203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n";
        var challenge = await attacker.SendAsync(Forge(phone.Request(null)));
        Assert.Equal(401, (await attacker.SendAsync(Forge(phone.Request(challenge)))).Status);

        var line = await LineAsync("user=1000 ");
        Assert.Contains(" source=127.0.0.6 ", line);
        Assert.Contains(" code=401 reason=wrong_password ", line);
        Assert.DoesNotContain(" source=203.0.113.9", line);
        Assert.DoesNotContain("reason=registered", line);
        Assert.EndsWith(" ua=x%20source%3D203.0.113.9%20code%3D401%20reason%3Dregistered", line);
    }

    [Fact]
    public async Task A_user_name_with_a_line_break_stays_one_field_of_one_line()
    {
        using var attacker = new WirePhone("1%0A2026-01-01T00:00:00.000Z%20REGISTER%20user=9%20source=203.0.113.9", "guess", live.At("udp"), "127.0.0.7");
        Assert.Equal(401, (await attacker.RegisterAsync()).Status);
        await LineAsync(" source=127.0.0.7 ");
        Assert.DoesNotContain(live.RegistrationLog, line => line.Contains(" source=203.0.113.9", StringComparison.Ordinal));
        Assert.Single(live.RegistrationLog, line => line.Contains(" source=127.0.0.7 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_secret_is_written_anywhere()
    {
        await live.Api.AddPhoneAsync("1010", "open-sesame-1010");
        using var phone = new WirePhone("1010", "open-sesame-1010", live.At("udp"), "127.0.0.8");
        var challenge = await phone.SendAsync(phone.Phone.Request(null));
        var credentials = phone.Phone.Request(challenge);
        Assert.Equal(200, (await phone.SendAsync(credentials)).Status);
        await LineAsync("user=1010 ");

        var response = Regex.Match(credentials, "response=\"(\\w+)\"").Groups[1].Value;
        Assert.Equal(64, response.Length);
        foreach (var secret in (string[])["open-sesame-1010", response])
        {
            Assert.DoesNotContain(secret, live.Output);
            foreach (var file in Directory.GetFiles(live.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
                Assert.DoesNotContain(secret, await ReadAsync(file));
        }
    }

    private static string Forge(string request) => Regex.Replace(request, "127\\.0\\.0\\.6:\\d+", "203.0.113.9:5060");

    private async Task<string> LineAsync(string part)
    {
        string? found = null;
        await Eventually.Is(() => (found = live.RegistrationLog.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal))) is not null, Within);
        return found!;
    }

    private static async Task<string> ReadAsync(string file)
    {
        // The database is open in another process.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
