using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem calls</c>, <c>tandem hangup</c>, which is <c>tandem calls hangup</c> too, and <c>tandem trace</c>.</summary>
internal sealed class CallCommands(SharedOptions shared)
{
    /// <summary>Lists and shows calls that go on.</summary>
    public Command Calls()
    {
        var number = new Option<string?>("--number") { Description = "A part of the caller's or called number", HelpName = "TEXT" };
        var party = new Option<string?>("--party") { Description = "The phone or gateway on either side", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "The caller's account", HelpName = "A" };
        var limit = LimitOption.Make();
        var command = new Command("calls", "List the calls that go on, the oldest first") { number, party, account, limit, Show(), HangUp() };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, run => run.List(
            "calls" + ApiClient.Query(("number", result.GetValue(number)), ("party", result.GetValue(party)), ("account", result.GetValue(account))),
            result.GetValue(limit), items => Table(items,
                new Column("ID", 36, c => Text(c, "id"), IsWhole: true),
                new Column("STATE", 8, c => Text(c, "state"), IsWhole: true),
                new Column("TIME", 7, Duration, IsWhole: true),
                new Column("CALLER", 11, c => Text(c, "callerNumber")),
                new Column("CALLEE", 11, c => Text(c, "calleeNumber")),
                new Column("FROM", 6, c => Text(c.GetProperty("caller"), "name")),
                new Column("TO", 6, c => Text(c.GetProperty("callee"), "name"))))));
        return command;
    }

    /// <summary>Ends calls.</summary>
    public Command HangUp()
    {
        var calls = new Argument<Guid[]>("id") { Description = "One or more calls", HelpName = "ID", Arity = ArgumentArity.OneOrMore };
        var command = new Command("hangup", "End calls; their records say that an operator did") { calls };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            foreach (var id in result.GetValue(calls)!)
            {
                await run.Api.Delete($"calls/{id}");
                run.Say($"Call {id} ended.");
            }
        }));
        return command;
    }

    /// <summary>Shows or saves the messages of a call.</summary>
    public Command Trace()
    {
        var id = Id();
        var output = new Option<string?>("--output", "-o") { Description = "A pcap file to write, for Wireshark", HelpName = "FILE.pcap" };
        var whole = new Option<bool>("--messages") { Description = "Show the messages too, not only the ladder" };
        var command = new Command("trace", "Show the SIP messages of a call, living or ended, as a ladder, or save them") { id, output, whole };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
        {
            if (result.GetValue(output) is { } file) await Save(run, result.GetValue(id), file);
            else run.Show(await run.Api.Get($"calls/{result.GetValue(id)}/trace"), trace => Draw(trace, result.GetValue(whole)));
        }));
        return command;
    }

    private Command Show()
    {
        var id = Id();
        var command = new Command("show", "Show a call that goes on, with the media of both sides") { id };
        command.SetAction((result, _) => CommandRun.Start(result, shared, creates: false, async run =>
            run.Show(await run.Api.Get($"calls/{result.GetValue(id)}"), Details)));
        return command;
    }

    private static Argument<Guid> Id() => new("id") { Description = "The call's number, as calls and records show it", HelpName = "ID" };

    private static async Task Save(CommandRun run, Guid id, string file)
    {
        using var response = await run.Api.Stream(HttpMethod.Get, $"calls/{id}/trace.pcap", null);
        await using var to = File.Create(file);
        await response.Content.CopyToAsync(to);
        run.Say($"Written to {file}.");
    }

    private static void Draw(JsonElement trace, bool whole)
    {
        foreach (var line in Text(trace, "ladder").TrimEnd('\n').Split('\n')) Line(line);
        if (!whole) return;
        foreach (var message in trace.GetProperty("messages").EnumerateArray())
        {
            Line("");
            Line($"{Time(message, "time")}  {Text(message, "source")} -> {Text(message, "destination")} {Text(message, "transport")}");
            foreach (var line in Text(message, "text").ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')) Line("  " + line);
        }
    }

    private static void Details(JsonElement call)
    {
        Fields(("id", Text(call, "id")), ("state", Text(call, "state")), ("started", Time(call, "startedAt")), ("answered", Time(call, "answeredAt")),
            ("ends", Time(call, "endsAt")), ("time", Duration(call)), ("received", Pair(call, "received")), ("billed", $"{Text(call, "callerNumber")} -> {Text(call, "calleeNumber")}"),
            ("sent", Pair(call, "sent")), ("account", Text(call, "account")), ("attempts", Text(call, "attempts")), ("relayed", Text(call, "relayed")));
        var relayed = call.GetProperty("relayed").GetBoolean();
        Party("caller", call.GetProperty("caller"), relayed);
        Party("callee", call.GetProperty("callee"), relayed);
    }

    private static void Party(string title, JsonElement party, bool relayed)
    {
        var media = party.GetProperty("media");
        var keys = media.ValueKind == JsonValueKind.Null ? 0 : media.GetProperty("dtmf").GetInt32();
        Line("");
        Fields((title, $"{Text(party, "kind")} {Text(party, "name")}".TrimEnd()), ("address", Text(party, "address")), ("media from", Text(party, "mediaAddress")),
            ("codec", Text(party, "codec")), ("user agent", Text(party, "userAgent")), ("Call-ID", Text(party, "callId")), ("audio", relayed && media.ValueKind != JsonValueKind.Null ? Audio(media) : ""),
            ("DTMF", keys > 0 ? RecordCommands.Keys(keys) : ""));
    }

    private static string Audio(JsonElement media)
    {
        var refused = media.GetProperty("refused").GetInt64() is > 0 and var packets ? $", {packets} packets from elsewhere refused" : "";
        if (Text(media, "silent") == "yes") return $"nothing heard{refused}";
        var (mos, roundTrip) = (Text(media, "mos"), Text(media, "roundTripMs"));
        return $"{Text(media, "packets")} packets, {Text(media, "lost")} lost, jitter {Text(media, "jitterMs")} ms{(mos.Length > 0 ? $", MOS {mos}" : "")}"
            + $"{(roundTrip.Length > 0 ? $", round trip {roundTrip} ms" : "")}{refused}";
    }

    private static string Pair(JsonElement call, string field)
    {
        var numbers = call.GetProperty(field);
        var (caller, callee) = (Text(numbers, "caller"), Text(numbers, "callee"));
        return caller.Length + callee.Length == 0 ? "" : $"{caller} -> {callee}";
    }

    private static string Duration(JsonElement call)
    {
        var seconds = call.GetProperty("duration").GetInt32();
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}");
    }
}
