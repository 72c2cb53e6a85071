using System.ComponentModel;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Api.Registrations;

/// <summary>Which registrations are meant; all filters together.</summary>
public readonly record struct RegistrationQuery
{
    /// <summary>A part of the number.</summary>
    [Description("A part of the number.")]
    public string? Number { get; init; }

    /// <summary>The source.</summary>
    [Description("The source: an address, a CIDR block, or address:port.")]
    public string? Address { get; init; }

    /// <summary>The account.</summary>
    [Description("The account's name, whole.")]
    public string? Account { get; init; }

    /// <summary>The state.</summary>
    [Description("registered, expiring, offline or expired.")]
    public string? State { get; init; }

    /// <summary>A part of the User-Agent.</summary>
    [Description("A part of the User-Agent, in any case.")]
    public string? UserAgent { get; init; }

    /// <summary>Reads the filters; what is wrong is added to the problems.</summary>
    internal RegistrationFilter Read(SwitchParts parts, List<Problem> problems)
    {
        AddressRange? range = null;
        if (!string.IsNullOrEmpty(Address))
        {
            if (AddressRange.TryParse(Address, out var parsed)) range = parsed;
            else problems.Add(new Problem("address", $"'{Address}' is no address: write 192.0.2.7, 192.0.2.0/24, 192.0.2.7:5060 or 2001:db8::/32."));
        }
        BindingState? state = null;
        if (!string.IsNullOrEmpty(State))
        {
            if (Enum.TryParse<BindingState>(State, ignoreCase: true, out var parsed) && char.IsLetter(State[0])) state = parsed;
            else problems.Add(new Problem("state", $"'{State}' is none of registered, expiring, offline and expired."));
        }
        return new RegistrationFilter(parts.Directory, parts.Now)
        {
            Number = Blank(Number), Range = range, Account = Blank(Account), State = state, UserAgent = Blank(UserAgent),
        };
    }

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
