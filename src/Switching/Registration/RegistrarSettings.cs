using System.Text;
using Tandem.Sip.Digest;
using Tandem.Switching.Accounts;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;

namespace Tandem.Switching.Registration;

/// <summary>The parameters as the registrar needs them on its path: read once for each set in force. Times in seconds.</summary>
public sealed class RegistrarSettings
{
    private static readonly DigestAlgorithm[] Md5Alone = [DigestAlgorithm.Md5];

    private readonly ParameterSet _parameters;
    private readonly byte[][] _md5UserAgents;

    /// <summary>The settings of a parameter set.</summary>
    public RegistrarSettings(ParameterSet parameters)
    {
        _parameters = parameters;
        Realm = Encoding.ASCII.GetBytes(parameters.Get(ParameterCatalogue.Realm));
        Domains = [.. parameters.Get(ParameterCatalogue.Domains).Select(Encoding.ASCII.GetBytes)];
        Algorithms = [.. parameters.Get(ParameterCatalogue.DigestAlgorithms)];
        _md5UserAgents = [.. parameters.Get(ParameterCatalogue.Md5UserAgents).Select(Encoding.ASCII.GetBytes)];
        NonceLifetime = parameters.Get(ParameterCatalogue.NonceLifetime) * 1000L;
        Expire = parameters.Get(ParameterCatalogue.EndpointExpire);
        ExpireMin = parameters.Get(ParameterCatalogue.EndpointExpireMin);
        ExpireMax = parameters.Get(ParameterCatalogue.EndpointExpireMax);
        SpreadPercent = parameters.Get(ParameterCatalogue.EndpointExpireSpread);
        Replace = parameters.Get(ParameterCatalogue.RegisterReplace);
        MaxBindings = parameters.Get(ParameterCatalogue.MaxBindings);
        Suspension = SuspensionSettings.Of(parameters);
    }

    /// <summary>SS_SIP_AUTHENTICATION_REALM; empty = chosen by <see cref="LocalDomains"/>.</summary>
    public byte[] Realm { get; }

    /// <summary>SS_SIP_DOMAINS in lower case; empty = every domain.</summary>
    public byte[][] Domains { get; }

    /// <summary>SS_SIP_DIGEST_ALGORITHMS.</summary>
    public DigestAlgorithm[] Algorithms { get; }

    /// <summary>SS_SIP_NONCE_LIFETIME in milliseconds.</summary>
    public long NonceLifetime { get; }

    /// <summary>SS_ENDPOINT_EXPIRE.</summary>
    public int Expire { get; }

    /// <summary>SS_ENDPOINT_EXPIRE_MIN.</summary>
    public int ExpireMin { get; }

    /// <summary>SS_ENDPOINT_EXPIRE_MAX.</summary>
    public int ExpireMax { get; }

    /// <summary>SS_ENDPOINT_EXPIRE_SPREAD.</summary>
    public int SpreadPercent { get; }

    /// <summary>SS_ENDPOINT_REGISTER_REPLACE.</summary>
    public bool Replace { get; }

    /// <summary>SERVER_REGISTRAR_MAX_BINDINGS.</summary>
    public int MaxBindings { get; }

    /// <summary>The SS_ENDPOINTREGISTERSUSPEND… parameters.</summary>
    public SuspensionSettings Suspension { get; }

    /// <summary>
    /// The algorithms to offer to a phone: all, or MD5 alone to one of SS_SIP_DIGEST_MD5_USER_AGENTS. Who claims to be such a
    /// phone gains nothing: it is his own password that he sends under MD5.
    /// </summary>
    public ReadOnlySpan<DigestAlgorithm> AlgorithmsFor(ReadOnlySpan<byte> userAgent)
    {
        if (Algorithms.Length == 1) return Algorithms;
        foreach (var beginning in _md5UserAgents)
        {
            if (userAgent.StartsWith(beginning)) return Md5Alone;
        }
        return Algorithms;
    }

    /// <summary>True while these are the settings of that set.</summary>
    public bool AreOf(ParameterSet parameters) => ReferenceEquals(_parameters, parameters);

    /// <summary>The shortest and longest expiry of an endpoint: its own bounds before the common ones.</summary>
    public (int Min, int Max) ExpiryBounds(Endpoint endpoint)
    {
        var min = endpoint.ExpireMin ?? ExpireMin;
        return (min, Math.Max(min, endpoint.ExpireMax ?? ExpireMax));
    }
}
