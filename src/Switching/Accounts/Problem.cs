namespace Tandem.Switching.Accounts;

/// <summary>What is wrong with one field of a draft.</summary>
/// <param name="Field">The field in the API's spelling: "validUntil".</param>
/// <param name="Message">One line that says what is wrong and what is allowed.</param>
public readonly record struct Problem(string Field, string Message);
