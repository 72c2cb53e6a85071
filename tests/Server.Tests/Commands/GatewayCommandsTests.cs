namespace Tandem.Server.Tests.Commands;

/// <summary>Gateways, groups and call fields on the command line.</summary>
public sealed class GatewayCommandsTests : IDisposable
{
    private readonly Tandem _tandem = new();

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task A_gateway_is_added_shown_set_listed_and_removed()
    {
        Assert.Equal((0, "Gateway group europe added."), Said(await _tandem.Run("gateway-group", "add", "europe", "--lines", "100")));
        Assert.Equal((0, "Routing gateway carrier added."), Said(await _tandem.RunWithInput("secret\n", "routing-gateway", "add", "carrier",
            "--addresses", "gw.example.com, 192.0.2.7:5070;transport=tcp", "--prefixes", "86,0086", "--groups", "europe", "--locked", "--password", "-")));
        Assert.Equal((0, "Routing gateway carrier set."), Said(await _tandem.Run("routing-gateway", "set", "carrier", "--locked", "no", "--call-rate", "10/1s", "--prefixes", "")));

        var shown = (await _tandem.Run("routing-gateway", "show", "carrier")).Output.Split('\n').TakeWhile(line => line.Length > 0).ToList();
        Assert.Equal(["name", "password", "addresses", "call rate", "groups"], shown.Select(line => line[..11].Trim()));
        Assert.Equal(["carrier", "(set)", "gw.example.com, 192.0.2.7:5070;transport=tcp", "10/1s", "europe"], shown.Select(line => line[11..].Trim()));
        Assert.Contains("prefix mode", (await _tandem.Run("routing-gateway", "show", "carrier", "--all")).Output);
        var list = (await _tandem.Run("routing-gateway", "list")).Output.Split('\n');
        Assert.StartsWith("carrier  gw.example.com, ", list[1]);
        Assert.All(list, line => Assert.InRange(line.Length, 1, 100));

        Assert.Equal((0, "Routing gateway carrier removed."), Said(await _tandem.Run("routing-gateway", "remove", "carrier")));
        Assert.Equal((3, "tandem: There is no routing gateway 'carrier'."), Complained(await _tandem.Run("routing-gateway", "show", "carrier")));
    }

    [Fact]
    public async Task A_list_of_gateways_tells_which_can_be_called_and_a_group_who_belongs_to_it()
    {
        await _tandem.Run("gateway-group", "add", "europe", "--lines", "100");
        await _tandem.Run("routing-gateway", "add", "carrier", "--addresses", "127.0.0.1:5999", "--groups", "europe");
        await _tandem.Run("routing-gateway", "add", "locked", "--addresses", "127.0.0.1:5999", "--locked");
        await _tandem.RunWithInput("secretpw\n", "routing-gateway", "add", "trunk", "--registers", "--password", "-");
        await _tandem.Run("mapping-gateway", "add", "customer", "--mode", "address", "--allow", "198.51.100.7", "--groups", "europe");
        Assert.Equal(["", "locked", ""], await States());
        await _tandem.StartSwitch();

        Assert.Equal(["0 up", "0 locked", "0 not registered"], await States());
        Assert.EndsWith("calls             0\nrouting gateways  carrier\nmapping gateways  customer", (await _tandem.Run("gateway-group", "show", "europe")).Output);
        Assert.Contains("calls          0", (await _tandem.Run("mapping-gateway", "show", "customer")).Output);
    }

    [Fact]
    public async Task A_route_is_told_with_what_would_be_called_and_what_the_caller_would_hear()
    {
        await _tandem.Run("mapping-gateway", "add", "customer", "--mode", "address", "--allow", "198.51.100.7");
        await _tandem.Run("routing-gateway", "add", "trunk", "--addresses", "127.0.0.1:5999");
        await _tandem.StartSwitch();

        await _tandem.Run("phone", "add", "pbx", "--mode", "address", "--allow", "198.51.100.8", "--address", "127.0.0.1:5998");
        Assert.EndsWith("the call is made\n  1. pbx at sip:pbx@127.0.0.1:5998", (await _tandem.Run("route", "1000", "pbx", "--from", "customer")).Output);
        Assert.EndsWith("refused: destination not allowed (trunk)\nthe caller hears 403", (await _tandem.Run("route", "1000", "9", "--from", "trunk")).Output);
    }

