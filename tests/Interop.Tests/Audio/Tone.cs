using System.Buffers.Binary;

namespace Tandem.Interop.Tests.Audio;

/// <summary>Tones at 8000 Hz: written to a file, made as RTP payload, and found again in what somebody has heard.</summary>
public static class Tone
{
    private const int Rate = 8000;
    private const double Loudness = 8000;
    private const int HeaderBytes = 44;

    /// <summary>Writes a tone as a mono wave file of 16 bits.</summary>
    public static void Write(string file, double hertz, int seconds)
    {
        var bytes = new byte[HeaderBytes + 2 * Rate * seconds];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        ReadOnlySpan<int> format = [16, 0x0001_0001, Rate, 2 * Rate, 0x0010_0002];
        for (var i = 0; i < format.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16 + 4 * i), format[i]);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), bytes.Length - HeaderBytes);
        for (var i = 0; i < Rate * seconds; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderBytes + 2 * i), Sample(hertz, i));
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>The samples of a wave file as <see cref="Write"/> makes it.</summary>
    public static short[] Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var samples = new short[(bytes.Length - HeaderBytes) / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(HeaderBytes + 2 * i));
        return samples;
    }

    /// <summary>How loud one frequency is in samples (Goertzel), with 1 for a tone as <see cref="Write"/> makes it.</summary>
    public static double LoudnessOf(double hertz, ReadOnlySpan<short> samples)
    {
        var k = 2 * Math.Cos(2 * Math.PI * hertz / Rate);
        double last = 0, before = 0;
        foreach (var sample in samples) (last, before) = (sample + k * last - before, last);
        return 2 * Math.Sqrt(Math.Max(last * last + before * before - k * last * before, 0)) / samples.Length / Loudness;
    }

    private static short Sample(double hertz, int i) => (short)(Loudness * Math.Sin(2 * Math.PI * hertz * i / Rate));
}
