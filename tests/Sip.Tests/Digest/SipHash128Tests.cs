using System.Buffers.Binary;
using System.Text;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class SipHash128Tests
{
    // The authors' vectors of the 128-bit function: key 00..0f, input 00..
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    [InlineData(8, "3b62a9ba6258f5610f83e264f31497b4")]
    [InlineData(15, "5493e99933b0a8117e08ec0f97cfc3d9")]
    public void The_authors_vectors_come_out(int length, string expected)
    {
        var input = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var hash = new SipHash128(0x0706050403020100, 0x0f0e0d0c0b0a0908);
        hash.Add(input.AsSpan(0, length & ~7));
        var last = (ulong)length << 56;
        for (var i = length & ~7; i < length; i++) last |= (ulong)input[i] << (8 * (i & 7));
        hash.Add(last);
        Assert.Equal(expected, Hex(hash));
    }

    [Fact]
    public void Folded_bytes_hash_like_their_lower_case_form_and_no_other_byte_is_changed()
    {
        for (var b = 0; b < 256; b++)
        {
            foreach (var length in new[] { 5, 8, 13 })
            {
                for (var at = 0; at < length; at++)
                {
                    var bytes = Encoding.ASCII.GetBytes("host.example1"[..length]);
                    bytes[at] = (byte)b;
                    var lower = bytes.ToArray();
                    if (b is >= 'A' and <= 'Z') lower[at] += 32;
                    var folded = new SipHash128(1, 2);
                    folded.AddFolded(bytes);
                    var plain = new SipHash128(1, 2);
                    plain.Add(lower);
                    Assert.Equal(plain.End(), folded.End());
                }
            }
        }
    }

    private static string Hex(SipHash128 hash)
    {
        var (first, second) = hash.End();
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), second);
        return Convert.ToHexStringLower(bytes);
    }
}
