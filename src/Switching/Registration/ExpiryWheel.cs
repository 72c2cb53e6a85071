namespace Tandem.Switching.Registration;

/// <summary>
/// The bindings of one stripe by the second in which they may end. A refresh does not move a binding: when its old second
/// comes, the binding is put to its new one, so a refresh costs nothing and nothing is ever scanned. An expiry beyond the
/// wheel waits in the last second and is put further on from there.
/// </summary>
internal sealed class ExpiryWheel(long now)
{
    private const int Slots = 4096;
    private const long SlotMilliseconds = 1000;

    private readonly Binding?[] _heads = new Binding?[Slots];
    private long _second = now / SlotMilliseconds;

    public void Add(Binding binding)
    {
        // The second after the expiry, so that a binding is over when its slot comes.
        var due = binding.ExpiresAt / SlotMilliseconds + 1;
        var slot = (int)(Math.Clamp(due, _second + 1, _second + Slots - 1) % Slots);
        binding.WheelSlot = slot;
        binding.WheelPrevious = null;
        binding.WheelNext = _heads[slot];
        if (_heads[slot] is { } head) head.WheelPrevious = binding;
        _heads[slot] = binding;
    }

    /// <summary>A refresh that ends sooner than the binding's slot comes must move it; a later end is seen to then.</summary>
    public void Refreshed(Binding binding)
    {
        var waits = (binding.WheelSlot - (int)(_second % Slots) + Slots) % Slots;
        if (binding.ExpiresAt / SlotMilliseconds + 1 >= _second + waits) return;
        Remove(binding);
        Add(binding);
    }

    public void Remove(Binding binding)
    {
        if (binding.WheelPrevious is { } previous) previous.WheelNext = binding.WheelNext;
        else _heads[binding.WheelSlot] = binding.WheelNext;
        if (binding.WheelNext is { } next) next.WheelPrevious = binding.WheelPrevious;
        binding.WheelNext = null;
        binding.WheelPrevious = null;
        binding.WheelSlot = -1;
    }

    /// <summary>The next binding whose time is over, still on the wheel; null when there is none.</summary>
    public Binding? TakeDue(long now)
    {
        var nowSecond = now / SlotMilliseconds;
        while (true)
        {
            var slot = (int)(_second % Slots);
            while (_heads[slot] is { } binding)
            {
                if (binding.ExpiresAt <= now) return binding;
                Remove(binding);
                Add(binding);
            }
            if (_second >= nowSecond) return null;
            _second++;
        }
    }
}
