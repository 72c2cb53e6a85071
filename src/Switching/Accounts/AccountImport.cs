namespace Tandem.Switching.Accounts;

/// <summary>Checks the rows of an account import, which may name each other as agents in any order.</summary>
internal static class AccountImport
{
    /// <summary>The batch of all rows, checked against the accounts that exist and against each other.</summary>
    public static ImportBatch<Account> Check(IEnumerable<ImportRow<AccountDraft>> rows, Directory directory)
    {
        var batch = new ImportBatch<Account>();
        var listed = rows.Where(row => batch.Begin(row.Line, row.Name)).ToList();
        var accounts = listed.ToDictionary(row => row.Name, row => directory.FindAccount(row.Name) ?? new Account { Name = row.Name });
        Account? Find(string name) => accounts.GetValueOrDefault(name) ?? directory.FindAccount(name);

        foreach (var row in listed)
        {
            var problems = new List<Problem>(row.Problems);
            // The chain of agents is judged when all rows are in, since a later row may mend it or close it to a ring.
            var start = accounts[row.Name];
            var applied = AccountRules.Apply(start with { Agent = null }, row.Draft with { Agent = null }, Find, problems);
            accounts[row.Name] = applied with { Agent = AgentOf(row.Draft.Agent, start.Agent, Find, problems) };
            batch.Refuse(row.Line, problems);
        }
        foreach (var row in listed)
        {
            if (AccountRules.CycleProblem(accounts[row.Name], Find) is { } cycle) batch.Refuse(row.Line, new Problem("agent", cycle));
            else batch.Take(directory.FindAccount(row.Name), accounts[row.Name]);
        }
        return batch;
    }

    private static string? AgentOf(string? draft, string? old, Func<string, Account?> find, List<Problem> problems)
    {
        if (draft is null) return old;
        if (draft.Length == 0) return null;
        if (find(draft) is { } agent) return agent.Name;
        problems.Add(new Problem("agent", $"There is no account '{draft}', neither in this file nor before; leave it empty for none."));
        return old;
    }
}
