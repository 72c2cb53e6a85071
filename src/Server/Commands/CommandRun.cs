using System.CommandLine;
using System.Text.Json;
using Tandem.Api;
using Tandem.Switching.Accounts;

namespace Tandem.Server.Commands;

/// <summary>One run of a command against the API: the connection and the way its answers are written.</summary>
/// <param name="api">The API.</param>
/// <param name="json">Whether the output is for machines.</param>
internal sealed class CommandRun(ApiClient api, bool json)
{
    private const int TableRows = 100;

    /// <summary>The API.</summary>
    public ApiClient Api => api;

    /// <summary>Whether the output is for machines.</summary>
    public bool Json => json;

    /// <summary>Runs a command's body over the data folder's switch; a failure becomes one line and an exit code.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="shared">The options of all commands.</param>
    /// <param name="creates">Whether the command may make a data folder that is not there.</param>
    /// <param name="body">What the command does.</param>
    public static async Task<int> Start(ParseResult result, SharedOptions shared, bool creates, Func<CommandRun, Task> body)
    {
        var json = result.GetValue(shared.Json);
        try
        {
            await using var connection = await SwitchConnection.Open(result.GetValue(shared.Data)!, creates);
            await body(new CommandRun(connection.Api, json));
            return ExitCode.Ok;
        }
        catch (ApiRefusedException refused)
        {
            if (json) Console.Out.WriteLine(refused.Body);
            return Fail(refused.Message, refused.ExitCode);
        }
        catch (StoreUnavailableException store)
        {
            return Fail(store.Message, ExitCode.Unreachable);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or HttpIOException)
        {
            return Fail($"The switch does not answer, or stopped in the middle of its answer: {unreachable.Message}", ExitCode.Unreachable);
        }
        catch (JsonException)
        {
            return Fail("What answers is no Tandem of this version.", ExitCode.Unreachable);
        }
        catch (Exception file) when (file is IOException or UnauthorizedAccessException)
        {
            return Fail(file.Message, ExitCode.Refused);
        }
    }

    /// <summary>Writes one line to the standard error output.</summary>
    public static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"tandem: {Screen.Clean(message)}");
        return exitCode;
    }

    /// <summary>Writes an answer: as it is for machines, else as the command shows it.</summary>
    public void Show(string answer, Action<JsonElement> people)
    {
        if (!json) people(ApiClient.Parse(answer));
        else Console.Out.WriteLine(answer);
    }

    /// <summary>Says what was done; machines get nothing but the exit code.</summary>
    public void Say(string sentence)
    {
        if (!json) Screen.Line(sentence);
    }

    /// <summary>Writes a list: all of it as one array for machines, the first 100 as a table for people, unless a limit is given.</summary>
    public async Task List(string path, int? limit, Action<IReadOnlyList<JsonElement>> people)
    {
        if (json)
        {
            await WriteArray(api.List(path, limit ?? 0));
            return;
        }
        var shown = limit ?? TableRows;
        var items = await api.List(path, shown == 0 ? 0 : shown + 1).ToListAsync();
        people(shown == 0 ? items : [.. items.Take(shown)]);
        if (shown > 0 && items.Count > shown) Console.Error.WriteLine($"The first {shown}; --limit 0 shows all.");
    }

    private static async Task WriteArray(IAsyncEnumerable<JsonElement> items)
    {
        var first = true;
        Console.Out.Write('[');
        await foreach (var item in items)
        {
            if (!first) Console.Out.Write(',');
            Console.Out.Write(JsonSerializer.Serialize(item, ApiJson.Options));
            first = false;
        }
        Console.Out.WriteLine(']');
    }
}
