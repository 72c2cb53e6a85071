using Microsoft.AspNetCore.Http;
using Tandem.Sip.Flows;
using Tandem.Switching.Operators;

namespace Tandem.Api.Auth;

/// <summary>Who calls, as the token says.</summary>
/// <param name="Token">The token that came with the request.</param>
/// <param name="Address">Where the request came from; "-" on a local socket.</param>
internal sealed record Caller(ApiToken Token, string Address)
{
    /// <summary>The caller as the audit log names it: the user of a session, else the token.</summary>
    public Actor Actor => new(Token.IsSession ? Token.CreatedBy : Token.Name, Address);

    /// <summary>The caller of the request that the gate has let through.</summary>
    public static Caller Of(HttpContext context) => 
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint is open: nobody is known to call it.");

    /// <summary>The peer's address and port; null on a local socket.</summary>
    public static IpEndpoint? SourceOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? IpEndpoint.From(address, context.Connection.RemotePort) : null;

    /// <summary>True on a local socket and from a loopback address.</summary>
    public static bool IsFromThisMachine(HttpContext context) => SourceOf(context) is null or { IsLoopback: true };

    /// <summary>The peer's address as text; "-" on a local socket.</summary>
    public static string AddressOf(HttpContext context) => SourceOf(context)?.AddressText ?? "-";
}
