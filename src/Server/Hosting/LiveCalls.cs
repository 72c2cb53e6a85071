using Tandem.Api.Running;
using Tandem.Network.Capture;
using Tandem.Server.Signalling;
using Tandem.Switching.Calls;
using Tandem.Switching.Tracing;

namespace Tandem.Server.Hosting;

/// <summary>The calls of all shards: each shard is asked on its own thread.</summary>
/// <param name="signalling">The SIP side; null when a command works on the store alone, which has no calls.</param>
internal sealed class LiveCalls(SignallingHost? signalling) : ILiveCalls
{
    private IReadOnlyList<Shard> Shards => signalling?.Shards.Shards ?? [];

    public async Task<IReadOnlyList<LiveCall>> ListAsync()
    {
        var ofShards = await Task.WhenAll(Shards.Select(shard => Ask(shard, calls => calls.List())));
        return [.. ofShards.SelectMany(calls => calls)];
    }

    public async Task<LiveCall?> FindAsync(Guid id)
    {
        foreach (var shard in Shards)
        {
            if (await Ask(shard, calls => calls.Find(id)) is { } call) return call;
        }
        return null;
    }

    public async Task<bool> HangUpAsync(Guid id, string rule)
    {
        foreach (var shard in Shards)
        {
            if (await Ask(shard, calls => calls.HangUp(id, rule, shard.Now))) return true;
        }
        return false;
    }

    public async Task<IReadOnlyList<TracedMessage>> TraceAsync(Guid id) => signalling is null ? [] : await signalling.Traces.ReadAsync(id);

    public byte[] Capture(IReadOnlyList<TracedMessage> messages)
    {
        using var file = new MemoryStream();
        var pcap = new PcapWriter(file);
        foreach (var message in messages) pcap.Write(new CapturedMessage(message.Time, message.Transport, message.Source, message.Destination, message.Bytes));
        return file.ToArray();
    }

    private static async Task<T> Ask<T>(Shard shard, Func<CallHandler, T> question)
    {
        T answer = default!;
        await shard.InvokeAsync(() => answer = question(shard.Calls));
        return answer;
    }
}
