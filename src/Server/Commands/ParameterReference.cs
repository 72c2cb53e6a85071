using System.Text;
using Tandem.Switching.Parameters;

namespace Tandem.Server.Commands;

/// <summary>Writes docs/parameters.md from the catalogue.</summary>
public static class ParameterReference
{
    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append("""
            # Parameters

            Every parameter can be changed while the switch runs, with `tandem param set NAME VALUE` or
            `PUT /api/v1/parameters/NAME`; it takes effect at once, is kept, and is an entry of the audit log.
            `tandem param reset NAME` puts it back to its default. Names and aliases are found in any case.

            """);
        foreach (var category in ParameterCatalogue.All.GroupBy(parameter => parameter.Category))
        {
            page.Append('\n').Append("## ").Append(category.Key).Append("\n\n");
            page.Append("| Parameter | Default | Range | Unit | Meaning |\n|---|---|---|---|---|\n");
            foreach (var parameter in category) page.Append(Row(parameter));
        }
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Row(ParameterDefinition parameter)
    {
        var aliases = parameter.Aliases.Count == 0 ? "" : $"<br>also {string.Join(", ", parameter.Aliases.Select(alias => $"`{alias}`"))}";
        var value = parameter.DefaultText.Length == 0 ? "(empty)" : $"`{parameter.DefaultText}`";
        return $"| `{parameter.Name}`{aliases} | {value} | {Cell(parameter.Range)} | {parameter.Unit} | {Cell(parameter.Meaning)} |\n";
    }

    private static string Cell(string text) => text.Replace("\\", "\\\\").Replace("|", "\\|");
}
