using Tandem.Switching.Accounts;

namespace Tandem.Switching.Tests.Accounts;

public sealed class NumberGroupEditTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void Numbers_are_added_and_taken_out_without_sending_all()
    {
        _desk.AddNumberGroup("vip", "1002", "1001", "1001");
        Assert.Equal(["1001", "1002"], Numbers("vip"));

        Assert.Equal(EditOutcome.Changed, _desk.Editor.GroupedNumbers.Add("vip", ["1003", "44*"], Desk.Anna, Desk.Now).Outcome);
        Assert.Equal(EditOutcome.Changed, _desk.Editor.GroupedNumbers.Remove("vip", ["1001", "none"], Desk.Anna, Desk.Now).Outcome);

        Assert.Equal(["1002", "1003", "44*"], Numbers("vip"));
        Assert.Equal("1002,1003,44*", _desk.Store.NumbersOf("vip"));
        Assert.Equal(("number-group numbers removed", """{"removed":1,"numbers":["1001"]}"""), (_desk.Store.Audit[^1].Action, _desk.Store.Audit[^1].After));
    }

    [Fact]
    public void Numbers_that_change_nothing_are_neither_stored_nor_logged()
    {
        _desk.AddNumberGroup("vip", "1001");
        var entries = _desk.Store.Audit.Count;

        Assert.Equal(EditOutcome.Unchanged, _desk.Editor.GroupedNumbers.Add("vip", ["1001"], Desk.Anna, Desk.Now).Outcome);
        Assert.Equal(EditOutcome.Unchanged, _desk.Editor.GroupedNumbers.Remove("vip", ["1002"], Desk.Anna, Desk.Now).Outcome);
        Assert.Equal(EditOutcome.NotFound, _desk.Editor.GroupedNumbers.Add("none", ["1001"], Desk.Anna, Desk.Now).Outcome);
        Assert.Equal("numbers", Assert.Single(_desk.Editor.GroupedNumbers.Add("vip", ["1 2"], Desk.Anna, Desk.Now).Problems).Field);
        Assert.Equal(entries, _desk.Store.Audit.Count);
    }

    [Fact]
    public void A_change_of_the_group_keeps_its_numbers_and_removing_it_takes_them_along()
    {
        _desk.AddNumberGroup("vip", "1001");
        _desk.Editor.NumberGroups.Change("vip", Desk.Draft(("memo", "important")), Desk.Anna, Desk.Now);
        Assert.Equal(["1001"], Numbers("vip"));

        _desk.Editor.NumberGroups.Remove("vip", Desk.Anna, Desk.Now);
        Assert.Equal("", _desk.Store.NumbersOf("vip"));
        _desk.AddNumberGroup("vip");
        Assert.Empty(Numbers("vip"));
    }

    [Fact]
    public void An_import_makes_groups_and_adds_numbers()
    {
        _desk.AddNumberGroup("vip", "1001");

        var result = Import(("vip", "1001", ""), ("vip", "1002", "important"), ("new", "2001", ""), ("new", "2001", ""), ("empty", "", ""));

        Assert.Equal(new ImportCounts(3, 0, 2), result.Counts);
        Assert.Equal(["1001", "1002"], Numbers("vip"));
        Assert.Equal(["2001"], Numbers("new"));
        Assert.Empty(Numbers("empty"));
        Assert.Equal("important", _desk.Directory.NumberGroups.Find("vip")!.Memo);
        Assert.Equal("1001,1002", _desk.Store.NumbersOf("vip"));
        Assert.Equal(new ImportCounts(0, 0, 5), Import(("vip", "1001", ""), ("vip", "1002", "important"), ("new", "2001", ""), ("new", "2001", ""), ("empty", "", "")).Counts);
    }

    [Fact]
    public void One_bad_row_refuses_the_whole_file()
    {
        var result = Import(("vip", "1001", ""), ("vip", "10 02", ""), ("v i p", "1003", ""));

        Assert.Equal([(3, "number"), (4, "name")], result.Problems.Select(p => (p.Line, p.Field)));
        Assert.Empty(_desk.Directory.NumberGroups.All);
        Assert.Empty(_desk.Store.Audit);
    }

    private string[] Numbers(string group) => [.. _desk.Directory.NumberGroups.Find(group)!.Numbers];

    private ImportResult Import(params (string Group, string Number, string Memo)[] rows) => _desk.Editor.GroupedNumbers.Import(
        rows.Select((row, i) => new NumberRow(i + 2, row.Group, row.Number, row.Memo, [])), Desk.Anna, Desk.Now);
}
