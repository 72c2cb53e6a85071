using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Configuration;

/// <summary>Routing gateways, groups and number transforms in the database.</summary>
public sealed class ObjectStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private OpenStore _open;

    public ObjectStoreTests() => _open = new OpenStore(_folder, _clock);

    private IConfigurationStore Store => _open.Store.Configuration;

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Objects_come_back_after_a_restart()
    {
        var gateway = new RoutingGateway
        {
            Name = "carrier", Addresses = [new("gw.example.com", 5070)], Prefixes = ["86"], Priority = 3, SealedPassword = [1, 2, 0, 255], Memo = "läuft 'gut' \"?",
        };
        Save(ObjectKinds.RoutingGateways.Store(gateway), ObjectKinds.RoutingGateways.Store(new RoutingGateway { Name = "bare" }),
            ObjectKinds.GatewayGroups.Store(new GatewayGroup { Name = "carrier", Lines = 10, ReservedLines = 2 }),
            ObjectKinds.NumberTransforms.Store(new NumberTransform { Name = "1001", Caller = "4930" }));

        Reopen();

        var back = _open.Directory.RoutingGateways.Find("carrier")!;
        Assert.Equal((new GatewayAddress("gw.example.com", 5070), "86", 3, gateway.Memo), (back.Addresses[0], back.Prefixes[0], back.Priority, back.Memo));
        Assert.Equal(gateway.SealedPassword, back.SealedPassword);
        Assert.Equal(new RoutingGateway { Name = "bare" }, _open.Directory.RoutingGateways.Find("bare"));
        Assert.Equal(new GatewayGroup { Name = "carrier", Lines = 10, ReservedLines = 2 }, _open.Directory.GatewayGroups.Find("carrier"));
        Assert.Equal(new NumberTransform { Name = "1001", Caller = "4930" }, _open.Directory.NumberTransforms.Find("1001"));
    }

    [Fact]
    public void A_change_replaces_and_a_delete_removes_one_kind_only()
    {
        Save(Group("a", 1), ObjectKinds.NumberGroups.Store(new NumberGroup { Name = "a" }));
        Numbers(new NumberChange("a", ["1", "2"], []));
        Save(Group("a", 2));
        Store.DeleteObject("gateway-group", "none", _open.Audit());

        Reopen();
        Assert.Equal(2, _open.Directory.GatewayGroups.Find("a")!.Lines);

        Store.DeleteObject("gateway-group", "a", _open.Audit());
        Reopen();
        Assert.Null(_open.Directory.GatewayGroups.Find("a"));
        Assert.Equal(["1", "2"], _open.Directory.NumberGroups.Find("a")!.Numbers);
    }

    [Fact]
    public void Numbers_are_added_and_removed_and_go_with_their_group()
    {
        Save(ObjectKinds.NumberGroups.Store(new NumberGroup { Name = "vip" }));
        Numbers(new NumberChange("vip", ["1001", "1002", "44*"], []));
        Numbers(new NumberChange("vip", ["1002", "1003"], ["1001", "none"]));
        Reopen();
        Assert.Equal(["1002", "1003", "44*"], _open.Directory.NumberGroups.Find("vip")!.Numbers);

        Store.DeleteObject("number-group", "vip", _open.Audit());
        Save(ObjectKinds.NumberGroups.Store(new NumberGroup { Name = "vip" }));
        Reopen();
        Assert.Empty(_open.Directory.NumberGroups.Find("vip")!.Numbers);
    }

    [Fact]
    public void Names_are_listed_by_kind_search_and_page()
    {
        Save([.. new[] { "b", "a", "c1", "B" }.Select(name => Group(name, 1)), ObjectKinds.NumberGroups.Store(new NumberGroup { Name = "x" }),
            ObjectKinds.GatewayGroups.Store(new GatewayGroup { Name = "z", Memo = "Front C" })]);

        Assert.Equal(["B", "a", "b"], Store.ListObjects("gateway-group", null, null, 3));
        Assert.Equal(["c1", "z"], Store.ListObjects("gateway-group", null, "b", 3));
        Assert.Equal(["c1", "z"], Store.ListObjects("gateway-group", "C", null, 10));
        Assert.Equal(["x"], Store.ListObjects("number-group", null, null, 10));
    }

    [Fact]
    public void A_change_and_its_audit_entry_stand_or_fall_together()
    {
        var impossible = _open.Audit() with { Target = null! };

        Assert.Throws<StoreUnavailableException>(() => Store.SaveObjects([Group("a", 1)], impossible));
        Assert.Throws<StoreUnavailableException>(() => Store.SaveNumbers([], [new NumberChange("a", ["1"], [])], impossible));

        Assert.Empty(Store.ListObjects("gateway-group", null, null, 10));
        Reopen();
        Assert.Empty(_open.Directory.NumberGroups.All);
    }

    [Fact]
    public void What_means_nothing_to_this_program_is_named_in_the_log_and_left_out()
    {
        Save(Group("a", 1), Group("b", 1), new StoredObject("hologram", "h", null, "", ""));
        using (var connection = new SqliteConnection($"Data Source={_folder.In("tandem.db")};Pooling=False"))
        {
            connection.Open();
            connection.Execute("""UPDATE configured_object SET fields = '{"lines":"5","shade":"blue"}' WHERE name = 'a'""");
            connection.Execute("UPDATE configured_object SET fields = '{' WHERE name = 'b'");
        }

        Reopen();

        Assert.Equal((5, null), (_open.Directory.GatewayGroups.Find("a")!.Lines, _open.Directory.GatewayGroups.Find("b")!.Lines));
        var warnings = _open.Log.At(Microsoft.Extensions.Logging.LogLevel.Warning);
        Assert.Contains(warnings, w => w.Contains("gateway group 'a': shade: It is unknown"));
        Assert.Contains(warnings, w => w.Contains("gateway group 'b': Its fields cannot be read"));
        Assert.Contains(warnings, w => w.Contains("'hologram'"));
    }

    private static StoredObject Group(string name, int lines) => ObjectKinds.GatewayGroups.Store(new GatewayGroup { Name = name, Lines = lines });

    private void Save(params StoredObject[] objects) => Store.SaveObjects(objects, _open.Audit());

    private void Numbers(NumberChange change) => Store.SaveNumbers([], [change], _open.Audit());

    private void Reopen()
    {
        _open.Dispose();
        _open = new OpenStore(_folder, _clock);
    }
}
