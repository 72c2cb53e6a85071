using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>
/// A session description (RFC 8866) as <see cref="SdpParser"/> read it: numbers, addresses, and offsets into the body. It is made
/// once and used again for each body; it belongs to one thread.
/// </summary>
public sealed class SessionDescription
{
    private readonly MediaDescription[] _media = new MediaDescription[SdpLimits.MaxMedia];

    /// <summary>Why the last body was refused; it has no streams then.</summary>
    public SdpRejection Rejection { get; internal set; } = SdpRejection.NotSdp;

    /// <summary>The streams in the order of the body, also those with port 0.</summary>
    public ReadOnlySpan<MediaDescription> Media => _media.AsSpan(0, MediaCount);

    /// <summary>The number of streams, 0 to <see cref="SdpLimits.MaxMedia"/>.</summary>
    public int MediaCount { get; private set; }

    /// <summary>The value of the o= line in the body.</summary>
    public Slice Origin { get; internal set; }

    /// <summary>The index of the first living audio stream; -1 when there is none.</summary>
    public int FirstAudio
    {
        get
        {
            for (var i = 0; i < MediaCount; i++)
            {
                if (_media[i] is { Kind: MediaKind.Audio, Port: not 0 }) return i;
            }
            return -1;
        }
    }

    /// <summary>True when it puts the session on hold: there are living streams, and each of them is (RFC 3264 §8.4).</summary>
    public bool IsOnHold
    {
        get
        {
            var living = false;
            foreach (ref readonly var media in Media)
            {
                if (media.Port == 0) continue;
                if (!media.IsOnHold) return false;
                living = true;
            }
            return living;
        }
    }

    /// <summary>
    /// True for the description of a WebRTC endpoint, a browser above all: it bundles its streams, has ICE for them and keys SRTP by
    /// DTLS (RFC 9429 §5.2.1). It talks to nobody who does not use ICE too (RFC 8835 §3.4), and ICE does not pass a relay. For others, ICE is
    /// an offer: what is left out of it is not used.
    /// </summary>
    public bool NeedsIce
    {
        get
        {
            if (!Bundles) return false;
            foreach (ref readonly var media in Media)
            {
                if (media is { Port: not 0, HasIce: true, Protocol: MediaProtocol.UdpTlsRtpSavpf or MediaProtocol.UdpTlsRtpSavp or MediaProtocol.RtpSavpf }) return true;
            }
            return false;
        }
    }

    /// <summary>True when it offers or accepts several streams on one port (RFC 9143).</summary>
    internal bool Bundles { get; set; }

    /// <summary>True when the session says for all streams that it uses ICE.</summary>
    internal bool HasIce { get; set; }

    /// <summary>The c= line of the session.</summary>
    internal SdpAddress Connection { get; set; }

    /// <summary>The c= line's value.</summary>
    internal Slice ConnectionText { get; set; }

    /// <summary>The direction that the session gives to streams which say nothing.</summary>
    internal MediaDirection Direction { get; set; }

    /// <summary>What the rtpmap attributes of the stream that is being read say.</summary>
    internal RtpMaps RtpMaps { get; } = new();

    /// <summary>The stream that is being read.</summary>
    internal ref MediaDescription Current => ref _media[MediaCount - 1];

    internal void Begin()
    {
        MediaCount = 0;
        Origin = default;
        Connection = default;
        ConnectionText = default;
        Direction = MediaDirection.SendReceive;
        (Bundles, HasIce) = (false, false);
    }

    internal SdpRejection End(SdpRejection rejection)
    {
        if (rejection != SdpRejection.None) Begin();
        return Rejection = rejection;
    }

    internal void Add(in MediaDescription media)
    {
        _media[MediaCount++] = media;
        RtpMaps.Clear();
    }
}
