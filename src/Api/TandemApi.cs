using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Api.Accounts;
using Tandem.Api.Answers;
using Tandem.Api.Audit;
using Tandem.Api.Auth;
using Tandem.Api.Backup;
using Tandem.Api.Calls;
using Tandem.Api.Endpoints;
using Tandem.Api.Gateways;
using Tandem.Api.Metrics;
using Tandem.Api.NumberGroups;
using Tandem.Api.Objects;
using Tandem.Api.Parameters;
using Tandem.Api.Phones;
using Tandem.Api.Records;
using Tandem.Api.Registrations;
using Tandem.Api.Routes;
using Tandem.Api.Sessions;
using Tandem.Api.Status;
using Tandem.Api.Suspensions;
using Tandem.Api.Tokens;
using Tandem.Api.Users;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Operators;

namespace Tandem.Api;

/// <summary>Puts the HTTP API into a web application.</summary>
public static class TandemApi
{
    /// <summary>Registers what the API needs. To be called before the application is built.</summary>
    public static IServiceCollection AddTandemApi(this IServiceCollection services, SwitchParts parts)
    {
        services.AddSingleton(parts);
        services.AddSingleton<TokenTable>();
        services.AddSingleton<LoginGate>();
        services.AddSingleton<SignIn>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionAnswers>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        services.AddOpenApi("v1", ApiDescription.Describe);
        return services;
    }

    /// <summary>Maps /api/v1, /openapi/v1.json, /healthz, /readyz and /metrics, with the gate in front of them.</summary>
    public static WebApplication MapTandemApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.Use((context, next) => SecurityHeaders.Add(context, _ => next()));
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseMiddleware<BearerGate>();
        app.Use((context, next) => RequestLimits.Apply(context, _ => next()));
        app.MapOpenApi("/openapi/{documentName}.json").IsOpen();
        HealthRoutes.Map(app);
        MetricsRoutes.Map(app);
        MapResources(app.MapGroup("/api/v1"));
        return app;
    }

    /// <summary>Maps a path of the host's own that is no resource of the API and needs no token.</summary>
    public static void MapOpen(this WebApplication app, string path, RequestDelegate handle) => app.Map(path, handle).IsOpen();

    private static void MapResources(RouteGroupBuilder api)
    {
        EndpointResources.Map(api);
        new ObjectRoutes<RoutingGateway>(ObjectKinds.RoutingGateways, editor => editor.RoutingGateways).Map(api);
        new ObjectRoutes<GatewayGroup>(ObjectKinds.GatewayGroups, editor => editor.GatewayGroups).Map(api);
        new NumberGroupRoutes().Map(api);
        new ObjectRoutes<NumberTransform>(ObjectKinds.NumberTransforms, editor => editor.NumberTransforms).Map(api);
        AccountRoutes.Map(api);
        RegistrationRoutes.Map(api);
        SuspensionRoutes.Map(api);
        RouteRoutes.Map(api);
        RecordRoutes.Map(api);
        CallRoutes.Map(api);
        GatewayStateRoutes.Map(api);
        ParameterRoutes.Map(api);
        AuditRoutes.Map(api);
        TokenRoutes.Map(api);
        UserRoutes.Map(api);
        SessionRoutes.Map(api);
        StatusRoutes.Map(api);
        BackupRoutes.Map(api);
    }
}
