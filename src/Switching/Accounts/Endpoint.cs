using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Tandem.Switching.Authentication;

namespace Tandem.Switching.Accounts;

/// <summary>
/// What can register: a phone, a mapping gateway, or a routing gateway that does. Its name is the user part of its address-of-record and its digest user
/// name. Immutable; a change makes a new one and swaps it into the <see cref="Directory"/>.
/// </summary>
public abstract record Endpoint
{
    private DigestSecret? _digestSecret;

    /// <summary>The number or login, unique among all endpoints, 1–64 characters (<see cref="NameRules"/>).</summary>
    public required string Name { get; init; }

    /// <summary>The account it belongs to; null = none.</summary>
    public string? Account { get; init; }

    /// <summary>The digest password, encrypted for this name (<see cref="ISecretBox"/>); null = none, so that no digest verifies.</summary>
    public byte[]? SealedPassword { get; init; }

    /// <summary>Whom the password is sealed for.</summary>
    public virtual string SecretOwner => Name;

    /// <summary>What it must show to register.</summary>
    public AuthenticationMode Mode { get; init; }

    /// <summary>The sources it may register from, for the modes that ask for one.</summary>
    public AddressList Allow { get; init; } = AddressList.Empty;

    /// <summary>A locked endpoint is refused.</summary>
    public bool Locked { get; init; }

    /// <summary>The end of its validity; null = none.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Its own shortest expiry in seconds; null = SS_ENDPOINT_EXPIRE_MIN.</summary>
    public int? ExpireMin { get; init; }

    /// <summary>Its own longest expiry in seconds; null = SS_ENDPOINT_EXPIRE_MAX.</summary>
    public int? ExpireMax { get; init; }

    /// <summary>How many contacts it may hold at once; null = SERVER_REGISTRAR_MAX_BINDINGS.</summary>
    public int? MaxBindings { get; init; }

    /// <summary>When set, a suspension of this endpoint lasts until an operator clears it.</summary>
    public bool ManualUnlock { get; init; }

    /// <summary>The operator's note.</summary>
    public string Memo { get; init; } = "";

    /// <summary>The digest secret once it was needed; only <see cref="DigestSecrets"/> reads and writes it.</summary>
    internal DigestSecret? DigestSecret
    {
        get => _digestSecret;
        set => _digestSecret = value;
    }

    /// <summary>Has the processor fetch the object's cache lines.</summary>
    internal unsafe void Prefetch()
    {
        const int CacheLine = 64;
        if (!Sse.IsSupported) return;
        var start = (byte*)Unsafe.AsPointer(ref _digestSecret);
        // The references stand first, then what is no reference.
        Sse.Prefetch0(start);
        Sse.Prefetch0(start + CacheLine);
    }
}

/// <summary>A customer's SIP phone (spec: registration and protection §1).</summary>
public sealed record Phone : Endpoint
{
    /// <summary>What it may do in calls and how calls reach it.</summary>
    public PhoneCalls Calls { get; init; } = PhoneCalls.Default;
}

/// <summary>A customer's gateway, known by its address, its login, or both.</summary>
public sealed record MappingGateway : Endpoint
{
    /// <summary>What it may do in calls.</summary>
    public MappingCalls Calls { get; init; } = MappingCalls.Default;
}
