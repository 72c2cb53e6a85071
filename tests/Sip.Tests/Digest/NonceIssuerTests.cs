using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

namespace Tandem.Sip.Tests.Digest;

public class NonceIssuerTests
{
    private const long Now = 1_800_000_000_000;
    private const long Lifetime = 300_000;
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef");
    private static readonly UInt128 Phone = IpEndpoint.FromV4(0xC0000201, 5060).Address;

    [Fact]
    public void A_nonce_is_fresh_until_the_tick_at_which_it_is_as_old_as_its_lifetime()
    {
        using var issuer = new NonceIssuer(Key, 1);
        var nonce = Issue(issuer);
        Assert.Equal(NonceVerdict.Fresh, issuer.Check(nonce, Phone, Now, Lifetime, out _));
        Assert.Equal(NonceVerdict.Fresh, issuer.Check(nonce, Phone, Now + Lifetime - 1, Lifetime, out _));
        Assert.Equal(NonceVerdict.Stale, issuer.Check(nonce, Phone, Now + Lifetime, Lifetime, out _));
    }

    [Fact]
    public void A_nonce_from_before_the_clock_was_set_back_is_stale_but_one_from_a_shard_a_little_ahead_is_fresh()
    {
        using var issuer = new NonceIssuer(Key, 1);
        var nonce = Issue(issuer);
        Assert.Equal(NonceVerdict.Fresh, issuer.Check(nonce, Phone, Now - 1, Lifetime, out _));
        Assert.Equal(NonceVerdict.Stale, issuer.Check(nonce, Phone, Now - Lifetime, Lifetime, out _));
    }

    [Fact]
    public void A_nonce_is_forged_at_another_address()
    {
        using var issuer = new NonceIssuer(Key, 1);
        var nonce = Issue(issuer);
        Assert.Equal(NonceVerdict.Forged, issuer.Check(nonce, Phone + 1, Now, Lifetime, out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void A_nonce_of_another_key_is_forged()
    {
        using var issuer = new NonceIssuer(Key, 1);
        using var stranger = new NonceIssuer(new byte[32], 1);
        Assert.Equal(NonceVerdict.Forged, issuer.Check(Issue(stranger), Phone, Now, Lifetime, out _));
    }

    [Fact]
    public void Every_change_of_one_byte_and_every_other_length_is_forged()
    {
        using var issuer = new NonceIssuer(Key, 1);
        var nonce = Issue(issuer);
        for (var i = 0; i < nonce.Length; i++)
        {
            Assert.Equal(NonceVerdict.Forged, issuer.Check(nonce.AsSpan(0, i), Phone, Now, Lifetime, out _));
            var original = nonce[i];
            for (var b = 0; b < 256; b++)
            {
                if (b == original) continue;
                nonce[i] = (byte)b;
                Assert.Equal(NonceVerdict.Forged, issuer.Check(nonce, Phone, Now, Lifetime, out _));
            }
            nonce[i] = original;
        }
        Assert.Equal(NonceVerdict.Forged, issuer.Check([.. nonce, (byte)'A'], Phone, Now, Lifetime, out _));
        Assert.Equal(NonceVerdict.Fresh, issuer.Check(nonce, Phone, Now, Lifetime, out _));
    }

    [Fact]
    public void Issuers_with_one_key_accept_each_others_nonces_and_never_issue_the_same()
    {
        using var first = new NonceIssuer(Key, 1);
        using var second = new NonceIssuer(Key, 2);
        var texts = new HashSet<string>();
        var ids = new HashSet<NonceId>();
        for (var i = 0; i < 1000; i++)
        {
            foreach (var (issuer, checker) in new[] { (first, second), (second, first) })
            {
                var nonce = Issue(issuer);
                Assert.Equal(NonceVerdict.Fresh, checker.Check(nonce, Phone, Now, Lifetime, out var id));
                Assert.Equal(Now, id.IssuedAt);
                Assert.True(texts.Add(Encoding.ASCII.GetString(nonce)));
                Assert.True(ids.Add(id));
            }
        }
    }

    [Fact]
    public void A_nonce_is_text_that_a_quoted_string_and_a_url_can_carry()
    {
        using var issuer = new NonceIssuer(Key, ushort.MaxValue);
        for (var i = 0; i < 100; i++)
        {
            var nonce = Issue(issuer);
            Assert.Equal(NonceIssuer.Length, nonce.Length);
            Assert.All(nonce, b => Assert.True(char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_'));
        }
    }

    [Fact]
    public void A_simulation_with_the_same_key_gets_the_same_nonces()
    {
        using var first = new NonceIssuer(Key, 1);
        using var again = new NonceIssuer(Key, 1);
        Assert.Equal(Issue(first), Issue(again));
    }

    private static byte[] Issue(NonceIssuer issuer)
    {
        var nonce = new byte[100];
        return nonce[..issuer.Issue(Now, Phone, nonce)];
    }
}
