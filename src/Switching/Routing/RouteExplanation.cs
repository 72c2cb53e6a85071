using System.Text.Json;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>
/// What was looked at for a call, why, and with what outcome: the story that `tandem route` tells and the record keeps. Made for
/// every call, so it only collects; text is made when somebody asks for it.
/// </summary>
public sealed class RouteExplanation
{
    private readonly List<RouteNote> _notes = new(8);
    private readonly List<RouteCandidate> _candidates = [];
    private List<RouteExplanation>? _later;

    /// <summary>An explanation in which nothing was looked at yet.</summary>
    public RouteExplanation() => First = this;

    /// <summary>Who called: the phone's or gateway's name.</summary>
    public string Entry { get; private set; } = "";

    /// <summary>What it is.</summary>
    public PartyKind Kind { get; private set; }

    /// <summary>Where the INVITE came from; the default when none came.</summary>
    public IpEndpoint Source { get; private set; }

    /// <summary>The numbers as received.</summary>
    public CallNumbers Received { get; private set; }

    /// <summary>The numbers after the rules of the entry.</summary>
    public CallNumbers Billed { get; internal set; } = new("", "");

    /// <summary>Why the call was refused; null when it has attempts.</summary>
    public CallEndReason? Refusal { get; internal set; }

    /// <summary>What decided a refusal; "" = nothing in particular.</summary>
    public string Rule { get; internal set; } = "";

    /// <summary>What was looked at, in that order.</summary>
    public IReadOnlyList<RouteNote> Notes => _notes;

    /// <summary>The routing gateways that serve the number: those that are tried in their order, then the others.</summary>
    public IReadOnlyList<RouteCandidate> Candidates => _candidates;

    /// <summary>Where the call's story began: this one, or that of the plan before the call was sent on.</summary>
    public RouteExplanation First { get; private set; }

    /// <summary>What was looked at each time the call was sent on afterwards.</summary>
    public IReadOnlyList<RouteExplanation> Later => _later ?? [];

    /// <summary>The story as JSON, as the record keeps it.</summary>
    public string ToJson() => ExplanationJson.Write(this);

    /// <summary>The story for people, a line for each thing.</summary>
    public string ToText() => ExplanationText.Write(ToJson());

    /// <summary>The story for people that a record keeps as JSON; what is no such JSON is given as it is.</summary>
    public static string TextOf(string json)
    {
        try
        {
            return ExplanationText.Write(json);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return json;
        }
    }

    internal void Begin(Caller caller, in CallNumbers received, in IpEndpoint source) =>
        (Entry, Kind, Received, Source) = (caller.Name, caller.Kind, received, source);

    /// <summary>This is what was looked at when a call with that explanation was sent on.</summary>
    internal void Follow(RouteExplanation before)
    {
        First = before.First;
        (First._later ??= []).Add(this);
    }

    internal void Note(RouteStep step, RouteOutcome outcome, string subject = "", string value = "", int used = -1, int limit = -1) =>
        _notes.Add(new RouteNote(step, outcome, subject, value, used, limit));

    internal void Add(IEnumerable<RouteCandidate> candidates) => _candidates.AddRange(candidates);
}
