using Tandem.Api.Metrics;
using Tandem.Network.Signalling;
using Tandem.Server.Signalling;
using Tandem.Sip.Messages;
using Tandem.Storage.Records;
using Tandem.Switching.Registration;

namespace Tandem.Server.Hosting;

/// <summary>What /metrics shows of the switch: read from the shards' counters when asked, never counted for its own sake.</summary>
internal sealed class SwitchMetrics(OpenStore store, SignallingHost? signalling) : IMetricsSource
{
    public IEnumerable<Metric> Collect() =>
        signalling is null ? OfStore() : OfStore().Concat(OfSignalling(signalling)).Concat(MediaMetrics.Of(signalling.Media.Relay));

    private IEnumerable<Metric> OfStore()
    {
        yield return Metric.Gauge("tandem_registrations", "Bindings at present.", store.State.Locations.Count);
        yield return Metric.Gauge("tandem_registered_endpoints", "Endpoints with a binding.", store.State.Locations.EndpointCount);
        yield return Metric.Gauge("tandem_endpoints", "Phones and mapping gateways configured.", store.Directory.EndpointCount);
        yield return Metric.Gauge("tandem_accounts", "Accounts configured.", store.Directory.AccountCount);
        yield return Metric.Gauge("tandem_suspensions", "Suspensions in force.",
            store.State.Suspensions.InForce(store.Clock.GetUtcNow().ToUnixTimeMilliseconds()).Count);
        yield return Metric.Gauge("tandem_journal_behind_seconds", "Age of the oldest registration change that is not stored.", store.Journal.BehindMs / 1000.0);
        yield return Metric.Gauge("tandem_journal_pending", "Registration changes that wait to be stored.", store.Journal.Pending);
        yield return Metric.Counter("tandem_journal_written_total", "Registration changes stored.", store.Journal.Written);
        yield return Metric.Counter("tandem_journal_failures_total", "Failed attempts to store registration changes.", store.Journal.Failures);
        foreach (var metric in OfRecords(store.Records)) yield return metric;
        yield return OfFollowers("tandem_records_behind", MetricType.Gauge, "Stored call records that a target does not have yet.", f => f.Behind);
        yield return OfFollowers("tandem_records_target_failures_total", MetricType.Counter, "Failed attempts to take call records to a target.", f => f.Failures);
        yield return Metric.Counter("tandem_allocated_bytes_total", "Managed memory allocated by the whole process.", GC.GetTotalAllocatedBytes());
        yield return Metric.Gauge("tandem_heap_bytes", "Managed memory in use.", GC.GetTotalMemory(false));
    }

    private Metric OfFollowers(string name, MetricType type, string help, Func<RecordFollower, double> value) => new(name, type, help)
    {
        Values = [.. store.RecordFollowers.Select(f => Value(value(f), ("target", f.Target)))],
    };

    private static IEnumerable<Metric> OfRecords(CallRecords records)
    {
        yield return Metric.Gauge("tandem_records_pending", "Call records that wait to be stored, in memory or on the disk.", records.Pending);
        yield return Metric.Counter("tandem_records_written_total", "Call records stored.", records.Writer.Written);
        yield return Metric.Counter("tandem_records_summarised_total", "Unanswered calls counted in a summary.", records.Writer.Summarised);
        yield return Metric.Counter("tandem_records_omitted_total", "Calls that get no record because a parameter says so.", records.Writer.Omitted);
        yield return Metric.Counter("tandem_records_spilled_total", "Call records that had to wait on the disk.", records.Spilled);
        yield return Metric.Counter("tandem_records_lost_total", "Call records lost because neither store nor journal could be written.", records.Lost);
        yield return Metric.Counter("tandem_records_failures_total", "Failed attempts to store call records.", records.Writer.Failures);
        yield return Metric.Counter("tandem_call_journal_failures_total", "Turns of shards that could not be written to the call journal.", records.JournalFailures);
        yield return Metric.Gauge("tandem_records_summarising", "1 while unanswered calls are summarised.", records.Writer.IsSummarising ? 1 : 0);
    }

