using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Testing;

namespace Tandem.Network.Tests.Signalling;

public sealed class TlsEndpointTests : IAsyncDisposable
{
    private static readonly IpEndpoint Loopback = IpEndpoint.From(IPAddress.Loopback, 0);
    private static readonly TimeSpan OneCheck = TimeSpan.FromSeconds(10);

    private readonly FakeClock _clock = new();
    private readonly RecordingInbox _inbox = new();
    private readonly RecordingLog _log = new();
    private readonly TemporaryFolder _folder = new();
    private readonly TlsCertificate _certificate;
    private readonly ConnectionTable _table;
    private readonly TlsEndpoint _endpoint;

    public TlsEndpointTests()
    {
        var (certificateFile, keyFile) = SelfSignedCertificate.Ensure(_folder.Path, ["first.example", "127.0.0.1"], _clock.GetUtcNow());
        _certificate = new TlsCertificate(certificateFile, keyFile, _clock, _log);
        _table = new ConnectionTable(_inbox, ConnectionOptions.Default, _clock);
        _endpoint = new TlsEndpoint(2, Loopback, _table, _certificate);
    }

    [Fact]
    public async Task A_message_and_its_answer_travel_over_TLS()
    {
        using var phone = await StreamClient.ConnectTlsAsync(_endpoint.Local);
        await phone.SendAsync(SipText.Register(1));

        var (flow, text) = await _inbox.NextAsync();
        Assert.Equal(SipText.Register(1), text);
        Assert.Equal(new Flow(SipTransport.Tls, 2, phone.Local, flow.Connection), flow);
        Assert.True(_table.TrySend(flow, "answer"u8));
        Assert.Equal("answer", await phone.ReadAsync(6));
    }

    [Fact]
    public async Task We_open_TLS_connections_too()
    {
        Assert.True(_table.TrySend(new Flow(SipTransport.Tls, 0, _endpoint.Local), "OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n"u8));

        Assert.Equal("OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n", (await _inbox.NextAsync()).Text);
    }

    [Fact]
    public async Task Plain_text_on_a_TLS_port_ends_the_connection_and_no_shard_hears_of_it()
    {
        using var phone = await StreamClient.ConnectAsync(_endpoint.Local);
        await phone.SendAsync(SipText.Register(1));

        Assert.True(await phone.IsClosedAsync());
        await Eventually.Is(() => _table.CountOf(ConnectionEnd.HandshakeFailed) == 1);
        Assert.Equal(0, _table.Count);
        Assert.Empty(_inbox.Closed);
    }

    [Fact]
    public async Task A_handshake_that_is_never_finished_is_given_up()
    {
        using var silent = await StreamClient.ConnectAsync(_endpoint.Local);
        await Eventually.Is(() => _table.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, _table.CountOf(ConnectionEnd.FirstMessageTimeout));
        Assert.True(await silent.IsClosedAsync());
    }

    [Fact]
    public async Task TLS_before_1_2_is_refused()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_endpoint.Local.ToIPEndPoint());
        await using var tls = new SslStream(new NetworkStream(socket));
#pragma warning disable CA5397, SYSLIB0039 // the old version is what this test is about
        var old = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls11, TargetHost = "first.example" };
#pragma warning restore CA5397, SYSLIB0039

        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(old));

        await Eventually.Is(() => _table.CountOf(ConnectionEnd.HandshakeFailed) == 1);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_new_connections_and_old_ones_live_on()
    {
        using var before = await StreamClient.ConnectTlsAsync(_endpoint.Local);
        Assert.Equal("CN=first.example", before.Certificate!.Subject);
        await before.SendAsync(SipText.Register(1));
        await _inbox.NextAsync();

        Renew("second.example");
        _clock.Advance(OneCheck);

        using var after = await StreamClient.ConnectTlsAsync(_endpoint.Local);
        Assert.Equal("CN=second.example", after.Certificate!.Subject);
        await before.SendAsync(SipText.Register(2));
        Assert.Equal(SipText.Register(2), (await _inbox.NextAsync()).Text);
        Assert.Contains(_log.Lines, line => line.Level == LogLevel.Information);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_told_once_and_the_last_one_stays()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "tls-certificate.pem"), "not a certificate");
        Touch();

        _clock.Advance(OneCheck * 3);

        using var phone = await StreamClient.ConnectTlsAsync(_endpoint.Local);
        Assert.Equal("CN=first.example", phone.Certificate!.Subject);
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Lines).Level);
    }

    [Fact]
    public async Task While_only_the_certificate_was_renewed_and_not_its_key_the_last_one_stays()
    {
        using var other = new TemporaryFolder();
        var (certificateFile, keyFile) = SelfSignedCertificate.Ensure(other.Path, ["second.example"], _clock.GetUtcNow());
        File.Copy(certificateFile, Path.Combine(_folder.Path, "tls-certificate.pem"), overwrite: true);
        Touch();
        _clock.Advance(OneCheck);
        Assert.Equal("CN=first.example", _certificate.Current.Subject);

        File.Copy(keyFile, Path.Combine(_folder.Path, "tls-key.pem"), overwrite: true);
        _clock.Advance(OneCheck);

        using var phone = await StreamClient.ConnectTlsAsync(_endpoint.Local);
        Assert.Equal("CN=second.example", phone.Certificate!.Subject);
    }

    [Fact]
    public void A_certificate_and_the_key_of_another_are_refused()
    {
        using var other = new TemporaryFolder();
        var (certificateFile, _) = SelfSignedCertificate.Ensure(other.Path, ["other.example"], _clock.GetUtcNow());

        Assert.ThrowsAny<CryptographicException>(() =>
            new TlsCertificate(certificateFile, Path.Combine(_folder.Path, "tls-key.pem"), _clock, _log));
    }

    [Fact]
    public void The_certificate_made_on_the_first_start_is_kept_and_its_key_is_for_its_owner_alone()
    {
        var certificateFile = Path.Combine(_folder.Path, "tls-certificate.pem");
        var keyFile = Path.Combine(_folder.Path, "tls-key.pem");
        var before = File.ReadAllText(certificateFile);

        SelfSignedCertificate.Ensure(_folder.Path, ["second.example"], _clock.GetUtcNow());

        Assert.Equal(before, File.ReadAllText(certificateFile));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keyFile));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        using var key = _certificate.Current.GetECDsaPublicKey();
        Assert.Equal(256, key!.KeySize);
        Assert.True(_certificate.Current.MatchesHostname("127.0.0.1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _table.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    private void Renew(string name)
    {
        foreach (var file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        SelfSignedCertificate.Ensure(_folder.Path, [name], _clock.GetUtcNow());
        Touch();
    }

    // Another stamp even where the file system's clock is coarse.
    private void Touch()
    {
        foreach (var file in Directory.GetFiles(_folder.Path)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
    }
}
