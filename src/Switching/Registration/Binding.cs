using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Registration;

/// <summary>
/// One contact of an address-of-record (RFC 3261 §10.2.1). Lives in a <see cref="LocationTable"/> and is read and written
/// under the lock of its stripe only. Times are milliseconds since the Unix epoch. Its texts share one array, because a
/// switch holds a million of these.
/// </summary>
public sealed class Binding
{
    // The flow in parts: as one value its alignment would cost another 32 bytes a binding.
    private UInt128 _address;
    private long _connection;
    private readonly byte[] _texts;
    private readonly ushort _contactEnd;
    private readonly ushort _instanceEnd;
    private ushort _port;
    private ushort _listener;
    private SipTransport _transport;

    internal Binding(long id, string endpoint, ulong nameHash, in BindingDraft draft)
    {
        Id = id;
        Endpoint = endpoint;
        NameHash = nameHash;
        _texts = [.. draft.Contact, .. draft.Instance, .. draft.Path];
        _contactEnd = (ushort)draft.Contact.Length;
        _instanceEnd = (ushort)(_contactEnd + draft.Instance.Length);
        RegId = draft.RegId;
        RegisteredAt = draft.Now;
        Take(draft);
    }

    /// <summary>The binding's number in the store, rising, never used again.</summary>
    public long Id { get; }

    /// <summary>The name of the endpoint.</summary>
    public string Endpoint { get; }

    /// <summary>The Contact URI as the phone wrote it.</summary>
    public ReadOnlySpan<byte> Contact => _texts.AsSpan(0, _contactEnd);

    /// <summary>The value of +sip.instance with its angle brackets (RFC 5626 §4.1); empty when there was none.</summary>
    public ReadOnlySpan<byte> Instance => _texts.AsSpan(_contactEnd.._instanceEnd);

    /// <summary>The Path vector as it came, items parted by commas (RFC 3327); empty when there was none.</summary>
    public ReadOnlySpan<byte> Path => _texts.AsSpan(_instanceEnd);

    /// <summary>The reg-id of the flow (RFC 5626 §4.2); 0 when there was none.</summary>
    public int RegId { get; }

    /// <summary>The hash of the latest REGISTER's Call-ID (<see cref="BindingRules.CallIdHash"/>): it is only ever compared.</summary>
    public long CallIdHash { get; private set; }

    /// <summary>The CSeq of the latest REGISTER.</summary>
    public uint CSeq { get; private set; }

    /// <summary>The contact's preference in thousandths, 0–1000 (RFC 3261 §20.10).</summary>
    public ushort Q { get; private set; }

    /// <summary>The User-Agent of the latest REGISTER.</summary>
    public string UserAgent { get; private set; } = "";

    /// <summary>Where the latest REGISTER came from and where requests to this contact go.</summary>
    public Flow Flow => new(_transport, _listener, new IpEndpoint(_address, _port), _connection);

    /// <summary>When the contact was first registered.</summary>
    public long RegisteredAt { get; init; }

    /// <summary>When it was last refreshed.</summary>
    public long RefreshedAt { get; private set; }

    /// <summary>When it ends unless refreshed.</summary>
    public long ExpiresAt { get; private set; }

    /// <summary>True when its connection is gone, so that nothing can be sent to it until it registers again.</summary>
    public bool Offline { get; internal set; }

    /// <summary>The next contact of the same endpoint; the newest registered comes last.</summary>
    public Binding? Next { get; internal set; }

    internal ulong NameHash { get; }

    /// <summary>The expiry that the store has.</summary>
    internal long StoredExpiresAt { get; set; }

    /// <summary>True while it stands in its stripe's list for the journal.</summary>
    internal bool IsListed { get; set; }

    internal bool IsRemoved { get; set; }

    internal Binding? WheelNext { get; set; }

    internal Binding? WheelPrevious { get; set; }

    internal int WheelSlot { get; set; } = -1;

    /// <summary>Has the processor fetch the object's cache lines.</summary>
    internal unsafe void Prefetch()
    {
        const int CacheLine = 64;
        if (!Sse.IsSupported) return;
        var start = (byte*)Unsafe.AsPointer(ref _address);
        // The references stand before the address, the times behind it.
        Sse.Prefetch0(start - CacheLine);
        Sse.Prefetch0(start);
        Sse.Prefetch0(start + CacheLine);
        Sse.Prefetch0(start + 2 * CacheLine);
    }

    /// <summary>True when the draft's texts are this binding's, so that it can be refreshed in place.</summary>
    internal bool HasTextsOf(in BindingDraft draft) =>
        RegId == draft.RegId && Contact.SequenceEqual(draft.Contact) && Instance.SequenceEqual(draft.Instance) && Path.SequenceEqual(draft.Path);

    /// <summary>Takes over what a refresh may change.</summary>
    internal void Take(in BindingDraft draft)
    {
        CallIdHash = draft.CallIdHash;
        CSeq = draft.CSeq;
        Q = draft.Q;
        UserAgent = draft.UserAgent;
        (_transport, _listener, _connection) = (draft.Flow.Transport, draft.Flow.Listener, draft.Flow.Connection);
        (_address, _port) = (draft.Flow.Remote.Address, draft.Flow.Remote.Port);
        RefreshedAt = draft.Now;
        ExpiresAt = draft.ExpiresAt;
        Offline = false;
    }
}

/// <summary>What a REGISTER says of one contact, before it becomes a <see cref="Binding"/>.</summary>
public readonly ref struct BindingDraft
{
    /// <summary>The Contact URI.</summary>
    public required ReadOnlySpan<byte> Contact { get; init; }
    /// <summary>The value of +sip.instance; empty when absent.</summary>
    public ReadOnlySpan<byte> Instance { get; init; }
    /// <summary>The hash of the Call-ID.</summary>
    public required long CallIdHash { get; init; }
    /// <summary>The Path vector; empty when absent.</summary>
    public ReadOnlySpan<byte> Path { get; init; }
    /// <summary>The reg-id; 0 when absent.</summary>
    public int RegId { get; init; }
    /// <summary>The CSeq number.</summary>
    public required uint CSeq { get; init; }
    /// <summary>The preference in thousandths.</summary>
    public required ushort Q { get; init; }
    /// <summary>The User-Agent.</summary>
    public required string UserAgent { get; init; }
    /// <summary>The flow the REGISTER came in on.</summary>
    public required Flow Flow { get; init; }
    /// <summary>When it came.</summary>
    public required long Now { get; init; }
    /// <summary>When the binding ends.</summary>
    public required long ExpiresAt { get; init; }
}
