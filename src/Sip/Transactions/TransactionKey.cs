namespace Tandem.Sip.Transactions;

/// <summary>
/// Which transaction a message belongs to (RFC 3261 §17.1.3, §17.2.3), as a keyed hash of 128 bits: equal for equal
/// identifiers, and two different ones that give the same key will not be met with, not even by somebody who tries.
/// </summary>
/// <param name="High">The first half.</param>
/// <param name="Low">The second half; good as a hash code as it is.</param>
public readonly record struct TransactionKey(ulong High, ulong Low)
{
    /// <inheritdoc/>
    public override int GetHashCode() => (int)Low;
}
