using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem.Sip.Flows;

/// <summary>
/// An IP address and a port as one value of 18 bytes that is compared, hashed and printed without allocation.
/// An IPv4 address is held as its IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2), so both families share every table.
/// </summary>
/// <remarks>
/// The address is kept as two halves: as one value of 128 bits it would be aligned to 16 bytes, which makes a
/// <see cref="Flow"/> of 40 bytes one of 64.
/// </remarks>
public readonly record struct IpEndpoint : IUtf8SpanFormattable
{
    /// <summary>The longest printed form: [eight groups]:port.</summary>
    public const int MaxTextLength = 48;

    private const ulong MappedPrefix = 0xFFFFUL << 32;

    private readonly ulong _upper;
    private readonly ulong _lower;

    /// <summary>An endpoint from the address's 128 bits in host order.</summary>
    public IpEndpoint(UInt128 address, ushort port) : this((ulong)(address >> 64), (ulong)address, port)
    {
    }

    private IpEndpoint(ulong upper, ulong lower, ushort port) => (_upper, _lower, Port) = (upper, lower, port);

    /// <summary>The address's 128 bits in host order.</summary>
    public UInt128 Address => new(_upper, _lower);

    /// <summary>The port, 0–65535.</summary>
    public ushort Port { get; }

    /// <summary>An IPv4 endpoint from the address's 32 bits in host order.</summary>
    public static IpEndpoint FromV4(uint address, ushort port) => new(0, MappedPrefix | address, port);

    /// <summary>An endpoint from 4 or 16 address bytes in network order; other lengths are a caller's error.</summary>
    public static IpEndpoint FromBytes(ReadOnlySpan<byte> address, ushort port) => address.Length switch
    {
        4 => FromV4(BinaryPrimitives.ReadUInt32BigEndian(address), port),
        16 => new IpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(address), port),
        _ => throw new ArgumentException("An address has 4 or 16 bytes.", nameof(address)),
    };

    /// <summary>An endpoint from the platform's type; an IPv6 scope is dropped.</summary>
    public static IpEndpoint From(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return FromBytes(bytes[..length], (ushort)port);
    }

    /// <summary>True for IPv4, mapped or not.</summary>
    public bool IsV4 => _upper == 0 && _lower >> 32 == 0xFFFF;

    /// <summary>The 32 bits of an IPv4 address.</summary>
    public uint V4 => (uint)_lower;

    /// <summary>True for 127.0.0.0/8 and ::1.</summary>
    public bool IsLoopback => IsV4 ? V4 >> 24 == 127 : _upper == 0 && _lower == 1;

    /// <summary>The same address with another port.</summary>
    public IpEndpoint WithPort(ushort port) => new(_upper, _lower, port);

    /// <summary>The platform's type, for the edges. Allocates.</summary>
    public IPEndPoint ToIPEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        return new IPEndPoint(new IPAddress(IsV4 ? bytes[12..] : bytes), Port);
    }

    /// <summary>Reads 192.0.2.1:5060, [2001:db8::1]:5060, or either without a port (then <paramref name="defaultPort"/>).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, ushort defaultPort, out IpEndpoint endpoint)
    {
        endpoint = default;
        var port = defaultPort;
        var host = text;
        var portText = ReadOnlySpan<char>.Empty;
        if (text.StartsWith("["))
        {
            var close = text.IndexOf(']');
            if (close < 0 || (close + 1 < text.Length && text[close + 1] != ':')) return false;
            host = text[1..close];
            portText = close + 1 < text.Length ? text[(close + 2)..] : [];
            if (close + 1 < text.Length && portText.IsEmpty) return false;
        }
        else if (text.Count(':') == 1)
        {
            var colon = text.IndexOf(':');
            host = text[..colon];
            portText = text[(colon + 1)..];
            if (portText.IsEmpty) return false;
        }
        if (!portText.IsEmpty && !ushort.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        // IPAddress reads "1" and "0x7f.1" as addresses; four decimal groups or an IPv6 address are meant here.
        if (!host.Contains(':') && host.Count('.') != 3) return false;
        if (host.Contains('%') || !IPAddress.TryParse(host, out var address)) return false;
        endpoint = From(address, port);
        return true;
    }

    /// <summary>Reads the host of a URI, a Via or a session description without allocation: 192.0.2.1, [2001:db8::1] or 2001:db8::1.</summary>
    public static bool TryParseHost(ReadOnlySpan<byte> host, ushort port, out IpEndpoint endpoint)
    {
        if (TryParseV4(host, out var v4))
        {
            endpoint = FromV4(v4, port);
            return true;
        }
        if (host.Length > 2 && host[0] == '[' && host[^1] == ']') host = host[1..^1];
        if (Ipv6Text.TryParse(host, out var address))
        {
            endpoint = new IpEndpoint(address, port);
            return true;
        }
        endpoint = default;
        return false;
    }

    /// <summary>Prints the address alone, IPv6 without brackets (the form of received=, RFC 3261 §25.1).</summary>
    public bool TryFormatAddress(Span<byte> utf8, out int written)
    {
        if (!IsV4) return Ipv6Text.TryFormat(Address, utf8, out written);
        written = 0;
        if (utf8.Length < 15) return false;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            WriteGroup((byte)(V4 >> shift), utf8, ref written);
            if (shift > 0) utf8[written++] = (byte)'.';
        }
        return true;
    }

    private static void WriteGroup(byte group, Span<byte> utf8, ref int written)
    {
        if (group >= 100) utf8[written++] = (byte)('0' + group / 100);
        if (group >= 10) utf8[written++] = (byte)('0' + group / 10 % 10);
        utf8[written++] = (byte)('0' + group % 10);
    }

    /// <summary>Prints address:port, an IPv6 address in brackets.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        bytesWritten = 0;
        if (utf8Destination.Length < MaxTextLength) return false;
        if (!IsV4) utf8Destination[bytesWritten++] = (byte)'[';
        TryFormatAddress(utf8Destination[bytesWritten..], out var length);
        bytesWritten += length;
        if (!IsV4) utf8Destination[bytesWritten++] = (byte)']';
        utf8Destination[bytesWritten++] = (byte)':';
        Port.TryFormat(utf8Destination[bytesWritten..], out length, default, CultureInfo.InvariantCulture);
        bytesWritten += length;
        return true;
    }

    /// <summary>The address alone as text.</summary>
    public string AddressText
    {
        get
        {
            Span<byte> utf8 = stackalloc byte[MaxTextLength];
            TryFormatAddress(utf8, out var length);
            return Encoding.ASCII.GetString(utf8[..length]);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[MaxTextLength];
        TryFormat(utf8, out var length, default, null);
        return Encoding.ASCII.GetString(utf8[..length]);
    }

    /// <summary>Mixes all 144 bits; the default of a record struct would do so more slowly.</summary>
    public override int GetHashCode() => HashCode.Combine(_lower, _upper, Port);

    /// <inheritdoc/>
    public bool Equals(IpEndpoint other) => _upper == other._upper && _lower == other._lower && Port == other.Port;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryParseV4(ReadOnlySpan<byte> host, out uint address)
    {
        address = 0;
        var groups = 0;
        var digits = 0;
        uint group = 0;
        foreach (var b in host)
        {
            if (b is >= (byte)'0' and <= (byte)'9' && digits < 3)
            {
                group = group * 10 + (uint)(b - '0');
                digits++;
            }
            else if (b == '.' && digits > 0 && groups < 3 && group <= 255)
            {
                address = address << 8 | group;
                groups++;
                group = 0;
                digits = 0;
            }
            else
            {
                return false;
            }
        }
        if (groups != 3 || digits == 0 || group > 255) return false;
        address = address << 8 | group;
        return true;
    }

}
