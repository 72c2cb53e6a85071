using BenchmarkDotNet.Attributes;
using Tandem.Sip.Messages;
using Tandem.Testing.Phones;

namespace Tandem.Microbenchmarks;

/// <summary>Reading a REGISTER and writing its answers.</summary>
public class MessageBenchmarks
{
    private readonly byte[] _request = new byte[2048];
    private readonly byte[] _answer = new byte[65_536];
    private readonly SipMessage _message = new();
    private int _length;

    [GlobalSetup]
    public void Setup()
    {
        using var phone = new ReferencePhone("1000", "secret-1000");
        _length = phone.Begin(_request);
        ParseRegister();
    }

    [Benchmark]
    public SipRejection ParseRegister() => SipParser.Parse(_request, 0, _length, _message, SipLimits.Default);

    [Benchmark]
    public int Write401()
    {
        var writer = new ResponseWriter(_answer, _message, ReferencePhone.Flow, 401, "Unauthorized"u8, "a1b2c3d4"u8);
        writer.Header("WWW-Authenticate"u8, "Digest realm=\"192.0.2.1\", nonce=\"0123456789012345678901234567890123456789\", algorithm=SHA-256, qop=\"auth,auth-int\""u8);
        writer.Header("WWW-Authenticate"u8, "Digest realm=\"192.0.2.1\", nonce=\"0123456789012345678901234567890123456789\", algorithm=MD5, qop=\"auth,auth-int\""u8);
        return writer.End();
    }

    [Benchmark]
    public int Write200()
    {
        var writer = new ResponseWriter(_answer, _message, ReferencePhone.Flow, 200, "OK"u8, "a1b2c3d4"u8);
        writer.BeginHeader("Contact"u8);
        writer.Append("<sip:1000@198.51.100.7:5060>;expires="u8);
        writer.Append(3600);
        writer.EndHeader();
        writer.Header("Supported"u8, "path, outbound"u8);
        writer.Header("Date"u8, "Fri, 15 Jan 2027 08:00:00 GMT"u8);
        return writer.End();
    }
}
