using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Csv;
using Tandem.Api.Fields;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Endpoint = Tandem.Switching.Accounts.Endpoint;

namespace Tandem.Api.Endpoints;

/// <summary>The resource of one kind of endpoint: list, show, add, change, remove, import, export, password.</summary>
/// <typeparam name="T"><see cref="Phone"/> or <see cref="MappingGateway"/>.</typeparam>
/// <typeparam name="TView">How it is shown.</typeparam>
/// <typeparam name="TNew">The body that adds one.</typeparam>
/// <param name="path">The resource's path.</param>
/// <param name="kind">One of them, for people.</param>
/// <param name="kinds">Many of them, for people.</param>
/// <param name="key">What the resource calls the name: number or name.</param>
/// <param name="calls">The fields that concern calls.</param>
/// <param name="view">How one is shown, given its fields that concern calls and the count of its registrations.</param>
/// <param name="nameOf">The name in the body that adds one.</param>
internal sealed class EndpointRoutes<T, TView, TNew>(
    string path, string kind, string kinds, string key, CallFields<T> calls,
    Func<T, IDictionary<string, object>, int, TView> view, Func<TNew, string> nameOf)
    where T : Endpoint
    where TView : EndpointView
    where TNew : EndpointChange<T>
{
    private readonly EndpointCsv<T> _csv = new(key, calls);

    /// <summary>Maps the routes.</summary>
    public void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup(path).WithTags(kinds);
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<TView>>().ProducesValidationProblem()
            .WithSummary($"Lists {kinds} in the order of their names.");
        // A delegate of its own: the framework's analyzer cannot look into a body whose type is a type parameter.
        Func<TNew?, HttpContext, SwitchParts, IResult> add = Add;
        group.MapPost("", add).Needs(TokenScope.Write).Accepts<TNew>("application/json").Produces<TView>(StatusCodes.Status201Created)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary($"Adds a {kind}.").WithDescription("A password is generated when the mode needs one and none is given.");
        group.MapGet("fields", () => calls.All.Select(FieldView.Of)).Needs(TokenScope.Read).Produces<IReadOnlyList<FieldView>>()
            .WithSummary($"What can be set of a {kind} that concerns calls.");
        group.MapGet("export", Export).Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(string), CsvAnswer.ContentType)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary($"All {kinds} as CSV, in the form that import reads.").WithDescription("Passwords are in it on request and with the scope admin only.");
        group.MapPost("import", Import).Needs(TokenScope.Write).WithMetadata(new BodyLimit(Upload.MaxBytes))
            .Accepts<string>(CsvAnswer.ContentType).Produces<ImportView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary($"Adds and changes {kinds} from CSV, all rows or none.")
            .WithDescription($"Columns: {string.Join(", ", _csv.Header(withPasswords: true))}; only {key} is needed. "
                + $"With \"Accept: {ImportAnswer.NdJson}\" progress comes line by line and the last line is the answer.");
        group.MapGet("{name}", Show).Needs(TokenScope.Read).Produces<TView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary($"Shows a {kind}.");
        group.MapPatch("{name}", Change).Needs(TokenScope.Write).Produces<TView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary($"Changes the fields that are given.");
        group.MapDelete("{name}", Remove).Needs(TokenScope.Write).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary($"Removes a {kind} and its registrations.");
        group.MapGet("{name}/password", Password).Needs(TokenScope.Admin).Produces<PasswordView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary($"Shows the password of a {kind}.").WithDescription("Each look is an entry of the audit log.");
    }

    private IResult List([AsParameters] EndpointQuery query, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var found = parts.Configuration.List<T>(query.ToFilter(), after?.Name, limit + 1);
        return Results.Ok(Page.Of(found, limit, endpoint => View(endpoint, parts), endpoint => new Cursor(0, endpoint.Name)));
    }

    private IResult Add(TNew? body, HttpContext context, SwitchParts parts)
    {
        // The framework takes a type parameter for one that may be null, and lets an empty body through.
        if (body is null) return Answer.Invalid(key, "This field is needed.");
        var problems = new List<Problem>();
        var draft = body.ToDraft(calls, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var result = parts.Editor.Endpoints.Add<T>(nameOf(body), draft, Caller.Of(context).Actor, parts.Now);
        return Answer.Of(result, added => Results.Created($"/api/v1/{path}/{Uri.EscapeDataString(added.Name)}",
            View(added, parts) with { GeneratedPassword = result.GeneratedPassword }), key);
    }

    private IResult Show(string name, SwitchParts parts) =>
        parts.Directory.FindEndpoint(name) is T endpoint ? Results.Ok(View(endpoint, parts)) : NoSuch(name);

    private IResult Change(string name, EndpointChange<T> body, HttpContext context, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var draft = body.ToDraft(calls, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var result = parts.Editor.Endpoints.Change<T>(name, draft, Caller.Of(context).Actor, parts.Now);
        return Answer.Of(result, changed => Results.Ok(View(changed, parts) with { GeneratedPassword = result.GeneratedPassword }), key);
    }

    private static IResult Remove(string name, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.Endpoints.Remove<T>(name, Caller.Of(context).Actor, parts.Now), removed =>
        {
            parts.Locations.RemoveAll(removed.Name);
            return Results.NoContent();
        });

    private IResult Password(string name, HttpContext context, SwitchParts parts)
    {
        if (parts.Directory.FindEndpoint(name) is not T endpoint) return NoSuch(name);
        if (endpoint.SealedPassword is not { } password) return Answer.NotFound($"'{name}' has no password.");
        if (parts.Secrets.Open(password, name) is not { } clear)
        {
            return Answer.Conflict($"The password of '{name}' was sealed with keys that are gone; set it anew.");
        }
        parts.Configuration.Append(new AuditEntry(parts.Now, Caller.Of(context).Actor, $"{kind.Replace(' ', '-')} password shown", name, null, null));
        return Results.Ok(new PasswordView(clear));
    }

    private Task<IResult> Import(HttpContext context, SwitchParts parts)
    {
        var actor = Caller.Of(context).Actor;
        return ImportAnswer.Run(context, (file, progress) => parts.Editor.Endpoints.Import<T>(_csv.Read(file), actor, parts.Now, progress));
    }

    private IResult Export([AsParameters] EndpointQuery query, [Description("true adds the column password; needs the scope admin.")] bool? withPasswords,
        HttpContext context, SwitchParts parts)
    {
        var passwords = withPasswords == true;
        var caller = Caller.Of(context);
        if (passwords && caller.Token.Scope < TokenScope.Admin)
        {
            return Answer.Refuse(StatusCodes.Status403Forbidden, "Not allowed.", "Passwords need a token with the scope admin.");
        }
        if (passwords)
        {
            parts.Configuration.Append(new AuditEntry(parts.Now, caller.Actor, $"{kind.Replace(' ', '-')} passwords exported", "-", null, null));
        }
        var rows = All(parts.Configuration, query.ToFilter()).Select(endpoint => _csv.Write(endpoint, passwords, parts.Secrets));
        return new CsvAnswer($"{path}.csv", _csv.Header(passwords), rows);
    }

    private static IEnumerable<T> All(IConfigurationStore store, EndpointFilter filter)
    {
        string? after = null;
        while (true)
        {
            var page = store.List<T>(filter, after, PageQuery.MaxLimit);
            foreach (var endpoint in page) yield return endpoint;
            if (page.Count < PageQuery.MaxLimit) yield break;
            after = page[^1].Name;
        }
    }

    private TView View(T endpoint, SwitchParts parts) => view(endpoint, calls.View(endpoint), parts.Locations.Find(endpoint.Name).Count) with { CallsNow = CallsOf(endpoint, parts) };

    private static int CallsOf(T endpoint, SwitchParts parts)
    {
        if (endpoint is MappingGateway) return parts.Routing.CallsOfMappingGateway(endpoint.Name);
        var (made, received) = parts.Routing.CallsOfPhone(endpoint.Name);
        return made + received;
    }

    private IResult NoSuch(string name) => Answer.NotFound($"There is no {kind} '{name}'.");
}
