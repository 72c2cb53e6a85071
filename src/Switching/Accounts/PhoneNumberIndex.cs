using System.Collections.Concurrent;

namespace Tandem.Switching.Accounts;

/// <summary>Finds the phone that a further number (<see cref="PhoneCalls.Numbers"/>) rings. Readers take no lock.</summary>
internal sealed class PhoneNumberIndex
{
    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>True when no phone has a further number.</summary>
    public bool IsEmpty => _owners.IsEmpty;

    /// <summary>The name of the phone that has the number among its further ones; null when none has.</summary>
    public string? OwnerOf(string number) => _owners.GetValueOrDefault(number);

    /// <summary>Takes over what a phone's change means for its further numbers; null = there was, or is, no phone.</summary>
    public void Replace(Phone? before, Phone? after)
    {
        // Most phones have none, and a million of them are loaded through here.
        if (before is { Calls.Numbers.IsEmpty: false }) Remove(before);
        if (after is not { Calls.Numbers.IsEmpty: false }) return;
        foreach (var number in after.Calls.Numbers) _owners[number] = after.Name;
    }

    // A number that went to another phone in the meantime stays with that one.
    private void Remove(Phone phone)
    {
        foreach (var number in phone.Calls.Numbers) _owners.TryRemove(KeyValuePair.Create(number, phone.Name));
    }
}
