using Tandem.Switching.Protection;
using Tandem.Switching.Registration;

namespace Tandem.Storage.Journals;

/// <summary>Changes on their way to the store; the lists are filled and emptied again and again.</summary>
internal sealed class JournalBatch
{
    /// <summary>Bindings to write.</summary>
    public List<BindingRecord> Keep { get; } = [];

    /// <summary>Numbers of bindings to delete.</summary>
    public List<long> Forget { get; } = [];

    /// <summary>Suspensions begun or cleared.</summary>
    public List<Suspension> Suspensions { get; } = [];

    /// <summary>Sources that have become known, or are known another day.</summary>
    public List<KnownSource> KnownSources { get; } = [];

    /// <summary>How many changes there are in all.</summary>
    public int Count => Keep.Count + Forget.Count + Suspensions.Count + KnownSources.Count;

    /// <summary>Empties the lists; room that only a rush needed is given back.</summary>
    public void Clear()
    {
        Empty(Keep);
        Empty(Forget);
        Empty(Suspensions);
        Empty(KnownSources);
    }

    private static void Empty<T>(List<T> list)
    {
        const int UsualRoom = 16_384;
        list.Clear();
        if (list.Capacity > UsualRoom) list.Capacity = UsualRoom;
    }
}
