using System.Diagnostics;
using System.Net.Sockets;
using Tandem.Interop.Tests.Phones;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests;

/// <summary>The process as its supervisor sees it: started twice, stopped, killed.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);
    private readonly LiveSwitch _live = new();

    public ValueTask InitializeAsync() => _live.InitializeAsync();

    public ValueTask DisposeAsync() => _live.DisposeAsync();

    [Fact]
    public async Task Sigterm_ends_it_within_five_seconds_and_the_last_registration_is_on_disk()
    {
        await _live.Api.AddPhoneAsync("1000");
        using var idle = new TcpClient();
        await idle.ConnectAsync(_live.At("tcp"));
        using var browser = await WebSocketPhone.ConnectAsync("1000", "guess", new Uri($"ws://{_live.Api.Address.Authority}/sip"));
        using var phone = new WirePhone("1000", "secret-1000", _live.At("udp"));
        Assert.Equal(200, (await phone.RegisterAsync()).Status);

        Assert.Equal(0, await _live.StopAsync(StopWithin));
        Assert.False(File.Exists(Path.Combine(_live.Folder, "server.json")));
        Assert.False(File.Exists(Path.Combine(_live.Folder, "tandem.db-wal")));

        await _live.StartAgainAsync();
        Assert.Single(await _live.Api.RegistrationsAsync("1000"));
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_refuses_with_one_sentence()
    {
        var (exitCode, output) = await LiveSwitch.CommandAsync("run", "--data", _live.Folder, "--sip", "udp:127.0.0.1:0", "--http", "127.0.0.1:0");
        Assert.Equal(4, exitCode);
        Assert.Contains("is in use by another tandem", Assert.Single(output.Split('\n')));
        Assert.NotEmpty(await _live.Api.ListenersAsync());
    }

    [Fact]
    public async Task Killed_five_times_under_load_it_keeps_every_registration_older_than_a_second()
    {
        string[] numbers = [.. Enumerable.Range(10_000, 20_000).Select(n => n.ToString())];
        await _live.Api.AddPhonesAsync(numbers);
        await using var load = new RegistrationLoad(numbers, _live.At("udp"));
        var mustBeThere = new HashSet<string>();
        for (var round = 0; round < 5; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await Eventually.Is(() => load.GrantedBetween(start, SecondAgo()).Count >= 100, Within, () => _live.Output);
            mustBeThere.UnionWith(load.GrantedBetween(start, SecondAgo()));
            await _live.KillAsync();
            await _live.StartAgainAsync();
            var missing = mustBeThere.Except(await _live.Api.RegisteredNumbersAsync()).ToList();
            Assert.True(missing.Count == 0, $"In round {round} {missing.Count} of {mustBeThere.Count} are missing: {string.Join(' ', missing.Take(20))}");
        }
    }

    private static long SecondAgo() => Stopwatch.GetTimestamp() - Stopwatch.Frequency;
}
