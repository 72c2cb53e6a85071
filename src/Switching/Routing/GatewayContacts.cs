using System.Collections.Immutable;
using System.Text;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Routing;

/// <summary>Where a routing gateway that registers can be called now.</summary>
public static class GatewayContacts
{
    /// <summary>Its bindings that are neither over nor offline, the best q first, of the same q the one registered last.</summary>
    public static ImmutableArray<GatewayTarget> Of(string gateway, LocationTable locations, long now)
    {
        var found = new List<(GatewayTarget Target, int Q)>();
        using (var contacts = locations.Open(gateway, NameHash.Of(gateway)))
        {
            for (var binding = contacts.First; binding is not null; binding = binding.Next)
            {
                if (!binding.Offline && binding.ExpiresAt > now) found.Insert(0, (TargetOf(binding), binding.Q));
            }
        }
        return [.. found.OrderByDescending(f => f.Q).Select(f => f.Target)];
    }

    private static GatewayTarget TargetOf(Binding binding) => new(
        binding.Flow, HostOf(binding), Contact: Encoding.UTF8.GetString(binding.Contact), Path: Encoding.UTF8.GetString(binding.Path));

    private static string HostOf(Binding binding) =>
        SipUri.TryParse(binding.Contact, out var uri) ? Encoding.ASCII.GetString(uri.Host) : binding.Flow.Remote.AddressText;
}
