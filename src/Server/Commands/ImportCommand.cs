using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Tandem.Server.Commands;

/// <summary><c>… import FILE</c>: sends a CSV file, shows how far it is, and names the lines that are refused.</summary>
internal static class ImportCommand
{
    private const string NdJson = "application/x-ndjson";

    /// <summary>The command for one resource.</summary>
    public static Command Make(SharedOptions shared, string resource)
    {
        var file = new Argument<string>("file")
        {
            Description = "The CSV file with a header line; - = the standard input", HelpName = "FILE.csv",
        };
        var command = new Command("import", "Add and change them from a CSV file, all rows or none") { file };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: true, async run =>
        {
            var path = result.GetValue(file)!;
            await using var csv = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var last = await Screen.WithProgress("Sending", told => Send(run.Api, resource, csv, told));
            var end = ApiClient.Parse(last);
            if (end.TryGetProperty("status", out var status)) throw Refused(path, (HttpStatusCode)status.GetInt32(), end, last);
            run.Show(last, counts => Screen.Line(
                $"Added {Screen.Text(counts, "added")}, changed {Screen.Text(counts, "changed")}, unchanged {Screen.Text(counts, "unchanged")}."));
        }));
        return command;
    }

    private static async Task<string> Send(ApiClient api, string resource, Stream csv, Action<string, double, double> told)
    {
        using var content = new StreamContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var response = await api.Stream(HttpMethod.Post, $"{resource}/import", content, NdJson);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var last = "";
        while (await lines.ReadLineAsync() is { } line)
        {
            last = line;
            var progress = ApiClient.Parse(line);
            if (!progress.TryGetProperty("toStore", out var toStore)) continue;
            var (read, stored) = (progress.GetProperty("read").GetInt32(), progress.GetProperty("stored").GetInt32());
            if (toStore.GetInt32() == 0) told($"{read} rows read", 0, 0);
            else told($"{stored} rows stored", stored, toStore.GetInt32());
        }
        return last;
    }

    private static ApiRefusedException Refused(string path, HttpStatusCode status, JsonElement problem, string body)
    {
        if (problem.TryGetProperty("lines", out var lines))
        {
            foreach (var line in lines.EnumerateArray())
            {
                Console.Error.WriteLine(Screen.Clean($"{path}:{Screen.Text(line, "line")}: {Screen.Text(line, "field")}: {Screen.Text(line, "message")}"));
            }
        }
        return new ApiRefusedException(status, body);
    }
}
