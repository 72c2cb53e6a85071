using System.Collections;
using System.Collections.Immutable;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Fields;

/// <summary>The fields of one kind of object, in the order in which they are shown.</summary>
/// <typeparam name="T">The object, immutable.</typeparam>
public sealed class FieldCatalogue<T>(T blank) : IReadOnlyList<ObjectField<T>> where T : class
{
    private readonly List<ObjectField<T>> _fields = [];
    private readonly Dictionary<string, ObjectField<T>> _byName = [];

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public ObjectField<T> this[int index] => _fields[index];

    /// <summary>The field of that name, in snake_case or as JSON has it; null when there is none.</summary>
    public ObjectField<T>? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// The object with the fields that a draft names in snake_case; what is wrong is added to the problems under the fields' API names.
    /// </summary>
    public T Apply(T start, IReadOnlyDictionary<string, string> draft, List<Problem> problems)
    {
        var changed = start;
        foreach (var unknown in draft.Keys.Where(name => Find(name)?.Name != name)) problems.Add(new Problem(unknown, $"There is no field '{unknown}'."));
        // In the catalogue's order, because some fields make what others fill.
        foreach (var field in _fields)
        {
            if (!draft.TryGetValue(field.Name, out var text)) continue;
            if (field.Read(changed, text, out changed) is { } problem) problems.Add(new Problem(field.ApiName, problem));
        }
        return changed;
    }

    /// <summary>The fields that are not at their default, with their texts.</summary>
    public IEnumerable<(ObjectField<T> Field, string Text)> Set(T of) =>
        from field in _fields
        let text = field.Print(of)
        where text != field.DefaultText
        select (field, text);

    /// <inheritdoc/>
    public IEnumerator<ObjectField<T>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Declares the next field.</summary>
    internal FieldCatalogue<T> With<TValue>(
        string name, string meaning, TextForm<TValue> form, Func<T, TValue> get, Func<T, TValue, T> with, string unit = "") =>
        Add(Make(name, meaning, form, get, with, unit, null, _ => []));

    /// <summary>Declares the next field, a list of group names.</summary>
    internal FieldCatalogue<T> WithGroups(
        string name, string meaning, GroupKind kind, Func<T, ImmutableArray<string>> get, Func<T, ImmutableArray<string>, T> with) =>
        Add(Make(name, meaning, GroupForms.Names(kind), get, with, "", kind, names => names));

    /// <summary>Declares the next field, the name of one group or "".</summary>
    internal FieldCatalogue<T> WithGroup(string name, string meaning, GroupKind kind, Func<T, string> get, Func<T, string, T> with) =>
        Add(Make(name, meaning, GroupForms.Name(kind), get, with, "", kind, group => group.Length == 0 ? [] : [group]));

    /// <summary>Declares the next field, groups that are allowed or denied.</summary>
    internal FieldCatalogue<T> WithFilter(
        string name, string meaning, GroupKind kind, Func<T, GroupFilter> get, Func<T, GroupFilter, T> with) =>
        Add(Make(name, meaning, GroupForms.Filter(kind), get, with, "", kind, filter => filter.Names));

    private ObjectField<T, TValue> Make<TValue>(
        string name, string meaning, TextForm<TValue> form, Func<T, TValue> get, Func<T, TValue, T> with, string unit,
        GroupKind? kind, Func<TValue, IEnumerable<string>> groups) => new(blank, get)
        {
            Name = name, Meaning = meaning, Form = form, With = with, Unit = unit, Kind = form.Kind, Range = form.Range,
            DefaultText = form.Print(get(blank)), Names = kind, Groups = groups,
        };

    private FieldCatalogue<T> Add(ObjectField<T> field)
    {
        _fields.Add(field);
        _byName.Add(field.Name, field);
        _byName.TryAdd(field.ApiName, field);
        return this;
    }
}
