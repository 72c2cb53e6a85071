using System.ComponentModel;
using Tandem.Api.Endpoints;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Phones;

/// <summary>A phone as the API shows it.</summary>
public sealed record PhoneView : EndpointView
{
    internal PhoneView(Phone phone, IDictionary<string, object> calls, int registrations)
        : base(phone, calls, registrations) => Number = phone.Name;

    /// <summary>Its number.</summary>
    [Description("Its number: the user part of its address and its digest user name.")]
    public string Number { get; }
}

/// <summary>The body that adds a phone.</summary>
public sealed record NewPhone : EndpointChange<Phone>
{
    /// <summary>Its number.</summary>
    [Description("Its number, 1–64 letters, digits and - _ . ~ + * #; unique among phones and gateways.")]
    public required string Number { get; init; }
}
