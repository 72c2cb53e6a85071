using System.Globalization;
using Tandem.Sip.Messages;
using Tandem.Testing;

namespace Tandem.Sip.Tests.Fuzz;

/// <summary>
/// The seeded fuzzer. TANDEM_FUZZ_CASES (default 1,000,000) and TANDEM_FUZZ_SEED (default 1) choose how much and what; a
/// message that breaks something is written to the folder in TANDEM_FUZZ_CRASHES, else to the temporary one, and belongs into
/// tests/data/crashes.
/// </summary>
public class FuzzTests
{
    private const int Workers = 2;

    private static readonly byte[][] Corpus =
    [
        .. TestFiles.In("corpus", "*.sip").Select(File.ReadAllBytes),
        .. TortureMessages.All.Select(message => message.Bytes),
    ];

    private static int Cases => Setting("TANDEM_FUZZ_CASES", 1_000_000);

    private static int Seed => Setting("TANDEM_FUZZ_SEED", 1);

    [Fact]
    public void No_mutation_of_a_real_message_breaks_anything()
    {
        var accepted = new int[Workers];
        Parallel.For(0, Workers, worker => accepted[worker] = Fuzz(Seed * Workers + worker, Cases / Workers));
        // Fuzzing that only ever makes noise would prove nothing: some of it must still be read as messages.
        Assert.InRange(accepted.Sum(), Cases / 100, Cases * 9 / 10);
    }

    [Fact]
    public void The_framer_finds_the_same_messages_in_mutated_streams_however_they_are_split()
    {
        var random = new Random(Seed);
        var mutator = new SipMutator(Corpus, Seed);
        var stream = new byte[3 * SipMutator.MaxLength];
        var message = new byte[SipMutator.MaxLength];
        for (var i = 0; i < Cases / 200; i++)
        {
            var length = 0;
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var added = mutator.Next(message);
                message.AsSpan(0, added).CopyTo(stream.AsSpan(length));
                length += added;
            }
            var whole = Frames(stream.AsSpan(0, length), () => length);
            var split = Frames(stream.AsSpan(0, length), () => random.Next(1, 600));
            Assert.Equal(whole, split);
        }
    }

    [Fact]
    public void What_once_broke_something_is_replayed()
    {
        var reader = new EverythingReader();
        foreach (var file in TestFiles.In("crashes", "*"))
        {
            var bytes = File.ReadAllBytes(file);
            reader.Read(bytes, bytes.Length);
        }
    }

    private static int Fuzz(int seed, int cases)
    {
        var mutator = new SipMutator(Corpus, seed);
        var reader = new EverythingReader();
        var bytes = new byte[SipMutator.MaxLength];
        var accepted = 0;
        for (var i = 0; i < cases; i++)
        {
            var length = mutator.Next(bytes);
            try
            {
                if (reader.Read(bytes, length) == SipRejection.None) accepted++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}, case {i}: kept as {Keep(bytes.AsSpan(0, length), seed, i)}", exception);
            }
        }
        return accepted;
    }

    private static string Keep(ReadOnlySpan<byte> bytes, int seed, int number)
    {
        var folder = Environment.GetEnvironmentVariable("TANDEM_FUZZ_CRASHES") ?? Path.GetTempPath();
        var file = Path.Combine(folder, $"seed{seed}-case{number}.dat");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <summary>What the framer says of a stream that arrives in pieces: each frame's kind and bytes, up to the first break.</summary>
    private static List<string> Frames(ReadOnlySpan<byte> stream, Func<int> pieceLength)
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        var frames = new List<string>();
        var start = 0;
        var end = 0;
        while (true)
        {
            var frame = framer.Next(stream[start..end]);
            if (frame.Kind == FrameKind.Incomplete && end == stream.Length) return frames;
            if (frame.Kind == FrameKind.Incomplete) end = Math.Min(stream.Length, end + pieceLength());
            else frames.Add($"{frame.Kind} {frame.Rejection} {Convert.ToHexString(stream.Slice(start + frame.Offset, frame.Length))}");
            start += frame.Consumed;
            if (frame.Kind == FrameKind.Broken) return frames;
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
