using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>The parameters of call records. Part of the <see cref="ParameterCatalogue"/>.</summary>
public static class RecordParameters
{
    /// <summary>Whether attempts that were not answered are recorded.</summary>
    public static readonly SwitchParameter ZeroHoldTime = new(true)
    {
        Name = "SERVER_BILLING_RECORD_ZERO_HOLD_TIME", Category = ServerBilling,
        Meaning = "Whether a call that was never answered gets a record; answered ones always do.",
    };

    /// <summary>Whether a flood of unanswered attempts is summarised.</summary>
    public static readonly SwitchParameter ZeroHoldTimeAuto = new(true)
    {
        Name = "SERVER_BILLING_RECORD_ZERO_HOLD_TIME_AUTO", Category = ServerBilling,
        Meaning = "Whether single records of unanswered calls give way to one summary a minute for each source and cause while they flood in, or while half of the room for waiting records is taken; they come back after 5 quiet minutes. Both switches are entries of the audit log.",
    };

    /// <summary>What a flood is.</summary>
    public static readonly IntegerParameter ZeroHoldTimeAutoRate = new(200, 10, 100_000)
    {
        Name = "SERVER_BILLING_RECORD_ZERO_HOLD_TIME_AUTO_RATE", Category = ServerBilling, Unit = "records/s",
        Meaning = "The rate of unanswered calls over 10 s at which the summaries begin.",
    };

    /// <summary>Numbers without records.</summary>
    public static readonly ListParameter<string> NoRecordNumbers = new(
        [], "a list of called numbers, each may end with * for all that begin so; empty = none", mayBeEmpty: true,
        ParameterRules.ReadNumberPattern, pattern => pattern)
    {
        Name = "SERVER_BILLING_NO_CDR_E164S", Category = ServerBilling,
        Meaning = "Called numbers, as billed, whose calls get no record at all, not even when they are answered.",
    };

    /// <summary>Whether attempts of strangers are recorded.</summary>
    public static readonly SwitchParameter IllegalCall = new(true)
    {
        Name = "SERVER_BILLING_RECORD_ILLEGAL_CALL", Category = ServerBilling,
        Meaning = "Whether a call from somebody the switch does not know, from an address that is not allowed or with a wrong password gets a record.",
    };

    /// <summary>Whether attempts that the switch refused are recorded.</summary>
    public static readonly SwitchParameter ServerHangUp = new(true)
    {
        Name = "SERVER_BILLING_RECORD_SERVER_HANG_UP", Category = ServerBilling,
        Meaning = "Whether a call that the switch itself refused or ended before the answer gets a record; answered ones always do.",
    };

    /// <summary>How many records may wait in memory.</summary>
    public static readonly IntegerParameter PendingLimit = new(100_000, 10_000, 100_000)
    {
        Name = "SERVER_MAX_CDR_PENDING_LIST_LENGTH", Category = ServerCdr, Unit = "records",
        Meaning = "How many call records may wait in memory for the store; those beyond wait on the disk, and none is dropped.",
    };

    /// <summary>Every parameter, in the order of the declarations above.</summary>
    internal static readonly ParameterDefinition[] All =
    [
        ZeroHoldTime, ZeroHoldTimeAuto, ZeroHoldTimeAutoRate, NoRecordNumbers, IllegalCall, ServerHangUp, PendingLimit,
    ];
}
