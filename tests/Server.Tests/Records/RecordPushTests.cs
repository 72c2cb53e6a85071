using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Server.Records;
using Tandem.Storage;
using Tandem.Storage.Records;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Testing;

namespace Tandem.Server.Tests.Records;

public sealed class RecordPushTests : IAsyncLifetime
{
    private readonly string _path = System.IO.Directory.CreateTempSubdirectory("tandem-push-").FullName;
    private readonly FakeClock _clock = new();
    private readonly RecordPush _push = new();
    private ReportServer _server = null!;
    private DataFolder _folder = null!;
    private Store _store = null!;
    private CallRecords _records = null!;
    private RecordFollower _follower = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ReportServer.Start();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        _push.Dispose();
        await _server.DisposeAsync();
        System.IO.Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public void Records_are_posted_in_batches_in_the_order_of_their_numbers()
    {
        Calls(1200);

        Assert.True(_follower.Flush());

        Assert.Equal(Enumerable.Range(1, 1200).Select(i => (long)i), _server.Numbers);
        Assert.Equal((3, 0), (_server.Requests, _follower.Behind));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public void A_server_that_refuses_gets_the_same_records_again(int status)
    {
        Calls(3);
        _server.Status = status;
        Assert.False(_follower.Flush());
        Assert.Equal((1, 3), (_follower.Failures, _follower.Behind));

        _server.Status = 204;
        Assert.True(_follower.Flush());

        Assert.Equal([1, 2, 3, 1, 2, 3], _server.Numbers);
        Assert.Equal(3, _server.Different);
    }

    [Fact]
    public void What_the_server_has_taken_is_not_sent_again_after_a_restart_and_what_it_has_not_is()
    {
        Calls(2);
        Assert.True(_follower.Flush());
        _server.Status = 503;
        Calls(2);
        Assert.False(_follower.Flush());
        Close();
        _server.Status = 200;

        Open();

        Assert.Equal([1, 2, 3, 4, 3, 4], _server.Numbers);
    }

    [Fact]
    public async Task A_slow_server_makes_neither_calls_nor_the_store_wait()
    {
        var answer = new TaskCompletionSource();
        _server.Hanging = answer.Task;
        Calls(1);
        var pushing = Task.Run(_follower.Flush);
        Assert.True(SpinWait.SpinUntil(() => _server.Requests == 1, TimeSpan.FromSeconds(30)));

        Calls(100);

        Assert.False(pushing.IsCompleted);
        Assert.Equal((101, 0), (_records.LastNumber, _records.Pending));
        answer.SetResult();
        Assert.True(await pushing);
        Assert.Equal(101, _server.Different);
    }

    [Fact]
    public void A_stop_does_not_wait_for_a_slow_server()
    {
        _server.Hanging = new TaskCompletionSource().Task;
        Calls(1);
        _clock.Advance(RecordFollower.Period);
        Assert.True(SpinWait.SpinUntil(() => _server.Requests == 1, TimeSpan.FromSeconds(30)));

        var began = TimeProvider.System.GetTimestamp();
        _follower.Dispose();

        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 20);
    }

    [Theory]
    [InlineData("ftp://example.com/cdr")]
    [InlineData("example.com")]
    public void What_is_no_address_of_a_server_is_refused(string value) =>
        Assert.False(ParameterSet.Defaults.TryWith(RecordParameters.ReportServer, value, out _, out _));

    private void Open()
    {
        Assert.True(ParameterSet.Defaults.TryWith(RecordParameters.ReportServer, _server.Address, out var set, out var error), error);
        _folder = DataFolder.Open(_path);
        _store = Store.Open(_folder, NullLoggerFactory.Instance, _clock);
        var parameters = new CurrentParameters(set);
        _records = _store.StartRecords(_folder.Folder("journal"), 1, parameters);
        _follower = _store.Follow(_push, parameters);
        Assert.True(_follower.Flush());
    }

    private void Close()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private void Calls(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _records.JournalOf(0).Ended(new CallRecord
            {
                Id = Guid.NewGuid(), StartedAt = _clock.NowMs, EndedAt = _clock.NowMs, EndReason = CallEndReason.Busy, EndSide = EndSide.Callee,
            });
        }
        _records.JournalOf(0).Flush();
        Assert.True(_records.Writer.Flush());
    }
}
