namespace Tandem.Switching.Accounts;

/// <summary>Which phone each number would ring after a change of some phones; a number rings one phone.</summary>
internal sealed class PhoneNumberClaims
{
    private readonly Directory _directory;
    private readonly HashSet<string> _changed = [];
    private readonly Dictionary<string, string> _claims = [];
    private readonly bool _needed;

    /// <param name="directory">The phones before.</param>
    /// <param name="changed">The phones as they would be.</param>
    public PhoneNumberClaims(Directory directory, IReadOnlyCollection<Phone> changed)
    {
        _directory = directory;
        // An import of a million phones without further numbers looks nothing up.
        _needed = directory.HasFurtherNumbers || changed.Any(phone => !phone.Calls.Numbers.IsEmpty);
        if (!_needed) return;
        foreach (var phone in changed)
        {
            _changed.Add(phone.Name);
            _claims.Add(phone.Name, phone.Name);
        }
        foreach (var phone in changed)
        {
            foreach (var number in phone.Calls.Numbers) _claims.TryAdd(number, phone.Name);
        }
    }

    /// <summary>The numbers of a changed phone that ring another one.</summary>
    public IEnumerable<Problem> Problems(Phone phone)
    {
        if (!_needed) yield break;
        if (OwnerOf(phone.Name) is { } owner && owner != phone.Name)
        {
            yield return new Problem("name", $"'{phone.Name}' is a further number of the phone '{owner}' already.");
        }
        foreach (var number in phone.Calls.Numbers)
        {
            if (number == phone.Name) yield return new Problem("furtherNumbers", $"'{number}' is the phone's own number.");
            else if (OwnerOf(number) is { } other && other != phone.Name) yield return new Problem("furtherNumbers", $"'{number}' rings the phone '{other}' already.");
        }
    }

    private string? OwnerOf(string number)
    {
        // One that stays as it is keeps its numbers, before anybody who would like to have them.
        if (_directory.FindPhoneByNumber(number) is { } phone && !_changed.Contains(phone.Name)) return phone.Name;
        return _claims.GetValueOrDefault(number);
    }
}
