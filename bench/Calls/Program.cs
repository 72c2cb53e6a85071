using System.CommandLine;
using Tandem.CallLoad;
using Tandem.Sip.Flows;

var target = new Argument<string>("TARGET") { Description = "The switch or proxy: address:port" };
var caller = new Option<int>("--caller") { Description = "The port that is called from", DefaultValueFactory = _ => 15055 };
var callee = new Option<int>("--callee") { Description = "The port where the target sends the calls to", DefaultValueFactory = _ => 15074 };
var rate = new Option<double>("--rate") { Description = "Calls begun a second", DefaultValueFactory = _ => 200 };
var seconds = new Option<double>("--seconds") { Description = "Seconds of measuring", DefaultValueFactory = _ => 10 };
var warmUp = new Option<double>("--warm-up") { Description = "Seconds before measuring", DefaultValueFactory = _ => 3 };
var hold = new Option<int>("--hold") { Description = "Instead of measuring, sets so many calls up, and again for each line of its input, prints their media ports, and hangs up at its end" };

var command = new RootCommand("Is the caller and the callee of calls, and measures what is between them")
{
    target, caller, callee, rate, seconds, warmUp, hold,
};
command.SetAction(result =>
{
    if (!IpEndpoint.TryParse(result.GetValue(target), 5060, out var address) || !address.IsV4 || !address.IsLoopback)
    {
        Console.Error.WriteLine("TARGET is an IPv4 loopback address and a port, as in 127.0.0.1:5060.");
        return 2;
    }
    using var load = new CallLoad(address, result.GetValue(caller), result.GetValue(callee), result.GetValue(rate));
    if (result.GetValue(hold) is var calls and > 0) return load.Hold(calls);
    Console.WriteLine(load.Measure(result.GetValue(warmUp), result.GetValue(seconds)));
    return 0;
});
return command.Parse(args).Invoke();
