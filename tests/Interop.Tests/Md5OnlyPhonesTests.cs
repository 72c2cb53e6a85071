using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;
using Tandem.Switching.Parameters;

namespace Tandem.Interop.Tests;

/// <summary>
/// Phones that know MD5 alone should pass over a challenge that they do not understand (RFC 8760 §2.4). Some give up
/// instead; for those there are SS_SIP_DIGEST_MD5_USER_AGENTS and SS_SIP_DIGEST_ALGORITHMS, and these tests say which they are.
/// </summary>
public class Md5OnlyPhonesTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    [Fact]
    public async Task Sipp_3_6_gives_up_when_SHA_256_comes_first_and_registers_when_MD5_does()
    {
        await live.Api.AddPhoneAsync("1000");
        await live.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", "SHA-256,MD5");
        var (exitCode, output) = await Sipp.RunAsync("accepted", live, "udp", [SippUser.Of("1000")]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("authentication must use MD5", output);

        await live.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", "MD5,SHA-256");
        await Sipp.PlayAsync("accepted", live, "udp", [SippUser.Of("1000")]);
    }

    [Fact]
    public async Task Baresip_1_0_gives_up_when_SHA_256_is_offered_at_all_and_registers_because_the_switch_knows_it()
    {
        await live.Api.AddPhoneAsync("1010");
        var known = ParameterCatalogue.Md5UserAgents.DefaultText;
        await live.Api.SetAsync("SS_SIP_DIGEST_MD5_USER_AGENTS", "");
        foreach (var order in (string[])["SHA-256,MD5", "MD5,SHA-256"])
        {
            await live.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", order);
            await using var phone = new Baresip("1010", "secret-1010", live, "udp");
            await phone.SaysAsync("Function not implemented");
            Assert.Empty(await live.Api.RegistrationsAsync("1010"));
        }

        await live.Api.SetAsync("SS_SIP_DIGEST_MD5_USER_AGENTS", known);
        await using var again = new Baresip("1010", "secret-1010", live, "udp");
        await again.SaysAsync("200 OK");
    }
}
