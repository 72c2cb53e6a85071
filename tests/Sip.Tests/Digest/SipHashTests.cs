using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class SipHashTests
{
    // Aumasson and Bernstein, "SipHash: a fast short-input PRF", appendix A and the authors' vectors: key 00..0f, input 00..
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void The_authors_vectors_come_out(int length, ulong expected)
    {
        var input = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(expected, SipHash.Hash64(input, 0x0706050403020100, 0x0f0e0d0c0b0a0908));
    }
}
