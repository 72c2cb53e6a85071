using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// The session timer of one dialog (RFC 4028): what we ask for and agree to, when the session is to be refreshed, and when it
/// has expired. It sends nothing itself.
/// </summary>
public sealed class SessionTimer
{
    private const long Never = long.MaxValue;

    // §10: the session ends so long before its interval is over, or a third of it when that is shorter.
    private const int MostEarly = 32_000;

    // How long after a refresh that failed for now (491, 500, 503) the next one is sent.
    private const int RefreshAgain = 5_000;

    private readonly SessionTimerSettings _settings;
    private uint _minSe;
    private uint _wanted;
    private long _refresh = Never;
    private long _expiry = Never;

    /// <summary>A timer for a dialog in which nothing is agreed yet.</summary>
    public SessionTimer(in SessionTimerSettings settings)
    {
        _settings = settings;
        _minSe = settings.MinSe;
        _wanted = Math.Max(settings.Interval, settings.MinSe);
    }

    /// <summary>What is to be done.</summary>
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None,
        /// <summary>Refresh the session with UPDATE or re-INVITE.</summary>
        Refresh,
        /// <summary>The session was not refreshed: end it with BYE (§10).</summary>
        Expired,
    }

    /// <summary>The agreed session interval in seconds; 0 when the session does not expire.</summary>
    public uint Interval { get; private set; }

    /// <summary>True when it is us who refresh.</summary>
    public bool IsRefresher { get; private set; }

    /// <summary>True when the peer has said that it knows session timers.</summary>
    public bool IsPeerCapable { get; private set; }

    /// <summary>When <see cref="OnTimer"/> is to be called, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public long NextTimer => Math.Min(_refresh, _expiry);

    /// <summary>What INVITE and UPDATE of ours carry as Session-Expires, with Supported: timer (§7.1, §7.4).</summary>
    public SessionExpires Offer =>
        new(Interval == 0 ? _wanted : Math.Max(Interval, _minSe), Interval == 0 ? Refresher.Unsaid : IsRefresher ? Refresher.Uac : Refresher.Uas);

    /// <summary>What INVITE and UPDATE of ours, and a 422, carry as Min-SE, in seconds.</summary>
    public uint MinSe => _minSe;

    /// <summary>
    /// Takes a 422 to a request of ours; true when the request is to be sent again, with a new <see cref="Offer"/> and
    /// <see cref="MinSe"/> (§7.3). A 422 that asks for no more than was offered is a refusal like any other.
    /// </summary>
    public bool OnTooSmall(SipMessage response)
    {
        if (!Dialogs.MinSe.TryRead(response, out var least) || least <= Offer.Seconds) return false;
        _minSe = least;
        _wanted = least;
        return true;
    }

    /// <summary>Takes a 2xx to INVITE or UPDATE of ours (§7.2).</summary>
    public void OnAnswer(SipMessage response, long now)
    {
        IsPeerCapable = Knows(response) || OptionTags.Has(response, HeaderName.Require, OptionTags.Timer);
        // §4: no interval is below 90 s, whatever the answer says; one of 0 would refresh without end.
        if (SessionExpires.TryRead(response, out var agreed))
            Start(Math.Max(agreed.Seconds, Dialogs.MinSe.Least), agreed.Refresher != Refresher.Uas, now);
        else Stop();
    }

    /// <summary>True when an INVITE or UPDATE asks for so short an interval that it is to be answered 422 (§9).</summary>
    public bool IsTooSmall(SipMessage request) =>
        SessionExpires.TryRead(request, out var wanted) && wanted.Seconds < _minSe && Knows(request);

    /// <summary>
    /// Agrees with an INVITE or UPDATE that is being answered 2xx now (§9, table 2). Where both may refresh, we do.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="agreed">
    /// What the 2xx carries as Session-Expires, with Require: timer when <see cref="IsPeerCapable"/>.
    /// </param>
    /// <returns>False when the session does not expire and the 2xx says nothing.</returns>
    public bool Accept(SipMessage request, long now, out SessionExpires agreed)
    {
        IsPeerCapable = Knows(request);
        var asked = SessionExpires.TryRead(request, out var wanted);
        agreed = default;
        if (!asked && !IsPeerCapable)
        {
            Stop();
            return false;
        }
        // §9: never longer than was asked, and never shorter than the peer, or a proxy on the way, agrees to.
        var least = Dialogs.MinSe.TryRead(request, out var minSe) ? Math.Max(minSe, Dialogs.MinSe.Least) : Dialogs.MinSe.Least;
        var seconds = Math.Max(asked ? Math.Min(wanted.Seconds, _settings.Interval) : _settings.Interval, least);
        var peerRefreshes = IsPeerCapable && wanted.Refresher == Refresher.Uac;
        agreed = new SessionExpires(seconds, peerRefreshes ? Refresher.Uac : Refresher.Uas);
        Start(seconds, !peerRefreshes, now);
        return true;
    }

    /// <summary>
    /// Notes that a refresh failed in a way that leaves the session alive (§10: not 408 and 481): it is tried again in 5 s,
    /// and the time when the session expires stays.
    /// </summary>
    public void OnRefreshFailed(long now)
    {
        if (Interval > 0) _refresh = now + RefreshAgain;
    }

    /// <summary>Says what is due; nothing when it is called too early. A refresh is asked for once, until it is answered.</summary>
    public Output OnTimer(long now)
    {
        if (now >= _expiry)
        {
            Stop();
            return Output.Expired;
        }
        if (now < _refresh) return Output.None;
        _refresh = Never;
        return Output.Refresh;
    }

    /// <summary>The timer as it stands, for whoever goes on with the dialog.</summary>
    public SessionTimer Copy() => (SessionTimer)MemberwiseClone();

    /// <summary>Ends the timer: the session does not expire any more, or has ended.</summary>
    public void Stop()
    {
        Interval = 0;
        IsRefresher = false;
        _refresh = _expiry = Never;
    }

    private static bool Knows(SipMessage message) => OptionTags.Has(message, HeaderName.Supported, OptionTags.Timer);

    private void Start(uint seconds, bool isRefresher, long now)
    {
        var interval = seconds * 1000L;
        Interval = seconds;
        IsRefresher = isRefresher;
        _refresh = isRefresher ? now + interval / _settings.Segment : Never;
        _expiry = now + interval - Math.Min(MostEarly, interval / 3);
    }
}
