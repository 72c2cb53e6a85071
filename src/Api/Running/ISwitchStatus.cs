namespace Tandem.Api.Running;

/// <summary>What the running switch says of itself; the server implements it.</summary>
public interface ISwitchStatus
{
    /// <summary>True when everything is loaded and every listener is open.</summary>
    bool IsReady { get; }

    /// <summary>The state at this moment.</summary>
    SwitchState Read();
}
