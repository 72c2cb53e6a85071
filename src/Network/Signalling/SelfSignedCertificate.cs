using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tandem.Network.Signalling;

/// <summary>
/// The certificate of a switch that was given none: ECDSA on P-256, signed by itself, made on the first start and kept. It
/// encrypts; phones that check identities need one from an authority.
/// </summary>
public static class SelfSignedCertificate
{
    private const string CertificateName = "tls-certificate.pem";
    private const string KeyName = "tls-key.pem";
    private const int ValidYears = 10;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The two files in a folder, made if one of them is missing. The key can be read by its owner only (mode 0600).</summary>
    /// <param name="folder">Where they are kept; it exists.</param>
    /// <param name="names">Host names and addresses the certificate is for, the main one first; at least one.</param>
    /// <param name="now">When its validity begins.</param>
    public static (string CertificateFile, string KeyFile) Ensure(string folder, IReadOnlyList<string> names, DateTimeOffset now)
    {
        var certificateFile = Path.Combine(folder, CertificateName);
        var keyFile = Path.Combine(folder, KeyName);
        if (File.Exists(certificateFile) && File.Exists(keyFile)) return (certificateFile, keyFile);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Make(key, names, now);
        Write(keyFile, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(certificateFile, certificate.ExportCertificatePem(),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return (certificateFile, keyFile);
    }

    private static X509Certificate2 Make(ECDsa key, IReadOnlyList<string> names, DateTimeOffset now)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(names[0]);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        // From yesterday, for phones whose clock is a little behind.
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(ValidYears));
    }

    // Beside and then into place, so that a crash leaves no half file.
    private static void Write(string file, string pem, UnixFileMode mode)
    {
        var fresh = file + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var writer = new StreamWriter(fresh, options)) writer.Write(pem);
        File.Move(fresh, file, overwrite: true);
    }
}
