using System.CommandLine;
using Tandem.Load;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

var target = new Argument<string>("TARGET") { Description = "The registrar: address:port" };
var users = new Option<int>("--users") { Description = "How many users", DefaultValueFactory = _ => 1000 };
var first = new Option<int>("--first") { Description = "The number of the first user" };
var prefix = new Option<string>("--prefix") { Description = "What the users' names begin with; the number follows", DefaultValueFactory = _ => "u" };
var password = new Option<string>("--password") { Description = "The password of each", Required = true };
var domain = new Option<string>("--domain") { Description = "The domain to register in (default: the target's address)" };
var algorithm = new Option<DigestAlgorithm>("--algorithm") { Description = "Which challenge to answer", DefaultValueFactory = _ => DigestAlgorithm.Md5 };
var window = new Option<int>("--window") { Description = "How many registrations are under way at once", DefaultValueFactory = _ => 128 };
var sockets = new Option<int>("--sockets") { Description = "From how many ports", DefaultValueFactory = _ => 8 };
var from = new Option<int>("--from") { Description = "The first of these ports, the others follow (default: the system chooses)" };
var warmUp = new Option<double>("--warm-up") { Description = "Seconds before measuring", DefaultValueFactory = _ => 2 };
var seconds = new Option<double>("--seconds") { Description = "Seconds of measuring", DefaultValueFactory = _ => 10 };
var rate = new Option<double>("--rate") { Description = "Registrations begun a second (default: as many as the window allows)" };
var preload = new Option<bool>("--preload") { Description = "Register each user once and end" };
var watch = new Option<int>("--watch") { Description = "A process whose processor time a registration is measured" };

var command = new RootCommand("Registers many users over UDP and measures")
{
    target, users, first, prefix, password, domain, algorithm, window, sockets, from, warmUp, seconds, rate, preload, watch,
};
command.SetAction(result =>
{
    if (!IpEndpoint.TryParse(result.GetValue(target), 5060, out var address) || !address.IsV4)
    {
        Console.Error.WriteLine("TARGET is an IPv4 address and a port, as in 127.0.0.1:5060.");
        return 2;
    }
    if (Math.Min(Math.Min(result.GetValue(users), result.GetValue(window)), result.GetValue(sockets)) < 1)
    {
        Console.Error.WriteLine("--users, --window and --sockets are 1 or more.");
        return 2;
    }
    if (result.GetValue(from) < 0 || result.GetValue(from) + result.GetValue(sockets) > 65536)
    {
        Console.Error.WriteLine("--from is a port, and so are those that follow it: 0 to 65535.");
        return 2;
    }
    using var load = new LoadGenerator(new LoadOptions
    {
        Target = address, Domain = result.GetValue(domain) ?? address.AddressText,
        Prefix = result.GetValue(prefix)!, FirstUser = result.GetValue(first), Users = result.GetValue(users),
        Password = result.GetValue(password)!, Algorithm = result.GetValue(algorithm),
        Window = result.GetValue(window), Sockets = result.GetValue(sockets), FirstPort = result.GetValue(from),
        WarmUp = result.GetValue(warmUp), Seconds = result.GetValue(seconds), Rate = result.GetValue(rate),
        Preload = result.GetValue(preload), Watch = result.GetValue(watch),
    });
    Console.WriteLine(load.Run());
    return 0;
});
return command.Parse(args).Invoke();
