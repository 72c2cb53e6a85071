namespace Tandem.Switching.Accounts;

/// <summary>Turns drafts into accounts and names what is wrong with them. Changes nothing.</summary>
internal static class AccountRules
{
    /// <summary>The account with the draft's fields; equal to <paramref name="start"/> when nothing differs.</summary>
    /// <param name="start">The account before, or a new one.</param>
    /// <param name="draft">What is wanted.</param>
    /// <param name="find">Finds any account by name, for the agent and those above it.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static Account Apply(Account start, AccountDraft draft, Func<string, Account?> find, List<Problem> problems) => start with
    {
        Title = FreeText.Apply(start.Title, draft.Title, "title", FreeText.MaxTitle, problems),
        Locked = draft.Locked ?? start.Locked,
        ValidUntil = EndOfValidity.Apply(start.ValidUntil, draft.ValidUntil, problems),
        Agent = AgentOf(start, draft.Agent, find, problems),
        Memo = FreeText.Apply(start.Memo, draft.Memo, "memo", FreeText.MaxMemo, problems),
    };

    /// <summary>A sentence when the chain of agents above the account comes back to it or to itself, else null.</summary>
    public static string? CycleProblem(Account account, Func<string, Account?> find)
    {
        var seen = new HashSet<string> { account.Name };
        for (var above = account.Agent; above is not null; above = find(above)?.Agent)
        {
            if (!seen.Add(above))
            {
                return $"'{account.Agent}' stands below '{account.Name}' itself; an account's agents must not come back to it.";
            }
        }
        return null;
    }

    private static string? AgentOf(Account start, string? draft, Func<string, Account?> find, List<Problem> problems)
    {
        if (draft is null) return start.Agent;
        if (draft.Length == 0) return null;
        if (find(draft) is not { } agent)
        {
            problems.Add(new Problem("agent", $"There is no account '{draft}'; add it first, or leave it empty for none."));
            return start.Agent;
        }
        if (CycleProblem(start with { Agent = agent.Name }, find) is { } cycle) problems.Add(new Problem("agent", cycle));
        return agent.Name;
    }
}
