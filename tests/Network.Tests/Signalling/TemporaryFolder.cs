namespace Tandem.Network.Tests.Signalling;

/// <summary>A folder of the test's own, gone when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("tandem-network-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
