namespace Tandem.Switching.Routing;

/// <summary>What was looked at for a call, why, and with what outcome: the story that `tandem route` tells and the record keeps.</summary>
public sealed class RouteExplanation
{
    /// <summary>The story as JSON, as the record keeps it.</summary>
    public string ToJson() => "{}";
}
