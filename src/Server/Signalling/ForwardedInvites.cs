using System.Security.Cryptography;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;

namespace Tandem.Server.Signalling;

/// <summary>
/// To which shards INVITEs were handed lately: a CANCEL has nothing in it that would say so, but it repeats its INVITE's branch
/// (RFC 3261 §9.1). Bounded, since anybody may send INVITEs: the latest are kept.
/// </summary>
internal sealed class ForwardedInvites
{
    /// <summary>How many are kept.</summary>
    internal const int Capacity = 4096;

    private readonly ulong _key0 = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly ulong _key1 = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Dictionary<ulong, int> _shards = [];
    private readonly Queue<ulong> _oldest = new();

    /// <summary>Notes where a message is handed to, when it is an INVITE.</summary>
    public void Note(ReadOnlySpan<byte> message, int shard)
    {
        if (!message.StartsWith("INVITE "u8)) return;
        var key = KeyOf(message);
        if (!_shards.ContainsKey(key)) _oldest.Enqueue(key);
        _shards[key] = shard;
        // A key that was taken away may stand here still; that makes fewer, never more.
        if (_oldest.Count > Capacity) _shards.Remove(_oldest.Dequeue());
    }

    /// <summary>Where the INVITE of a CANCEL was handed to; <see cref="HomeShard.None"/> for any other message.</summary>
    public int ShardOf(ReadOnlySpan<byte> message) =>
        _shards.Count > 0 && message.StartsWith("CANCEL "u8) && _shards.TryGetValue(KeyOf(message), out var shard) ? shard : HomeShard.None;

    /// <summary>The same, once: two shards that each sent the INVITE to the other must not send the CANCEL round for ever.</summary>
    public int TakeShardOf(ReadOnlySpan<byte> message) =>
        _shards.Count > 0 && message.StartsWith("CANCEL "u8) && _shards.Remove(KeyOf(message), out var shard) ? shard : HomeShard.None;

    private ulong KeyOf(ReadOnlySpan<byte> message) => SipHash.Hash64(HomeShard.BranchOf(message), _key0, _key1);
}
