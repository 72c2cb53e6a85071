using System.Net;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Signalling;

public sealed class ShardWaiterTests
{
    private const int Long = 10_000;

    private static readonly IpEndpoint Loopback = IpEndpoint.From(IPAddress.Loopback, 0);

    public static TheoryData<bool> Sources => new(true, false);

    [Theory, MemberData(nameof(Sources))]
    public void Nothing_to_read_is_told_by_false(bool epoll)
    {
        using var waiter = new ShardWaiter(epoll);
        using var endpoint = UdpEndpoint.Open(0, Loopback, UdpOptions.Default);
        waiter.Add(endpoint);

        Assert.False(waiter.Wait(0));
        Assert.False(waiter.Wait(1));
        Assert.False(endpoint.Ready);
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_datagram_ends_the_wait_and_marks_its_socket_only(bool epoll)
    {
        using var waiter = new ShardWaiter(epoll);
        using var busy = UdpEndpoint.Open(0, Loopback, UdpOptions.Default);
        using var quiet = UdpEndpoint.Open(1, Loopback, UdpOptions.Default);
        waiter.Add(busy);
        waiter.Add(quiet);
        SendTo(quiet, busy.Local);

        Assert.True(waiter.Wait(Long));

        Assert.True(busy.Ready);
        Assert.False(quiet.Ready);
        Assert.Equal(1, busy.ReceiveBatch(new RecordingReceiver()));
        Assert.False(busy.Ready);
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_wake_from_another_thread_ends_the_wait(bool epoll)
    {
        using var waiter = new ShardWaiter(epoll);
        var woken = false;
        var shard = new Thread(() => woken = waiter.Wait(Long));
        shard.Start();

        waiter.Wake();

        Assert.True(shard.Join(Long));
        Assert.True(woken);
    }

    [Theory, MemberData(nameof(Sources))]
    public void Many_wakes_before_a_wait_are_one(bool epoll)
    {
        using var waiter = new ShardWaiter(epoll);
        for (var i = 0; i < 1000; i++) waiter.Wake();

        Assert.True(waiter.Wait(Long));
        Assert.False(waiter.Wait(0));
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_socket_that_was_removed_wakes_nobody(bool epoll)
    {
        using var waiter = new ShardWaiter(epoll);
        using var removed = UdpEndpoint.Open(0, Loopback, UdpOptions.Default);
        using var sender = UdpEndpoint.Open(1, Loopback, UdpOptions.Default);
        waiter.Add(removed);
        waiter.Remove(removed);
        SendTo(sender, removed.Local);

        Assert.False(waiter.Wait(1));
        var receiver = new RecordingReceiver();
        Assert.True(SpinWait.SpinUntil(() => removed.ReceiveBatch(receiver) == 1, Long));
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_wake_after_the_end_does_nothing_to_whoever_has_the_descriptor_now(bool epoll)
    {
        var waiter = new ShardWaiter(epoll);
        waiter.Dispose();
        var files = Enumerable.Range(0, 20).Select(_ => File.Create(Path.GetTempFileName(), 1, FileOptions.DeleteOnClose)).ToArray();

        waiter.Wake();

        Assert.All(files, file => Assert.Equal(0, file.Length));
        foreach (var file in files) file.Dispose();
    }

    private static void SendTo(UdpEndpoint sender, IpEndpoint to)
    {
        "x"u8.CopyTo(sender.Reserve());
        sender.Send(to, 1);
        sender.Flush();
    }
}
