using System.Security.Cryptography;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class HashStateTests
{
    [Fact]
    public void This_machine_has_openssl_so_that_both_ways_are_tested() => Assert.True(Libcrypto.IsAvailable);

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha256)]
    public void Both_ways_give_the_platforms_digest_however_the_bytes_are_cut(DigestAlgorithm algorithm)
    {
        var random = new Random(5);
        using var direct = new LibcryptoHashState(algorithm);
        using var platform = new PlatformHashState(algorithm);
        for (var length = 0; length < 20_000; length += length < 300 ? 1 : 3_001)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var expected = algorithm == DigestAlgorithm.Md5 ? MD5.HashData(bytes) : SHA256.HashData(bytes);
            foreach (HashState state in (HashState[])[direct, platform])
            {
                var cut = random.Next(length + 1);
                state.Append(bytes.AsSpan(0, cut));
                state.Append(bytes.AsSpan(cut));
                var digest = new byte[32];
                Assert.Equal(expected, digest[..state.Finish(digest)]);
            }
        }
    }

    [Fact]
    public void Both_ways_give_the_platforms_hmac_again_and_again()
    {
        var random = new Random(6);
        foreach (var keyLength in (int[])[0, 1, 32, 64])
        {
            var key = new byte[keyLength];
            random.NextBytes(key);
            using var direct = new LibcryptoHmac(key);
            using var platform = new PlatformHmac(key);
            for (var length = 0; length < 200; length++)
            {
                var message = new byte[length];
                random.NextBytes(message);
                var code = new byte[HmacSha256.Length];
                direct.Compute(message, code);
                Assert.Equal(HMACSHA256.HashData(key, message), code);
                platform.Compute(message, code);
                Assert.Equal(HMACSHA256.HashData(key, message), code);
            }
        }
    }
}
