using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Csv;
using Tandem.Api.Objects;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;
using Tandem.Switching.Operators;

namespace Tandem.Api.NumberGroups;

/// <summary>Numbers to add to a group or to take out of it.</summary>
/// <param name="Numbers">The numbers.</param>
public sealed record NumberList(
    [property: Description("The numbers; one that ends in * stands for all that begin with what is before it.")] IReadOnlyList<string> Numbers);

/// <summary>How many numbers a group has after a change.</summary>
/// <param name="NumberCount">How many numbers are in it.</param>
public sealed record NumberCountView([property: Description("How many numbers are in it.")] int NumberCount);

/// <summary>/api/v1/number-groups: the numbers are a list of their own, since there may be a million.</summary>
internal sealed class NumberGroupRoutes() : ObjectRoutes<NumberGroup>(ObjectKinds.NumberGroups, editor => editor.NumberGroups)
{
    private static readonly string[] Columns = ["name", "number", "memo"];

    /// <inheritdoc/>
    protected override void MapFiles(RouteGroupBuilder group)
    {
        group.MapGet("export", Export).Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(string), CsvAnswer.ContentType)
            .WithSummary("All number groups as CSV, a row for each number, in the form that import reads.");
        group.MapPost("import", Import).Needs(TokenScope.Write).WithMetadata(new BodyLimit(Upload.MaxBytes))
            .Accepts<string>(CsvAnswer.ContentType).Produces<ImportView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Adds numbers to groups from CSV, all rows or none; a group that does not exist is made.")
            .WithDescription($"Columns: {string.Join(", ", Columns)}; a row is one number of a group. Nothing is taken out. The counts are of rows.");
        group.MapGet("{name}/numbers", List).Needs(TokenScope.Read).Produces<Page<string>>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Lists the numbers of a group in their order.");
        group.MapPost("{name}/numbers", Add).Needs(TokenScope.Write).Produces<NumberCountView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Adds numbers to a group.");
        group.MapPost("{name}/numbers/remove", Remove).Needs(TokenScope.Write).Produces<NumberCountView>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Takes numbers out of a group.");
    }

    private static IResult List(string name, [Description("A part of the number.")] string? search, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        if (parts.Directory.NumberGroups.Find(name) is not { Numbers: var numbers }) return Answer.NotFound($"There is no number group '{name}'.");
        var rest = Enumerable.Range(numbers.PlaceAfter(after?.Name), numbers.Count - numbers.PlaceAfter(after?.Name)).Select(place => numbers[place]);
        var found = rest.Where(number => string.IsNullOrEmpty(search) || number.Contains(search, StringComparison.Ordinal)).Take(limit + 1).ToList();
        return Results.Ok(Page.Of(found, limit, number => number, number => new Cursor(0, number)));
    }

    private static IResult Add(string name, NumberList body, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.GroupedNumbers.Add(name, body.Numbers, Caller.Of(context).Actor, parts.Now), Count);

    private static IResult Remove(string name, NumberList body, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.GroupedNumbers.Remove(name, body.Numbers, Caller.Of(context).Actor, parts.Now), Count);

    private static IResult Count(NumberGroup group) => Results.Ok(new NumberCountView(group.Numbers.Count));

    private static Task<IResult> Import(HttpContext context, SwitchParts parts)
    {
        var actor = Caller.Of(context).Actor;
        return ImportAnswer.Run(context, (file, progress) => parts.Editor.GroupedNumbers.Import(Read(file), actor, parts.Now, progress));
    }

    private static IEnumerable<NumberRow> Read(Stream file) => CsvFile.Read(file, Columns, "name").Select(row => new NumberRow(
        row.Line, row.Text("name") ?? "", row.Text("number") ?? "", FormulaGuard.Unguard(row.Raw("memo") ?? ""), row.Problems));

    private CsvAnswer Export(SwitchParts parts) => new("number-groups.csv", Columns, All(parts).SelectMany(Rows));

    // The note stands in the group's first row; a group without numbers is one row without a number.
    private static IEnumerable<string[]> Rows(NumberGroup group)
    {
        yield return [group.Name, group.Numbers.Count == 0 ? "" : group.Numbers[0], FormulaGuard.Guard(group.Memo)];
        foreach (var number in group.Numbers.Skip(1)) yield return [group.Name, number, ""];
    }
}
