using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Tracing;

/// <summary>Draws the messages of a call as a ladder: a column for each address, ours among them, an arrow for each message.</summary>
public static class SipLadder
{
    private const int Width = 100;
    private const int TimeWidth = 14;
    private const int NarrowestColumn = 16;

    /// <summary>The ladder as lines of at most 100 characters, or more when a call has more than six addresses.</summary>
    /// <param name="messages">The messages, the oldest first.</param>
    /// <param name="zone">The zone of the times.</param>
    public static string Draw(IReadOnlyList<TracedMessage> messages, TimeZoneInfo zone)
    {
        if (messages.Count == 0) return "";
        var parties = PartiesOf(messages);
        var column = Math.Max(NarrowestColumn, (Width - TimeWidth) / parties.Count);
        var text = new StringBuilder(new string(' ', TimeWidth));
        foreach (var party in parties) text.Append(Centred(party?.ToString() ?? "tandem", column));
        TrimLine(text);
        foreach (var message in messages) Append(text, message, parties, column, zone);
        return text.ToString();
    }

    // The first peer, the switch, then the other peers as they appear: the caller stands left and the callees right.
    private static List<IpEndpoint?> PartiesOf(IReadOnlyList<TracedMessage> messages)
    {
        List<IpEndpoint?> peers = [.. messages.Select(m => (IpEndpoint?)m.Remote).Distinct()];
        peers.Insert(1, null);
        return peers;
    }

    private static void Append(StringBuilder text, TracedMessage message, List<IpEndpoint?> parties, int column, TimeZoneInfo zone)
    {
        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(message.Time), zone);
        text.Append(time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture).PadRight(TimeWidth));
        var (peer, ours) = (parties.IndexOf(message.Remote), parties.IndexOf(null));
        var (left, right) = (Math.Min(peer, ours), Math.Max(peer, ours));
        var pointsRight = message.Sent != (peer < ours);
        for (var i = 0; i < parties.Count; i++)
        {
            if (i != left)
            {
                text.Append(' ', column / 2).Append('|').Append(' ', column - column / 2 - 1);
                continue;
            }
            text.Append(' ', column / 2).Append('|').Append(Arrow(SummaryOf(message.Bytes), (right - left) * column - 1, pointsRight));
            text.Append('|').Append(' ', column - column / 2 - 1);
            i = right;
        }
        TrimLine(text);
    }

    private static string Arrow(string label, int length, bool pointsRight)
    {
        if (label.Length > length - 4) label = label[..(length - 4)];
        var before = (length - label.Length - 2) / 2;
        var line = new string('-', before) + ' ' + label + ' ' + new string('-', length - label.Length - 2 - before);
        return pointsRight ? line[..^1] + '>' : '<' + line[1..];
    }

    /// <summary>What a message is in a few words: INVITE SDP, 180 INVITE.</summary>
    internal static string SummaryOf(byte[] bytes)
    {
        var message = new SipMessage();
        if (SipParser.Parse(bytes, 0, bytes.Length, message, SipLimits.Default) != SipRejection.None) return "?";
        var method = Encoding.ASCII.GetString(message.MethodName);
        var what = message.IsRequest ? method : string.Create(CultureInfo.InvariantCulture, $"{message.StatusCode} {method}");
        return message.Body.IsEmpty ? what : what + " " + BodyOf(message);
    }

    private static string BodyOf(SipMessage message)
    {
        var type = Encoding.ASCII.GetString(message.First(HeaderName.ContentType)).Split(';')[0].Trim();
        return type.Equals("application/sdp", StringComparison.OrdinalIgnoreCase) ? "SDP" : type[(type.IndexOf('/') + 1)..];
    }

    private static string Centred(string name, int width)
    {
        if (name.Length > width - 1) name = name[..(width - 1)];
        return name.PadLeft((width + name.Length + 1) / 2).PadRight(width);
    }

    private static void TrimLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        text.Append('\n');
    }
}
