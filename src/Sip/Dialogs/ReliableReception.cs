using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// The provisional answers that our INVITE gets, put into the order in which they were meant (RFC 3262 §4). Each fork, known
/// by its To tag, counts for itself.
/// </summary>
public sealed class ReliableReception
{
    private readonly List<(byte[] Tag, uint Number)> _forks = [];
    private uint _sequence;

    /// <summary>What is to be done with a provisional answer.</summary>
    public enum Verdict : byte
    {
        /// <summary>It is not reliable: use it.</summary>
        Unreliable,
        /// <summary>It is reliable and in order: send a PRACK with its RAck, and use it.</summary>
        Acknowledge,
        /// <summary>It came again or out of order: drop it; one that came too early comes again.</summary>
        Drop,
    }

    /// <summary>Takes an answer 101–199 to an INVITE.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="rack">What the PRACK is to acknowledge.</param>
    public Verdict Take(SipMessage response, out RAck rack)
    {
        rack = default;
        if (!OptionTags.Has(response, HeaderName.Require, OptionTags.Reliable) || !RSeq.TryRead(response, out var number)) return Verdict.Unreliable;
        if (!IsNext(response, number)) return Verdict.Drop;
        rack = new RAck(number, response.CSeq.Number, response.CSeq.Method);
        return Verdict.Acknowledge;
    }

    // §4: the first may have any number; each further one must be one higher.
    private bool IsNext(SipMessage response, uint number)
    {
        if (_sequence != response.CSeq.Number) _forks.Clear();
        _sequence = response.CSeq.Number;
        for (var i = 0; i < _forks.Count; i++)
        {
            if (!response.ToTag.SequenceEqual(_forks[i].Tag)) continue;
            if (number != _forks[i].Number + 1) return false;
            _forks[i] = (_forks[i].Tag, number);
            return true;
        }
        _forks.Add((response.ToTag.ToArray(), number));
        return true;
    }
}
