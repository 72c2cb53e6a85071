using System.Globalization;

namespace Tandem.Load;

/// <summary>The processor time of a process with its threads and children, from /proc. 0 where there is no /proc.</summary>
internal static class ProcessorTime
{
    // USER_HZ: what /proc counts in is 100 a second on every Linux (proc(5), sysconf _SC_CLK_TCK).
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>Microseconds used so far by the process and those below it.</summary>
    public static double Of(int process)
    {
        var ticks = 0L;
        var waiting = new Stack<int>([process]);
        while (waiting.TryPop(out var next))
        {
            try
            {
                ticks += Ticks(next);
                foreach (var thread in Directory.GetDirectories($"/proc/{next}/task"))
                {
                    foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        waiting.Push(int.Parse(child, CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // A process or thread that has ended meanwhile.
            }
        }
        return ticks * MicrosecondsPerTick;
    }

    // The name in brackets may hold anything; user and system time are fields 14 and 15 (proc(5)).
    private static long Ticks(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
