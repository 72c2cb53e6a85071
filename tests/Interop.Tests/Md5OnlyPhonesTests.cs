using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>
/// Phones that know MD5 alone should pass over a challenge that they do not understand (RFC 8760 §2.4). Some give up
/// instead; these tests say which, and that SS_SIP_DIGEST_MD5_USER_AGENTS is the remedy.
/// </summary>
public class Md5OnlyPhonesTests(LiveSwitch live) : IClassFixture<LiveSwitch>
{
    private const string Remedy = "SS_SIP_DIGEST_MD5_USER_AGENTS";

    [Fact]
    public async Task Sipp_3_6_gives_up_at_SHA_256_and_registers_once_it_is_listed()
    {
        await live.Api.AddPhoneAsync("1000");
        await live.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", "SHA-256,MD5");
        await live.Api.SetAsync(Remedy, "");
        var (exitCode, output) = await Sipp.RunAsync("accepted", live, "udp", [SippUser.Of("1000")]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("authentication must use MD5", output);

        await live.Api.SetAsync(Remedy, "SIPp");
        await Sipp.PlayAsync("accepted", live, "udp", [SippUser.Of("1000")]);
    }

    [Theory]
    [InlineData("SHA-256,MD5")]
    [InlineData("MD5,SHA-256")]
    public async Task Baresip_1_0_gives_up_at_SHA_256_in_any_place_unless_it_is_listed(string order)
    {
        await live.Api.AddPhonesAsync(["1010"]);
        await live.Api.SetAsync("SS_SIP_DIGEST_ALGORITHMS", order);
        await live.Api.SetAsync(Remedy, "");
        await using var phone = new Baresip("1010", "secret-1010", live, "udp");
        await phone.SaysAsync("Function not implemented");
        Assert.Empty(await live.Api.RegistrationsAsync("1010"));
    }
}
