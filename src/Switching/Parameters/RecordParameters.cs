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

    /// <summary>How long records are kept.</summary>
    public static readonly IntegerParameter RetentionDays = new(730, 1, 3650)
    {
        Name = "SERVER_CDR_RETENTION_DAYS", Category = ServerCdr, Unit = "days",
        Meaning = "How long call records and summaries are kept, counted from the start of the call.",
    };

    /// <summary>Hours without queries.</summary>
    public static readonly ListParameter<int> QueryDenyHours = new(
        [], "a list of hours 0–23 on the server's clock; empty = none", mayBeEmpty: true, ParameterRules.ReadHour,
        hour => hour.ToString(System.Globalization.CultureInfo.InvariantCulture))
    {
        Name = "SERVER_QUERY_CDR_DENY_TIME", Category = ServerCdr, Unit = "hour of day",
        Meaning = "The busy hours of the day in which lists, totals and exports of call records are refused; a single record can always be shown.",
    };

    /// <summary>The longest span of a query.</summary>
    public static readonly IntegerParameter QueryDays = new(31, 1, 3650)
    {
        Name = "SERVER_QUERY_CDR_MAX_DAY_INTERVAL", Category = ServerCdr, Unit = "days",
        Meaning = "The longest span of time that one query of call records may cover; a query without a beginning covers just that.",
    };

    /// <summary>The most records of a query.</summary>
    public static readonly IntegerParameter QuerySize = new(30_000_000, 1, 1_000_000_000)
    {
        Name = "SERVER_QUERY_MAX_SIZE", Category = ServerSystem, Unit = "records",
        Meaning = "The most records that an export may have; one that would have more is refused.",
    };

    /// <summary>The most records of a page.</summary>
    public static readonly IntegerParameter QueryPage = new(10_000, 1000, 100_000)
    {
        Name = "SERVER_QUERY_ONE_PAGE_SIZE", Category = ServerSystem, Unit = "records",
        Meaning = "The most records that one page of call records may have.",
    };

    /// <summary>Whether there is a text file of records for each hour.</summary>
    public static readonly SwitchParameter ToFile = new(false)
    {
        Name = "SS_CDR_RECORD_TO_FILE", Category = SoftswitchSystem,
        Meaning = "Whether call records are also written into text files in the data folder's cdr, one for each hour; SERVER_CDR_FILE_WRITE_INTERVAL turns them on, too, and gives another interval.",
    };

    /// <summary>Whether text files have unanswered calls.</summary>
    public static readonly SwitchParameter NonConnectToFile = new(true)
    {
        Name = "SS_CDR_RECORD_NONCONNECT", Category = SoftswitchSystem,
        Meaning = "Whether the text files of call records have the calls that were never answered, too.",
    };

    /// <summary>How often a text file of records is begun.</summary>
    public static readonly NoneOrIntegerParameter FileInterval = new(60, 86_400)
    {
        Name = "SERVER_CDR_FILE_WRITE_INTERVAL", Category = ServerCdr, Unit = "s",
        Meaning = "How often a new text file of call records is begun in the data folder's cdr; None = one an hour when SS_CDR_RECORD_TO_FILE is On, else no files.",
    };

    /// <summary>How many text files are kept.</summary>
    public static readonly IntegerParameter FileMost = new(2048, 10, 4096)
    {
        Name = "SERVER_CDR_FILE_WRITE_MAX", Category = ServerCdr, Unit = "files",
        Meaning = "How many text files of call records are kept; the oldest are deleted.",
    };

    /// <summary>Where records are pushed.</summary>
    public static readonly TextParameter ReportServer = new("", "an address that begins with http:// or https://; empty = none", ParameterRules.AddressProblem)
    {
        Name = "SERVER_CDR_REAL_TIME_REPORT_SERVER", Category = ServerCdr,
        Meaning = "The server that call records are posted to as JSON when their calls end: at least once, in the order of their numbers, again and again until it answers with success.",
    };

    /// <summary>Every parameter, in the order of the declarations above.</summary>
    internal static readonly ParameterDefinition[] All =
    [
        ZeroHoldTime, ZeroHoldTimeAuto, ZeroHoldTimeAutoRate, NoRecordNumbers, IllegalCall, ServerHangUp, PendingLimit, RetentionDays,
        QueryDenyHours, QueryDays, QuerySize, QueryPage, ToFile, NonConnectToFile, FileInterval, FileMost, ReportServer,
    ];
}
