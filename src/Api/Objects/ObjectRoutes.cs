using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Csv;
using Tandem.Api.Fields;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Api.Objects;

/// <summary>The resource of one kind of object that is its fields: list, show, add, change, remove, import, export, fields.</summary>
/// <typeparam name="T">The object.</typeparam>
/// <param name="kind">Its kind.</param>
/// <param name="editorOf">Its part of the editor.</param>
internal class ObjectRoutes<T>(ObjectKind<T> kind, Func<ConfigurationEditor, ObjectEditor<T>> editorOf) where T : class
{
    private readonly string _path = $"{kind.Slug}s";
    private readonly ObjectCsv<T> _csv = new(kind);

    /// <summary>The words for many, for people.</summary>
    protected string Words => $"{kind.Word}s";

    /// <summary>Maps the routes.</summary>
    public void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup(_path).WithTags(Words);
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<ObjectView<T>>>().ProducesValidationProblem()
            .WithSummary($"Lists {Words} in the order of their names.");
        group.MapPost("", Add).Needs(TokenScope.Write).Produces<ObjectView<T>>(StatusCodes.Status201Created).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary($"Adds a {kind.Word}.");
        group.MapGet("fields", () => kind.Catalogue.Select(FieldView.Of)).Needs(TokenScope.Read).Produces<IReadOnlyList<FieldView>>()
            .WithSummary($"What can be set of a {kind.Word}.");
        MapFiles(group);
        group.MapGet("{name}", Show).Needs(TokenScope.Read).Produces<ObjectView<T>>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary($"Shows a {kind.Word}.");
        group.MapPatch("{name}", Change).Needs(TokenScope.Write).Produces<ObjectView<T>>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Changes the fields that are given.");
        group.MapDelete("{name}", Remove).Needs(TokenScope.Write).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary($"Removes a {kind.Word}{(kind.Group is null ? "" : "; refused while something names it")}.");
    }

    /// <summary>Maps import and export.</summary>
    protected virtual void MapFiles(RouteGroupBuilder group)
    {
        group.MapGet("export", (SwitchParts parts) => new CsvAnswer($"{_path}.csv", _csv.Header, All(parts).Select(_csv.Write)))
            .Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(string), CsvAnswer.ContentType)
            .WithSummary($"All {Words} as CSV, in the form that import reads.");
        group.MapPost("import", Import).Needs(TokenScope.Write).WithMetadata(new BodyLimit(Upload.MaxBytes))
            .Accepts<string>(CsvAnswer.ContentType).Produces<ImportView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary($"Adds and changes {Words} from CSV, all rows or none.")
            .WithDescription($"Columns: {string.Join(", ", _csv.Columns)}; only name is needed. "
                + $"With \"Accept: {ImportAnswer.NdJson}\" progress comes line by line and the last line is the answer.");
    }

    /// <summary>All of them in the order of their names, read page by page.</summary>
    protected IEnumerable<T> All(SwitchParts parts)
    {
        string? after = null;
        while (true)
        {
            var names = parts.Configuration.ListObjects(kind.Slug, null, after, PageQuery.MaxLimit);
            foreach (var one in InForce(names, parts)) yield return one;
            if (names.Count < PageQuery.MaxLimit) yield break;
            after = names[^1];
        }
    }

    private IResult List([Description("A part of the name or memo.")] string? search, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var names = parts.Configuration.ListObjects(kind.Slug, string.IsNullOrEmpty(search) ? null : search, after?.Name, limit + 1);
        var next = names.Count > limit ? new Cursor(0, names[limit - 1]).ToString() : null;
        return Results.Ok(new Page<ObjectView<T>>([.. InForce(names.Take(limit), parts).Select(View)], next));
    }

    private IResult Add(NewObject<T> body, HttpContext context, SwitchParts parts) => Edit(body.Fields,
        draft => Answer.Of(editorOf(parts.Editor).Add(body.Name, draft, Caller.Of(context).Actor, parts.Now),
            added => Results.Created($"/api/v1/{_path}/{Uri.EscapeDataString(body.Name)}", View(added))));

    private IResult Show(string name, SwitchParts parts) =>
        kind.TableOf(parts.Directory).Find(name) is { } one ? Results.Ok(View(one)) : Answer.NotFound($"There is no {kind.Word} '{name}'.");

    private IResult Change(string name, ObjectChange<T> body, HttpContext context, SwitchParts parts) => Edit(body.Fields,
        draft => Answer.Of(editorOf(parts.Editor).Change(name, draft, Caller.Of(context).Actor, parts.Now), changed => Results.Ok(View(changed))));

    private IResult Remove(string name, HttpContext context, SwitchParts parts) =>
        Answer.Of(editorOf(parts.Editor).Remove(name, Caller.Of(context).Actor, parts.Now), _ => Results.NoContent());

    private Task<IResult> Import(HttpContext context, SwitchParts parts)
    {
        var actor = Caller.Of(context).Actor;
        return ImportAnswer.Run(context, (file, progress) => editorOf(parts.Editor).Import(_csv.Read(file), actor, parts.Now, progress));
    }

    private IResult Edit(Dictionary<string, JsonElement>? body, Func<ObjectDraft, IResult> edit)
    {
        var problems = new List<Problem>();
        var password = kind.Secret is null ? null : TakePassword(body, problems);
        var fields = FieldBody.Read(kind.Catalogue, body, problems);
        return problems.Count > 0 ? Answer.Invalid(problems) : edit(new ObjectDraft(fields, password));
    }

    private static string? TakePassword(Dictionary<string, JsonElement>? body, List<Problem> problems)
    {
        if (body is null || !body.Remove(ObjectBody.Password, out var password)) return null;
        if (password.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)) problems.Add(new Problem(ObjectBody.Password, "A password is a string."));
        return password.ValueKind == JsonValueKind.String ? password.GetString() : null;
    }

    // One that was removed since its name was read is passed over.
    private IEnumerable<T> InForce(IEnumerable<string> names, SwitchParts parts) => names.Select(kind.TableOf(parts.Directory).Find).OfType<T>();

    private ObjectView<T> View(T one) => new(kind, one);
}
