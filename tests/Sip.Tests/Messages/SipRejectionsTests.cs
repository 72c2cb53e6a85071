using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class SipRejectionsTests
{
    [Fact]
    public void The_numbers_stay_what_logs_and_counters_know() =>
        Assert.Equal(
            "None KeepAlive NotSip BadRequestLine BadStatusLine VersionNotSupported BadRequestUri UriTooLong TruncatedHeaders "
            + "BareLineEnd BadHeaderLine TooManyHeaders HeaderTooLong MessageTooLong DuplicateHeader MissingVia BadVia TooManyVias "
            + "MissingFrom BadFrom MissingTo BadTo MissingCallId BadCallId MissingCSeq BadCSeq CSeqMethodMismatch "
            + "BadContentLength BodyShorterThanContentLength MissingContentLength TooManyContacts",
            string.Join(' ', Enumerable.Range(0, Enum.GetValues<SipRejection>().Length).Select(number => (SipRejection)number)));

    [Fact]
    public void Every_rejection_has_a_metric_of_its_own_and_a_phrase_with_every_status()
    {
        var metrics = new HashSet<string>();
        foreach (var rejection in Enum.GetValues<SipRejection>())
        {
            var answer = SipRejections.Of(rejection);
            Assert.True(metrics.Add(answer.Metric));
            Assert.Matches("^[a-z_]+$", answer.Metric);
            Assert.Equal(answer.Status == 0, answer.Phrase.IsEmpty);
            Assert.True(answer.Status is 0 or >= 400 and < 600);
        }
    }

    [Theory]
    [InlineData(SipRejection.VersionNotSupported, 505)]
    [InlineData(SipRejection.UriTooLong, 414)]
    [InlineData(SipRejection.MessageTooLong, 513)]
    [InlineData(SipRejection.TooManyVias, 483)]
    [InlineData(SipRejection.NotSip, 0)]
    [InlineData(SipRejection.KeepAlive, 0)]
    [InlineData(SipRejection.BadCSeq, 400)]
    public void Statuses_are_those_of_the_rfc(SipRejection rejection, int status) =>
        Assert.Equal(status, SipRejections.Of(rejection).Status);
}
