using System.CommandLine;
using System.Net;
using Tandem.RelayBench;

var calls = new Option<int>("--calls") { Description = "How many calls", DefaultValueFactory = _ => 300 };
var threads = new Option<int>("--threads") { Description = "Relay threads", DefaultValueFactory = _ => Environment.ProcessorCount };
var nap = new Option<int>("--nap") { Description = "The longest nap of a relay thread in microseconds", DefaultValueFactory = _ => 1000 };
var tandem = new Command("tandem", "Runs Tandem's relay with calls, prints their ports, and ends with its input") { calls, threads, nap };
tandem.SetAction(result => TandemRelay.Run(result.GetValue(calls), result.GetValue(threads), TimeSpan.FromMicroseconds(result.GetValue(nap))));

var control = new Option<string>("--control") { Description = "Where rtpengine takes commands (listen-ng)", DefaultValueFactory = _ => "127.0.0.1:2223" };
var rtpengine = new Command("rtpengine", "Sets calls up in an rtpengine that runs, and prints their ports") { calls, control };
rtpengine.SetAction(result =>
{
    using var engine = new RtpEngine(IPEndPoint.Parse(result.GetValue(control)!));
    for (var call = 0; call < result.GetValue(calls); call++) Console.WriteLine(engine.SetUp(call));
});

var warmUp = new Option<double>("--warm-up") { Description = "Seconds before measuring", DefaultValueFactory = _ => 3 };
var seconds = new Option<double>("--seconds") { Description = "Seconds of measuring", DefaultValueFactory = _ => 10 };
var every = new Option<int>("--every") { Description = "Milliseconds from a party's packet to its next", DefaultValueFactory = _ => 20 };
var watch = new Option<int>("--watch") { Description = "The relay's process, whose processor time a packet is measured" };
var load = new Command("load", "Lets the calls talk whose ports are on its input, both ways, and measures") { warmUp, seconds, every, watch };
load.SetAction(result =>
{
    var legs = new List<Leg>();
    while (Console.ReadLine() is { Length: > 0 } line) legs.Add(Leg.Parse(line));
    if (legs.Count == 0)
    {
        Console.Error.WriteLine("No calls on the standard input.");
        return 2;
    }
    using var talk = new RtpLoad(legs, result.GetValue(watch), result.GetValue(every));
    Console.WriteLine(talk.Run(result.GetValue(warmUp), result.GetValue(seconds)));
    return 0;
});

return new RootCommand("Measures a media relay") { tandem, rtpengine, load }.Parse(args).Invoke();
