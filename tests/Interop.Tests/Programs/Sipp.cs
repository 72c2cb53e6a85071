using System.Globalization;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Programs;

/// <summary>One call of SIPp's scenario: a user and what its REGISTER asks for.</summary>
/// <param name="Number">The number it registers.</param>
/// <param name="Password">What it answers challenges with.</param>
/// <param name="Contact">The value of Contact.</param>
/// <param name="Expires">The value of Expires.</param>
public sealed record SippUser(string Number, string Password, string Contact, string Expires)
{
    /// <summary>A user with the right password and a usual wish.</summary>
    public static SippUser Of(string number, string expires = "600") =>
        new(number, $"secret-{number}", $"<sip:{number}@127.0.0.1:5999>", expires);
}

/// <summary>SIPp, which plays the scenarios in the folder Scenarios.</summary>
public static class Sipp
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>Plays a scenario once for each user; SIPp must be content with every answer.</summary>
    /// <param name="scenario">The file's name without .xml.</param>
    /// <param name="at">The switch.</param>
    /// <param name="transport">udp or tcp.</param>
    /// <param name="users">The users, one after another unless <paramref name="atOnce"/> says otherwise.</param>
    /// <param name="atOnce">How many calls may be open at a time.</param>
    public static async Task PlayAsync(string scenario, LiveSwitch at, string transport, IReadOnlyList<SippUser> users, int atOnce = 1)
    {
        var (exitCode, output) = await RunAsync(scenario, at, transport, users, atOnce);
        Assert.True(exitCode == 0, $"SIPp ended with {exitCode} in {scenario}:\n{output}");
    }

    /// <summary>Plays a scenario and gives back how SIPp ended.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string scenario, LiveSwitch at, string transport, IReadOnlyList<SippUser> users, int atOnce = 1)
    {
        using var folder = new TemporaryFolder();
        var csv = folder.Write("users.csv", "SEQUENTIAL\n" + string.Concat(users.Select(Row)));
        var count = users.Count.ToString(CultureInfo.InvariantCulture);
        var limit = atOnce.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            at.At(transport).ToString(), "-sf", Path.Combine(AppContext.BaseDirectory, "Scenarios", scenario + ".xml"), "-inf", csv,
            "-i", "127.0.0.1", "-t", transport == "tcp" ? "t1" : "u1", "-m", count, "-l", limit, "-r", limit,
            "-timeout", "50s", "-timeout_error", "-nostdin", "-trace_err", "-error_file", folder.In("errors"), "-trace_msg", "-message_file", folder.In("messages"),
        ];
        var (exitCode, output) = await ExternalProgram.RunAsync("sipp", "sip-tester", Within, arguments, folder.Path);
        return (exitCode, Tail(output) + ReadIfThere(folder.In("errors")) + Tail(ReadIfThere(folder.In("messages"))));
    }

    private static string Row(SippUser user) =>
        $"{user.Number};[authentication username={user.Number} password={user.Password}];{user.Contact};{user.Expires}\n";

    private static string ReadIfThere(string file) => File.Exists(file) ? "\n" + File.ReadAllText(file) : "";

    private static string Tail(string text) => text.Length > 4000 ? text[^4000..] : text;
}
