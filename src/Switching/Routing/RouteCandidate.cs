using System.Collections.Immutable;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>A routing gateway that serves the called number, as it stood when the call was planned.</summary>
public sealed class RouteCandidate
{
    internal RouteCandidate(RoutingGateway gateway, GatewayState state, string prefix)
    {
        Gateway = gateway;
        State = state;
        Prefix = prefix;
        Priority = gateway.Priority;
        Capacity = gateway.Capacity;
        Calls = state.Calls;
        Carried = state.Carried;
    }

    /// <summary>The gateway.</summary>
    public RoutingGateway Gateway { get; }

    /// <summary>The longest of its prefixes that the number has.</summary>
    public string Prefix { get; }

    /// <summary>Whether it is tried, or why not.</summary>
    public CandidateVerdict Verdict { get; internal set; }

    /// <summary>The list, group or gateway that keeps it out; "" = none.</summary>
    public string Rule { get; internal set; } = "";

    /// <summary>Its place among those that are tried, from 1 on; 0 = it is not tried.</summary>
    public int Place { get; internal set; }

    /// <summary>Its priority, of the period when that has one.</summary>
    public int Priority { get; private set; }

    /// <summary>Its line limit, of the period when that has one; null = none.</summary>
    public int? Capacity { get; private set; }

    /// <summary>Its calls at that moment.</summary>
    public int Calls { get; }

    /// <summary>The calls it had carried since the start of the switch.</summary>
    public long Carried { get; }

    /// <summary>Its calls by its capacity; 0 without a limit.</summary>
    public double Load => Capacity is { } capacity ? capacity == 0 ? 1 : (double)Calls / capacity : 0;

    /// <summary>The numbers it would be sent; empty when it was out before they were made.</summary>
    public CallNumbers Sent { get; internal set; } = new("", "");

    /// <summary>Its running state.</summary>
    internal GatewayState State { get; }

    /// <summary>The addresses that may be tried.</summary>
    internal ImmutableArray<GatewayTarget> Targets { get; set; } = [];

    /// <summary>Takes over what a period says.</summary>
    internal void Take(in PeriodRule period)
    {
        Priority = period.Priority ?? Priority;
        Capacity = period.Lines ?? Capacity;
    }

    /// <summary>Keeps it out.</summary>
    internal void Refuse(CandidateVerdict verdict, string rule = "") => (Verdict, Rule) = (verdict, rule);
}
