namespace Tandem.Switching.Calls;

/// <summary>What a reason means for the wire, the record and people.</summary>
/// <param name="Status">The final answer to the caller when the call was not answered yet; 0 = the callee's own code.</param>
/// <param name="Phrase">Its reason phrase; neutral, so that a stranger learns nothing.</param>
/// <param name="Side">Which side ended the call.</param>
/// <param name="Word">The reason's name in records, logs and metrics.</param>
public readonly record struct EndReasonAnswer(int Status, string Phrase, EndSide Side, string Word);

/// <summary>The one table of end reasons.</summary>
public static class CallEndReasons
{
    /// <summary>What a reason means.</summary>
    public static EndReasonAnswer Of(CallEndReason reason) => reason switch
    {
        CallEndReason.CallerHungUp => new(0, "", EndSide.Caller, "caller_hung_up"),
        CallEndReason.CalleeHungUp => new(0, "", EndSide.Callee, "callee_hung_up"),
        CallEndReason.CallerCancelled => new(487, "Request Terminated", EndSide.Caller, "caller_cancelled"),
        CallEndReason.Refused => new(0, "", EndSide.Callee, "refused"),
        CallEndReason.Busy => new(486, "Busy Here", EndSide.Callee, "busy"),
        CallEndReason.NoAnswer => new(480, "Temporarily Unavailable", EndSide.Callee, "no_answer"),
        CallEndReason.Declined => new(603, "Decline", EndSide.Callee, "declined"),
        CallEndReason.OperatorHungUp => new(480, "Temporarily Unavailable", EndSide.Server, "operator_hung_up"),
        CallEndReason.Transferred => new(0, "", EndSide.Server, "transferred"),

        CallEndReason.UnknownCaller => new(403, "Forbidden", EndSide.Server, "unknown_caller"),
        CallEndReason.AddressNotAllowed => new(403, "Forbidden", EndSide.Server, "address_not_allowed"),
        CallEndReason.WrongPassword => new(403, "Forbidden", EndSide.Server, "wrong_password"),
        CallEndReason.CallerLocked => new(403, "Forbidden", EndSide.Server, "caller_locked"),
        CallEndReason.CallerExpired => new(403, "Forbidden", EndSide.Server, "caller_expired"),
        CallEndReason.AccountLocked => new(403, "Forbidden", EndSide.Server, "account_locked"),
        CallEndReason.AccountExpired => new(403, "Forbidden", EndSide.Server, "account_expired"),
        CallEndReason.AgentLocked => new(403, "Forbidden", EndSide.Server, "agent_locked"),
        CallEndReason.CallerSuspended => new(403, "Forbidden", EndSide.Server, "caller_suspended"),

        CallEndReason.CallRateExceeded => new(503, "Service Unavailable", EndSide.Server, "call_rate_exceeded"),
        CallEndReason.LinesExceeded => new(503, "Service Unavailable", EndSide.Server, "lines_exceeded"),
        CallEndReason.GroupLinesExceeded => new(503, "Service Unavailable", EndSide.Server, "group_lines_exceeded"),
        CallEndReason.CalleeLinesExceeded => new(486, "Busy Here", EndSide.Server, "callee_lines_exceeded"),
        CallEndReason.NoMediaPort => new(503, "Service Unavailable", EndSide.Server, "no_media_port"),
        CallEndReason.MediaNotRelayable => new(488, "Not Acceptable Here", EndSide.Server, "media_not_relayable"),

        CallEndReason.NoNumber => new(484, "Address Incomplete", EndSide.Server, "no_number"),
        CallEndReason.CallerLength => new(403, "Forbidden", EndSide.Server, "caller_length"),
        CallEndReason.CalleeLength => new(484, "Address Incomplete", EndSide.Server, "callee_length"),
        CallEndReason.CallerPrefix => new(403, "Forbidden", EndSide.Server, "caller_prefix"),
        CallEndReason.CalleePrefix => new(403, "Forbidden", EndSide.Server, "callee_prefix"),
        CallEndReason.CallerGroup => new(403, "Forbidden", EndSide.Server, "caller_group"),
        CallEndReason.CalleeGroup => new(403, "Forbidden", EndSide.Server, "callee_group"),
        CallEndReason.DestinationNotAllowed => new(403, "Forbidden", EndSide.Server, "destination_not_allowed"),

        CallEndReason.NotFound => new(404, "Not Found", EndSide.Server, "not_found"),
        CallEndReason.NoRoute => new(503, "Service Unavailable", EndSide.Server, "no_route"),
        CallEndReason.Offline => new(480, "Temporarily Unavailable", EndSide.Server, "offline"),
        CallEndReason.CalleeLocked => new(480, "Temporarily Unavailable", EndSide.Server, "callee_locked"),
        CallEndReason.DoNotDisturb => new(486, "Busy Here", EndSide.Server, "do_not_disturb"),
        CallEndReason.ForwardLoop => new(482, "Loop Detected", EndSide.Server, "forward_loop"),
        CallEndReason.Loop => new(482, "Loop Detected", EndSide.Server, "loop"),

        CallEndReason.InviteTimeout => new(408, "Request Timeout", EndSide.Server, "invite_timeout"),
        CallEndReason.TryingTimeout => new(408, "Request Timeout", EndSide.Server, "trying_timeout"),
        CallEndReason.ProgressTimeout => new(408, "Request Timeout", EndSide.Server, "progress_timeout"),
        CallEndReason.RingingTimeout => new(480, "Temporarily Unavailable", EndSide.Server, "ringing_timeout"),
        CallEndReason.Unreachable => new(503, "Service Unavailable", EndSide.Server, "unreachable"),

        CallEndReason.SessionTimeout => new(0, "", EndSide.Server, "session_timeout"),
        CallEndReason.NoMedia => new(0, "", EndSide.Server, "no_media"),
        CallEndReason.DurationLimit => new(0, "", EndSide.Server, "duration_limit"),
        CallEndReason.NoAck => new(0, "", EndSide.Server, "no_ack"),
        CallEndReason.DialogGone => new(0, "", EndSide.Server, "dialog_gone"),
        CallEndReason.CodecMismatch => new(488, "Not Acceptable Here", EndSide.Callee, "codec_mismatch"),
        CallEndReason.ProtocolError => new(400, "Bad Request", EndSide.Server, "protocol_error"),

        CallEndReason.SwitchStopped => new(503, "Service Unavailable", EndSide.Server, "switch_stopped"),
        CallEndReason.SwitchCrashed => new(0, "", EndSide.Server, "switch_crashed"),
        CallEndReason.InternalError => new(500, "Server Internal Error", EndSide.Server, "internal_error"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such end reason."),
    };
}
