using Tandem.Interop.Tests.Programs;
using Tandem.Switching.Parameters;

namespace Tandem.Interop.Tests.Deploy;

/// <summary>The kernel's settings in deploy/, read by sysctl itself.</summary>
public class SysctlFileTests
{
    [Fact]
    public async Task The_media_ports_are_reserved_and_the_buffers_large_enough()
    {
        var (exitCode, output) = await ExternalProgram.RunAsync("sysctl", "procps", TimeSpan.FromSeconds(30),
            ["--dry-run", "-p", DeployFiles.At("sysctl/60-tandem.conf")]);
        Assert.True(exitCode == 0, output);
        var ports = CallParameters.MediaPorts.Default;
        Assert.Equal(
            ["net.core.rmem_max = 8388608", "net.core.wmem_max = 8388608", $"net.ipv4.ip_local_reserved_ports = {ports.Lowest}-{ports.Highest}"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
