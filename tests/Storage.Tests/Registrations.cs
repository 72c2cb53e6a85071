using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Storage.Tests;

/// <summary>Registers in a location table as a REGISTER would.</summary>
public static class Registrations
{
    /// <summary>Adds a contact, or refreshes it when the endpoint has one.</summary>
    public static void Register(this LocationTable table, string endpoint, long now, int seconds = 3600, string source = "192.0.2.7:5060",
        SipTransport transport = SipTransport.Udp)
    {
        Assert.True(IpEndpoint.TryParse(source, 0, out var remote));
        var draft = new BindingDraft
        {
            Contact = Encoding.UTF8.GetBytes($"sip:{endpoint}@192.168.1.2:5060"),
            Instance = "<urn:uuid:00000000-0000-1000-8000-000a95a0e128>"u8,
            CallIdHash = BindingRules.CallIdHash("call-1@phone"u8),
            Path = "<sip:edge.example.com;lr>"u8,
            RegId = 1,
            CSeq = 4_000_000_000,
            Q = 700,
            UserAgent = "Phone/1.0 (ü)",
            Flow = new Flow(transport, 3, remote, 9),
            Now = now,
            ExpiresAt = now + seconds * 1000L,
        };
        using var contacts = table.Open(endpoint, NameHash.Of(endpoint));
        if (contacts.First is { } binding) contacts.Refresh(binding, draft);
        else contacts.Add(draft);
    }
}
