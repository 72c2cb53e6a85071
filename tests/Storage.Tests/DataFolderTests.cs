using Tandem.Switching.Accounts;

namespace Tandem.Storage.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_who_has_patience_gets_the_folder_when_the_other_lets_go()
    {
        using var temporary = new TemporaryFolder();
        var path = Path.Combine(temporary.Path, "data");
        var first = DataFolder.Open(path);
        var second = Task.Run(() => DataFolder.Open(path, TimeSpan.FromSeconds(30)));
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var held = await second;
        Assert.Throws<StoreUnavailableException>(() => DataFolder.Open(path));
    }

    [Fact]
    public void A_folder_in_use_is_refused_with_the_number_of_the_process_that_has_it()
    {
        using var first = DataFolder.Open(_folder.Path);

        var refusal = Assert.Throws<StoreUnavailableException>(() => DataFolder.Open(_folder.Path));

        Assert.Contains($"in use by another tandem (pid {Environment.ProcessId})", refusal.Message);
    }

    [Fact]
    public void A_folder_that_was_let_go_can_be_opened_again()
    {
        DataFolder.Open(_folder.Path).Dispose();

        using var again = DataFolder.Open(_folder.Path);

        Assert.True(again.WasStoppedCleanly);
    }

    [Fact]
    public void A_pid_file_left_behind_tells_of_an_unclean_stop()
    {
        DataFolder.Open(_folder.Path).Dispose();
        File.WriteAllText(_folder.In("tandem.pid"), "1");

        using var again = DataFolder.Open(_folder.Path);

        Assert.False(again.WasStoppedCleanly);
    }

    [Fact]
    public void Folder_and_files_are_their_owners_alone()
    {
        System.IO.Directory.CreateDirectory(_folder.Path, (UnixFileMode)0b111_101_101);
        using (new OpenStore(_folder, new Testing.FakeClock()))
        {
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(_folder.Path));
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(_folder.In("keys")));
            var files = System.IO.Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
            Assert.Contains(_folder.In("tandem.db"), files);
            Assert.All(files, file => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public void A_folder_with_other_peoples_files_is_refused_and_left_as_it_is()
    {
        System.IO.Directory.CreateDirectory(_folder.Path, (UnixFileMode)0b111_101_101);
        File.WriteAllText(_folder.In("letter.txt"), "");

        var refusal = Assert.Throws<StoreUnavailableException>(() => DataFolder.Open(_folder.Path));

        Assert.Contains("letter.txt", refusal.Message);
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused_in_a_sentence()
    {
        File.WriteAllText(_folder.Path, "");
        try
        {
            Assert.Contains("cannot be used", Assert.Throws<StoreUnavailableException>(() => DataFolder.Open(_folder.Path)).Message);
        }
        finally
        {
            File.Delete(_folder.Path);
        }
    }
}
