using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tandem.Api.Auth;

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
                Description = "Phones, gateways, accounts, registrations, suspensions and parameters of a Tandem switch. Errors are "
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
        options.AddOperationTransformer((operation, context, _) =>
        {
            var required = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().LastOrDefault();
            if (required?.Scope is not { } scope) return Task.CompletedTask;
            operation.Security =
            [
                new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [scope.ToString().ToLowerInvariant()],
                },
            ];
            return Task.CompletedTask;
        });
    }
}
