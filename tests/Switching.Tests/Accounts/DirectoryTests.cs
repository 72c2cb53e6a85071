using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Tests.Accounts;

public sealed class DirectoryTests
{
    private readonly Directory _directory = new();

    [Fact]
    public void A_phone_is_found_by_its_name_and_by_its_further_numbers()
    {
        _directory.SetEndpoint(PhoneWith("1001", "2001", "2002"));

        Assert.Equal(("1001", "1001", "1001"), (Owner("1001"), Owner("2001"), Owner("2002")));
        Assert.Null(Owner("2003"));
    }

    [Fact]
    public void A_further_number_goes_with_its_phone()
    {
        _directory.SetEndpoints([PhoneWith("1001", "2001", "2002"), PhoneWith("1002")]);
        _directory.SetEndpoint(PhoneWith("1001", "2002"));
        Assert.Equal((null, "1001"), (Owner("2001"), Owner("2002")));

        _directory.SetEndpoints([PhoneWith("1002", "2002"), PhoneWith("1001")]);
        Assert.Equal("1002", Owner("2002"));

        _directory.RemoveEndpoint("1002");
        Assert.Null(Owner("2002"));
    }

    [Fact]
    public void A_gateway_has_no_number_that_rings()
    {
        _directory.SetEndpoint(new MappingGateway { Name = "gw1" });

        Assert.Null(Owner("gw1"));
        Assert.Equal("gw1", _directory.MappingGateways.Find("gw1")?.Name);
        _directory.RemoveEndpoint("gw1");
        Assert.Empty(_directory.MappingGateways.All);
    }

    [Fact]
    public void A_snapshot_stays_as_it_was_and_a_change_is_told_once_it_is_in_force()
    {
        var seen = new List<(long Version, int Gateways)>();
        _directory.Changed += () => seen.Add((_directory.Version, _directory.RoutingGateways.All.Count));
        var before = _directory.RoutingGateways.All;

        _directory.RoutingGateways.SetAll([new RoutingGateway { Name = "a" }, new RoutingGateway { Name = "b" }]);
        _directory.RoutingGateways.Remove("a");
        _directory.RoutingGateways.Remove("never there");
        _directory.SetEndpoint(PhoneWith("1001"));

        Assert.Empty(before);
        Assert.Equal([(1, 2), (2, 1)], seen);
    }

    private string? Owner(string number) => _directory.FindPhoneByNumber(number)?.Name;

    private static Phone PhoneWith(string name, params string[] numbers) =>
        new() { Name = name, Calls = new PhoneCalls { Numbers = [.. numbers] } };
}
