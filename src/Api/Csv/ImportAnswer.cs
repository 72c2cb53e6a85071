using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Tandem.Api.Answers;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Csv;

/// <summary>What an import has done.</summary>
/// <param name="Added">Names that were new.</param>
/// <param name="Changed">Names whose object is different now.</param>
/// <param name="Unchanged">Names whose object was like that already.</param>
public sealed record ImportView(
    [property: Description("Names that were new.")] int Added,
    [property: Description("Names whose object is different now.")] int Changed,
    [property: Description("Names whose object was like that already.")] int Unchanged);

/// <summary>
/// Runs an import and answers at its end, or, when the caller accepts application/x-ndjson, tells its progress line by line;
/// the last line then is the answer or the problem.
/// </summary>
internal static class ImportAnswer
{
    /// <summary>The media type that asks for progress.</summary>
    public const string NdJson = "application/x-ndjson";

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes the file in, runs the import and answers.</summary>
    public static async Task<IResult> Run(HttpContext context, Func<Stream, Action<ImportProgress>, ImportResult> import)
    {
        var file = await Upload.Take(context.Request);
        var progress = new Latest();
        var running = Task.Run(() =>
        {
            using (file) return import(file, progress.Tell);
        });
        if (!context.Request.Headers.Accept.ToString().Contains(NdJson, StringComparison.OrdinalIgnoreCase)) return Of(await End(running));
        context.Response.ContentType = NdJson;
        while (await Task.WhenAny(running, Task.Delay(ProgressInterval)) != running) await Line(context, progress.Value);
        var (result, problem) = await End(running);
        await Line(context, problem ?? (object)View(result!));
        return Results.Empty;
    }

    private static async Task<(ImportResult? Result, ProblemDetails? Problem)> End(Task<ImportResult> running)
    {
        try
        {
            var result = await running;
            return (result, result.IsDone ? null : ProblemOf(result.Problems, result.ProblemCount));
        }
        catch (CsvRefusedException refused)
        {
            return (null, ProblemOf([new LineProblem(refused.Line, refused.Place, refused.Message)], 1));
        }
        catch (StoreUnavailableException store)
        {
            return (null, new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable, Title = "The store is not available.", Detail = store.Message,
            });
        }
    }

    private static IResult Of((ImportResult? Result, ProblemDetails? Problem) end) =>
        end.Problem is { } problem ? Results.Problem(problem) : Results.Ok(View(end.Result!));

    private static ImportView View(ImportResult result) => new(result.Counts.Added, result.Counts.Changed, result.Counts.Unchanged);

    private static ProblemDetails ProblemOf(IReadOnlyList<LineProblem> problems, int total) => new()
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "The file is not valid.",
        Detail = $"{total} problem{(total == 1 ? "" : "s")}; nothing was imported.",
        Extensions =
        {
            ["total"] = total,
            ["lines"] = problems.Select(p => new LineProblem(p.Line, JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Field), p.Message)).ToArray(),
        },
    };

    private static async Task Line(HttpContext context, object value)
    {
        await context.Response.WriteAsync(JsonSerializer.Serialize(value, value.GetType(), ApiJson.Options) + "\n");
        await context.Response.Body.FlushAsync();
    }

    private sealed class Latest
    {
        private readonly Lock _lock = new();
        private ImportProgress _value;

        public ImportProgress Value
        {
            get
            {
                lock (_lock) return _value;
            }
        }

        public void Tell(ImportProgress progress)
        {
            lock (_lock) _value = progress;
        }
    }
}