    // The columns CALLS and STATE.
    private async Task<IEnumerable<string>> States()
    {
        var list = (await _tandem.Run("routing-gateway", "list")).Output.Split('\n');
        var (calls, memo) = (list[0].IndexOf("CALLS", StringComparison.Ordinal), list[0].IndexOf("MEMO", StringComparison.Ordinal));
        return list[1..].Select(line => string.Join(' ', line.PadRight(100)[calls..memo].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Errors_name_the_field()
    {
        await _tandem.Run("number-group", "add", "vip");

        Assert.Equal((1, "tandem: --capacity: 'many' is not a whole number from 0 to 1000000. --caller-groups: There is no number group 'none'; add it first."),
            Complained(await _tandem.Run("routing-gateway", "add", "a", "--addresses", "192.0.2.7", "--capacity", "many", "--caller-groups", "none")));
        Assert.Equal((0, ""), Complained(await _tandem.Run("phone", "add", "1001", "--caller-groups", "deny vip")));
        Assert.Equal((1, "tandem: --ring-time: '4' is not a whole number from 5 to 300."), Complained(await _tandem.Run("phone", "set", "1001", "--ring-time", "4")));
        Assert.Equal((1, "tandem: The number group 'vip' is in use: the phone '1001' names it in caller_groups; take it out there first."),
            Complained(await _tandem.Run("number-group", "remove", "vip")));
        Assert.Equal((2, "tandem: Unrecognized command or argument '--ring-time'. Try: tandem mapping-gateway add --help"),
            Complained(await _tandem.Run("mapping-gateway", "add", "gw1", "--ring-time", "30")));
    }

    [Fact]
    public async Task Call_fields_of_a_phone_are_set_and_shown()
    {
        await _tandem.Run("phone", "add", "1001", "--lines", "2", "--do-not-disturb", "--forward-busy", "1002 ring=20");
        Assert.Equal(0, (await _tandem.Run("phone", "set", "1001", "--lines", "", "--transfer", "no")).Code);

        var shown = (await _tandem.Run("phone", "show", "1001")).Output.Split('\n');
        Assert.Equal(["do not disturb  yes", "forward busy    1002 ring=20", "transfer        no"], shown[^3..]);
        var json = (await _tandem.Run("phone", "show", "1001", "--json")).Json;
        Assert.Equal((true, false), (json.GetProperty("doNotDisturb").GetBoolean(), json.GetProperty("transfer").GetBoolean()));
    }

    [Fact]
    public async Task Numbers_of_a_group_are_added_listed_taken_out_and_imported()
    {
        await _tandem.Run("number-group", "add", "vip");
        Assert.Equal((0, "Number group vip has 3 numbers."), Said(await _tandem.Run("number-group", "add-numbers", "vip", "1001", "1002", "44*")));
        Assert.Equal((0, "Number group vip has 2 numbers."), Said(await _tandem.Run("number-group", "remove-numbers", "vip", "1001")));
        Assert.Equal((0, "Added 1, changed 0, unchanged 1."), Said(await _tandem.RunWithInput("name,number\nvip,1002\nspam,900*\n", "number-group", "import", "-")));

        Assert.Equal("[\"1002\",\"44*\"]", (await _tandem.Run("number-group", "numbers", "vip", "--json")).Output);
        Assert.Equal("name,number,memo\nspam,900*,\nvip,1002,\nvip,44*,", (await _tandem.Run("number-group", "export")).Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task An_export_can_be_imported_into_another_folder()
    {
        await _tandem.Run("routing-gateway", "add", "carrier", "--addresses", "192.0.2.7", "--registration-registrar", "sip.example.com", "--registration-user", "u1");
        await _tandem.Run("number-transform", "add", "1001", "--caller", "4930");
        using var other = new Tandem();

        foreach (var kind in new[] { "routing-gateway", "number-transform" })
        {
            var export = (await _tandem.Run(kind, "export")).Output;
            Assert.Equal((0, "Added 1, changed 0, unchanged 0."), Said(await other.RunWithInput(export + "\n", kind, "import", "-")));
            Assert.Equal(export, (await other.Run(kind, "export")).Output);
        }
    }

    private static (int, string) Said(Ended ended) => (ended.Code, ended.Output);

    private static (int, string) Complained(Ended ended) => (ended.Code, ended.Errors);
}
