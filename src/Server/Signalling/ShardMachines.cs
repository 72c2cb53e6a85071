using Microsoft.Extensions.Logging;
using Tandem.Sip.Flows;
using Tandem.Switching.UserAgent;

namespace Tandem.Server.Signalling;

/// <summary>The machines of one shard: when the next of them is due, and what they are told. A fault of one costs what it was told, no more.</summary>
internal sealed class ShardMachines(ShardCounters counters, ILogger logger)
{
    // Timers that are due within this time fire together: a busy switch always has one due, and each waking costs.
    private const int Grain = 10;

    private readonly List<IShardMachine> _machines = [];

    /// <summary>Takes one more.</summary>
    public void Add(IShardMachine machine) => _machines.Add(machine);

    /// <summary>How long the shard may sleep, in ms, at most <paramref name="longest"/>.</summary>
    public int Wait(long now, int longest)
    {
        var next = long.MaxValue;
        foreach (var machine in _machines) next = Math.Min(next, machine.NextTimer);
        return next - now >= longest ? longest : (int)Math.Max(Grain, next - now);
    }

    /// <summary>Fires what is due.</summary>
    public void OnTimer(long now)
    {
        foreach (var machine in _machines)
        {
            if (now < machine.NextTimer) continue;
            try
            {
                machine.OnTimer(now);
            }
            catch (Exception fault)
            {
                Count(fault);
            }
        }
    }

    /// <summary>Tells all of a flow that failed.</summary>
    public void ConnectionFailed(in Flow flow, long now)
    {
        foreach (var machine in _machines)
        {
            try
            {
                machine.ConnectionFailed(flow, now);
            }
            catch (Exception fault)
            {
                Count(fault);
            }
        }
    }

    private void Count(Exception fault)
    {
        counters.Faults++;
        logger.LogError(fault, "A timer or the end of a connection met a fault of the switch.");
    }
}
