using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Registration;

namespace Tandem.Server.Signalling;

/// <summary>
/// The plain log lines of one shard until they are written: one line for each REGISTER that ended other than with a first
/// challenge. The format is documented in docs/registration-log.md and read by the filters in deploy/.
/// </summary>
/// <remarks>
/// What a peer can choose (the user, the User-Agent) is percent-escaped, so that no message can forge a line or a field;
/// the source is the one on the wire, never one of a header.
/// </remarks>
public sealed class RegistrationLogBuffer
{
    private const int Capacity = 4 << 20;
    private const int LongestLine = 1024;
    private const int MaxFieldLength = 64;

    private readonly Lock _lock = new();
    private readonly byte[] _time = new byte[24];
    private byte[] _filling = new byte[64 << 10];
    private byte[] _emptied = new byte[64 << 10];
    private int _length;
    private long _timeOf = -1;

    /// <summary>Lines that were lost because the disk did not keep up.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds the line of a REGISTER. On the shard's thread.</summary>
    public void Write(SipMessage register, in Flow flow, in RegisterOutcome outcome, int status, long now)
    {
        if (outcome.Reason == RegisterReason.Challenged) return;
        lock (_lock)
        {
            if (!MakeRoom())
            {
                Dropped++;
                return;
            }
            var line = new LineWriter(_filling.AsSpan(_length, LongestLine));
            line.Append(TimeText(now));
            line.Append(" REGISTER user="u8);
            line.AppendEscaped(UserOf(register), MaxFieldLength);
            line.Append(" source="u8);
            line.AppendAddress(flow.Remote);
            line.Append(" port="u8);
            line.Append(flow.Remote.Port);
            line.Append(" transport="u8);
            line.Append(flow.Transport.ViaName());
            line.Append(" code="u8);
            line.Append(status);
            line.Append(" reason="u8);
            line.Append(RegisterReasons.AnswerOf(outcome.Reason).Token);
            line.Append(" expires="u8);
            line.Append(outcome.Expires);
            line.Append(" ua="u8);
            line.AppendEscaped(register.First(HeaderName.UserAgent), MaxFieldLength);
            line.Append("\n"u8);
            _length += line.Length;
        }
    }

    /// <summary>Takes the lines collected so far; they are good until the next call.</summary>
    internal ReadOnlyMemory<byte> Take()
    {
        lock (_lock)
        {
            var lines = _filling.AsMemory(0, _length);
            (_filling, _emptied) = (_emptied, _filling);
            _length = 0;
            return lines;
        }
    }

    /// <summary>A name that a peer chose, fit for a log line.</summary>
    public static string Printable(string text)
    {
        Span<byte> utf8 = stackalloc byte[LongestLine];
        var line = new LineWriter(utf8);
        line.AppendEscaped(Encoding.UTF8.GetBytes(text), MaxFieldLength);
        return Encoding.ASCII.GetString(utf8[..line.Length]);
    }

    private static ReadOnlySpan<byte> UserOf(SipMessage register) =>
        SipUri.TryParse(register.To.Uri, out var uri) ? uri.User : [];

    private bool MakeRoom()
    {
        if (_length + LongestLine <= _filling.Length) return true;
        if (_filling.Length >= Capacity) return false;
        Array.Resize(ref _filling, _filling.Length * 2);
        return true;
    }

    private ReadOnlySpan<byte> TimeText(long now)
    {
        if (now != _timeOf)
        {
            DateTimeOffset.FromUnixTimeMilliseconds(now).TryFormat(_time, out _, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            _timeOf = now;
        }
        return _time;
    }

    private ref struct LineWriter(Span<byte> line)
    {
        private readonly Span<byte> _line = line;

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_line[Length..]);
            Length += text.Length;
        }

        public void Append(int number)
        {
            number.TryFormat(_line[Length..], out var written, default, CultureInfo.InvariantCulture);
            Length += written;
        }

        public void AppendAddress(in IpEndpoint endpoint)
        {
            endpoint.TryFormatAddress(_line[Length..], out var written);
            Length += written;
        }

        // A dash for nothing; letters, digits and a few marks as they are; anything else as %XX.
        public void AppendEscaped(ReadOnlySpan<byte> text, int maxLength)
        {
            if (text.IsEmpty) Append("-"u8);
            foreach (var b in text[..Math.Min(text.Length, maxLength)])
            {
                if (char.IsAsciiLetterOrDigit((char)b) || "+-_.*#/()@:~"u8.Contains(b))
                {
                    _line[Length++] = b;
                    continue;
                }
                _line[Length++] = (byte)'%';
                b.TryFormat(_line[Length..], out var written, "X2", CultureInfo.InvariantCulture);
                Length += written;
            }
        }
    }
}
