using Tandem.Sip.Dialogs;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// What the calls of one shard tell those of another. It holds nothing that its sender goes on using: a shard reads and changes only
/// what is its own. A shard tells itself the same things, without the way.
/// </summary>
public abstract record CallMessage
{
    internal CallMessage()
    {
    }
}

/// <summary>A transferor asks that a party of its call takes the place of a leg of another call (RFC 3515 with RFC 3891).</summary>
/// <param name="From">The shard of its call, where the answers go.</param>
/// <param name="Call">Its call.</param>
/// <param name="Tag">Our tag of the leg whose place is to be taken.</param>
/// <param name="CallId">That leg's Call-ID.</param>
/// <param name="PeerTag">The tag of that leg's peer.</param>
/// <param name="Transferee">A copy of the party's leg, for what its session description says.</param>
internal sealed record TransferAsked(int From, Guid Call, LocalId Tag, byte[] CallId, byte[] PeerTag, CallLeg Transferee) : CallMessage;

/// <summary>The leg is there, and who talks with it is being asked.</summary>
/// <param name="Call">The transferor's call.</param>
internal sealed record TransferTaken(Guid Call) : CallMessage;

/// <summary>The transfer cannot be.</summary>
/// <param name="Call">The transferor's call.</param>
/// <param name="Status">Why, for the transferor.</param>
internal sealed record TransferFailed(Guid Call, int Status) : CallMessage;

/// <summary>The other party agrees: the transferee's leg may come. It is answered with <see cref="LegGiven"/> or <see cref="LegWithheld"/>.</summary>
/// <param name="Call">The transferor's call.</param>
/// <param name="Shard">The shard of the call it is to come to.</param>
/// <param name="Target">That call.</param>
internal sealed record TransferAgreed(Guid Call, int Shard, Guid Target) : CallMessage;

/// <summary>A leg leaves its call for another one.</summary>
/// <param name="Target">The call it comes to.</param>
/// <param name="Leg">The leg, which nobody else has any more.</param>
/// <param name="Line">The line that it occupies; null = none.</param>
internal sealed record LegGiven(Guid Target, CallLeg Leg, LineLease? Line) : CallMessage;

/// <summary>The leg that was to come has gone, or its call has.</summary>
/// <param name="Target">The call it was to come to.</param>
internal sealed record LegWithheld(Guid Target) : CallMessage;

/// <summary>A leg that was given away is over.</summary>
/// <param name="Tag">Our tag of it.</param>
internal sealed record LegOver(LocalId Tag) : CallMessage;
