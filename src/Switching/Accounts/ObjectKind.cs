using Tandem.Switching.Fields;

namespace Tandem.Switching.Accounts;

/// <summary>What one kind of object is, for everything that edits, stores, shows or restores objects by their fields.</summary>
/// <typeparam name="T">An immutable object with a name.</typeparam>
public sealed class ObjectKind<T> where T : class
{
    private const string Memo = "memo";

    /// <summary>The word for it in files, audit entries and commands: routing-gateway. It is stored and never changes.</summary>
    public required string Slug { get; init; }

    /// <summary>The word for people.</summary>
    public string Word => Slug.Replace('-', ' ');

    /// <summary>Its fields.</summary>
    public required FieldCatalogue<T> Catalogue { get; init; }

    /// <summary>One of that name with nothing set.</summary>
    public required Func<string, T> Blank { get; init; }

    /// <summary>The name of one.</summary>
    public required Func<T, string> NameOf { get; init; }

    /// <summary>Where they are in force.</summary>
    public required Func<Directory, ObjectTable<T>> TableOf { get; init; }

    /// <summary>What is wrong between the fields of one, and between it and others.</summary>
    public Func<T, Directory, IEnumerable<Problem>> Problems { get; init; } = (_, _) => [];

    /// <summary>The kind of group that it is; null = none, so that nothing names it.</summary>
    public GroupKind? Group { get; init; }

    /// <summary>Its password; null = it has none.</summary>
    public ObjectSecret<T>? Secret { get; init; }

    /// <summary>One as the store keeps it.</summary>
    public StoredObject Store(T one) => new(
        Slug, NameOf(one), Secret?.Get(one), Catalogue.Find(Memo)!.Print(one), FieldJson.Store(Catalogue, one, except: Memo) ?? "");

    /// <summary>One as the store kept it; what means nothing to this program is told and left out.</summary>
    public T Restore(StoredObject stored, Action<string> complain)
    {
        void Name(string problem) => complain($"{Word} '{stored.Name}': {problem}");
        var restored = FieldJson.Restore(Catalogue, Blank(stored.Name), stored.Fields, Name);
        if (Catalogue.Find(Memo)!.Read(restored, stored.Memo, out restored) is { } problem) Name($"{Memo}: {problem}");
        return Secret is null ? restored : Secret.With(restored, stored.Password);
    }
}

/// <summary>The password of a kind of object: set by operators, never shown.</summary>
/// <param name="Get">The sealed password of one; null = none.</param>
/// <param name="With">One with another sealed password.</param>
/// <param name="OwnerOf">Whom it is sealed for.</param>
/// <param name="Need">Why one needs a password; null when it needs none.</param>
public sealed record ObjectSecret<T>(Func<T, byte[]?> Get, Func<T, byte[]?, T> With, Func<T, string> OwnerOf, Func<T, string?> Need);
