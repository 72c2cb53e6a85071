using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Programs;

/// <summary>Kamailio as a stateful proxy with Record-Route, as kamailio.cfg beside this file says.</summary>
public sealed class Kamailio : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExternalProgram _program;

    /// <summary>Starts it.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="next">Where new calls go.</param>
    public Kamailio(string address, IPEndPoint next)
    {
        At = new IPEndPoint(IPAddress.Parse(address), FreePort.On(address));
        var configuration = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Programs", "kamailio.cfg"));
        var file = _folder.Write("kamailio.cfg", configuration.Replace("@listen@", $"{At}").Replace("@next@", $"{next}"));
        _program = ExternalProgram.Start("kamailio", "kamailio", ["-f", file, "-DD", "-E", "-m", "32", "-M", "4", "-Y", _folder.Path], _folder.Path);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint At { get; }

    /// <summary>Returns when it answers.</summary>
    public async Task StartsAsync()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        // Max-Forwards 0: it answers 483 itself.
        var probe = Encoding.ASCII.GetBytes(
            $"OPTIONS sip:{At} SIP/2.0\r\nVia: SIP/2.0/UDP {socket.Client.LocalEndPoint};branch=z9hG4bKstart\r\nMax-Forwards: 0\r\n"
            + $"From: <sip:test@localhost>;tag=1\r\nTo: <sip:{At}>\r\nCall-ID: start\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
        await Eventually.Is(async () =>
        {
            await socket.SendAsync(probe, At);
            await Task.Delay(100);
            return socket.Available > 0;
        }, TimeSpan.FromSeconds(30), () => _program.Output);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Dispose();
    }
}
