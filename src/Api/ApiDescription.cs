using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tandem.Api.Auth;
using Tandem.Api.Fields;
using Tandem.Switching.Operators;

namespace Tandem.Api;

/// <summary>What /openapi/v1.json says beyond the routes themselves.</summary>
internal static class ApiDescription
{
    private const string Scheme = "bearer";

    /// <summary>Adds the title, the bearer scheme and to each operation the scope it needs.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Tandem",
                Version = "v1",
                Description = "Phones, gateways, groups, accounts, registrations, suspensions and parameters of a Tandem switch. Errors are "
                    + "problem details (RFC 9457) with wrong fields under \"errors\"; lists are read page by page with \"after\".",
            };
            // The address is wherever the document was fetched from.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.AddComponent(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of POST /api/v1/tokens or /api/v1/sessions (RFC 6750). Scopes: read, write, admin; each includes the ones before it.",
            });
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(FieldSchemas.Complete);
        options.CreateSchemaReferenceId = FieldSchemas.NameOf;
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.OperationId = OperationId(context.Description);
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            {
                if (parameter.In == ParameterLocation.Query) parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            }
            AddScope(operation, context);
            return Task.CompletedTask;
        });
    }

    private static void AddScope(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().LastOrDefault()?.Scope is not { } scope) return;
        var name = scope.ToString().ToLowerInvariant();
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [name] }];
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "The token is missing, unknown, or has ended." });
        if (scope > TokenScope.Read)
        {
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The token does not have the scope {name}." });
        }
    }

    // GET /api/v1/phones/{name}/password becomes getPhonesNamePassword: what generated clients call their functions.
    private static string OperationId(Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription description)
    {
        var words = description.RelativePath!.Split('/', '-', '{', '}', '.').Where(word => word.Length > 0 && word is not ("api" or "v1"));
        return description.HttpMethod!.ToLowerInvariant() + string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
