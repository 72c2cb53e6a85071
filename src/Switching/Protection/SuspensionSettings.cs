using Tandem.Switching.Parameters;

namespace Tandem.Switching.Protection;

/// <summary>The parameters of the suspension as one failure finds them.</summary>
/// <param name="On">SS_ENDPOINTREGISTERSUSPEND.</param>
/// <param name="Retry">SS_ENDPOINTREGISTERRETRY.</param>
/// <param name="Time">SS_ENDPOINTREGISTERSUSPENDTIME in milliseconds: how long a suspension lasts and a failure counts.</param>
/// <param name="Scope">SS_ENDPOINTREGISTERSUSPENDSCOPE.</param>
public readonly record struct SuspensionSettings(bool On, int Retry, long Time, SuspensionScope Scope)
{
    /// <summary>The settings of a parameter set.</summary>
    public static SuspensionSettings Of(ParameterSet parameters) => new(
        parameters.Get(ParameterCatalogue.Suspend),
        parameters.Get(ParameterCatalogue.SuspendRetry),
        parameters.Get(ParameterCatalogue.SuspendTime) * 1000L,
        parameters.Get(ParameterCatalogue.SuspendScope));
}
