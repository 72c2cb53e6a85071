using Tandem.Sip.Dialogs;
using static Tandem.Sip.Dialogs.SessionTimer;
using static Tandem.Sip.Tests.Dialogs.DialogMessages;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>RFC 4028 from both sides.</summary>
public class SessionTimerTests
{
    private const long Start = 1_800_000_000_000;

    private readonly SessionTimer _timer = new(new SessionTimerSettings(600, 90, 2));

    [Fact]
    public void The_first_INVITE_asks_for_our_interval_and_leaves_the_refresher_open()
    {
        Assert.Equal(new SessionExpires(600, Refresher.Unsaid), _timer.Offer);
        Assert.Equal(90u, _timer.MinSe);
        Assert.Equal(long.MaxValue, _timer.NextTimer);
    }

    // Session-Expires of the 2xx; interval; do we refresh?
    [Theory]
    [InlineData("Session-Expires: 600;refresher=uac", 600, true)]
    [InlineData("Session-Expires: 300;refresher=UAS", 300, false)]
    [InlineData("x: 300 ; refresher = uas", 300, false)]
    [InlineData("Session-Expires: 300", 300, true)]
    [InlineData("Session-Expires: 0;refresher=uac", 90, true)]
    [InlineData("Session-Expires: soon", 0, false)]
    [InlineData("", 0, false)]
    public void The_2xx_to_our_INVITE_says_how_long_the_session_lasts_and_who_refreshes(string headers, uint interval, bool ours)
    {
        _timer.OnAnswer(Response(200, headers), Start);
        Assert.Equal(interval, _timer.Interval);
        Assert.Equal(ours, _timer.IsRefresher);
        Assert.Equal(interval == 0, _timer.NextTimer == long.MaxValue);
    }

    // RFC 4028 §9, table 2, and the interval: what the request says; what the 2xx says.
    [Theory]
    [InlineData("Supported: timer\nSession-Expires: 1800", "600;refresher=uas")]
    [InlineData("Supported: timer\nSession-Expires: 1800;refresher=uac", "600;refresher=uac")]
    [InlineData("Supported: timer\nSession-Expires: 1800;refresher=uas", "600;refresher=uas")]
    [InlineData("Supported: 100rel, timer\nSession-Expires: 300", "300;refresher=uas")]
    [InlineData("Supported: timer\nSession-Expires: 1800\nMin-SE: 900", "900;refresher=uas")]
    [InlineData("Supported: timer", "600;refresher=uas")]
    [InlineData("Supported: timer\nMin-SE: 700", "700;refresher=uas")]
    [InlineData("Session-Expires: 1800", "600;refresher=uas")]
    [InlineData("Session-Expires: 1800;refresher=uac", "600;refresher=uas")]
    [InlineData("Session-Expires: 30", "90;refresher=uas")]
    [InlineData("", null)]
    public void The_2xx_to_their_INVITE_agrees_to_at_most_our_interval_and_lets_us_refresh_if_it_may(string headers, string? said)
    {
        Assert.Equal(said is not null, _timer.Accept(Request(headers), Start, out var agreed));
        if (said is null) return;
        Span<byte> text = stackalloc byte[SessionExpires.MaxLength];
        Assert.Equal(said, System.Text.Encoding.ASCII.GetString(text[..agreed.Write(text)]));
        Assert.Equal(agreed.Refresher == Refresher.Uas, _timer.IsRefresher);
        Assert.Equal(agreed.Seconds, _timer.Interval);
    }

    [Theory]
    [InlineData("Supported: timer\nSession-Expires: 89", true)]
    [InlineData("Supported: timer\nSession-Expires: 90", false)]
    [InlineData("Session-Expires: 89", false)]
    [InlineData("Supported: timer", false)]
    public void A_request_for_less_than_our_minimum_is_too_small_if_the_peer_understands_422(string headers, bool tooSmall) =>
        Assert.Equal(tooSmall, _timer.IsTooSmall(Request(headers)));

