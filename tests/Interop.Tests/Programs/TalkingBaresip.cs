using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tandem.Interop.Tests.Audio;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Programs;

/// <summary>baresip as somebody who says a tone, records what comes back, answers whoever calls, and does as told over TCP.</summary>
public sealed class TalkingBaresip : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(40);

    private readonly TemporaryFolder _folder = new();
    private readonly ExternalProgram _program;
    private readonly int _control = FreePort.On("127.0.0.1");

    /// <summary>Starts it; it registers at once.</summary>
    /// <param name="number">Its number; its password is "secret-NUMBER".</param>
    /// <param name="at">The switch.</param>
    /// <param name="hertz">The tone that it says.</param>
    /// <param name="settings">Further lines of its configuration.</param>
    /// <param name="account">Further parameters of its account, each with its semicolon in front.</param>
    /// <param name="transport">udp, tcp or tls.</param>
    public TalkingBaresip(string number, LiveSwitch at, double hertz, string settings = "", string account = "", string transport = "udp")
    {
        Tone.Write(_folder.In("says.wav"), hertz, 30);
        var media = FreePort.On("127.0.0.1");
        _folder.Write("config", $"""
            module_path /usr/lib/baresip/modules
            module g711.so
            module aufile.so
            module sndfile.so
            module ctrl_tcp.so
            module_tmp account.so
            module_app menu.so
            net_interface 127.0.0.1
            ctrl_tcp_listen 127.0.0.1:{_control}
            audio_source aufile,{_folder.In("says.wav")}
            snd_path {_folder.Path}
            rtp_ports {media}-{media + 20}
            {settings}

            """);
        _folder.Write("contacts", "");
        _folder.Write("accounts", $"<sip:{number}@127.0.0.1:{at.Port(transport)};transport={transport}>;auth_pass=secret-{number};answermode=auto;audio_codecs=PCMA{account}\n");
        _program = ExternalProgram.Start("baresip", "baresip-core", ["-f", _folder.Path]);
    }

    /// <summary>What it has said so far on its terminal.</summary>
    public string Output => _program.Output;

    /// <summary>The samples that it has heard in its one call.</summary>
    public short[] Heard => Tone.Read(Assert.Single(Directory.GetFiles(_folder.Path, "dump-*-dec.wav")));

    /// <summary>Waits until it has said something on its terminal.</summary>
    public Task SaysAsync(string text) => _program.SaysAsync(text, Within);

    /// <summary>Has it do something, such as dial.</summary>
    public async Task DoAsync(string command, string? parameters = null)
    {
        // A netstring with JSON, as its module ctrl_tcp wants it.
        var text = JsonSerializer.Serialize(parameters is null ? new { command } : (object)new { command, @params = parameters });
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", _control);
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{text.Length}:{text},"));
        var answer = new byte[1];
        Assert.Equal(1, await connection.GetStream().ReadAsync(answer));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Dispose();
    }
}
