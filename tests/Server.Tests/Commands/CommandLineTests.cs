namespace Tandem.Server.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly Tandem _tandem = new();

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task A_phone_is_added_shown_set_and_removed_without_a_running_switch()
    {
        var added = await _tandem.Run("phone", "add", "+4930123", "--memo", "[red]desk[/] 4", "--allow", "192.0.2.7", "--allow", "192.0.2.8");
        Assert.Equal((0, ""), (added.Code, added.Errors));
        Assert.Matches("^Phone \\+4930123 added\\.\nIts password is [A-Za-z0-9]{16}$", added.Output);
        var password = added.Output[^16..];

        var shown = await _tandem.Run("phone", "show", "+4930123", "--password");
        Assert.Contains(password, shown.Output);
        Assert.Contains("[red]desk[/] 4", shown.Output);
        Assert.Contains("192.0.2.7, 192.0.2.8", shown.Output);

        Assert.Equal((0, "Phone +4930123 set."), Said(await _tandem.Run("phone", "set", "+4930123", "--locked", "--memo", "")));
        var listed = await _tandem.Run("phone", "list", "--json");
        Assert.Equal(("+4930123", true, ""), (listed.Json[0].GetProperty("number").GetString(), listed.Json[0].GetProperty("locked").GetBoolean(), listed.Json[0].GetProperty("memo").GetString()));

        Assert.Equal((0, "Phone +4930123 removed."), Said(await _tandem.Run("phone", "remove", "+4930123")));
        Assert.Equal((3, "tandem: There is no phone '+4930123'."), Complained(await _tandem.Run("phone", "show", "+4930123")));
    }

    [Fact]
    public async Task The_route_of_a_call_is_told_line_by_line()
    {
        await _tandem.Run("phone", "add", "1001");
        await _tandem.Run("mapping-gateway", "add", "gw");
        var told = await _tandem.Run("route", "4930", "1001", "--from", "gw");
        Assert.Equal((0, ""), (told.Code, told.Errors));
        Assert.Equal("4930 calls 1001 by mapping gateway gw", told.Output.Split('\n')[0]);
        Assert.EndsWith("refused: offline (1001)\nthe caller hears 480", told.Output);
        Assert.Equal("offline", (await _tandem.Run("route", "1001", "1001", "--json")).Json.GetProperty("refused").GetString());
        Assert.Equal((3, "tandem: There is no phone and no gateway 'none'."), Complained(await _tandem.Run("route", "1", "2", "--from", "none")));
        Assert.Equal((1, "tandem: --from: '1' is no phone: name the gateway that the call comes in by."), Complained(await _tandem.Run("route", "1", "2")));
    }

    [Fact]
    public async Task Refusals_are_one_line_and_have_the_documented_exit_codes()
    {
        Assert.Equal((4, $"tandem: There is no data folder {_tandem.Data}: start the switch once with 'tandem run', or name the folder with --data."),
            Complained(await _tandem.Run("phone", "list")));
        await _tandem.Run("phone", "add", "1001");

        Assert.Equal((1, "tandem: There is a phone '1001' already."), Complained(await _tandem.Run("phone", "add", "1001")));
        Assert.Equal((1, "tandem: --max-bindings: 500 is not a whole number from 1 to 100 (0 = as the parameter says)."),
            Complained(await _tandem.Run("phone", "set", "1001", "--max-bindings", "500")));
        Assert.Equal((1, "tandem: SS_ENDPOINTREGISTERRETRY: '101' is not a whole number from 1 to 100 (failures)."),
            Complained(await _tandem.Run("param", "set", "SS_ENDPOINTREGISTERRETRY", "101")));
        Assert.Equal((3, "tandem: There is no parameter 'SS_NOTHING'."), Complained(await _tandem.Run("param", "get", "SS_NOTHING")));
    }

    [Fact]
    public async Task Machines_get_the_problem_as_json_and_tables_fit_100_characters()
    {
        await _tandem.Run("account", "add", "acme", "--title", new string('x', 200));
        var refused = await _tandem.Run("phone", "show", "none", "--json");

        Assert.Equal((3, 404, "tandem: There is no phone 'none'."), (refused.Code, refused.Json.GetProperty("status").GetInt32(), refused.Errors));
        foreach (var table in new[] { await _tandem.Run("account", "list"), await _tandem.Run("param", "list"), await _tandem.Run("audit") })
        {
            Assert.All(table.Output.Split('\n'), line => Assert.InRange(line.Length, 1, 100));
        }
    }

    [Theory]
    [InlineData("tandem: Unrecognized command or argument 'phne'. Try: tandem --help", "phne", "list")]
    [InlineData("tandem: NUMBER is missing. Try: tandem phone add --help", "phone", "add")]
    [InlineData("tandem: --mode: 'secret' is not one of password, address, both. Try: tandem phone add --help", "phone", "add", "1001", "--mode", "secret")]
    [InlineData("tandem: --expire-min: 'soon' is not a whole number. Try: tandem phone add --help", "phone", "add", "1001", "--expire-min", "soon")]
    [InlineData("tandem: Option '--scope' is required. Try: tandem token create --help", "token", "create", "grafana")]
    [InlineData("tandem: Name a number or --all: suspended clear NUMBER, or suspended clear --all. Try: tandem suspended clear --help", "suspended", "clear")]
    [InlineData("tandem: Name numbers or filters, and not both: unregister NUMBER..., or unregister --address 192.0.2.0/24. Try: tandem unregister --help", "unregister")]
    public async Task A_wrong_command_line_is_told_in_one_line(string line, params string[] arguments) =>
        Assert.Equal((2, line), Complained(await _tandem.Run(arguments)));

    [Fact]
    public async Task An_import_with_bad_lines_imports_nothing_and_names_them()
    {
        var file = _tandem.File("phones.csv", "number,account\n1001,\n1002,none\n1 3,\n");

        var refused = await _tandem.Run("phone", "import", file);

        Assert.Equal(1, refused.Code);
        Assert.Equal(
            [$"{file}:3: account: There is no account 'none'; add it first, or leave it empty for none.",
             $"{file}:4: name: A name is made of letters, digits and - _ . ~ + * #; ' ' is none of them.",
             "tandem: 2 problems; nothing was imported."], refused.Errors.Split('\n'));
        Assert.Equal("[]", (await _tandem.Run("phone", "list", "--json")).Output);
    }

    [Fact]
    public async Task An_export_can_be_imported_into_another_folder()
    {
        await _tandem.Run("account", "add", "acme", "--title", "Acme");
        await _tandem.RunWithInput("number,account,password\n1001,acme,correct horse\n1002,,battery staple\n", "phone", "import", "-");
        Assert.Equal(0, (await _tandem.Run("phone", "export", _tandem.File("phones.csv"), "--with-passwords")).Code);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(_tandem.File("phones.csv")));

        using var other = new Tandem();
        var accounts = (await _tandem.Run("account", "export")).Output;
        Assert.Equal((0, "Added 1, changed 0, unchanged 0."), Said(await other.RunWithInput(accounts + "\n", "account", "import", "-")));
        Assert.Equal((0, "Added 2, changed 0, unchanged 0."), Said(await other.Run("phone", "import", _tandem.File("phones.csv"))));
        Assert.Contains("correct horse", (await other.Run("phone", "show", "1001", "--password")).Output);
    }

    [Fact]
    public async Task A_backup_is_restored_with_passwords_and_audit_log()
    {
        await _tandem.Run("phone", "add", "1001", "--password", "correct horse");
        Assert.Equal(0, (await _tandem.Run("backup", _tandem.File("b"))).Code);
        await _tandem.Run("phone", "remove", "1001");

        Assert.Equal(3, (await _tandem.Run("restore", _tandem.File("none"))).Code);
        Assert.Equal(0, (await _tandem.Run("restore", _tandem.File("b"))).Code);

        Assert.Contains("correct horse", (await _tandem.Run("phone", "show", "1001", "--password")).Output);
        Assert.Equal(["phone password shown", "backup", "phone add"], (await _tandem.Run("audit", "--json")).Json.EnumerateArray().Select(e => e.GetProperty("action").GetString()));
    }

    private static (int, string) Said(Ended ended) => (ended.Code, ended.Output);

    private static (int, string) Complained(Ended ended) => (ended.Code, ended.Errors);
}
