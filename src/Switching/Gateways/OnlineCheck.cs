using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

using Tandem.Switching.Parameters;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Gateways;

/// <summary>
/// Asks every address of the gateways that want it with OPTIONS (RFC 3261 §11) whether it lives. Any answer is life; one that
/// stays silent several times in a row is taken out until it answers again. Used by one shard only.
/// </summary>
/// <param name="sender">Sends the requests.</param>
/// <param name="directory">The gateways.</param>
/// <param name="states">Their addresses.</param>
/// <param name="reach">Is told which of them live.</param>
/// <param name="parameters">The parameters in force.</param>
public sealed class OnlineCheck(RequestSender sender, Directory directory, GatewayStates states, GatewayReach reach, CurrentParameters parameters) : IShardMachine
{
    /// <summary>After so many questions without an answer, one after the other, an address is out.</summary>
    public const int MissesToOffline = 3;

    // A silence is asked about again soon: what is dead should be out in a minute or two, whatever the period is.
    private const int RepeatAfter = 5_000;

    // So many a look at most, so that thousands of gateways are not asked in one moment.
    private const int AtOnce = 50;

    private const int LookEvery = 1_000;

    private readonly Dictionary<(string Gateway, Flow Flow), Probe> _probes = [];
    private long _nextLook;

    /// <inheritdoc/>
    public long NextTimer => _nextLook;

    /// <summary>How many addresses are watched.</summary>
    public int Count => _probes.Count;

    /// <inheritdoc/>
    public void OnTimer(long now)
    {
        _nextLook = now + LookEvery;
        var left = AtOnce;
        foreach (var gateway in directory.RoutingGateways.All.Values)
        {
            if (!gateway.OnlineCheck || gateway.Locked) continue;
            foreach (var target in states.Of(gateway.Name).Targets)
            {
                var probe = ProbeOf(gateway.Name, target);
                probe.SeenAt = now;
                if (left > 0 && !probe.IsAsked && now >= probe.DueAt) Ask(probe, now, ref left);
            }
        }
        Forget(now);
    }

    /// <inheritdoc/>
    public void ConnectionFailed(in Flow flow, long now)
    {
        // The transactions tell of their own requests.
    }

    private Probe ProbeOf(string gateway, in GatewayTarget target)
    {
        if (!_probes.TryGetValue((gateway, target.Flow), out var probe)) _probes[(gateway, target.Flow)] = probe = new Probe(this, gateway, target);
        return probe;
    }

    private void Ask(Probe probe, long now, ref int left)
    {
        left--;
        probe.IsAsked = true;
        probe.DueAt = now + parameters.Set.Get(GatewayParameters.OptionsCheckPeriod) * 1000L;
        var local = sender.LocalOn(probe.Target.Flow);
        var us = Encoding.ASCII.GetBytes($"<sip:tandem@{local}>");
        var uri = Encoding.ASCII.GetBytes(GatewayUri.Of(probe.Target));
        sender.Send(probe, sender.Begin(us, [(byte)'<', .. uri, (byte)'>'], uri, probe.Target.Flow), SipMethod.Options, Fields, now);

        void Fields(ref RequestWriter writer)
        {
            writer.Header("Contact"u8, us);
            writer.Header("Accept"u8, "application/sdp"u8);
        }
    }

    // What is watched no longer, because it was removed, moved or need not be, counts as online if it is found again.
    private void Forget(long now)
    {
        foreach (var (key, probe) in _probes)
        {
            if (probe.SeenAt == now) continue;
            reach.SetOnline(key.Gateway, key.Flow, true);
            _probes.Remove(key);
        }
    }

    /// <summary>One address that is watched.</summary>
    private sealed class Probe(OnlineCheck check, string gateway, GatewayTarget target) : IRequestOwner
    {
        private int _misses;

        public GatewayTarget Target => target;

        public long DueAt { get; set; }

        public long SeenAt { get; set; }

        public bool IsAsked { get; set; }

        public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
        {
            _misses = 0;
            if (response.StatusCode >= 200) IsAsked = false;
            check.Tell(gateway, target.Flow, true, this);
        }

        public void OnFailure(ClientTransaction transaction, bool wasSent, long now)
        {
            IsAsked = false;
            if (++_misses >= MissesToOffline) check.Tell(gateway, target.Flow, false, this);
            else DueAt = Math.Min(DueAt, now + RepeatAfter);
        }
    }

    // What is told of an address that was forgotten meanwhile is old.
    private void Tell(string gateway, in Flow flow, bool online, Probe probe)
    {
        if (_probes.GetValueOrDefault((gateway, flow)) == probe) reach.SetOnline(gateway, flow, online);
    }
}
