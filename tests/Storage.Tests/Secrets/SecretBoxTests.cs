using System.Text;
using Microsoft.Extensions.Logging;
using Tandem.Switching.Accounts;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Secrets;

public sealed class SecretBoxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private OpenStore _open;

    public SecretBoxTests() => _open = new OpenStore(_folder, _clock);

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("pässwörd 🔑 with more than a block of text in it")]
    public void A_secret_opens_for_its_owner_after_a_restart(string secret)
    {
        var box = _open.Store.Secrets.Seal(secret, "1001");

        Reopen();

        Assert.Equal(secret, _open.Store.Secrets.Open(box, "1001"));
    }

    [Fact]
    public void A_secret_does_not_open_for_another_owner() =>
        Assert.Null(_open.Store.Secrets.Open(_open.Store.Secrets.Seal("secret", "1001"), "1002"));

    [Fact]
    public void A_sealed_secret_shows_nothing_of_it_and_never_repeats()
    {
        var first = _open.Store.Secrets.Seal("secretsecret", "1001");
        var second = _open.Store.Secrets.Seal("secretsecret", "1001");

        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(first));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_sealed_secret_with_any_bit_changed_does_not_open()
    {
        var box = _open.Store.Secrets.Seal("secret", "1001");
        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= 1;
            Assert.Null(_open.Store.Secrets.Open(changed, "1001"));
            Assert.Null(_open.Store.Secrets.Open(box.AsSpan(0, i), "1001"));
        }
    }

    [Fact]
    public void Under_foreign_keys_nothing_opens_until_the_right_ones_are_back()
    {
        var box = _open.Store.Secrets.Seal("secret", "1001");
        _open.Dispose();
        System.IO.Directory.Move(_folder.In("keys"), _folder.In("tandem.keys-aside"));

        _open = new OpenStore(_folder, _clock);
        Assert.Null(_open.Store.Secrets.Open(box, "1001"));
        Assert.Contains(_open.Log.At(LogLevel.Warning), w => w.Contains("keys folder"));
        var newer = _open.Store.Secrets.Seal("newer", "1001");
        Assert.Equal("newer", _open.Store.Secrets.Open(newer, "1001"));

        _open.Dispose();
        foreach (var file in System.IO.Directory.GetFiles(_folder.In("tandem.keys-aside")))
        {
            File.Copy(file, System.IO.Path.Combine(_folder.In("keys"), System.IO.Path.GetFileName(file)));
        }
        _open = new OpenStore(_folder, _clock);
        Assert.Equal("secret", _open.Store.Secrets.Open(box, "1001"));
        Assert.Equal("newer", _open.Store.Secrets.Open(newer, "1001"));
    }

    [Fact]
    public void A_key_ring_that_cannot_be_read_stops_the_start_with_what_to_do()
    {
        _open.Dispose();
        System.IO.Directory.Delete(_folder.In("keys"), recursive: true);
        File.WriteAllText(_folder.In("keys"), "");

        var refusal = Assert.Throws<StoreUnavailableException>(() => new OpenStore(_folder, _clock));

        Assert.Contains($"The keys in {_folder.In("keys")} cannot be used", refusal.Message);
    }

    [Fact]
    public async Task Many_threads_open_at_once()
    {
        var boxes = Enumerable.Range(0, 100).Select(i => _open.Store.Secrets.Seal($"secret{i}", $"{i}")).ToArray();

        await Parallel.ForAsync(0, 10_000, (i, _) =>
        {
            Assert.Equal($"secret{i % 100}", _open.Store.Secrets.Open(boxes[i % 100], $"{i % 100}"));
            return ValueTask.CompletedTask;
        });
    }

    private void Reopen()
    {
        _open.Dispose();
        _open = new OpenStore(_folder, _clock);
    }
}
