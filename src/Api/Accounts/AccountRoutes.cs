using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Csv;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Api.Accounts;

/// <summary>/api/v1/accounts.</summary>
internal static class AccountRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("accounts").WithTags("accounts");
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<AccountView>>().ProducesValidationProblem()
            .WithSummary("Lists accounts in the order of their names.");
        group.MapPost("", Add).Needs(TokenScope.Write).Produces<AccountView>(StatusCodes.Status201Created).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Adds an account.");
        group.MapGet("export", Export).Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(string), CsvAnswer.ContentType)
            .WithSummary("All accounts as CSV, in the form that import reads.");
        group.MapPost("import", Import).Needs(TokenScope.Write).WithMetadata(new BodyLimit(Upload.MaxBytes))
            .Accepts<string>(CsvAnswer.ContentType).Produces<ImportView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Adds and changes accounts from CSV, all rows or none.")
            .WithDescription($"Columns: {string.Join(", ", AccountCsv.Columns)}; only name is needed.");
        group.MapGet("{name}", Show).Needs(TokenScope.Read).Produces<AccountView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Shows an account.");
        group.MapPatch("{name}", Change).Needs(TokenScope.Write).Produces<AccountView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Changes the fields that are given.");
        group.MapDelete("{name}", Remove).Needs(TokenScope.Write).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Removes an account; refused while phones, gateways or accounts belong to it.");
    }

    private static IResult List([Description("A part of the name or title.")] string? search, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var found = parts.Configuration.ListAccounts(string.IsNullOrEmpty(search) ? null : search, after?.Name, limit + 1);
        return Results.Ok(Page.Of(found, limit, AccountView.Of, account => new Cursor(0, account.Name)));
    }

    private static IResult Add(NewAccount body, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.Accounts.Add(body.Name, body.ToDraft(), Caller.Of(context).Actor, parts.Now),
            account => Results.Created($"/api/v1/accounts/{Uri.EscapeDataString(account.Name)}", AccountView.Of(account)));

    private static IResult Show(string name, SwitchParts parts) =>
        parts.Directory.FindAccount(name) is { } account ? Results.Ok(AccountView.Of(account)) : Answer.NotFound($"There is no account '{name}'.");

    private static IResult Change(string name, AccountChange body, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.Accounts.Change(name, body.ToDraft(), Caller.Of(context).Actor, parts.Now),
            account => Results.Ok(AccountView.Of(account)));

    private static IResult Remove(string name, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.Accounts.Remove(name, Caller.Of(context).Actor, parts.Now), _ => Results.NoContent());

    private static Task<IResult> Import(HttpContext context, SwitchParts parts)
    {
        var actor = Caller.Of(context).Actor;
        return ImportAnswer.Run(context, (file, _) => parts.Editor.Accounts.Import(AccountCsv.Read(file), actor, parts.Now));
    }

    private static CsvAnswer Export(SwitchParts parts) => new("accounts.csv", AccountCsv.Columns, All(parts.Configuration).Select(AccountCsv.Write));

    private static IEnumerable<Account> All(IConfigurationStore store)
    {
        string? after = null;
        while (true)
        {
            var page = store.ListAccounts(null, after, PageQuery.MaxLimit);
            foreach (var account in page) yield return account;
            if (page.Count < PageQuery.MaxLimit) yield break;
            after = page[^1].Name;
        }
    }
}
