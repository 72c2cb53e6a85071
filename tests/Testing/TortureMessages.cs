using Tandem.Sip.Messages;

namespace Tandem.Testing;

/// <summary>The torture messages, read from their files and the verdicts beside them.</summary>
public static class TortureMessages
{
    /// <summary>The 49 messages of RFC 4475.</summary>
    public static IReadOnlyList<TortureMessage> Rfc4475 { get; } = Read("rfc4475");

    /// <summary>The 12 messages of RFC 5118.</summary>
    public static IReadOnlyList<TortureMessage> Rfc5118 { get; } = Read("rfc5118");

    /// <summary>Both.</summary>
    public static IEnumerable<TortureMessage> All => Rfc4475.Concat(Rfc5118);

    /// <summary>A message by its name.</summary>
    public static TortureMessage Named(string name) => All.Single(message => message.Name == name);

    private static List<TortureMessage> Read(string folder)
    {
        var bytes = TestFiles.In(folder, "*.dat").ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllBytes);
        var messages = new List<TortureMessage>();
        foreach (var line in File.ReadLines(TestFiles.In(folder, "verdicts.txt").Single()))
        {
            if (line.StartsWith('#')) continue;
            var columns = line.Split(" | ", 4);
            var verdict = columns[1] == "accept" ? SipRejection.None : Enum.Parse<SipRejection>(columns[1]);
            messages.Add(new TortureMessage(columns[0], bytes[columns[0]], verdict, columns[2], columns[3]));
        }
        if (messages.Count != bytes.Count) throw new InvalidDataException($"A message in {folder} has no verdict.");
        return messages;
    }
}
