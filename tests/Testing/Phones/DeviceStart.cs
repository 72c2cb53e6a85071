using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Testing.Phones;

/// <summary>
/// A device from one start to the next: the Call-ID and tag that its REGISTERs share, their rising CSeq (RFC 3261 §10.2.4)
/// and the Contact.
/// </summary>
internal sealed class DeviceStart
{
    private readonly byte[] _via;
    private readonly byte[] _from;
    private readonly byte[] _aor;
    private readonly byte[] _callId;
    private readonly byte[] _contact;

    /// <summary>A start of a device.</summary>
    /// <param name="start">A number that no other start has.</param>
    /// <param name="number">The number it registers.</param>
    /// <param name="contact">The address it believes to have.</param>
    /// <param name="instance">Its +sip.instance, an URN; empty when it has none.</param>
    public DeviceStart(int start, string number, in IpEndpoint contact, string instance)
    {
        var id = start.ToString("x", CultureInfo.InvariantCulture);
        ContactUri = $"sip:{number}@{contact}";
        _via = Encoding.ASCII.GetBytes($"SIP/2.0/UDP {contact};rport;branch=z9hG4bK{id}-");
        _aor = Encoding.ASCII.GetBytes($"<sip:{number}@{PhoneKit.Domain}>");
        _from = [.. _aor, .. Encoding.ASCII.GetBytes($";tag={id}")];
        _callId = Encoding.ASCII.GetBytes($"{id}-a84b4c76e667@{contact.AddressText}");
        _contact = Encoding.ASCII.GetBytes($"<{ContactUri}>" + (instance.Length == 0 ? "" : $";+sip.instance=\"<{instance}>\""));
    }

    /// <summary>The Contact URI.</summary>
    public string ContactUri { get; }

    /// <summary>The CSeq of the latest request.</summary>
    public uint CSeq { get; private set; }

    /// <summary>True when the answer belongs to the latest request.</summary>
    public bool IsAnsweredBy(SipMessage answer) =>
        !answer.IsRequest && answer.CSeq.Number == CSeq && answer.CallId.SequenceEqual(_callId);

    /// <summary>Begins the next REGISTER: everything but Contact, Expires and credentials.</summary>
    public void Begin(ref RequestWriter writer)
    {
        CSeq++;
        writer.Begin("REGISTER"u8, "sip:192.0.2.1"u8);
        writer.BeginHeader("Via"u8);
        writer.Append(_via);
        writer.Append(CSeq);
        writer.EndHeader();
        writer.Header("Max-Forwards"u8, 70);
        writer.Header("From"u8, _from);
        writer.Header("To"u8, _aor);
        writer.Header("Call-ID"u8, _callId);
        writer.BeginHeader("CSeq"u8);
        writer.Append(CSeq);
        writer.Append(" REGISTER"u8);
        writer.EndHeader();
        writer.Header("User-Agent"u8, "SimulatedPhone/1"u8);
    }

    /// <summary>Writes the Contact with an expiry.</summary>
    public void WriteContact(ref RequestWriter writer, int expires)
    {
        writer.BeginHeader("Contact"u8);
        writer.Append(_contact);
        writer.Append(";expires="u8);
        writer.Append(expires);
        writer.EndHeader();
    }

    /// <summary>The expiry that a 200 grants to this contact, in seconds; 0 when it is not among the bindings.</summary>
    public int GrantedBy(SipMessage answer)
    {
        var uri = _contact.AsSpan(1, ContactUri.Length);
        foreach (var item in answer.Values(HeaderName.Contact))
        {
            if (NameAddress.TryParse(item, out var address) && address.Uri.SequenceEqual(uri)
                && address.TryGetParameter("expires"u8, out var expires)) return int.Parse(expires, CultureInfo.InvariantCulture);
        }
        return 0;
    }
}
