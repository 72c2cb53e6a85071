using Tandem.Switching.Accounts;

namespace Tandem.Switching.Tests.Accounts;

public sealed class AccountEditTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void An_account_with_members_is_not_removed_and_the_answer_counts_them()
    {
        _desk.AddAccount("agent");
        _desk.AddAccount("acme", new AccountDraft { Agent = "agent" });
        _desk.Add("1001", new EndpointDraft { Account = "agent" });
        _desk.Add("1002", new EndpointDraft { Account = "agent" });

        var refused = _desk.Editor.Accounts.Remove("agent", Desk.Anna, Desk.Now);

        Assert.Equal(EditOutcome.InUse, refused.Outcome);
        Assert.StartsWith("2 phones and gateways belong to 'agent' and 1 accounts stand below it", refused.Problems[0].Message);
        Assert.Equal(EditOutcome.Removed, _desk.Editor.Accounts.Remove("acme", Desk.Anna, Desk.Now).Outcome);
    }

    [Fact]
    public void Agents_make_no_ring()
    {
        _desk.AddAccount("a");
        _desk.AddAccount("b", new AccountDraft { Agent = "a" });
        _desk.AddAccount("c", new AccountDraft { Agent = "b" });

        var ring = _desk.Editor.Accounts.Change("a", new AccountDraft { Agent = "c" }, Desk.Anna, Desk.Now);
        var self = _desk.Editor.Accounts.Change("a", new AccountDraft { Agent = "a" }, Desk.Anna, Desk.Now);

        Assert.Equal(("agent", "agent"), (Assert.Single(ring.Problems).Field, Assert.Single(self.Problems).Field));
        Assert.Null(_desk.Directory.FindAccount("a")!.Agent);
    }

    [Fact]
    public void An_import_may_name_an_agent_that_stands_further_down()
    {
        var result = Import(("acme", new AccountDraft { Agent = "top" }), ("top", new AccountDraft { Title = "The top" }));

        Assert.Equal(new ImportCounts(2, 0, 0), result.Counts);
        Assert.Equal("top", _desk.Directory.FindAccount("acme")!.Agent);
    }

    [Fact]
    public void An_import_that_closes_a_ring_is_refused_whole()
    {
        _desk.AddAccount("a");

        var result = Import(("a", new AccountDraft { Agent = "b" }), ("b", new AccountDraft { Agent = "a" }), ("c", new AccountDraft()));

        Assert.Equal([(2, "agent"), (3, "agent")], result.Problems.Select(p => (p.Line, p.Field)));
        Assert.Null(_desk.Directory.FindAccount("c"));
    }

    private ImportResult Import(params (string Name, AccountDraft Draft)[] rows) =>
        _desk.Editor.Accounts.Import(rows.Select((row, i) => new ImportRow<AccountDraft>(i + 2, row.Name, row.Draft, [])), Desk.Anna, Desk.Now);
}
