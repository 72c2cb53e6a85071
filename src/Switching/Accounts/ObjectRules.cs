namespace Tandem.Switching.Accounts;

/// <summary>Turns drafts into objects of one kind and names what is wrong with them. Changes nothing.</summary>
/// <param name="kind">The kind.</param>
/// <param name="directory">Where groups are looked up.</param>
/// <param name="secrets">Seals passwords.</param>
internal sealed class ObjectRules<T>(ObjectKind<T> kind, Directory directory, ISecretBox secrets) where T : class
{
    /// <summary>The object with the draft's fields; equal to <paramref name="start"/> when nothing differs.</summary>
    public T Apply(T start, ObjectDraft draft, List<Problem> problems, out bool passwordChanged)
    {
        var applied = kind.Catalogue.Apply(start, draft.Fields, problems);
        problems.AddRange(kind.Problems(applied, directory));
        problems.AddRange(GroupRules.Problems(kind.Catalogue, applied, directory));
        if (kind.Secret?.Need(applied) is { } need && (draft.Password ?? (kind.Secret.Get(applied) is null ? "" : "kept")).Length == 0) problems.Add(new Problem("password", need));
        var one = WithPassword(applied, draft.Password, problems);
        passwordChanged = !ReferenceEquals(one, applied);
        return one;
    }

    private T WithPassword(T one, string? password, List<Problem> problems)
    {
        if (password is null) return one;
        if (kind.Secret is not { } secret)
        {
            problems.Add(new Problem("password", $"A {kind.Word} has no password."));
            return one;
        }
        var sealedBefore = secret.Get(one);
        if (password.Length == 0) return sealedBefore is null ? one : secret.With(one, null);
        if (PasswordRules.ForeignProblem(password) is { } problem) problems.Add(new Problem("password", problem));
        if (problems.Count > 0) return one;
        var owner = secret.OwnerOf(one);
        return sealedBefore is not null && secrets.Open(sealedBefore, owner) == password ? one : secret.With(one, secrets.Seal(password, owner));
    }
}
