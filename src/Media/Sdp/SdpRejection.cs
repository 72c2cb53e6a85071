namespace Tandem.Media.Sdp;

/// <summary>Why a body is no session description that the switch reads.</summary>
public enum SdpRejection : byte
{
    /// <summary>It was read.</summary>
    None = 0,
    /// <summary>It does not begin with v=0.</summary>
    NotSdp,
    /// <summary>It is longer than <see cref="SdpLimits.MaxLength"/>.</summary>
    TooLong,
    /// <summary>It has more lines than <see cref="SdpLimits.MaxLines"/>.</summary>
    TooManyLines,
    /// <summary>It has more streams than <see cref="SdpLimits.MaxMedia"/>.</summary>
    TooManyMedia,
    /// <summary>A line is not a letter, an equals sign and a text, or has a NUL or a CR that ends no line.</summary>
    BadLine,
    /// <summary>There is no o= before the first m=, or nothing in it.</summary>
    MissingOrigin,
    /// <summary>There is an o= too many, or one behind an m=.</summary>
    MisplacedOrigin,
    /// <summary>A c= is not a network type, an address type and an address.</summary>
    BadConnection,
    /// <summary>An m= is not a media type, a port with perhaps a count, and a protocol.</summary>
    BadMedia,
}
