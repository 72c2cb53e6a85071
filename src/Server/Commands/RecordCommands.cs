using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem records</c> and <c>tandem records show</c>.</summary>
internal sealed class RecordCommands(SharedOptions shared)
{
    private readonly RecordFilters _filters = new();
    private readonly Option<bool> _totals = new("--totals") { Description = "Only what they come to: calls, answered ones, time, ASR, ACD" };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write all of them into a CSV file; - = the standard output", HelpName = "FILE" };
    private readonly Option<int?> _limit = LimitOption.Make();

    /// <summary>The command group.</summary>
    public Command Make()
    {
        var command = new Command("records", "List call records, the latest call first") { _totals, _csv, _limit, Show() };
        _filters.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_totals) && result.GetValue(_csv) is not null) result.AddError("Choose one: --totals or --csv FILE.");
        });
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run =>
            result.GetValue(_csv) is { } file ? Export(run, file, _filters.Query(result))
            : result.GetValue(_totals) ? Totals(run, _filters.Query(result))
            : List(run, result.GetValue(_limit), _filters.Query(result))));
        return command;
    }

    private static Task List(CommandRun run, int? limit, string query) => run.List("records" + query, limit, items => Table(items,
        new Column("NUMBER", 9, r => Text(r, "number"), IsWhole: true),
        new Column("BEGAN", 19, r => Time(r, "startedAt"), IsWhole: true),
        new Column("CALLER", 11, r => Text(r.GetProperty("caller"), "number")),
        new Column("CALLEE", 11, r => Text(r.GetProperty("callee"), "number")),
        new Column("TO", 9, r => Text(r.GetProperty("callee"), "name")),
        new Column("SECONDS", 8, Seconds, IsWhole: true),
        new Column("CODE", 4, r => Text(r, "endCode"), IsWhole: true),
        new Column("END", 14, r => Text(r, "endReason"))));

    private static async Task Totals(CommandRun run, string query) => run.Show(await run.Api.Get("records/totals" + query), totals => Fields(
        ("calls", Text(totals, "calls")),
        ("answered", Text(totals, "answered")),
        ("time", Length(totals.GetProperty("holdSeconds").GetDouble())),
        ("ASR", $"{Text(totals, "asr")} %"),
        ("ACD", $"{Text(totals, "acd")} s")));

    private static async Task Export(CommandRun run, string file, string query)
    {
        using var response = await run.Api.Stream(HttpMethod.Get, "records/export" + query, null);
        await using var csv = await response.Content.ReadAsStreamAsync();
        if (file == "-") await csv.CopyToAsync(Console.OpenStandardOutput());
        else await OwnFile.Write(file, csv);
    }

    private Command Show()
    {
        var number = new Argument<long>("number") { Description = "The record's number", HelpName = "NUMBER" };
        var command = new Command("show", "Show one record with the explanation of its route and the quality of its media") { number };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get($"records/{result.GetValue(number).ToString(CultureInfo.InvariantCulture)}"), ShowOne)));
        return command;
    }

    private static void ShowOne(JsonElement record)
    {
        Fields(
            ("number", Text(record, "number")),
            ("id", Text(record, "id")),
            ("began", Time(record, "startedAt")),
            ("alerted", Time(record, "alertedAt")),
            ("answered", Time(record, "answeredAt")),
            ("ended", Time(record, "endedAt")),
            ("hold time", $"{Seconds(record)} s"),
            ("account", Text(record, "account")),
            ("end", $"{Text(record, "endReason")} by {Text(record, "endSide")}, {Text(record, "endCode")}"),
            ("decided by", Text(record, "endRule")),
            ("SIP reason", Text(record, "sipReason")),
            ("attempts", Text(record, "attempts")),
            ("relayed", Text(record, "relayed")));
        var relayed = record.GetProperty("relayed").GetBoolean();
        ShowParty("caller", record.GetProperty("caller"), relayed);
        ShowParty("callee", record.GetProperty("callee"), relayed);
        if (Text(record, "routeText") is not { Length: > 0 } route) return;
        Line("");
        Line("route");
        foreach (var line in route.TrimEnd('\n').Split('\n')) Line($"  {line}");
    }

    private static void ShowParty(string title, JsonElement party, bool relayed)
    {
        Line("");
        Line(title);
        var hasMedia = party.TryGetProperty("media", out var media);
        var keys = hasMedia ? media.GetProperty("dtmf").GetInt32() : 0;
        var (pdd, roundTrip) = (Text(party, "pddSeconds"), relayed && hasMedia ? Text(media, "roundTripMs") : "");
        hasMedia &= relayed;
        Fields(
            ("  number", Text(party, "number")),
            ("  received as", Text(party, "received")),
            ("  sent as", Text(party, "sent")),
            ("  is", $"{Text(party, "kind")} {Text(party, "name")}"),
            ("  address", Text(party, "address")),
            ("  media", Text(party, "mediaAddress")),
            ("  codec", Text(party, "codec")),
            ("  user agent", Text(party, "userAgent")),
            ("  Call-ID", Text(party, "callId")),
            ("  PDD", pdd.Length > 0 ? $"{pdd} s" : null),
            ("  packets", hasMedia ? $"{Text(media, "packets")}, {Text(media, "lost")} lost, {Text(media, "refused")} from elsewhere refused" : null),
            ("  jitter", hasMedia ? $"{Text(media, "jitterMs")} ms" : null),
            ("  MOS", hasMedia ? Text(media, "mos") : null),
            ("  round trip", roundTrip.Length > 0 ? $"{roundTrip} ms" : null),
            ("  one-way", hasMedia && Text(media, "silent") == "yes" ? "it sent nothing" : null),
            ("  DTMF", keys > 0 ? Keys(keys) : null));
    }

    /// <summary>How many keys were pressed.</summary>
    internal static string Keys(int keys) => keys == 1 ? "1 key" : $"{keys} keys";

    private static string Seconds(JsonElement record) => record.GetProperty("holdSeconds").GetDecimal().ToString("0.#", CultureInfo.InvariantCulture);

    private static string Length(double seconds) => $"{(long)seconds / 3600}:{(long)seconds / 60 % 60:00}:{(long)seconds % 60:00}";
}
