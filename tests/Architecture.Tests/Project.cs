using System.Reflection;
using System.Xml.Linq;

namespace Tandem.Architecture.Tests;

/// <summary>One project below src and the arrows that may leave it: towards the inside only.</summary>
internal sealed record Project(string Name, string AssemblyName, bool Pure, string[] MayReference)
{
    /// <summary>Every project below src, the innermost first.</summary>
    public static readonly Project[] All =
    [
        new("Sip", "Tandem.Sip", true, []),
        new("Media", "Tandem.Media", true, ["Sip"]),
        new("Switching", "Tandem.Switching", true, ["Sip", "Media"]),
        new("Network", "Tandem.Network", false, ["Sip", "Media"]),
        new("Storage", "Tandem.Storage", false, ["Sip", "Media", "Switching"]),
        new("Api", "Tandem.Api", false, ["Sip", "Media", "Switching"]),
        new("Server", "tandem", false, ["Sip", "Media", "Switching", "Network", "Storage", "Api"]),
    ];

    /// <summary>The names of all, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(p => p.Name)];

    /// <summary>The names of the pure ones, for theories.</summary>
    public static TheoryData<string> PureNames => [.. All.Where(p => p.Pure).Select(p => p.Name)];

    /// <summary>The one of that name.</summary>
    public static Project Of(string name) => All.Single(p => p.Name == name);

    /// <summary>What was compiled from it.</summary>
    public Assembly Assembly => Assembly.Load(AssemblyName);

    /// <summary>Its project file.</summary>
    public XElement File => XElement.Load(Repository.At($"src/{Name}/Tandem.{Name}.csproj"));

    /// <summary>What an element such as ProjectReference includes in the project file.</summary>
    public IEnumerable<string> Included(string element) => File.Descendants(element).Select(e => e.Attribute("Include")!.Value);
}
