namespace Tandem.Server.Commands;

/// <summary>What the process ends with; documented in docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Unreachable = 4;
}
