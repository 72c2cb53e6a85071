namespace Tandem.Switching.Registration;

/// <summary>
/// The contacts of one endpoint, held under their stripe's lock until disposed. Everything a REGISTER changes is changed
/// through one of these, so that it happens whole or not at all.
/// </summary>
public readonly ref struct EndpointContacts
{
    private readonly LocationTable _table;
    private readonly LocationStripe _stripe;
    private readonly string _endpoint;
    private readonly ulong _nameHash;

    internal EndpointContacts(LocationTable table, LocationStripe stripe, string endpoint, ulong nameHash)
    {
        _table = table;
        _stripe = stripe;
        _endpoint = endpoint;
        _nameHash = nameHash;
        stripe.Lock.Enter();
    }

    /// <summary>The oldest contact; the others follow by <see cref="Binding.Next"/>.</summary>
    public Binding? First => _stripe.First(_endpoint, _nameHash);

    /// <summary>How many contacts there are.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            for (var binding = First; binding is not null; binding = binding.Next) count++;
            return count;
        }
    }

    /// <summary>Adds a contact behind the others.</summary>
    public void Add(in BindingDraft draft) => _stripe.Add(new Binding(_table.NextId(), _endpoint, _nameHash, draft));

    /// <summary>Takes a refresh over: in place when only times and source changed, else as a new binding with the old one's age.</summary>
    public void Refresh(Binding binding, in BindingDraft draft)
    {
        if (binding.HasTextsOf(draft))
        {
            _stripe.Refresh(binding, draft);
            return;
        }
        _stripe.Remove(binding);
        _stripe.Add(new Binding(_table.NextId(), _endpoint, _nameHash, draft) { RegisteredAt = binding.RegisteredAt });
    }

    /// <summary>Removes a contact.</summary>
    public void Remove(Binding binding) => _stripe.Remove(binding);

    /// <summary>Lets the lock go.</summary>
    public void Dispose() => _stripe.Lock.Exit();
}
