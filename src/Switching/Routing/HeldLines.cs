namespace Tandem.Switching.Routing;

/// <summary>Lines taken one after another for one call, until they become a lease or are given back because it is refused.</summary>
internal sealed class HeldLines
{
    private readonly List<(LineTable Table, string Name, LineDirection Direction)> _lines = [];
    private GatewayState? _gateway;

    /// <summary>Takes a line of a table; false when there is none.</summary>
    public bool TryTake(LineTable table, string name, LineDirection direction, int? limit, int? total)
    {
        if (!table.TryTake(name, direction, limit, total)) return false;
        _lines.Add((table, name, direction));
        return true;
    }

    /// <summary>Takes a line of a routing gateway; false when there is none.</summary>
    public bool TryTake(GatewayState gateway, int? limit)
    {
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
    public LineLease ToLease(long notBefore = 0) => new(Return) { NotBefore = notBefore };
}
