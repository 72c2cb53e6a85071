using System.CommandLine;

namespace Tandem.Server.Commands;

/// <summary><c>… export [FILE]</c>: writes what import reads.</summary>
internal static class ExportCommand
{
    /// <summary>The command for one resource.</summary>
    /// <param name="shared">The options of all commands.</param>
    /// <param name="resource">The API's resource.</param>
    /// <param name="hasPasswords">Whether its objects have passwords.</param>
    public static Command Make(SharedOptions shared, string resource, bool hasPasswords)
    {
        var file = new Argument<string?>("file")
        {
            Description = "Where to write; left out: the standard output", HelpName = "FILE.csv", Arity = ArgumentArity.ZeroOrOne,
        };
        var passwords = new Option<bool>("--with-passwords") { Description = "Write the passwords too; written to the audit log" };
        var command = new Command("export", "Write all of them as CSV, in the form that import reads") { file };
        if (hasPasswords) command.Add(passwords);
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            var query = hasPasswords && result.GetValue(passwords) ? "?withPasswords=true" : "";
            using var response = await run.Api.Stream(HttpMethod.Get, $"{resource}/export{query}", null);
            await using var csv = await response.Content.ReadAsStreamAsync();
            if (result.GetValue(file) is { } path) await OwnFile.Write(path, csv);
            else await csv.CopyToAsync(Console.OpenStandardOutput());
        }));
        return command;
    }
}
