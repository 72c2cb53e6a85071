using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Fuzz;

/// <summary>
/// Parses a message and then reads everything that can be read of it and writes its answer, as the handlers behind the parser
/// do, and checks what must hold for any bytes whatever. Allocates nothing.
/// </summary>
internal sealed class EverythingReader
{
    private static readonly Flow Source = new(SipTransport.Udp, 0, IpEndpoint.FromV4(0xCB007109, 40001));

    private readonly SipMessage _message = new();
    private readonly byte[] _answer = new byte[IOutbox.MaxMessageLength];
    private readonly byte[] _unescaped = new byte[IOutbox.MaxMessageLength];

    /// <summary>Returns the parser's verdict; throws when something does not hold.</summary>
    public SipRejection Read(byte[] bytes, int length)
    {
        var verdict = SipParser.Parse(bytes, 0, length, _message, SipLimits.Default);
        for (var i = 0; i < _message.HeaderCount; i++)
        {
            ReadLine(i);
        }
        ReadAddresses(HeaderName.Contact);
        ReadAddresses(HeaderName.Route);
        ReadAddresses(HeaderName.Path);
        ReadAddresses(HeaderName.RecordRoute);
        ReadCallFields();
        ReadUri(_message.RequestUri);
        ReadUri(_message.From.Uri);
        ReadUri(_message.To.Uri);
        if (verdict == SipRejection.None) CheckAccepted();
        if (_message.CanBeAnswered) WriteAnswer();
        return verdict;
    }

    private void ReadLine(int i)
    {
        var walk = new ParameterEnumerator(_message.ValueAt(i));
        while (walk.MoveNext())
        {
            Must(walk.Name.Length > 0, "a parameter has a name");
        }
        Must(_message.NameTextAt(i).Length > 0, "a header field has a name");
        if (_message.NameAt(i) == HeaderName.Via) Via.TryParse(_message.ValueAt(i), out _);
    }

    private void ReadAddresses(HeaderName name)
    {
        foreach (var item in _message.Values(name))
        {
            if (NameAddress.TryParse(item, out var address) && !address.IsStar) ReadUri(address.Uri);
        }
    }

    private void ReadCallFields()
    {
        if (SessionExpires.TryRead(_message, out var expires)) Must(expires.Write(_unescaped) <= SessionExpires.MaxLength, "an interval fits");
        if (RAck.TryRead(_message, out var rack)) Must(rack.Write(_unescaped) <= RAck.MaxLength, "a RAck fits");
        if (Reason.TryRead(_message, "SIP"u8, out var reason)) Must(reason.Write(_unescaped) > 0, "a reason is written again");
        if (Replaces.TryRead(_message, out var replaces)) Must(replaces.Write(_unescaped) > 0, "a Replaces is written again");
        if (ReferTo.TryRead(_message, out var referTo)) referTo.TryReadReplaces(_unescaped, out _);
        RSeq.TryRead(_message, out _);
        MinSe.TryRead(_message, out _);
        RetryAfter.TryRead(_message, out _);
        OptionTags.Has(_message, HeaderName.Supported, OptionTags.Reliable);
    }

    private void ReadUri(ReadOnlySpan<byte> text)
    {
        if (!SipUri.TryParse(text, out var uri)) return;
        Must(SipUri.Unescape(uri.User, _unescaped) <= uri.User.Length, "unescaping never lengthens");
        Must(SipUri.Equivalent(in uri, in uri), "a URI is equivalent to itself");
        if (uri.IsSip || uri.IsSips) Must(uri.Host.Length > 0, "a SIP URI has a host");
    }

    private void CheckAccepted()
    {
        Must(_message.IsRequest == (_message.StatusCode == 0), "a message is a request or has a status");
        Must(_message.TopVia.Host.Length > 0, "an accepted message has a Via");
        Must(_message.CallId.Length > 0, "an accepted message has a Call-ID");
        Must(_message.From.Uri.Length > 0 && _message.To.Uri.Length > 0, "an accepted message has From and To");
        Must(_message.MethodName.Length > 0, "an accepted message has a method");
    }

    private void WriteAnswer()
    {
        ResponseRoute.For(_message, Source);
        var writer = new ResponseWriter(_answer, _message, Source, 400, "Bad Request"u8, "t"u8);
        var length = writer.End();
        Must(length > 0 && _answer.AsSpan(0, length).EndsWith("\r\n\r\n"u8), "an answer ends with an empty line");
        // Were a copied value to bring a line end of its own, there would be more lines than header fields written.
        Must(_answer.AsSpan(0, length).Count((byte)'\n') == LinesOfAnswer(), "an answer has the lines it was given");
    }

    private int LinesOfAnswer()
    {
        var lines = 3;
        for (var i = 0; i < _message.HeaderCount; i++)
        {
            if (_message.NameAt(i) == HeaderName.Via) lines++;
        }
        if (_message.Has(HeaderName.From)) lines++;
        if (_message.Has(HeaderName.To)) lines++;
        if (_message.Has(HeaderName.CallId)) lines++;
        return _message.Has(HeaderName.CSeq) ? lines + 1 : lines;
    }

    private static void Must(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException("Does not hold: " + what);
    }
}
