using Tandem.Sip.Flows;

namespace Tandem.Sip.Messages;

/// <summary>
/// Repeats a request's Via values in its response. The topmost one says where the request came from: received
/// (RFC 3261 §18.2.1) and, when asked for, rport (RFC 3581 §4). What the sender wrote there itself is dropped.
/// </summary>
internal static class AnsweredVia
{
    public static void Write(ref HeaderWriter output, SipMessage request, in Flow flow)
    {
        var isTop = true;
        for (var i = 0; i < request.HeaderCount; i++)
        {
            if (request.NameAt(i) != HeaderName.Via) continue;
            output.Raw("Via: "u8);
            var line = request.ValueAt(i);
            if (isTop)
            {
                WriteTop(ref output, request, in flow);
                line = line[request.TopViaLength..];
                isTop = false;
            }
            output.Repeat(request, line);
            output.EndHeader();
        }
    }

    private static void WriteTop(ref HeaderWriter output, SipMessage request, in Flow flow)
    {
        ref readonly var via = ref request.TopViaParts;
        var text = request.TopViaText;
        var (first, second) = InOrder(via.RportParameter, via.ReceivedParameter);
        output.Repeat(request, text[..first.Offset]);
        output.Repeat(request, text[first.End..second.Offset]);
        output.Repeat(request, text[second.End..]);
        if (via.HasRport)
        {
            output.Raw(";rport="u8);
            output.Append(flow.Remote.Port);
        }
        if (via.HasRport || !IsSentFrom(via.Host.Of(text), in flow)) WriteReceived(ref output, flow.Remote);
    }

    // An absent parameter is an empty cut at the front.
    private static (Slice First, Slice Second) InOrder(Slice a, Slice b) => a.Offset <= b.Offset ? (a, b) : (b, a);

    private static bool IsSentFrom(ReadOnlySpan<byte> host, in Flow flow) =>
        IpEndpoint.TryParseHost(host, 0, out var sentBy) && sentBy.Address == flow.Remote.Address;

    private static void WriteReceived(ref HeaderWriter output, IpEndpoint remote)
    {
        Span<byte> address = stackalloc byte[IpEndpoint.MaxTextLength];
        remote.TryFormatAddress(address, out var length);
        output.Raw(";received="u8);
        output.Raw(address[..length]);
    }
}