    private static IEnumerable<Metric> OfSignalling(SignallingHost host)
    {
        ShardCounters[] shards = [.. host.Shards.Shards.Select(s => s.Counters)];
        yield return Requests(shards);
        yield return Answers(shards);
        yield return Rejections(shards);
        yield return Registers(shards);
        yield return Metric.Counter("tandem_digest_failures_total", "REGISTERs whose credentials did not verify.",
            shards.Sum(s => s.Registers(RegisterReason.WrongPassword) + s.Registers(RegisterReason.UnknownEndpoint)));
        yield return Metric.Counter("tandem_suspensions_total", "Suspensions begun.", shards.Sum(s => s.Suspensions));
        yield return Metric.Counter("tandem_bindings_expired_total", "Bindings whose time ran out.", shards.Sum(s => s.ExpiredBindings));
        yield return Metric.Counter("tandem_retransmissions_total", "Requests that had been answered before.", shards.Sum(s => s.Retransmissions));
        yield return Metric.Counter("tandem_faults_total", "Messages dropped because of a fault of the switch.", shards.Sum(s => s.Faults));
        yield return Metric.Counter("tandem_forwarded_total", "Messages handed to the shard that they belong to.", shards.Sum(s => s.Forwarded));
        yield return Metric.Counter("tandem_forwards_dropped_total", "Messages dropped because too much waited for the shard that they belong to.",
            shards.Sum(s => s.ForwardsDropped));
        yield return Metric.Gauge("tandem_transactions", "Answers kept for retransmissions.", host.Shards.Shards.Sum(s => s.TransactionCount));
        yield return Metric.Counter("tandem_transactions_forgotten_total", "Answers forgotten before their time for want of room.",
            host.Shards.Shards.Sum(s => s.TransactionsForgottenEarly));
        yield return Metric.Counter("tandem_nonces_forgotten_total", "Used nonces forgotten before their time for want of room.", host.Shards.NonceCounts.ForgottenEarly);
        yield return Metric.Counter("tandem_capture_sent_total", "Messages copied to the capture server.", host.Traces.CaptureSent);
        yield return Metric.Counter("tandem_capture_dropped_total", "Messages that the capture server could not be sent.", host.Traces.CaptureDropped);
        yield return Latency(shards);
        yield return PerShard("tandem_shard_allocated_bytes_total", MetricType.Counter, "Managed memory allocated by the shard's thread.", shards, s => s.AllocatedBytes);
        yield return Metric.Gauge("tandem_calls", "Calls at present, those included that wait for a last ACK.", host.Shards.Shards.Sum(s => s.Calls.Count));
        yield return Metric.Gauge("tandem_call_legs", "Dialogs of calls at present, early ones included.", host.Shards.Shards.Sum(s => s.Calls.LegCount));
        yield return Metric.Gauge("tandem_connections", "Stream connections at present.", host.Shards.Connections.Count);
        yield return ConnectionEnds(host.Shards.Connections);
        yield return Metric.Counter("tandem_registration_log_dropped_total", "Lines of the registration log that were lost.", host.Log.Dropped);
    }

    private static Metric Requests(ShardCounters[] shards) => new("tandem_requests_total", MetricType.Counter, "Requests by method.")
    {
        Values = [.. Enum.GetValues<SipMethod>().Select(m => Value(shards.Sum(s => s.Requests(m)), ("method", MethodName(m)))).Where(IsUsed)],
    };

    private static Metric Answers(ShardCounters[] shards) => new("tandem_answers_total", MetricType.Counter, "Answers by method and status code.")
    {
        Values = [.. from method in Enum.GetValues<SipMethod>()
                     from status in Enumerable.Range(100, 600)
                     let count = shards.Sum(s => s.Answers(method, status))
                     where count > 0
                     select Value(count, ("method", MethodName(method)), ("code", $"{status}"))],
    };

    private static Metric Rejections(ShardCounters[] shards) => new("tandem_rejections_total", MetricType.Counter, "Messages that the parser refused, by reason.")
    {
        Values = [.. Enum.GetValues<SipRejection>().Select(r => Value(shards.Sum(s => s.Rejections(r)), ("reason", SipRejections.Of(r).Metric))).Where(IsUsed)],
    };

    private static Metric Registers(ShardCounters[] shards) => new("tandem_registers_total", MetricType.Counter, "REGISTERs by how they ended.")
    {
        Values = [.. Enum.GetValues<RegisterReason>().Select(r => Value(shards.Sum(s => s.Registers(r)), ("reason", TokenOf(r)))).Where(IsUsed)],
    };

    private static Metric ConnectionEnds(ConnectionTable connections) => new("tandem_connection_ends_total", MetricType.Counter, "Stream connections that ended, by reason.")
    {
        Values = [.. Enum.GetValues<ConnectionEnd>().Select(e => Value(connections.CountOf(e), ("reason", e.MetricName()))).Where(IsUsed)],
    };

    private static Metric Latency(ShardCounters[] shards) =>
        new("tandem_message_seconds", MetricType.Histogram, "From reading a message to its answer: waiting in the shard's batch or inbox, and working.")
        {
            Histograms = [.. shards.Select((s, i) => new MetricHistogram(LatencyHistogram.Bounds, s.Latency.Counts, s.Latency.SumSeconds, [new MetricLabel("shard", $"{i}")]))],
        };

    private static Metric PerShard(string name, MetricType type, string help, ShardCounters[] shards, Func<ShardCounters, double> value) =>
        new(name, type, help) { Values = [.. shards.Select((s, i) => Value(value(s), ("shard", $"{i}")))] };

    private static MetricValue Value(double value, params (string Name, string Text)[] labels) =>
        new(value, [.. labels.Select(l => new MetricLabel(l.Name, l.Text))]);

    private static bool IsUsed(MetricValue value) => value.Value > 0;

    private static string TokenOf(RegisterReason reason) => System.Text.Encoding.ASCII.GetString(RegisterReasons.AnswerOf(reason).Token);

    private static string MethodName(SipMethod method) => method.ToString().ToUpperInvariant();
}
