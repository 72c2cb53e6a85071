using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Testing;

namespace Tandem.Switching.Tests.Conformance;

/// <summary>The messages of RFC 4475 and RFC 5118 as the switch answers them.</summary>
public class TortureAnswersTests
{
    private static readonly Flow Source = new(SipTransport.Udp, 0, IpEndpoint.FromV4(0xC6336407, 5060));

    public static TheoryData<string> Names => [.. TortureMessages.All.Select(message => message.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_answered_as_its_verdict_says(string name)
    {
        var torture = TortureMessages.Named(name);
        var answers = new TestSwitch().Deliver(torture.Bytes, Source);
        var expected = TortureAnswers.Expected(torture);
        if (expected.Count == 0) Assert.Empty(answers);
        else Assert.Contains(Assert.Single(answers).Status, expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void None_of_them_binds_anything(string name)
    {
        var through = new TestSwitch();
        through.Deliver(TortureMessages.Named(name).Bytes, Source);
        Assert.Equal(0, through.State.Locations.Count);
    }

    [Theory]
    [InlineData("regbadct", "user", 400)]
    [InlineData("cparam01", "watson", 200, "sip:+19725552222@gw1.example.net")]
    [InlineData("cparam02", "watson", 200, "sip:+19725552222@gw1.example.net;unknownparam")]
    [InlineData("regescrt", "user", 200, "sip:user@example.com?Route=%3Csip:sip.example.com%3E")]
    [InlineData("escnull", "null-\0-null", 200, "sip:%00@host5.example.com", "sip:%00%00@host5.example.com")]
    public void A_register_of_one_who_needs_no_password_is_judged_by_its_contacts(string name, string user, int status, params string[] contacts)
    {
        var through = new TestSwitch();
        AddressList.TryParse("198.51.100.7", out var allowed, out _);
        through.AddPhone(user, null, phone => phone with { Mode = AuthenticationMode.Address, Allow = allowed, MaxBindings = 2 });
        Assert.Equal(status, Assert.Single(through.Deliver(TortureMessages.Named(name).Bytes, Source)).Status);
        Assert.Equal(contacts, through.State.Locations.Find(user).ConvertAll(binding => binding.Contact));
    }
}
