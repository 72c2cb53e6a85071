namespace Tandem.Switching.Routing;

/// <summary>Lines taken one after another for one call, until they become a lease or are given back because it is refused.</summary>
/// <param name="takes">False when it is only to be seen whether there are lines.</param>
internal sealed class HeldLines(bool takes)
{
    private readonly List<(LineTable Table, string Name, LineDirection Direction)> _lines = [];
    private GatewayState? _gateway;

    /// <summary>Takes a line of a table; false when there is none.</summary>
    public bool TryTake(LineTable table, string name, LineDirection direction, int? limit, int? total)
    {
        if (!takes) return table.Of(name).Admits(direction, limit, total);
        if (!table.TryTake(name, direction, limit, total)) return false;
        _lines.Add((table, name, direction));
        return true;
    }

    /// <summary>Takes a line of a routing gateway, of one at most; false when there is none.</summary>
    public bool TryTake(GatewayState gateway, int? limit)
    {
        if (!takes) return gateway.Calls < (limit ?? int.MaxValue);
        if (!gateway.TryTakeLine(limit)) return false;
        _gateway = gateway;
        return true;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return()
    {
        foreach (var (table, name, direction) in _lines) table.Return(name, direction);
        _lines.Clear();
        _gateway?.ReturnLine();
        _gateway = null;
    }

    /// <summary>Hands what was taken over to a call.</summary>
    public LineLease ToLease(long notBefore = 0, string? caller = null) => new(Return) { NotBefore = notBefore, Caller = caller };
}
