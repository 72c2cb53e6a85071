using Tandem.Sip.Digest;
using Tandem.Switching.Accounts;
using Tandem.Switching.Authentication;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;
using Tandem.Testing;

namespace Tandem.Switching.Tests.Routing;

public class NumberReadingTests
{
    private const string Identities =
        "P-Asserted-Identity: \"A\" <sip:4911@c>, <tel:+4912>\r\nP-Preferred-Identity: <tel:+49-22>\r\nRemote-Party-ID: \"R\" <sip:4933@c>;party=calling\r\n"
        + "Diversion: <sip:4944@c>;reason=no-answer\r\nDiversion: <sip:4955@c>;reason=user-busy\r\n";

    private readonly RouteDesk _desk = new();
    private readonly CallerIdentifier _identifier;

    public NumberReadingTests() => _identifier = new CallerIdentifier(
        _desk.State, new EndpointAuthenticator(new NonceIssuer(new byte[32], 0), new NonceCounts(), new DigestSecrets(new PlainSecretBox())));

    [Theory]
    [InlineData(CallerSource.From, "4900")]
    [InlineData(CallerSource.Display, "4901")]
    [InlineData(CallerSource.PAssertedIdentity, "4911")]
    [InlineData(CallerSource.PPreferredIdentity, "+4922")]
    [InlineData(CallerSource.RemotePartyId, "4933")]
    public void The_caller_is_read_where_the_gateway_says(CallerSource source, string caller)
    {
        _desk.Mapping("gw", new MappingCalls { CallerSource = source });
        var invite = new TestInvite { From = "\"49-01\" <sip:4900@c>", Extra = Identities };
        Assert.Equal(caller, Read("gw", invite).Caller);
        var without = source is CallerSource.From ? "4900" : "";
        Assert.Equal(without, Read("gw", new TestInvite { From = "<sip:4900@c>" }).Caller);
    }

    [Theory]
    [InlineData(CalleeSource.RequestUri, "331")]
    [InlineData(CalleeSource.To, "332")]
    [InlineData(CalleeSource.Diversion, "4944")]
    public void The_callee_is_read_where_the_gateway_says(CalleeSource source, string callee)
    {
        _desk.Mapping("gw", new MappingCalls { CalleeSource = source });
        Assert.Equal(callee, Read("gw", new TestInvite { Uri = "sip:331@c", To = "<sip:332@c>", Extra = Identities }).Callee);
    }

    [Theory]
    [InlineData("sip:1001@c", "1001")]
    [InlineData("sips:1001@c", "1001")]
    [InlineData("sip:+49(30)555-1.2@c;user=phone", "+493055512")]
    [InlineData("tel:+49-30-555;phone-context=x", "+4930555")]
    [InlineData("sip:4930;npdi;rn=x@c", "4930")]
    [InlineData("sip:%2B4930@c", "+4930")]
    [InlineData("sip:%34%39@c", "49")]
    [InlineData("sip:*72%23@c", "*72#")]
    [InlineData("sip:anna.b-c@c", "anna.b-c")]
    [InlineData("sip:100-1@c", "100-1")]
    [InlineData("sip:100-2@c", "1002")]
    [InlineData("sip:c", "")]
    [InlineData("http://c/1", "")]
    [InlineData("sip:1%0D%0AEvil:%20x@c", "")]
    [InlineData("sip:1%00@c", "")]
    public void Numbers_are_taken_as_they_are_dialled(string uri, string number)
    {
        _desk.Phone("100-1");
        _desk.Phone("1000");
        Assert.Equal(number, Read("1000", new TestInvite { Uri = uri }).Callee);
    }

    [Fact]
    public void A_number_longer_than_any_is_none() =>
        Assert.Equal("", Read(_desk.Phone("1000").Name, new TestInvite { Uri = $"sip:{new string('1', 129)}@c" }).Callee);

    [Fact]
    public void A_carrier_that_calls_the_contact_we_registered_means_the_number_in_To()
    {
        _desk.Carrier("trunk", "49", g => g with { Registration = new OutboundRegistration { Registrar = "c", User = "user7" } });
        Assert.Equal("4930", Read("trunk", new TestInvite { Uri = "sip:user7@192.0.2.1", To = "<sip:4930@c>" }).Callee);
        Assert.Equal("4931", Read("trunk", new TestInvite { Uri = "sip:4931@192.0.2.1", To = "<sip:4930@c>" }).Callee);
    }

    private CallNumbers Read(string from, TestInvite invite) => _identifier.ReadNumbers(invite.Parse(), _desk.CallerOf(from));
}
