namespace Tandem.Storage.Loading;

/// <summary>What was put into memory at start, for the log.</summary>
/// <param name="Accounts">Accounts loaded.</param>
/// <param name="Endpoints">Phones and mapping gateways loaded.</param>
/// <param name="Bindings">Bindings restored.</param>
/// <param name="Forgotten">Bindings deleted instead: their time is over or their endpoint was deleted.</param>
/// <param name="KnownSources">Known sources restored.</param>
/// <param name="Suspensions">Suspensions in force again.</param>
/// <param name="Elapsed">How long all of it took.</param>
public sealed record LoadReport(
    int Accounts, int Endpoints, int Bindings, int Forgotten, int KnownSources, int Suspensions, TimeSpan Elapsed);
