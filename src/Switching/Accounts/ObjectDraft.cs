namespace Tandem.Switching.Accounts;

/// <summary>An object as an operator writes it: the fields that are given. A field that is absent stays as it is.</summary>
/// <param name="Fields">Texts by the fields' names in snake_case; "" sets the default.</param>
/// <param name="Password">The password in clear; null = as it is, "" = none.</param>
public sealed record ObjectDraft(IReadOnlyDictionary<string, string> Fields, string? Password = null);
