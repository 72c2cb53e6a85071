using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Tests.Fields;

/// <summary>What can be set in code can be set by an operator, and is shown as it is written.</summary>
public sealed class FieldCatalogueTests
{
    private readonly FieldProof<PhoneCalls> _phone = new(PhoneCallFields.Catalogue, PhoneCalls.Default, FieldSamples.Phone);
    private readonly FieldProof<MappingCalls> _mapping = new(MappingCallFields.Catalogue, MappingCalls.Default, FieldSamples.Mapping);
    private readonly FieldProof<RoutingGateway> _routing = new(RoutingGatewayFields.Catalogue, new RoutingGateway { Name = "gw" }, FieldSamples.Routing);
    private readonly FieldProof<GatewayGroup> _gatewayGroup = new(GatewayGroupFields.Catalogue, new GatewayGroup { Name = "g" }, FieldSamples.GatewayGroup);
    private readonly FieldProof<NumberGroup> _numberGroup = new(NumberGroupFields.Catalogue, new NumberGroup { Name = "n" }, FieldSamples.NumberGroup);
    private readonly FieldProof<NumberTransform> _transform = new(NumberTransformFields.Catalogue, new NumberTransform { Name = "1" }, FieldSamples.NumberTransform);

    [Fact]
    public void Every_field_reads_what_it_prints_and_an_empty_text_takes_it_away()
    {
        _phone.EveryFieldReadsWhatItPrints();
        _mapping.EveryFieldReadsWhatItPrints();
        _routing.EveryFieldReadsWhatItPrints();
        _gatewayGroup.EveryFieldReadsWhatItPrints();
        _numberGroup.EveryFieldReadsWhatItPrints();
        _transform.EveryFieldReadsWhatItPrints();
    }

    // A name is what the object is found by, the password is never shown, and a group's numbers are a list of their own.
    [Fact]
    public void Every_property_has_a_field()
    {
        Assert.Empty(_phone.PropertiesWithoutField());
        Assert.Empty(_mapping.PropertiesWithoutField());
        Assert.Equal(["Name", "SealedPassword"], _routing.PropertiesWithoutField());
        Assert.Equal(["Name"], _gatewayGroup.PropertiesWithoutField());
        Assert.Equal(["Name", "Numbers"], _numberGroup.PropertiesWithoutField());
        Assert.Equal(["Name"], _transform.PropertiesWithoutField());
    }

    [Fact]
    public void Parts_of_a_whole_have_a_field_each()
    {
        var gateway = _routing.Full();

        Assert.Equal(new StageTimeouts(5, 6, 7, 8, 9), gateway.Timeouts);
        Assert.Equal(new FailoverRules { AfterRinging = false, AfterSdp = true, AfterMedia = true, AfterBusy = false, SwitchCodes = [404, 484], StopCodes = [486, 603] }, gateway.Failover);
        Assert.Equal(("sip.example.com:5080", "example.com", "49301", "u49301", 300, Tandem.Sip.Flows.SipTransport.Tls),
            (gateway.Registration!.Registrar, gateway.Registration.Domain, gateway.Registration.User, gateway.Registration.AuthenticationUser,
                gateway.Registration.Expires, gateway.Registration.Transport));
        Assert.Equal(("Sat,Sun", "1003"), (_phone.Full().ForwardPeriod!.Periods.Text, _phone.Full().ForwardPeriod!.Target.Numbers[0]));
    }

    [Fact]
    public void Names_are_snake_case_and_come_back_from_their_json_form()
    {
        FieldDefinition[] all =
        [
            .. PhoneCallFields.Catalogue, .. MappingCallFields.Catalogue, .. RoutingGatewayFields.Catalogue, .. GatewayGroupFields.Catalogue,
            .. NumberGroupFields.Catalogue, .. NumberTransformFields.Catalogue,
        ];

        Assert.All(all, field => Assert.Matches("^[a-z]+(_[a-z]+)*$", field.Name));
        Assert.All(all, field => Assert.Equal(field.Name, System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ApiName)));
        Assert.All(all, field => Assert.Matches(@"^[A-Z].*\.$", field.Meaning));
    }

    [Fact]
    public void What_is_at_its_default_is_shared_and_not_listed()
    {
        var problems = new List<Problem>();
        var touched = PhoneCallFields.Catalogue.Apply(_phone.Full(), PhoneCallFields.Catalogue.ToDictionary(f => f.Name, _ => ""), problems);

        Assert.Empty(problems);
        Assert.Equal(PhoneCalls.Default, touched);
        Assert.Empty(PhoneCallFields.Catalogue.Set(touched));
        Assert.Equal(FieldSamples.Phone, PhoneCallFields.Catalogue.Set(_phone.Full()).ToDictionary(set => set.Field.Name, set => set.Text));
    }
}
