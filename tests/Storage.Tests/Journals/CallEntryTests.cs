using Tandem.Storage.Journals;
using Tandem.Storage.Tests.Records;
using Tandem.Switching.Records;

namespace Tandem.Storage.Tests.Journals;

public sealed class CallEntryTests
{
    private static readonly Guid Id = new("01934b6e-7a5f-7c3d-8b21-5d8f0a1b2c3d");

    [Theory]
    [InlineData(CallEntryKind.Answered, 0)]
    [InlineData(CallEntryKind.Ended, 0)]
    [InlineData(CallEntryKind.Restated, 1_767_268_815_789)]
    internal void A_record_is_read_as_it_was_written(CallEntryKind kind, long at)
    {
        var bytes = Written(kind, SampleCalls.Full(Id), at);

        Assert.Equal(bytes.Length, CallEntry.LengthOf(bytes));
        var entry = CallEntry.Read(bytes);

        Assert.Equal((kind, Id, at), (entry.Kind, entry.Id, entry.At));
        Assert.Equal(SampleCalls.Full(Id).Text(), entry.Record!.Text());
    }

    [Fact]
    public void A_record_with_nothing_in_it_is_read_as_empty()
    {
        var entry = CallEntry.Read(Written(CallEntryKind.Ended, new CallRecord { Id = Id, StartedAt = 5 }, 0));

        Assert.Equal(("", 0L, default, default), (entry.Record!.Billed.Callee, entry.Record.AnsweredAt, entry.Record.Caller.Address, entry.Record.FromCaller));
    }

    [Fact]
    public void A_sign_of_life_has_the_call_and_the_time()
    {
        var bytes = Written(CallEntryKind.GoesOn, SampleCalls.Full(Id), 77);

        Assert.Equal((33, new CallEntry(CallEntryKind.GoesOn, Id, 77, null)), (bytes.Length, CallEntry.Read(bytes)));
    }

    [Fact]
    public void No_part_of_an_entry_is_taken_for_a_whole_one()
    {
        var bytes = Written(CallEntryKind.Ended, SampleCalls.Full(Id), 0);

        for (var length = 0; length < bytes.Length; length++) Assert.Equal(0, CallEntry.LengthOf(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void No_damaged_byte_goes_unnoticed()
    {
        var bytes = Written(CallEntryKind.Ended, SampleCalls.Full(Id), 0);

        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x10;
            Assert.Equal(0, CallEntry.LengthOf(bytes));
            bytes[at] ^= 0x10;
        }
    }

    // Written before records had delays and keys: what it says must be read for ever.
    [Fact]
    public void An_entry_of_the_first_version_is_still_read()
    {
        var bytes = Convert.FromBase64String(FirstVersion);

        var expected = SampleCalls.Full(Id);
        expected.CalleeDelay = 0;
        expected.FromCaller = expected.FromCaller with { DtmfEvents = 0 };
        Assert.Equal(bytes.Length, CallEntry.LengthOf(bytes));
        Assert.Equal(expected.Text(), CallEntry.Read(bytes).Record!.Text());
    }

    private static byte[] Written(CallEntryKind kind, CallRecord record, long at)
    {
        var writer = new EntryWriter();
        CallEntry.Write(writer, kind, record, at);
        return writer.Written.ToArray();
    }

    private const string FirstVersion =
        "OwEAAMyFhXgDAZNLbnpffD2LIV2PChssPXvWbXmbAQAAsNtteZsBAACd7G15mwEAAM/XbnmbAQAABzAwNDQyMDEIMDA0NDEyMzQFNDQyMDEGND"
        + "QxMjM0Bis0NDIwMQcrNDQxMjM0AghjdXN0b21lcgEAAAAAAAAAAAAA///AAAIHxCcBAAAAAAAAAAAAAP//wAACB6AfBFBDTVUOUGhvbmUvMS4w"
        + "ICjDvCkLYUAxOTIuMC4yLjcDB2NhcnJpZXIBIAENuAAAAAAAAAAAAAAAAdgnAQAAAAAAAAAAAAD//8sAcQn+/wMERzcyOQdDYXJyaWVyCGJAdG"
        + "FuZGVtBGFjbWUBAwIByAEGcnVsZSA3DlEuODUwO2NhdXNlPTE2EXsic3RlcHMiOlsiYXxiIl19uBcM4SGcA+7kAgcArhcAAWQAAAE=";
}
