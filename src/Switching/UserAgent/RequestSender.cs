using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.UserAgent;

/// <summary>Sends requests that are of no call, such as OPTIONS and REGISTER, as RFC 3261 §8.1 asks. Used by its shard only.</summary>
/// <param name="layer">The shard's transactions.</param>
/// <param name="outbox">Where the requests are written and sent.</param>
/// <param name="ids">Draws tags, branches and Call-IDs.</param>
/// <param name="addresses">Our address towards each peer.</param>
public sealed class RequestSender(TransactionLayer layer, IOutbox outbox, LocalIds ids, ILocalAddresses addresses)
{
    /// <summary>Writes the header fields that only this request has.</summary>
    /// <param name="writer">The request, behind its CSeq.</param>
    public delegate void FieldWriter(ref RequestWriter writer);

    /// <summary>Our address on a flow.</summary>
    public IpEndpoint LocalOn(in Flow flow) => addresses.For(flow);

    /// <summary>A number that nobody can guess.</summary>
    public ulong Draw() => ids.Next().Value;

    /// <summary>Begins requests to one place: their From, To and Call-ID, and the first CSeq.</summary>
    /// <param name="from">The From value without tag.</param>
    /// <param name="to">The To value.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="flow">What they are sent on.</param>
    public Dialog Begin(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<byte> uri, in Flow flow)
    {
        Span<byte> callId = stackalloc byte[LocalId.TagLength];
        ids.Next().WriteTag(callId);
        return Dialog.OfClient(ids.Next(), callId, from, to, uri, [], flow);
    }

    /// <summary>Sends a request; its owner hears what comes of it.</summary>
    public void Send(IRequestOwner owner, Dialog dialog, SipMethod method, FieldWriter fields, long now)
    {
        var flow = dialog.Flow;
        var branch = ids.Next();
        var place = outbox.Reserve(flow);
        var writer = dialog.Begin(place, method, branch, addresses.For(flow));
        fields(ref writer);
        var length = writer.End();
        if (length > 0) layer.Send(owner, branch, method, flow, place[..length], now);
    }
}
