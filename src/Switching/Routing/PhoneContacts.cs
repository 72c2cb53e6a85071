using System.Collections.Immutable;
using System.Text;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Routing;

/// <summary>Where a phone can be called now: its bindings that are neither over nor offline.</summary>
internal static class PhoneContacts
{
    /// <summary>The targets, the best q first, of the same q the one registered last.</summary>
    public static ImmutableArray<CallTarget> Of(Phone phone, LocationTable locations, long now)
    {
        var targets = ImmutableArray.CreateBuilder<CallTarget>();
        using (var contacts = locations.Open(phone.Name, NameHash.Of(phone.Name)))
        {
            for (var binding = contacts.First; binding is not null; binding = binding.Next)
            {
                if (binding.Offline || binding.ExpiresAt <= now) continue;
                targets.Insert(0, new CallTarget(binding.Flow, Encoding.UTF8.GetString(binding.Contact), Encoding.UTF8.GetString(binding.Path), binding.Q));
            }
        }
        if (targets.Count < 2) return targets.ToImmutable();
        return [.. targets.OrderByDescending(t => t.Q)];
    }
}
