using System.CommandLine;

namespace Tandem.Server.Commands;

/// <summary><c>tandem docs …</c>: writes docs/parameters.md and docs/fields.md; for those who build Tandem, so it is not shown.</summary>
internal static class DocsCommand
{
    /// <summary>The command.</summary>
    public static Command Make()
    {
        var parameters = new Command("parameters", "Write the parameter reference to the standard output");
        parameters.SetAction(_ => Console.Out.Write(ParameterReference.Write()));
        var fields = new Command("fields", "Write the field reference to the standard output");
        fields.SetAction(_ => Console.Out.Write(FieldReference.Write()));
        return new Command("docs", "Write the generated pages of the documentation") { Hidden = true, Subcommands = { parameters, fields } };
    }
}
