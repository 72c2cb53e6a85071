using System.CommandLine;
using Tandem.Server.Commands;

var data = new Option<string>("--data")
{
    Description = "The data folder (default: TANDEM_DATA, else ./data)", HelpName = "DIR", Recursive = true,
    DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TANDEM_DATA") ?? "data",
};
var root = new RootCommand("Tandem, a softswitch for VoIP operators") { data, RunCommand.Make(data) };
return await root.Parse(args).InvokeAsync();
