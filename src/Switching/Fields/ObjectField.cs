namespace Tandem.Switching.Fields;

/// <summary>One field of an object, declared once: everything that shows, sets, stores or exports it reads this.</summary>
/// <typeparam name="T">The object, immutable.</typeparam>
public abstract class ObjectField<T> : FieldDefinition where T : class
{
    /// <summary>The canonical text of the field's value.</summary>
    public abstract string Print(T of);

    /// <summary>
    /// Reads the field as an operator writes it; "" sets the default. Null, or a sentence that says what is allowed. What
    /// comes back is the very same object when nothing differs, so that equality tells whether something changed.
    /// </summary>
    public abstract string? Read(T start, string text, out T changed);

    /// <summary>The groups that the value names.</summary>
    public abstract IEnumerable<string> GroupsOf(T of);
}

/// <summary>A field whose value is a <typeparamref name="TValue"/>.</summary>
internal sealed class ObjectField<T, TValue> : ObjectField<T> where T : class
{
    private readonly TValue _default;

    public ObjectField(T blank, Func<T, TValue> get) => (_default, Get) = (get(blank), get);

    public required TextForm<TValue> Form { get; init; }

    public required Func<T, TValue, T> With { get; init; }

    public Func<TValue, IEnumerable<string>> Groups { get; init; } = _ => [];

    private Func<T, TValue> Get { get; }

    public override string Print(T of) => Form.Print(Get(of));

    public override string? Read(T start, string text, out T changed)
    {
        changed = start;
        text = text.Trim();
        var value = _default;
        if (text.Length > 0 && Form.Read(text, out value) is { } problem) return problem;
        var canonical = Form.Print(value);
        // Lists and rules have no equality of their own: the text decides, and the default is shared by all.
        if (canonical == Print(start)) return null;
        changed = With(start, canonical == DefaultText ? _default : value);
        return null;
    }

    public override IEnumerable<string> GroupsOf(T of) => Groups(Get(of));
}