    [Fact]
    public void After_a_422_we_ask_for_what_it_says()
    {
        Assert.True(_timer.OnTooSmall(Response(422, "Min-SE: 1200")));
        Assert.Equal(new SessionExpires(1200, Refresher.Unsaid), _timer.Offer);
        Assert.Equal(1200u, _timer.MinSe);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Min-SE: 600")]
    [InlineData("Min-SE: 90")]
    public void A_422_that_asks_for_nothing_more_is_not_tried_again(string headers)
    {
        Assert.False(_timer.OnTooSmall(Response(422, headers)));
        Assert.Equal(600u, _timer.Offer.Seconds);
    }

    [Fact]
    public void Our_refresh_is_due_after_a_segment_of_the_interval_and_asked_for_once()
    {
        _timer.OnAnswer(Response(200, "Session-Expires: 600;refresher=uac"), Start);
        Assert.Equal(Start + 300_000, _timer.NextTimer);
        Assert.Equal(Output.None, _timer.OnTimer(Start + 299_999));
        Assert.Equal(Output.Refresh, _timer.OnTimer(Start + 300_000));
        Assert.Equal(Output.None, _timer.OnTimer(Start + 300_000));
        Assert.Equal(new SessionExpires(600, Refresher.Uac), _timer.Offer);
    }

    [Fact]
    public void A_refresh_begins_the_interval_anew()
    {
        _timer.OnAnswer(Response(200, "Session-Expires: 600;refresher=uac"), Start);
        _timer.OnTimer(Start + 300_000);
        _timer.OnAnswer(Response(200, "Session-Expires: 600;refresher=uac"), Start + 300_100);
        Assert.Equal(Start + 600_100, _timer.NextTimer);
        Assert.Equal(Output.Refresh, _timer.OnTimer(Start + 600_100));
    }

    [Fact]
    public void A_segment_of_5_refreshes_after_a_fifth()
    {
        var timer = new SessionTimer(new SessionTimerSettings(600, 90, 5));
        timer.Accept(Request("Supported: timer"), Start, out _);
        Assert.Equal(Start + 120_000, timer.NextTimer);
    }

    // §10: min(32 s, a third) before the end.
    [Theory]
    [InlineData(600, 568_000)]
    [InlineData(96, 64_000)]
    [InlineData(90, 60_000)]
    public void A_session_that_the_peer_does_not_refresh_expires_a_little_early(uint interval, long after)
    {
        _timer.OnAnswer(Response(200, $"Session-Expires: {interval};refresher=uas"), Start);
        Assert.Equal(Start + after, _timer.NextTimer);
        Assert.Equal(Output.None, _timer.OnTimer(Start + after - 1));
        Assert.Equal(Output.Expired, _timer.OnTimer(Start + after));
        Assert.Equal(long.MaxValue, _timer.NextTimer);
    }

    [Fact]
    public void A_refresh_of_ours_that_is_never_answered_lets_the_session_expire()
    {
        _timer.OnAnswer(Response(200, "Session-Expires: 600;refresher=uac"), Start);
        Assert.Equal(Output.Refresh, _timer.OnTimer(Start + 300_000));
        Assert.Equal(Start + 568_000, _timer.NextTimer);
        Assert.Equal(Output.Expired, _timer.OnTimer(Start + 568_000));
    }

    [Fact]
    public void A_refresh_that_failed_for_now_is_tried_again_in_5_seconds()
    {
        _timer.OnAnswer(Response(200, "Session-Expires: 600;refresher=uac"), Start);
        _timer.OnTimer(Start + 300_000);
        _timer.OnRefreshFailed(Start + 300_200);
        Assert.Equal(Output.None, _timer.OnTimer(Start + 305_199));
        Assert.Equal(Output.Refresh, _timer.OnTimer(Start + 305_200));
        Assert.Equal(Start + 568_000, _timer.NextTimer);
    }

    [Fact]
    public void A_re_INVITE_of_ours_keeps_the_peer_as_refresher()
    {
        _timer.Accept(Request("Supported: timer\nSession-Expires: 300;refresher=uac"), Start, out _);
        Assert.Equal(new SessionExpires(300, Refresher.Uas), _timer.Offer);
    }

    [Fact]
    public void The_peers_refresh_begins_the_interval_anew()
    {
        _timer.Accept(Request("Supported: timer\nSession-Expires: 300;refresher=uac"), Start, out _);
        _timer.Accept(Request("Supported: timer\nSession-Expires: 300;refresher=uac", "UPDATE"), Start + 150_000, out _);
        Assert.Equal(Start + 150_000 + 268_000, _timer.NextTimer);
    }

    [Fact]
    public void A_2xx_without_Session_Expires_ends_the_expiry()
    {
        _timer.OnAnswer(Response(200, "Session-Expires: 600;refresher=uac"), Start);
        _timer.OnAnswer(Response(200), Start + 1000);
        Assert.Equal(0u, _timer.Interval);
        Assert.Equal(long.MaxValue, _timer.NextTimer);
    }

    [Theory]
    [InlineData("Supported: timer", true)]
    [InlineData("Require: timer\nSession-Expires: 600;refresher=uac", true)]
    [InlineData("Supported: 100rel", false)]
    public void A_peer_is_capable_when_it_says_so(string headers, bool capable)
    {
        _timer.OnAnswer(Response(200, headers), Start);
        Assert.Equal(capable, _timer.IsPeerCapable);
    }
}
