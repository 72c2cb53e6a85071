using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class TelephoneEventTests
{
    private readonly TelephoneEventCounter _counter = new();
    private readonly List<char> _keys = [];

    [Fact]
    public void Every_field_is_read()
    {
        Assert.True(TelephoneEvent.TryRead([11, 0x8A, 0x03, 0x20], out var read));
        Assert.Equal(new TelephoneEvent(11, true, 10, 800), read);
        Assert.Equal('#', read.Key);
        Assert.False(TelephoneEvent.TryRead([11, 0x8A, 0x03], out _));
    }

    [Fact]
    public void A_key_is_counted_once_however_many_packets_tell_it()
    {
        Press(5, 1000);
        Press(5, 5000);
        Press(10, 9000);
        Assert.Equal("55*", string.Concat(_keys));
        Assert.Equal(3, _counter.Count);
    }

    [Fact]
    public void A_key_of_which_only_the_end_came_is_counted()
    {
        Packet(7, 1000, 800, isEnd: true);
        Assert.Equal("7", string.Concat(_keys));
    }

    [Fact]
    public void A_late_packet_of_an_earlier_key_is_not_another_key()
    {
        Press(1, 1000);
        Press(2, 5000);
        Packet(1, 1000, 800, isEnd: true);
        Packet(2, 5000, 800, isEnd: true);
        Assert.Equal("12", string.Concat(_keys));
    }

    [Fact]
    public void A_key_held_beyond_what_its_duration_can_tell_is_one_key()
    {
        Packet(3, 1000, 160, marker: true);
        Packet(3, 1000, 65535);
        Packet(3, 1000 + 65535, 160);
        Packet(3, 1000 + 65535, 800, isEnd: true);
        Assert.Equal("3", string.Concat(_keys));
        Packet(3, 1000 + 2 * 65535, 160);
        Assert.Equal("33", string.Concat(_keys));
    }

    [Fact]
    public void Timestamps_may_wrap_and_a_new_source_begins_anew()
    {
        Press(1, uint.MaxValue - 100);
        Press(2, 3900);
        Packet(3, 100, 160, ssrc: 9);
        Assert.Equal("123", string.Concat(_keys));
    }

    [Fact]
    public void Keys_are_counted_on_after_the_senders_clock_began_anew()
    {
        Press(1, 4_000_000);
        Press(2, 1000);
        Assert.Equal("12", string.Concat(_keys));
    }

    [Fact]
    public void What_is_no_key_of_a_telephone_is_not_counted()
    {
        Press(16, 1000);
        Press(36, 5000);
        Assert.Equal(0, _counter.Count);
    }

    // As RFC 4733 §2.5.1.4 has it: updates, and the end three times.
    private void Press(byte code, uint timestamp)
    {
        for (ushort duration = 160; duration <= 640; duration += 160) Packet(code, timestamp, duration, marker: duration == 160);
        for (var i = 0; i < 3; i++) Packet(code, timestamp, 800, isEnd: true);
    }

    private void Packet(byte code, uint timestamp, ushort duration, bool isEnd = false, bool marker = false, uint ssrc = 1)
    {
        byte[] payload = [code, (byte)(isEnd ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration];
        if (_counter.Add(Packets.Header(0, timestamp, ssrc, 101, marker, payload), payload, out var telephoneEvent)) _keys.Add(telephoneEvent.Key);
    }
}
