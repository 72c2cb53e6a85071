using Tandem.Sip.Flows;

namespace Tandem.Switching.Accounts;

/// <summary>The sources an endpoint may come from. Immutable; most endpoints share <see cref="Empty"/>.</summary>
public sealed class AddressList
{
    /// <summary>The most entries one list may have.</summary>
    public const int MaxEntries = 256;

    /// <summary>The list without entries: it contains no source.</summary>
    public static readonly AddressList Empty = new([]);

    private readonly AddressRange[] _ranges;

    private AddressList(AddressRange[] ranges) => _ranges = ranges;

    /// <summary>The entries in the operator's order.</summary>
    public IReadOnlyList<AddressRange> Ranges => _ranges;

    /// <summary>True when an entry contains the source.</summary>
    public bool Contains(in IpEndpoint source)
    {
        foreach (var range in _ranges)
        {
            if (range.Contains(source)) return true;
        }
        return false;
    }

    /// <summary>Reads entries parted by commas, semicolons or blanks. The error names the entry and what is allowed.</summary>
    public static bool TryParse(string? text, out AddressList list, out string error)
    {
        error = "";
        list = Empty;
        if (string.IsNullOrWhiteSpace(text)) return true;
        var parts = text.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > MaxEntries)
        {
            error = $"An address list has at most {MaxEntries} entries; this one has {parts.Length}.";
            return false;
        }
        var ranges = new AddressRange[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (AddressRange.TryParse(parts[i], out ranges[i])) continue;
            error = $"'{parts[i]}' is no address: write 192.0.2.7, 192.0.2.0/24, 192.0.2.7:5060, 2001:db8::/32 or [2001:db8::1]:5060.";
            return false;
        }
        list = new AddressList(ranges);
        return true;
    }

    /// <summary>The form that <see cref="TryParse"/> reads, parted by commas.</summary>
    public override string ToString() => string.Join(',', _ranges);
}
