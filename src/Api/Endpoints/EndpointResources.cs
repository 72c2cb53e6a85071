using Microsoft.AspNetCore.Routing;
using Tandem.Api.MappingGateways;
using Tandem.Api.Phones;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Api.Endpoints;

/// <summary>/api/v1/phones and /api/v1/mapping-gateways: the same routes for the two kinds of endpoints.</summary>
internal static class EndpointResources
{
    private static readonly CallFields<Phone> PhoneCalls = CallFields<Phone>.Of(
        PhoneCallFields.Catalogue, Switching.Accounts.PhoneCalls.Default, phone => phone.Calls);

    private static readonly CallFields<MappingGateway> GatewayCalls = CallFields<MappingGateway>.Of(
        MappingCallFields.Catalogue, MappingCalls.Default, gateway => gateway.Calls);

    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        new EndpointRoutes<Phone, PhoneView, NewPhone>("phones", "phone", "phones", "number", PhoneCalls,
            (phone, calls, registrations) => new PhoneView(phone, calls, registrations), body => body.Number).Map(api);
        new EndpointRoutes<MappingGateway, MappingGatewayView, NewMappingGateway>("mapping-gateways", "mapping gateway", "mapping gateways", "name", GatewayCalls,
            (gateway, calls, registrations) => new MappingGatewayView(gateway, calls, registrations), body => body.Name).Map(api);
    }
}
