using System.CommandLine;

namespace Tandem.Server.Commands;

/// <summary>The option that bounds a list.</summary>
internal static class LimitOption
{
    /// <summary>The option; null = 100 for a table, all for JSON.</summary>
    public static Option<int?> Make()
    {
        var limit = new Option<int?>("--limit")
        {
            Description = "How many at most; 0 = all (default: 100, with --json all)", HelpName = "N",
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number < 0)
            {
                result.AddError($"--limit: {number} is not a whole number from 0 on.");
            }
        });
        return limit;
    }
}
