using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Api.Csv;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Registration;

namespace Tandem.Api.Registrations;

/// <summary>The numbers whose registrations are to be ended.</summary>
/// <param name="Numbers">At most 10,000.</param>
public sealed record UnregisterList([property: Description("The numbers, at most 10000.")] IReadOnlyList<string> Numbers);

/// <summary>How many registrations were ended.</summary>
/// <param name="Removed">The count of contacts.</param>
public sealed record Unregistered([property: Description("How many contacts were removed.")] int Removed);

/// <summary>/api/v1/registrations.</summary>
internal static class RegistrationRoutes
{
    private const int MaxList = 10_000;

    private static readonly string[] Columns =
        ["number", "account", "contact", "source", "transport", "user_agent", "state", "registered_at", "refreshed_at", "expires_at", "expires_in"];

    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("registrations").WithTags("registrations");
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<RegistrationView>>().ProducesValidationProblem()
            .WithSummary("Lists registered contacts in the order of their numbers.");
        group.MapGet("export", Export).Needs(TokenScope.Read).Produces(StatusCodes.Status200OK, typeof(string), CsvAnswer.ContentType)
            .ProducesValidationProblem().WithSummary("Registered contacts as CSV.");
        group.MapGet("{number}", Show).Needs(TokenScope.Read).Produces<IReadOnlyList<RegistrationView>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The contacts of one number, the oldest first.");
        group.MapDelete("{number}", Remove).Needs(TokenScope.Write).Produces<Unregistered>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Ends the registrations of one number at once; the phone may register again.");
        group.MapDelete("", RemoveMany).Needs(TokenScope.Write).Produces<Unregistered>().ProducesValidationProblem()
            .WithSummary("Ends the registrations that match the filters; one filter at least is needed.")
            .WithDescription("A number with one matching contact loses all its contacts.");
        group.MapPost("unregister", RemoveList).Needs(TokenScope.Write).Produces<Unregistered>().ProducesValidationProblem()
            .WithSummary("Ends the registrations of a list of numbers.");
    }

    private static IResult List([AsParameters] RegistrationQuery query, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        var filter = query.Read(parts, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var found = FirstAfter.Take(parts.Locations.All().Where(filter.Matches), after is { } cursor ? (cursor.Name, cursor.Number) : null, limit + 1);
        return Results.Ok(Page.Of(found, limit, binding => View(binding, filter), binding => new Cursor(binding.Id, binding.Endpoint)));
    }

    private static IResult Show(string number, SwitchParts parts)
    {
        var account = parts.Directory.FindEndpoint(number)?.Account;
        var found = parts.Locations.Find(number).ConvertAll(binding => RegistrationView.Of(binding, account, parts.Now));
        return found.Count > 0 ? Results.Ok(found) : NotRegistered(number);
    }

    private static IResult Export([AsParameters] RegistrationQuery query, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var filter = query.Read(parts, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        return new CsvAnswer("registrations.csv", Columns, parts.Locations.All().Where(filter.Matches).Select(binding => Row(View(binding, filter))));
    }

    private static IResult Remove(string number, HttpContext context, SwitchParts parts)
    {
        if (parts.Locations.Find(number).Count == 0) return NotRegistered(number);
        return Results.Ok(new Unregistered(Unregister([number], number, context, parts)));
    }

    private static IResult RemoveMany([AsParameters] RegistrationQuery query, HttpContext context, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var filter = query.Read(parts, problems);
        if (problems.Count == 0 && filter.IsEmpty)
        {
            problems.Add(new Problem("filter", "Name at least one of number, address, account, state and userAgent; 0.0.0.0/0 and ::/0 are all addresses."));
        }
        if (problems.Count > 0) return Answer.Invalid(problems);
        var numbers = parts.Locations.All().Where(filter.Matches).Select(binding => binding.Endpoint).ToHashSet();
        return Results.Ok(new Unregistered(Unregister(numbers, filter.ToString(), context, parts)));
    }

    private static IResult RemoveList(UnregisterList body, HttpContext context, SwitchParts parts)
    {
        if (body.Numbers.Count > MaxList)
        {
            return Answer.Invalid("numbers", $"At most {MaxList} numbers are taken at once; these are {body.Numbers.Count}.");
        }
        var numbers = body.Numbers.Where(number => parts.Locations.Find(number).Count > 0).ToHashSet();
        return Results.Ok(new Unregistered(Unregister(numbers, $"a list of {body.Numbers.Count}", context, parts)));
    }

    // The audit entry comes first: what cannot be written down is not done.
    private static int Unregister(IReadOnlyCollection<string> numbers, string target, HttpContext context, SwitchParts parts)
    {
        if (numbers.Count == 0) return 0;
        const int Named = 100;
        var before = string.Join(',', numbers.Take(Named)) + (numbers.Count > Named ? $" and {numbers.Count - Named} more" : "");
        parts.Configuration.Append(new AuditEntry(parts.Now, Caller.Of(context).Actor, "unregister", target, before, null));
        return numbers.Sum(parts.Locations.RemoveAll);
    }

    private static RegistrationView View(BindingRecord binding, RegistrationFilter filter) =>
        RegistrationView.Of(binding, filter.AccountOf(binding), filter.Now);

    // Contacts and User-Agents are the peers' words, and nobody imports this file: every cell is guarded.
    private static string[] Row(RegistrationView view)
    {
        string[] row =
        [
            view.Number, view.Account ?? "", view.Contact, view.Source, view.Transport, view.UserAgent, view.State.ToString().ToLowerInvariant(),
            view.RegisteredAt.ToString("u"), view.RefreshedAt.ToString("u"), view.ExpiresAt.ToString("u"), $"{view.ExpiresIn}",
        ];
        return Array.ConvertAll(row, FormulaGuard.Guard);
    }

    private static IResult NotRegistered(string number) => Answer.NotFound($"'{number}' is not registered.");
}
