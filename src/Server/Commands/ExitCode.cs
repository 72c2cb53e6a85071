namespace Tandem.Server.Commands;

/// <summary>The exit codes of the command line; scripts depend on them, so they never change.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Refused: a value is not allowed, or the state of the switch does not allow it.</summary>
    public const int Refused = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>There is none of that name.</summary>
    public const int NotFound = 3;

    /// <summary>The switch or its store cannot be reached.</summary>
    public const int Unreachable = 4;

    /// <summary>The token is not allowed to do it.</summary>
    public const int Forbidden = 5;
}
