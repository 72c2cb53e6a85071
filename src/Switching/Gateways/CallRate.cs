namespace Tandem.Switching.Gateways;

/// <summary>A limit of call attempts: a burst within a short window, a sustained rate within a long one, and pacing.</summary>
/// <param name="Burst">The most attempts within <paramref name="BurstWindow"/>; 0 = no such limit.</param>
/// <param name="BurstWindow">Milliseconds, 100–60,000.</param>
/// <param name="Sustained">The most attempts within <paramref name="SustainedWindow"/>; 0 = no such limit.</param>
/// <param name="SustainedWindow">Milliseconds, 1,000–3,600,000.</param>
/// <param name="Pacing">How many milliseconds an attempt beyond a limit may wait for its turn before it is refused; 0 = refused at once.</param>
public readonly record struct CallRate(int Burst, int BurstWindow, int Sustained, int SustainedWindow, int Pacing);
