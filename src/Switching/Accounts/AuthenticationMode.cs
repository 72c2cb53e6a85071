namespace Tandem.Switching.Accounts;

/// <summary>What an endpoint must show to register. The numbers are stored and never change.</summary>
public enum AuthenticationMode : byte
{
    /// <summary>A digest with the endpoint's password (RFC 3261 §22); the address list, when there is one, is not looked at.</summary>
    Password = 0,
    /// <summary>A source address of the endpoint's list; no password is asked for.</summary>
    Address = 1,
    /// <summary>A source address of the endpoint's list and the password.</summary>
    Both = 2,
}
