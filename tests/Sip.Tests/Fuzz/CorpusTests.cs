using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;
using Tandem.Testing;

namespace Tandem.Sip.Tests.Fuzz;

public class CorpusTests
{
    public static TheoryData<string> Files => [.. TestFiles.In("corpus", "*.sip").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_real_message_is_accepted_whole(string file)
    {
        var bytes = BytesOf(file);
        Assert.Equal(SipRejection.None, Wire.Parse(bytes, out var message));
        Assert.Equal(bytes.Length, message.Bytes.Length);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_prefix_of_a_real_message_is_never_accepted(string file)
    {
        var bytes = BytesOf(file);
        var reader = new EverythingReader();
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.NotEqual(SipRejection.None, reader.Read(bytes, length));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_real_message_with_one_byte_changed_or_missing_is_read_or_refused(string file)
    {
        var original = BytesOf(file);
        var reader = new EverythingReader();
        var mutant = (byte[])original.Clone();
        var refused = 0;
        for (var at = 0; at < original.Length; at++)
        {
            foreach (var nasty in SipMutator.NastyBytes)
            {
                mutant[at] = nasty;
                if (reader.Read(mutant, mutant.Length) != SipRejection.None) refused++;
            }
            mutant[at] = original[at];
            reader.Read([.. original[..at], .. original[(at + 1)..]], original.Length - 1);
        }
        Assert.InRange(refused, 1, original.Length * SipMutator.NastyBytes.Length - 1);
    }

    private static byte[] BytesOf(string file) => File.ReadAllBytes(TestFiles.In("corpus", file).Single());
}
