using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Tandem.Network.Signalling;

/// <summary>
/// The certificate our TLS listeners show, read from two PEM files and read again when they change. Connections that are
/// open live on with the one they began with.
/// </summary>
public sealed class TlsCertificate : IDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(10);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly ILogger _log;
    private readonly ITimer _check;
    private (DateTime Certificate, DateTime Key) _seen;
    private volatile SslStreamCertificateContext _context;

    /// <summary>Reads the files.</summary>
    /// <param name="certificateFile">PEM: our certificate first, then those of the authorities between it and the root.</param>
    /// <param name="keyFile">PEM: its private key, not encrypted.</param>
    /// <param name="clock">When to look for changes: every 10 s.</param>
    /// <param name="log">Told of a renewal, and of files that cannot be used: then the last good certificate stays.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">A file holds no certificate or key, or they do not belong together.</exception>
    public TlsCertificate(string certificateFile, string keyFile, TimeProvider clock, ILogger log)
    {
        _certificateFile = certificateFile;
        _keyFile = keyFile;
        _log = log;
        _seen = Stamps();
        _context = Load();
        _check = clock.CreateTimer(_ => Check(), null, CheckEvery, CheckEvery);
    }

    /// <summary>The current certificate.</summary>
    public X509Certificate2 Current => _context.TargetCertificate;

    /// <summary>How our end of a handshake is done now: TLS 1.2 and later, the current certificate with its chain.</summary>
    public SslServerAuthenticationOptions ServerHandshake() => new()
    {
        ServerCertificateContext = _context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };

    /// <summary>No longer looks for changes.</summary>
    public void Dispose() => _check.Dispose();

    private void Check()
    {
        try
        {
            var stamps = Stamps();
            if (stamps == _seen) return;
            _seen = stamps;
            _context = Load();
            _log.LogInformation("The TLS certificate was read again from {File}; it is valid until {Until:u}.",
                _certificateFile, Current.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Often the moment between the renewal of one file and of the other: the second changes its stamp and is seen.
            _log.LogWarning("The changed TLS certificate {File} cannot be used, the last one stays: {Reason}", _certificateFile, e.Message);
        }
    }

    private (DateTime, DateTime) Stamps() => (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));

    private SslStreamCertificateContext Load()
    {
        var certificate = LoadPair();
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificateFile);
        chain.RemoveAt(0);
        // Offline: the chain is what the file says, nothing is fetched.
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private X509Certificate2 LoadPair()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);
        }
        catch (ArgumentException e)
        {
            // What the platform calls a key that is not this certificate's.
            throw new CryptographicException("The key does not belong to the certificate.", e);
        }
    }
}
