namespace Tandem.Testing.Network;

/// <summary>What a network does to the datagrams of one direction.</summary>
/// <param name="Loss">The share that never arrives, 0–1.</param>
/// <param name="Duplication">The share that arrives twice, 0–1; the two travel by themselves.</param>
/// <param name="Delay">The shortest time on the way, in milliseconds.</param>
/// <param name="Jitter">
/// By how much the time on the way varies, in milliseconds: where it is longer than the time between two datagrams, they
/// overtake each other.
/// </param>
/// <param name="Stragglers">The share that is held up on the way, 0–1.</param>
/// <param name="HoldUp">The longest time that a straggler is held up, in milliseconds.</param>
public readonly record struct LinkQuality(
    double Loss, double Duplication, int Delay, int Jitter, double Stragglers = 0, int HoldUp = 0)
{
    /// <summary>A local network at its best: nothing is lost, 1 ms.</summary>
    public static LinkQuality Perfect => new(0, 0, 1, 0);

    /// <summary>How long one datagram is on its way, in milliseconds.</summary>
    public int TravelTime(Random chance)
    {
        var time = Delay + chance.Next(Jitter + 1);
        return Stragglers > 0 && chance.NextDouble() < Stragglers ? time + chance.Next(HoldUp + 1) : time;
    }
}
