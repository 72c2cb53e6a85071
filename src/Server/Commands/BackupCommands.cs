using System.CommandLine;
using Tandem.Storage;
using Tandem.Storage.Backups;
using Tandem.Switching.Accounts;

namespace Tandem.Server.Commands;

/// <summary><c>tandem backup FILE</c> and <c>tandem restore FILE</c>.</summary>
internal sealed class BackupCommands(SharedOptions shared)
{
    private readonly Argument<string> _file = new("file") { Description = "The backup file", HelpName = "FILE" };

    /// <summary>Copies the store while the switch runs.</summary>
    public Command Backup()
    {
        var command = new Command("backup", "Copy everything into one file; the switch may run") { _file };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            using var response = await run.Api.Stream(HttpMethod.Post, "backup", null);
            await using var copy = await response.Content.ReadAsStreamAsync();
            await OwnFile.Write(result.GetValue(_file)!, copy);
            run.Say($"Written to {result.GetValue(_file)}. It opens the passwords: keep it as safe as the data folder.");
        }));
        return command;
    }

    /// <summary>Puts a copy in the place of the store; the switch must not run.</summary>
    public Command Restore()
    {
        var command = new Command("restore", "Put a backup in the place of the store; the switch must be stopped") { _file };
        command.SetAction(result =>
        {
            var (data, file) = (result.GetValue(shared.Data)!, result.GetValue(_file)!);
            if (!File.Exists(file)) return CommandRun.Fail($"There is no file {file}.", ExitCode.NotFound);
            try
            {
                using var folder = DataFolder.Open(data);
                Tandem.Storage.Backups.Backup.Restore(file, folder, TimeProvider.System);
            }
            catch (StoreUnavailableException refused)
            {
                return CommandRun.Fail(refused.Message, ExitCode.Unreachable);
            }
            if (!result.GetValue(shared.Json))
            {
                Screen.Line($"Restored {file} into {data}; what was there is kept beside it under .before-restore names.");
            }
            return ExitCode.Ok;
        });
        return command;
    }
}
