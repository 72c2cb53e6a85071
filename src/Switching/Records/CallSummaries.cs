using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Records;

/// <summary>Counts unanswered calls by minute, source and cause. What was counted since the last look is taken out by <see cref="Drain"/>.</summary>
public sealed class CallSummaries
{
    /// <summary>How many sources and causes of a minute are told apart; the others are counted together.</summary>
    public const int MostRows = 10_000;

    /// <summary>How many numbers of a row are kept.</summary>
    public const int MostNumbers = 10;

    private readonly Dictionary<(IpEndpoint Source, CallEndReason Reason), Row> _rows = [];
    private readonly List<Row> _changed = [];
    private long _minute;

    /// <summary>How many rows of the present minute there are.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Counts a record.</summary>
    public void Add(CallRecord record)
    {
        var minute = record.EndedAt / 60_000;
        if (minute != _minute) Begin(minute);
        var row = RowOf(record);
        if (row.Calls == 0) _changed.Add(row);
        row.Add(record);
    }

    /// <summary>Gives what was counted since the last time; rows of one minute may come several times and are to be added up.</summary>
    public void Drain(List<CallSummary> into)
    {
        foreach (var row in _changed) into.Add(row.Take());
        _changed.Clear();
    }

    // Rows that are not drained yet stay in the list of the changed.
    private void Begin(long minute)
    {
        _rows.Clear();
        _minute = minute;
    }

    private Row RowOf(CallRecord record)
    {
        var source = record.Caller.Address.WithPort(0);
        if (_rows.TryGetValue((source, record.EndReason), out var row)) return row;
        if (_rows.Count >= MostRows)
        {
            source = default;
            if (_rows.TryGetValue((source, record.EndReason), out row)) return row;
        }
        return _rows[(source, record.EndReason)] = new Row(_minute, source, record.EndReason);
    }

    private sealed class Row(long minute, IpEndpoint source, CallEndReason reason)
    {
        private readonly HashSet<string> _seen = [];
        private readonly List<string> _new = [];
        private long _first;
        private long _last;

        public long Calls { get; private set; }

        public void Add(CallRecord record)
        {
            if (Calls++ == 0) _first = record.EndedAt;
            _last = record.EndedAt;
            var number = RecordRules.BilledCallee(record);
            if (_seen.Count < MostNumbers && number.Length > 0 && _seen.Add(number)) _new.Add(number);
        }

        public CallSummary Take()
        {
            var taken = new CallSummary(minute, source, reason, Calls, _first, _last, string.Join(' ', _new));
            Calls = 0;
            _new.Clear();
            return taken;
        }
    }
}
