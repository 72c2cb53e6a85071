using Tandem.Media.Relay;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Calls;

/// <summary>
/// Tells whether a side of a call has sent no media for too long (SS_NOMEDIAHANGUPTIME): one from which media is expected. The time
/// begins anew whenever that was not so: on hold, while a side said that it only listens, and while the other side's fax was sent.
/// </summary>
internal struct SilenceWatch
{
    private long _callerSince;
    private long _calleeSince;

    /// <summary>Media of both sides is expected from now on.</summary>
    public void Begin(long now) => (_callerSince, _calleeSince) = (now, now);

    /// <summary>True when a watched side was silent for so long. To be asked every second or so, since it learns what is expected.</summary>
    /// <param name="call">The answered, relayed call.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="limit">How long, in milliseconds.</param>
    public bool IsTooSilent(Call call, long now, long limit)
    {
        if (CallMedia.IsOnHold(call.CallerLeg.SdpReceived) || CallMedia.IsOnHold(call.CalleeLeg!.SdpReceived))
        {
            Begin(now);
            return false;
        }
        return IsTooSilent(call, RelaySide.Caller, ref _callerSince, now, limit) | IsTooSilent(call, RelaySide.Callee, ref _calleeSince, now, limit);
    }

    private static bool IsTooSilent(Call call, RelaySide from, ref long since, long now, long limit)
    {
        var (near, far) = from == RelaySide.Caller ? (call.CallerLeg, call.CalleeLeg!) : (call.CalleeLeg!, call.CallerLeg);
        since = Math.Max(since, CallMedia.FlowFrom(near.SdpReceived) switch
        {
            MediaFlow.None => now,
            // A fax machine that receives pages has nothing to say.
            MediaFlow.InTurns => Math.Max(call.Media.LastPacketFrom(RelaySide.Caller), call.Media.LastPacketFrom(RelaySide.Callee)),
            _ => call.Media.LastPacketFrom(from),
        });
        var isWatched = near.MediaWatch.HasFlag(MediaWatch.FromPeer) || far.MediaWatch.HasFlag(MediaWatch.ToPeer);
        return isWatched && since <= now - limit;
    }
}
