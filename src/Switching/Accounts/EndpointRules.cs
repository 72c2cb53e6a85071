using Tandem.Switching.Fields;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Accounts;

/// <summary>Turns drafts into endpoints and names what is wrong with them. Changes nothing.</summary>
/// <param name="directory">Where accounts are looked up.</param>
/// <param name="secrets">Seals passwords.</param>
/// <param name="random">Draws generated passwords.</param>
internal sealed class EndpointRules(Directory directory, ISecretBox secrets, FillRandom random)
{
    /// <summary>The longest expiry an endpoint may have, in seconds: a week.</summary>
    public const int MaxExpire = 604_800;

    /// <summary>The most contacts an endpoint may have.</summary>
    public const int MaxBindings = 100;

    /// <summary>A phone or mapping gateway of that name with nothing set.</summary>
    public static T Blank<T>(string name) where T : Endpoint =>
        (T)(Endpoint)(typeof(T) == typeof(Phone) ? new Phone { Name = name } : new MappingGateway { Name = name });

    /// <summary>The word for the kind in audit entries and messages.</summary>
    public static string KindOf(Endpoint endpoint) => endpoint is Phone ? "phone" : "mapping-gateway";

    /// <summary>
    /// The endpoint with the draft's fields. When nothing differs the very same values come back, so that equality tells
    /// whether something changed. <paramref name="generated"/> is the password drawn when the mode needs one and none is given.
    /// </summary>
    public T Apply<T>(T start, EndpointDraft draft, ParameterSet parameters, List<Problem> problems, out string? generated) where T : Endpoint
    {
        var mode = draft.Mode ?? start.Mode;
        if (!Enum.IsDefined(mode)) problems.Add(new Problem("mode", $"'{mode}' is none of password, address and both."));
        var allow = AllowOf(start, draft, mode, problems);
        var expireMin = Number(start.ExpireMin, draft.ExpireMin, "expireMin", MaxExpire, problems);
        var expireMax = Number(start.ExpireMax, draft.ExpireMax, "expireMax", MaxExpire, problems);
        if (expireMin > expireMax)
        {
            problems.Add(new Problem("expireMin", $"The shortest expiry ({expireMin} s) is above the longest ({expireMax} s)."));
        }
        var applied = start with
        {
            Account = AccountOf(start, draft, problems),
            Mode = mode,
            Allow = allow,
            Locked = draft.Locked ?? start.Locked,
            ValidUntil = EndOfValidity.Apply(start.ValidUntil, draft.ValidUntil, problems),
            ExpireMin = expireMin,
            ExpireMax = expireMax,
            MaxBindings = Number(start.MaxBindings, draft.MaxBindings, "maxBindings", MaxBindings, problems),
            ManualUnlock = draft.ManualUnlock ?? start.ManualUnlock,
            Memo = FreeText.Apply(start.Memo, draft.Memo, "memo", FreeText.MaxMemo, problems),
        };
        return WithPassword(WithCalls(applied, draft.Calls, problems), draft.Password, parameters, problems, out generated);
    }

    private T WithCalls<T>(T endpoint, IReadOnlyDictionary<string, string>? draft, List<Problem> problems) where T : Endpoint
    {
        if (draft is null) return endpoint;
        Endpoint applied = endpoint switch
        {
            Phone phone => phone with { Calls = Calls(PhoneCallFields.Catalogue, phone.Calls, PhoneCalls.Default, PhoneCallFields.Problems, draft, problems) },
            MappingGateway gateway => gateway with { Calls = Calls(MappingCallFields.Catalogue, gateway.Calls, MappingCalls.Default, _ => [], draft, problems) },
            _ => endpoint,
        };
        return (T)applied;
    }

    private TCalls Calls<TCalls>(FieldCatalogue<TCalls> catalogue, TCalls start, TCalls shared, Func<TCalls, IEnumerable<Problem>> problemsOf,
        IReadOnlyDictionary<string, string> draft, List<Problem> problems) where TCalls : class
    {
        var applied = catalogue.Apply(start, draft, problems);
        if (ReferenceEquals(applied, start)) return start;
        problems.AddRange(problemsOf(applied));
        problems.AddRange(GroupRules.Problems(catalogue, applied, directory));
        // A million phones without settings share one object.
        return applied.Equals(shared) ? shared : applied;
    }

    private string? AccountOf(Endpoint start, EndpointDraft draft, List<Problem> problems)
    {
        if (draft.Account is null) return start.Account;
        if (draft.Account.Length == 0) return null;
        // The account's own string, so that a million endpoints share one.
        if (directory.FindAccount(draft.Account) is { } account) return account.Name;
        problems.Add(new Problem("account", $"There is no account '{draft.Account}'; add it first, or leave it empty for none."));
        return start.Account;
    }

    private static AddressList AllowOf(Endpoint start, EndpointDraft draft, AuthenticationMode mode, List<Problem> problems)
    {
        var allow = start.Allow;
        if (draft.Allow is not null)
        {
            if (!AddressList.TryParse(draft.Allow, out var list, out var error)) problems.Add(new Problem("allow", error));
            else if (list.ToString() != allow.ToString()) allow = list;
        }
        if (mode != AuthenticationMode.Password && allow.Ranges.Count == 0 && problems.TrueForAll(p => p.Field != "allow"))
        {
            problems.Add(new Problem("allow", $"The mode '{Spell(mode)}' needs at least one address, such as 192.0.2.0/24."));
        }
        return allow;
    }

    private static int? Number(int? old, int? draft, string field, int max, List<Problem> problems)
    {
        if (draft is null) return old;
        if (draft == 0) return null;
        if (draft < 0 || draft > max)
        {
            problems.Add(new Problem(field, $"{draft} is not a whole number from 1 to {max} (0 = as the parameter says)."));
        }
        return draft;
    }

    private T WithPassword<T>(T endpoint, string? password, ParameterSet parameters, List<Problem> problems, out string? generated) where T : Endpoint
    {
        generated = null;
        var needed = endpoint.Mode != AuthenticationMode.Address;
        if (password is { Length: 0 })
        {
            if (!needed) return endpoint with { SealedPassword = null };
            problems.Add(new Problem("password", $"The mode '{Spell(endpoint.Mode)}' needs a password; only the mode 'address' does without."));
            return endpoint;
        }
        if (password is null)
        {
            if (!needed || endpoint.SealedPassword is not null) return endpoint;
            password = generated = PasswordRules.Generate(parameters, random);
        }
        else if (PasswordRules.Problem(password, parameters) is { } problem)
        {
            problems.Add(new Problem("password", problem));
            return endpoint;
        }
        if (problems.Count > 0) return endpoint;
        if (endpoint.SealedPassword is { } old && secrets.Open(old, endpoint.Name) == password) return endpoint;
        return endpoint with { SealedPassword = secrets.Seal(password, endpoint.Name) };
    }

    private static string Spell(AuthenticationMode mode) => mode.ToString().ToLowerInvariant();
}
