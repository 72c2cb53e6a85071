namespace Tandem.Switching.Calls;

/// <summary>What a reason means for the wire, the record and people. The wire has the status' own phrase, so that a stranger learns nothing.</summary>
/// <param name="Status">The final answer to the caller when the call was not answered yet; 0 = the callee's own code.</param>
/// <param name="Side">Which side ended the call.</param>
/// <param name="Word">The reason's name in records, logs and metrics.</param>
public readonly record struct EndReasonAnswer(int Status, EndSide Side, string Word);

/// <summary>The one table of end reasons.</summary>
public static class CallEndReasons
{
    /// <summary>What a reason means.</summary>
    public static EndReasonAnswer Of(CallEndReason reason) => reason switch
    {
        CallEndReason.CallerHungUp => new(0, EndSide.Caller, "caller_hung_up"),
        CallEndReason.CalleeHungUp => new(0, EndSide.Callee, "callee_hung_up"),
        CallEndReason.CallerCancelled => new(487, EndSide.Caller, "caller_cancelled"),
        CallEndReason.Refused => new(0, EndSide.Callee, "refused"),
        CallEndReason.Busy => new(486, EndSide.Callee, "busy"),
        CallEndReason.NoAnswer => new(480, EndSide.Callee, "no_answer"),
        CallEndReason.Declined => new(603, EndSide.Callee, "declined"),
        CallEndReason.OperatorHungUp => new(480, EndSide.Server, "operator_hung_up"),
        CallEndReason.Transferred => new(0, EndSide.Server, "transferred"),

        CallEndReason.UnknownCaller => new(403, EndSide.Server, "unknown_caller"),
        CallEndReason.AddressNotAllowed => new(403, EndSide.Server, "address_not_allowed"),
        CallEndReason.WrongPassword => new(403, EndSide.Server, "wrong_password"),
        CallEndReason.CallerLocked => new(403, EndSide.Server, "caller_locked"),
        CallEndReason.CallerExpired => new(403, EndSide.Server, "caller_expired"),
        CallEndReason.AccountLocked => new(403, EndSide.Server, "account_locked"),
        CallEndReason.AccountExpired => new(403, EndSide.Server, "account_expired"),
        CallEndReason.AgentLocked => new(403, EndSide.Server, "agent_locked"),
        CallEndReason.CallerSuspended => new(403, EndSide.Server, "caller_suspended"),

        CallEndReason.CallRateExceeded => new(503, EndSide.Server, "call_rate_exceeded"),
        CallEndReason.LinesExceeded => new(503, EndSide.Server, "lines_exceeded"),
        CallEndReason.GroupLinesExceeded => new(503, EndSide.Server, "group_lines_exceeded"),
        CallEndReason.CalleeLinesExceeded => new(486, EndSide.Server, "callee_lines_exceeded"),
        CallEndReason.NoMediaPort => new(503, EndSide.Server, "no_media_port"),
        CallEndReason.MediaNotRelayable => new(488, EndSide.Server, "media_not_relayable"),

        CallEndReason.NoNumber => new(484, EndSide.Server, "no_number"),
        CallEndReason.CallerLength => new(403, EndSide.Server, "caller_length"),
        CallEndReason.CalleeLength => new(484, EndSide.Server, "callee_length"),
        CallEndReason.CallerPrefix => new(403, EndSide.Server, "caller_prefix"),
        CallEndReason.CalleePrefix => new(403, EndSide.Server, "callee_prefix"),
        CallEndReason.CallerGroup => new(403, EndSide.Server, "caller_group"),
        CallEndReason.CalleeGroup => new(403, EndSide.Server, "callee_group"),
        CallEndReason.DestinationNotAllowed => new(403, EndSide.Server, "destination_not_allowed"),

        CallEndReason.NotFound => new(404, EndSide.Server, "not_found"),
        CallEndReason.NoRoute => new(503, EndSide.Server, "no_route"),
        CallEndReason.Offline => new(480, EndSide.Server, "offline"),
        CallEndReason.CalleeLocked => new(480, EndSide.Server, "callee_locked"),
        CallEndReason.DoNotDisturb => new(486, EndSide.Server, "do_not_disturb"),
        CallEndReason.ForwardLoop => new(482, EndSide.Server, "forward_loop"),
        CallEndReason.Loop => new(482, EndSide.Server, "loop"),

        CallEndReason.InviteTimeout => new(408, EndSide.Server, "invite_timeout"),
        CallEndReason.TryingTimeout => new(408, EndSide.Server, "trying_timeout"),
        CallEndReason.ProgressTimeout => new(408, EndSide.Server, "progress_timeout"),
        CallEndReason.RingingTimeout => new(480, EndSide.Server, "ringing_timeout"),
        CallEndReason.Unreachable => new(503, EndSide.Server, "unreachable"),

        CallEndReason.SessionTimeout => new(0, EndSide.Server, "session_timeout"),
        CallEndReason.NoMedia => new(0, EndSide.Server, "no_media"),
        CallEndReason.DurationLimit => new(0, EndSide.Server, "duration_limit"),
        CallEndReason.NoAck => new(0, EndSide.Server, "no_ack"),
        CallEndReason.DialogGone => new(0, EndSide.Server, "dialog_gone"),
        CallEndReason.CodecMismatch => new(488, EndSide.Callee, "codec_mismatch"),
        CallEndReason.ProtocolError => new(400, EndSide.Server, "protocol_error"),

        CallEndReason.SwitchStopped => new(503, EndSide.Server, "switch_stopped"),
        CallEndReason.SwitchCrashed => new(0, EndSide.Server, "switch_crashed"),
        CallEndReason.InternalError => new(500, EndSide.Server, "internal_error"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such end reason."),
    };
}
