using BenchmarkDotNet.Attributes;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Microbenchmarks;

/// <summary>The cryptography of one registration, piece by piece.</summary>
public class DigestBenchmarks
{
    private const long Now = 1_800_000_000_000;

    private readonly byte[] _request = new byte[2048];
    private readonly byte[] _nonce = new byte[NonceIssuer.Length];
    private readonly byte[] _scratch = new byte[512];
    private readonly SipMessage _message = new();
    private readonly DigestVerifier _verifier = new();
    private readonly NonceIssuer _issuer = new(new byte[32], 0);
    private byte[] _ha1 = [];

    [Params(DigestAlgorithm.Md5, DigestAlgorithm.Sha256)]
    public DigestAlgorithm Algorithm { get; set; }

    private static UInt128 Source => ReferencePhone.Flow.Remote.Address;

    [GlobalSetup]
    public void Setup()
    {
        var answer = new AnswerBuffer();
        var server = new TestSwitch();
        server.AddPhone("1000", "secret-1000");
        using var phone = new ReferencePhone("1000", "secret-1000", Algorithm);
        server.DeliverSilently(_request, phone.Begin(_request), ReferencePhone.Flow, answer);
        SipParser.Parse(_request, 0, phone.Answer(answer.Bytes, answer.Length, _request), _message, SipLimits.Default);
        _ha1 = new byte[Algorithm.HexLength()];
        DigestHash.Ha1(Algorithm, "1000"u8, "192.0.2.1"u8, "secret-1000"u8, _ha1);
        _issuer.Issue(Now, Source, _nonce);
        if (!VerifyCredentials()) throw new InvalidOperationException("The credentials are wrong.");
    }

    [Benchmark]
    public bool VerifyCredentials()
    {
        DigestCredentials.Parse(_message.First(HeaderName.Authorization), _scratch, out var credentials);
        return _verifier.Verify(credentials, _message.MethodName, _message.Body, _ha1);
    }

    [Benchmark]
    public int IssueNonce() => _issuer.Issue(Now, Source, _nonce);

    [Benchmark]
    public NonceVerdict CheckNonce() => _issuer.Check(_nonce, Source, Now, 300_000, out _);
}
