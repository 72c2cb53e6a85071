using System.Runtime.InteropServices;

namespace Tandem.Sip.Digest;

/// <summary>
/// OpenSSL's own MD5 and SHA-256, called directly. The platform's hash objects reach the same code through an envelope that
/// clears error queues and makes and frees a context for each digest: half of what the digest of a REGISTER costs. Where the
/// library or these functions are missing, <see cref="HashState"/> uses the platform.
/// </summary>
/// <remarks>Each call is short and never calls back, so the garbage collector need not be told of it.</remarks>
internal static unsafe partial class Libcrypto
{
    /// <summary>Room for either context: MD5_CTX has 92 bytes, SHA256_CTX 112, in every release since 1.0.</summary>
    public const int ContextLength = 128;

    private const string Library = "libcrypto.so.3";

    /// <summary>True when the functions are there and give the right digest.</summary>
    public static bool IsAvailable { get; } = Probe();

    [LibraryImport(Library, EntryPoint = "MD5_Init"), SuppressGCTransition]
    public static partial int Md5Init(byte* context);

    [LibraryImport(Library, EntryPoint = "MD5_Update"), SuppressGCTransition]
    public static partial int Md5Update(byte* context, byte* bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "MD5_Final"), SuppressGCTransition]
    public static partial int Md5Final(byte* digest, byte* context);

    [LibraryImport(Library, EntryPoint = "SHA256_Init"), SuppressGCTransition]
    public static partial int Sha256Init(byte* context);

    [LibraryImport(Library, EntryPoint = "SHA256_Update"), SuppressGCTransition]
    public static partial int Sha256Update(byte* context, byte* bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "SHA256_Final"), SuppressGCTransition]
    public static partial int Sha256Final(byte* digest, byte* context);

    // RFC 1321 §A.5 and FIPS 180-4: the digests of "abc".
    private static bool Probe()
    {
        try
        {
            var context = stackalloc byte[ContextLength];
            var digest = stackalloc byte[32];
            fixed (byte* abc = "abc"u8)
            {
                var good = Md5Init(context) == 1 && Md5Update(context, abc, 3) == 1 && Md5Final(digest, context) == 1
                    && new ReadOnlySpan<byte>(digest, 16).SequenceEqual(Convert.FromHexString("900150983cd24fb0d6963f7d28e17f72"));
                return good && Sha256Init(context) == 1 && Sha256Update(context, abc, 3) == 1 && Sha256Final(digest, context) == 1
                    && new ReadOnlySpan<byte>(digest, 32).SequenceEqual(
                        Convert.FromHexString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
            }
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }
}
