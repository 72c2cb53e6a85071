namespace Tandem.Switching.Authentication;

/// <summary>What the credentials of a request are worth.</summary>
public enum AuthenticationVerdict : byte
{
    /// <summary>There are none for our realm.</summary>
    NoCredentials,
    /// <summary>The nonce is too old, or was not issued by us to this address. Not a failure: the phone asks again by itself.</summary>
    Stale,
    /// <summary>The response is right and the nonce count was used before. Not a failure.</summary>
    Replayed,
    /// <summary>The nonce is ours and fresh and the response is wrong, or the user is none of ours.</summary>
    Wrong,
    /// <summary>The response is right.</summary>
    Right,
}
