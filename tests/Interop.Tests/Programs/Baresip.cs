using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Programs;

/// <summary>baresip with a configuration folder of its own, one account and no audio device.</summary>
public sealed class Baresip : IAsyncDisposable
{
    private const string Configuration =
        "module_path /usr/lib/baresip/modules\nmodule g711.so\nmodule_tmp account.so\nmodule_app menu.so\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ExternalProgram _program;

    /// <summary>Starts it; it registers at once and again before its registration ends.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="password">Its password.</param>
    /// <param name="at">The switch.</param>
    /// <param name="transport">udp, tcp or tls.</param>
    /// <param name="expires">The seconds it asks for.</param>
    public Baresip(string number, string password, LiveSwitch at, string transport, int expires = 60)
    {
        _folder.Write("config", Configuration);
        _folder.Write("contacts", "");
        _folder.Write("accounts", $"<sip:{number}@127.0.0.1:{at.Port(transport)};transport={transport}>;auth_user={number};auth_pass={password};regint={expires}\n");
        _program = ExternalProgram.Start("baresip", "baresip-core", ["-4", "-f", _folder.Path]);
    }

    /// <summary>What it has said so far.</summary>
    public string Output => _program.Output;

    /// <summary>Waits until it has said something.</summary>
    public Task SaysAsync(string text) => _program.SaysAsync(text, TimeSpan.FromSeconds(40));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Dispose();
    }
}
