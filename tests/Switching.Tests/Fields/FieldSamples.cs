namespace Tandem.Switching.Tests.Fields;

/// <summary>A canonical text other than the default for every field.</summary>
internal static class FieldSamples
{
    public static readonly Dictionary<string, string> Phone = new()
    {
        ["call_lock"] = "outgoing", ["display_number"] = "+4930123", ["further_numbers"] = "2001,2002",
        ["address"] = "192.0.2.7:5070;transport=tcp", ["lines_out"] = "2", ["lines_in"] = "3",
        ["lines"] = "4", ["callee_rules"] = "0:0049", ["in_caller_rules"] = "0049:0", ["caller_groups"] = "deny spam", ["callee_groups"] = "allow local,free",
        ["routing_groups"] = "deny expensive", ["do_not_disturb"] = "yes", ["forward_always"] = "1002", ["forward_period"] = "1003 ring=15",
        ["forward_period_times"] = "Sat,Sun", ["forward_busy"] = "1004,1005 method=random", ["forward_no_answer"] = "1002,1003 ring=20 method=all",
        ["forward_offline"] = "1006", ["forward_shows"] = "own", ["ring_time"] = "30", ["route_when_offline"] = "yes", ["transfer"] = "no", ["transfer_shows"] = "original", ["media"] = "must-on",
        ["media_watch"] = "from-peer", ["media_any_source"] = "yes", ["max_duration"] = "0",
    };

    public static readonly Dictionary<string, string> Mapping = new()
    {
        ["call_lock"] = "all", ["priority"] = "5", ["capacity"] = "100", ["call_rate"] = "10/1s, 300/60s, pacing 500ms", ["groups"] = "customers",
        ["routing_groups"] = "allow carriers", ["caller_source"] = "p-asserted-identity", ["callee_source"] = "to", ["caller_prefixes"] = "allow 86,1",
        ["callee_prefixes"] = "deny 900", ["caller_groups"] = "allow known", ["callee_groups"] = "deny premium", ["caller_lengths"] = "7,10-12",
        ["callee_lengths"] = "1-63", ["phones_only"] = "no", ["caller_rules"] = "0:0049", ["callee_rules"] = "00:", ["transform_numbers"] = "yes",
        ["failure_codes"] = "486:600,0:503", ["media"] = "off", ["media_watch"] = "none", ["media_any_source"] = "yes", ["max_duration"] = "7200",
    };

    public static readonly Dictionary<string, string> Routing = new()
    {
        ["addresses"] = "gw.example.com,192.0.2.7:5070;transport=tcp,[2001:db8::1]", ["local"] = "192.0.2.1:5070", ["registers"] = "yes", ["locked"] = "yes", ["prefixes"] = "86,0086", ["prefix_mode"] = "continue",
        ["priority"] = "1", ["protect"] = "yes", ["capacity"] = "0", ["call_rate"] = "sustained 50/1s", ["groups"] = "carriers,cheap",
        ["periods"] = "Mon-Fri 08:00-18:00 lines=10", ["online_check"] = "yes", ["max_duration"] = "60",
        ["caller_prefixes"] = "allow +49", ["callee_prefixes"] = "deny 900,901", ["caller_callee_pairs"] = "deny 49:33,*:900", ["caller_groups"] = "deny bad", ["callee_groups"] = "allow good",
        ["caller_lengths"] = "11", ["callee_lengths"] = "10-15", ["caller_rules"] = "0:0049", ["callee_rules"] = "00:",
        ["caller_pool"] = "shown", ["caller_pool_order"] = "round-robin", ["caller_pool_lines"] = "2", ["transform_numbers"] = "yes",
        ["timeout_invite"] = "5", ["timeout_trying"] = "6", ["timeout_progress"] = "7", ["timeout_progress_sdp"] = "8", ["timeout_ringing"] = "9",
        ["failover_after_ringing"] = "no", ["failover_after_sdp"] = "yes", ["failover_after_media"] = "yes", ["failover_after_busy"] = "no",
        ["failover_switch_codes"] = "404,484", ["failover_stop_codes"] = "486,603", ["authentication_user"] = "trunk 7",
        ["registration_registrar"] = "sip.example.com:5080", ["registration_domain"] = "example.com", ["registration_user"] = "49301",
        ["registration_authentication_user"] = "u49301", ["registration_expires"] = "300", ["registration_transport"] = "tls",
        ["media"] = "auto", ["media_watch"] = "to-peer", ["media_any_source"] = "yes", ["send_display"] = "no", ["remote_party_id"] = "caller", ["p_asserted_identity"] = "none",
        ["p_preferred_identity"] = "pass", ["privacy"] = "id", ["prack"] = "no", ["session_timer"] = "no", ["memo"] = "läuft 'gut'",
    };

    public static readonly Dictionary<string, string> GatewayGroup = new() { ["lines"] = "100", ["reserved_lines"] = "10", ["memo"] = "note" };

    public static readonly Dictionary<string, string> NumberGroup = new() { ["memo"] = "note" };

    public static readonly Dictionary<string, string> NumberTransform = new() { ["caller"] = "4930123", ["callee"] = "+4930*", ["memo"] = "note" };
}
