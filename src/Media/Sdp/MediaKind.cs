namespace Tandem.Media.Sdp;

/// <summary>The media type of a stream (RFC 8866 §5.14).</summary>
public enum MediaKind : byte
{
    /// <summary>Any other; <see cref="MediaDescription.KindName"/> has its name.</summary>
    Other = 0,
    /// <summary>Voice.</summary>
    Audio,
    /// <summary>Moving pictures.</summary>
    Video,
    /// <summary>A page, such as T.38 fax.</summary>
    Image,
    /// <summary>Text as it is typed (RFC 4103).</summary>
    Text,
    /// <summary>Anything of an application's own.</summary>
    Application,
    /// <summary>Messages (MSRP).</summary>
    Message,
}
