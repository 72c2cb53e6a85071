using System.Buffers.Binary;
using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>
/// Makes the <see cref="TransactionKey"/> of a message. Branch, tags, sent-by host and transport are compared without
/// regard to case, since tokens and hosts are (RFC 3261 §7.3.1, §19.1.4); Request-URI, Call-ID and method with it. A
/// retransmission repeats the bytes of the request, so a port that is absent and the default port stay two values.
/// </summary>
public sealed class TransactionKeys
{
    private readonly ulong _k0;
    private readonly ulong _k1;

    /// <summary>Takes the secret: 16 random bytes, made at each start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is shorter.</exception>
    public TransactionKeys(ReadOnlySpan<byte> key)
    {
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
    }

    private static ReadOnlySpan<byte> MagicCookie => "z9hG4bK"u8;

    /// <summary>The key of the server transaction that a request begins or repeats (§17.2.3).</summary>
    public TransactionKey OfRequest(SipMessage request) => OfServer(request, request.Method);

    /// <summary>The key of the INVITE that an ACK or CANCEL belongs to (§17.2.3, §9.2).</summary>
    public TransactionKey OfInvite(SipMessage ackOrCancel) => OfServer(ackOrCancel, SipMethod.Invite);

    /// <summary>What the requests that a proxy upstream has forked have in common: From tag, Call-ID, CSeq (§8.2.2.2).</summary>
    public TransactionKey OfMerged(SipMessage request)
    {
        var hash = Begin(Kind.Merged, request.Method, request.FromTag.Length, request.CallId.Length, 0);
        hash.AddFolded(request.FromTag);
        hash.Add(request.CallId);
        hash.Add(request.CSeq.Number);
        if (request.Method == SipMethod.Unknown) hash.Add(request.MethodName);
        return End(ref hash);
    }

    /// <summary>A To tag for answers that no user writes: the same whenever the request comes again.</summary>
    public ulong ToTagOf(in TransactionKey key)
    {
        var hash = new SipHash128(_k1, _k0);
        hash.Add(key.High);
        hash.Add(key.Low);
        return hash.End().First;
    }

    /// <summary>The key of the client transaction that an answer belongs to: branch and CSeq method (§17.1.3).</summary>
    public TransactionKey OfResponse(SipMessage response) => OfClient(response.TopVia.Branch, response.CSeq.Method);

    /// <summary>The key of a client transaction of our own (§17.1.3).</summary>
    /// <param name="branch">The branch that we put into our Via.</param>
    /// <param name="method">The request's method.</param>
    public TransactionKey OfClient(ReadOnlySpan<byte> branch, SipMethod method)
    {
        var hash = Begin(Kind.Client, method, branch.Length, 0, 0);
        hash.AddFolded(branch);
        return End(ref hash);
    }

    // §8.1.1.7: only a branch that begins with the cookie is unique; a cookie with nothing after it (RFC 4475 §3.2.1) is not.
    private static bool IsUnique(ReadOnlySpan<byte> branch) =>
        branch.Length > MagicCookie.Length && Ascii.EqualsIgnoreCase(branch[..MagicCookie.Length], MagicCookie);

    private TransactionKey OfServer(SipMessage request, SipMethod method)
    {
        var branch = request.TopViaParts.Branch.Of(request.TopViaText);
        return IsUnique(branch) ? OfBranch(request, method, branch) : OfRfc2543(request, method, request.TopVia);
    }

    // §17.2.3, rules 1 to 3: branch, sent-by, method.
    private TransactionKey OfBranch(SipMessage request, SipMethod method, ReadOnlySpan<byte> branch)
    {
        ref readonly var via = ref request.TopViaParts;
        var host = via.Host.Of(request.TopViaText);
        var hash = Begin(Kind.Branch, method, branch.Length, host.Length, via.Port);
        hash.AddFolded(branch);
        hash.AddFolded(host);
        if (method == SipMethod.Unknown) hash.Add(request.MethodName);
        return End(ref hash);
    }

    // §17.2.3, below the rules: Request-URI, To tag, From tag, Call-ID, CSeq and top Via. A To tag is compared as in the
    // request, since the request of another transaction than INVITE comes again as it was; of an INVITE it is left out, since
    // its ACK has the tag of the answer.
    private TransactionKey OfRfc2543(SipMessage request, SipMethod method, in Via via)
    {
        var cseq = request.CSeq;
        var toTag = method == SipMethod.Invite ? [] : request.ToTag;
        var hash = Begin(Kind.Rfc2543, method, via.Branch.Length, via.Host.Length, via.Port);
        hash.AddFolded(via.Branch);
        hash.AddFolded(via.Host);
        hash.Add(Lengths(via.Transport.Length, request.RequestUri.Length, toTag.Length, request.FromTag.Length));
        hash.AddFolded(via.Transport);
        hash.Add(request.RequestUri);
        hash.AddFolded(toTag);
        hash.AddFolded(request.FromTag);
        hash.Add((ulong)cseq.Number << 32 | (uint)request.CallId.Length);
        hash.Add(request.CallId);
        if (method == SipMethod.Unknown) hash.Add(request.MethodName);
        return End(ref hash);
    }

    // The lengths come first, so that no bytes can move from one piece to the next and leave the input as it was.
    private SipHash128 Begin(Kind kind, SipMethod method, int branchLength, int hostLength, ushort port)
    {
        var hash = new SipHash128(_k0, _k1);
        hash.Add(Lengths(branchLength, hostLength, port, (int)kind << 8 | (int)method));
        return hash;
    }

    private static ulong Lengths(int a, int b, int c, int d) =>
        (ushort)a | (ulong)(ushort)b << 16 | (ulong)(ushort)c << 32 | (ulong)(ushort)d << 48;

    private static TransactionKey End(ref SipHash128 hash)
    {
        var (first, second) = hash.End();
        return new TransactionKey(first, second);
    }

    private enum Kind : byte
    {
        Branch,
        Rfc2543,
        Client,
        Merged,
    }
}
