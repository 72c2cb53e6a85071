using System.Net;
using System.Text.Json;

namespace Tandem.Server.Commands;

/// <summary>The API has refused a request; the message is one line for people.</summary>
internal sealed class ApiRefusedException(HttpStatusCode status, string body) : Exception(LineOf(status, body))
{
    // Fields that are arguments or parts of a file; the others are options.
    private static readonly string[] NotOptions = ["number", "name", "value", "numbers", "filter", "user", "row", "header", "file", "limit", "after"];

    /// <summary>The whole problem detail, for machines.</summary>
    public string Body => body;

    /// <summary>What the command ends with.</summary>
    public int ExitCode => status switch
    {
        HttpStatusCode.NotFound => Commands.ExitCode.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Commands.ExitCode.Forbidden,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Commands.ExitCode.Unreachable,
        _ => Commands.ExitCode.Refused,
    };

    private static string LineOf(HttpStatusCode status, string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.TryGetProperty("errors", out var errors))
            {
                return string.Join(" ", from error in errors.EnumerateObject()
                                        from message in error.Value.EnumerateArray()
                                        select Spell(error.Name, message.GetString()!));
            }
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } text) return text;
        }
        catch (JsonException)
        {
            // What answers is no Tandem; its status says at least something.
        }
        return $"The request was refused with status {(int)status}.";
    }

    private static string Spell(string field, string message) =>
        NotOptions.Contains(field) ? message : $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(field)}: {message}";
}
