using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Storage.Journals;

/// <summary>A call record as bytes of the call journal. The order of the fields never changes; later ones come at the end, and older entries lack them.</summary>
internal static class CallRecordFormat
{
    /// <summary>Appends a record.</summary>
    public static void Write(EntryWriter to, CallRecord record)
    {
        to.Guid(record.Id);
        to.Long(record.StartedAt);
        to.Long(record.AlertedAt);
        to.Long(record.AnsweredAt);
        to.Long(record.EndedAt);
        Write(to, record.Received);
        Write(to, record.Billed);
        Write(to, record.Sent);
        Write(to, record.Caller);
        Write(to, record.Callee);
        to.Text(record.Account);
        to.Byte(record.Relayed ? (byte)1 : (byte)0);
        to.Count(record.Attempts);
        to.Count((int)record.EndReason);
        to.Byte((byte)record.EndSide);
        to.Count(record.EndCode);
        to.Text(record.EndRule);
        to.Text(record.SipReason);
        to.Text(record.Route);
        Write(to, record.FromCaller);
        Write(to, record.FromCallee);
        to.Count(record.CalleeDelay);
        to.Count(record.FromCaller.DtmfEvents);
        to.Count(record.FromCallee.DtmfEvents);
    }

    /// <summary>Reads a record that stands next.</summary>
    public static CallRecord Read(ref EntryReader from)
    {
        var record = ReadFirst(ref from);
        if (from.IsAtEnd) return record;
        record.CalleeDelay = (int)from.Count();
        record.FromCaller = record.FromCaller with { DtmfEvents = (int)from.Count() };
        record.FromCallee = record.FromCallee with { DtmfEvents = (int)from.Count() };
        return record;
    }

    private static CallRecord ReadFirst(ref EntryReader from) => new()
    {
        Id = from.Guid(),
        StartedAt = from.Long(),
        AlertedAt = from.Long(),
        AnsweredAt = from.Long(),
        EndedAt = from.Long(),
        Received = ReadNumbers(ref from),
        Billed = ReadNumbers(ref from),
        Sent = ReadNumbers(ref from),
        Caller = ReadParty(ref from),
        Callee = ReadParty(ref from),
        Account = from.Text(),
        Relayed = from.Byte() != 0,
        Attempts = (int)from.Count(),
        EndReason = (CallEndReason)from.Count(),
        EndSide = (EndSide)from.Byte(),
        EndCode = (int)from.Count(),
        EndRule = from.Text(),
        SipReason = from.Text(),
        Route = from.Text(),
        FromCaller = ReadQuality(ref from),
        FromCallee = ReadQuality(ref from),
    };

    private static void Write(EntryWriter to, in CallNumbers numbers)
    {
        to.Text(numbers.Caller);
        to.Text(numbers.Callee);
    }

    private static CallNumbers ReadNumbers(ref EntryReader from) => new(from.Text(), from.Text());

    private static void Write(EntryWriter to, in CallParty party)
    {
        to.Byte((byte)party.Kind);
        to.Text(party.Name);
        to.Endpoint(party.Address);
        to.Endpoint(party.MediaAddress);
        to.Text(party.Codec);
        to.Text(party.UserAgent);
        to.Text(party.CallId);
    }

    private static CallParty ReadParty(ref EntryReader from) =>
        new((PartyKind)from.Byte(), from.Text(), from.Endpoint(), from.Endpoint(), from.Text(), from.Text(), from.Text());

    private static void Write(EntryWriter to, in MediaQuality quality)
    {
        to.Count(quality.Packets);
        to.Count(quality.Lost);
        to.Count(quality.JitterMicroseconds);
        to.Count(quality.Mos);
        to.Count(quality.RoundTripMicroseconds);
        to.Count(quality.Refused);
        to.Byte(quality.Silent ? (byte)1 : (byte)0);
    }

    private static MediaQuality ReadQuality(ref EntryReader from) => new(
        from.Count(), from.Count(), (int)from.Count(), (int)from.Count(), (int)from.Count(), from.Count(), from.Byte() != 0);
}
