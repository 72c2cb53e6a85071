namespace Tandem.Load;

/// <summary>One registration under way: a REGISTER, its challenge, the REGISTER with credentials, its 200.</summary>
internal sealed class Registration(int number)
{
    /// <summary>Its place in the window, which its Call-IDs begin with.</summary>
    public int Number => number;

    /// <summary>The index of the user.</summary>
    public int User { get; set; }

    /// <summary>Which registration of this place it is.</summary>
    public uint Turn { get; set; }

    /// <summary>1 before the challenge, 2 after it: the CSeq.</summary>
    public uint CSeq { get; set; }

    /// <summary>True while it waits for an answer.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>When its first request was sent, in Stopwatch ticks.</summary>
    public long Began { get; set; }

    /// <summary>When its latest request was first sent.</summary>
    public long Asked { get; set; }

    /// <summary>When that was sent last.</summary>
    public long Sent { get; set; }

    /// <summary>The nonce of its challenge.</summary>
    public byte[] Nonce { get; } = new byte[256];

    /// <summary>The nonce's length.</summary>
    public int NonceLength { get; set; }
}
