using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Api.Parameters;

/// <summary>A parameter as the API shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Default">The value when nobody has set one.</param>
/// <param name="IsSet">Whether the value is not the default.</param>
/// <param name="Range">What may be set.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Category">Its group.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Meaning">What it does.</param>
public sealed record ParameterView(
    [property: Description("Its name.")] string Name,
    [property: Description("The value in force.")] string Value,
    [property: Description("The value when nobody has set one.")] string Default,
    [property: Description("Whether the value is not the default.")] bool IsSet,
    [property: Description("What may be set, for people.")] string Range,
    [property: Description("The unit of the value; empty = none.")] string Unit,
    [property: Description("Its group.")] string Category,
    [property: Description("Other names by which it is found.")] IReadOnlyList<string> Aliases,
    [property: Description("What it does, in one sentence.")] string Meaning)
{
    internal static ParameterView Of(ParameterDefinition parameter, ParameterSet set) => new(
        parameter.Name, set.Text(parameter), parameter.DefaultText, set.IsSet(parameter), parameter.Range, parameter.Unit,
        parameter.Category, parameter.Aliases, parameter.Meaning);
}

/// <summary>The value to set.</summary>
/// <param name="Value">The value as an operator writes it.</param>
public sealed record ParameterValue([property: Description("The value as text: \"180\", \"On\", \"udp:5060,tcp:5060\".")] string Value);

/// <summary>/api/v1/parameters.</summary>
internal static class ParameterRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("parameters").WithTags("parameters");
        group.MapGet("", List).Needs(TokenScope.Read).Produces<IReadOnlyList<ParameterView>>()
            .WithSummary("All parameters.");
        group.MapGet("{name}", Show).Needs(TokenScope.Read).Produces<ParameterView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Shows a parameter, by its name or an alias.");
        group.MapPut("{name}", Set).Needs(TokenScope.Write).Produces<ParameterView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Sets a parameter; it takes effect at once.");
        group.MapDelete("{name}", Reset).Needs(TokenScope.Write).Produces<ParameterView>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Puts a parameter back to its default.");
    }

    private static IResult List(SwitchParts parts)
    {
        var set = parts.Parameters.Set;
        return Results.Ok(ParameterCatalogue.All.Select(parameter => ParameterView.Of(parameter, set)));
    }

    private static IResult Show(string name, SwitchParts parts) =>
        ParameterCatalogue.Find(name) is { } parameter
            ? Results.Ok(ParameterView.Of(parameter, parts.Parameters.Set))
            : Answer.NotFound($"There is no parameter '{name}'.");

    private static IResult Set(string name, ParameterValue body, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.Parameters.Set(name, body.Value, Caller.Of(context).Actor, parts.Now),
            parameter => Results.Ok(ParameterView.Of(parameter, parts.Parameters.Set)));

    private static IResult Reset(string name, HttpContext context, SwitchParts parts) =>
        Answer.Of(parts.Editor.Parameters.Reset(name, Caller.Of(context).Actor, parts.Now),
            parameter => Results.Ok(ParameterView.Of(parameter, parts.Parameters.Set)));
}
