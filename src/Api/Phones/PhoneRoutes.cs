using System.ComponentModel;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Endpoints;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Phones;

/// <summary>A phone as the API shows it.</summary>
public sealed record PhoneView : EndpointView
{
    internal PhoneView(Phone phone, int registrations)
        : base(phone, registrations) => Number = phone.Name;

    /// <summary>Its number.</summary>
    [Description("Its number: the user part of its address and its digest user name.")]
    public string Number { get; }
}

/// <summary>The body that adds a phone.</summary>
public sealed record NewPhone : EndpointChange
{
    /// <summary>Its number.</summary>
    [Description("Its number, 1–64 letters, digits and - _ . ~ + * #; unique among phones and gateways.")]
    public required string Number { get; init; }
}

/// <summary>/api/v1/phones.</summary>
internal static class PhoneRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api) => new EndpointRoutes<Phone, PhoneView, NewPhone>(
        "phones", "phone", "phones", "number", (phone, registrations) => new PhoneView(phone, registrations), body => body.Number).Map(api);
}
