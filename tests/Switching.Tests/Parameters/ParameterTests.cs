using Tandem.Switching.Parameters;

namespace Tandem.Switching.Tests.Parameters;

public class ParameterTests
{
    [Theory]
    [InlineData("SS_ENDPOINT_EXPIRE_MIN", "1", true)]
    [InlineData("SS_ENDPOINT_EXPIRE_MIN", "0", false)]
    [InlineData("SS_ENDPOINT_EXPIRE_MIN", "3600", true)]
    [InlineData("SS_ENDPOINT_EXPIRE_MIN", "3601", false)]
    [InlineData("SS_ENDPOINT_EXPIRE_MIN", "60 s", false)]
    [InlineData("SS_ENDPOINTREGISTERSUSPEND", "on", true)]
    [InlineData("SS_ENDPOINTREGISTERSUSPEND", "0", true)]
    [InlineData("SS_ENDPOINTREGISTERSUSPEND", "yes", false)]
    [InlineData("SS_ENDPOINTREGISTERSUSPENDSCOPE", "1", true)]
    [InlineData("SS_ENDPOINTREGISTERSUSPENDSCOPE", "source", true)]
    [InlineData("SS_ENDPOINTREGISTERSUSPENDSCOPE", "2", false)]
    [InlineData("SS_SIP_DIGEST_ALGORITHMS", "MD5", true)]
    [InlineData("SS_SIP_DIGEST_ALGORITHMS", "", false)]
    [InlineData("SS_SIP_DIGEST_ALGORITHMS", "MD5, SHA-1", false)]
    [InlineData("SS_SIP_DOMAINS", "", true)]
    [InlineData("SS_SIP_DOMAINS", "sip.example.com, 192.0.2.1", true)]
    [InlineData("SS_SIP_DOMAINS", "not a host", false)]
    [InlineData("SS_SIP_LISTEN", "udp:5060, tls:[2001:db8::1]:5061", true)]
    [InlineData("SS_SIP_LISTEN", "sctp:5060", false)]
    [InlineData("SS_HEP_SERVER", "", true)]
    [InlineData("SS_HEP_SERVER", "capture.example.com:9060", true)]
    [InlineData("SS_HEP_SERVER", "[2001:db8::9]:9060", true)]
    [InlineData("SS_HEP_SERVER", "192.0.2.9", false)]
    [InlineData("SS_HEP_SERVER", "capture:0", false)]
    [InlineData("SS_HEP_SERVER", "no host:9060", false)]
    [InlineData("SS_QOS_SIGNAL", "0xB8", true)]
    [InlineData("SS_QOS_SIGNAL", "255", true)]
    [InlineData("SS_QOS_SIGNAL", "256", false)]
    [InlineData("SS_QOS_SIGNAL", "0x1ff", false)]
    [InlineData("SS_QOS_SIGNAL", "EF", false)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "10000,20000", true)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "10000 - 10004", true)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "10000,10003", false)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "20000,10000", false)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "1023,2000", false)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "60000,65536", false)]
    [InlineData("SS_MEDIA_PROXY_PORT_RANGE", "40000", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "", true)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "0.1, 0.25,32", true)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "0.5,0.5", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "2,1", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "0.099", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "32.001", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "1.0005", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "1,2,3,4,5,6,7,8,9,10", true)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "1,2,3,4,5,6,7,8,9,10,11", false)]
    [InlineData("SS_SIP_RESEND_INTERVAL", "fast", false)]
    [InlineData("SS_SIP_AUTHENTICATION_REALM", "my \"realm\"", false)]
    public void A_value_is_taken_when_it_is_allowed_and_else_refused_with_the_range(string name, string value, bool allowed)
    {
        var parameter = ParameterCatalogue.Find(name)!;
        Assert.Equal(allowed, ParameterSet.Defaults.TryWith(parameter, value, out var changed, out var error));
        if (allowed)
        {
            Assert.Equal("", error);
            // The canonical text is a value again, and the same one.
            Assert.True(ParameterSet.Defaults.TryWith(parameter, changed.Text(parameter), out var again, out _));
            Assert.Equal(changed.Text(parameter), again.Text(parameter));
        }
        else
        {
            Assert.StartsWith($"{name}: ", error);
            Assert.Same(ParameterSet.Defaults, changed);
        }
    }

    [Fact]
    public void The_error_of_a_number_names_its_range_and_unit()
    {
        ParameterSet.Defaults.TryWith(ParameterCatalogue.EndpointExpireMin, "5000", out _, out var error);
        Assert.Equal("SS_ENDPOINT_EXPIRE_MIN: '5000' is not a whole number from 1 to 3600 (s).", error);
    }

    [Fact]
    public void A_parameter_is_found_by_its_aliases_in_any_case() =>
        Assert.Same(ParameterCatalogue.SuspendRetry, ParameterCatalogue.Find("ss_authentication_max_retry"));

    [Fact]
    public void Every_default_is_a_value_of_its_parameter()
    {
        foreach (var parameter in ParameterCatalogue.All)
        {
            Assert.True(ParameterSet.Defaults.TryWith(parameter, parameter.DefaultText, out var same, out var error), error);
            Assert.Equal(parameter.DefaultText, same.Text(parameter));
            Assert.False(same.IsSet(parameter));
        }
    }

    [Fact]
    public void A_set_is_not_changed_by_making_another()
    {
        ParameterSet.Defaults.TryWith(ParameterCatalogue.SuspendRetry, "3", out var changed, out _);
        Assert.Equal(3, changed.Get(ParameterCatalogue.SuspendRetry));
        Assert.Equal(6, ParameterSet.Defaults.Get(ParameterCatalogue.SuspendRetry));
        Assert.True(changed.IsSet(ParameterCatalogue.SuspendRetry));
    }
}
