using Tandem.Switching.Accounts;

namespace Tandem.Switching.Tests.Accounts;

public sealed class EndpointImportTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void An_import_adds_changes_and_leaves()
    {
        _desk.Add("1001", new EndpointDraft { Password = "correct horse" });
        _desk.Add("1002", new EndpointDraft { Password = "correct horse" });

        var result = _desk.Import(
            ("1001", new EndpointDraft { Password = "correct horse" }),
            ("1002", new EndpointDraft { Locked = true }),
            ("1003", new EndpointDraft()));

        Assert.Equal(new ImportCounts(Added: 1, Changed: 1, Unchanged: 1), result.Counts);
        Assert.True(_desk.Directory.FindEndpoint("1002")!.Locked);
        Assert.NotNull(_desk.PasswordOf("1003"));
        Assert.Equal("""{"added":1,"changed":1,"unchanged":1}""", _desk.Store.Audit[^1].After);
        Assert.Equal(3, _desk.Directory.Endpoints.Count);
    }

    [Fact]
    public void One_bad_row_refuses_the_whole_file()
    {
        var result = _desk.Import(("1001", new EndpointDraft()), ("1002", new EndpointDraft { Account = "none" }), ("1001", new EndpointDraft()));

        Assert.Equal([(3, "account"), (4, "name")], result.Problems.Select(p => (p.Line, p.Field)));
        Assert.Contains("line 2", result.Problems[1].Message);
        Assert.Equal(0, _desk.Directory.Endpoints.Count);
        Assert.Empty(_desk.Store.Audit);
    }

    [Fact]
    public void The_first_100_problems_are_listed_and_all_are_counted()
    {
        var result = _desk.Import([.. Enumerable.Range(0, 250).Select(i => ($"{i}", new EndpointDraft { MaxBindings = 1000 }))]);

        Assert.Equal((100, 250), (result.Problems.Count, result.ProblemCount));
    }

    [Fact]
    public void A_gateway_is_not_turned_into_a_phone()
    {
        _desk.Editor.Endpoints.Add<MappingGateway>("gw1", new EndpointDraft(), Desk.Anna, Desk.Now);

        Assert.Contains("mapping gateway", Assert.Single(_desk.Import(("gw1", new EndpointDraft())).Problems).Message);
    }

    [Fact]
    public void A_store_that_fails_leaves_nothing_in_force()
    {
        _desk.Store.Failure = "the disk is full";

        Assert.Throws<StoreUnavailableException>(() => _desk.Import(("1001", new EndpointDraft())));
        Assert.Null(_desk.Directory.FindEndpoint("1001"));
    }
}
