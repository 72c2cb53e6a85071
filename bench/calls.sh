#!/usr/bin/env bash
# Calls through Tandem, with their records written, and through Kamailio as a stateful proxy with dialogs, side by side on this
# machine, in one run, in turn: SIPp calls, the switch or proxy, SIPp answers. Then what either adds to the time until it rings, with a
# generator that is caller and callee in one; then what a call with media takes of Tandem's memory. Called by ./bench.sh calls [quick].
# Writes a table to the standard output and to artifacts/bench/calls.md.
#   TANDEM_BENCH_ROUNDS    how often each is measured                                    3 / 1
#   TANDEM_BENCH_SECONDS   how long each measurement is                                 15 / 5
#   TANDEM_BENCH_WARMUP    the load before each measurement, seconds                    10 / 3
#   TANDEM_BENCH_CALLS     calls a second                                              200 / 200
#   TANDEM_BENCH_UP        calls that are up at once while memory is measured         3000 / 600
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

case "${1:-whole}" in
    whole) defaults=(3 15 10 200 3000) ;;
    quick) defaults=(1 5 3 200 600) ;;
    *) echo "Usage: ./bench.sh calls [quick]" >&2; exit 2 ;;
esac
rounds=${TANDEM_BENCH_ROUNDS:-${defaults[0]}}
seconds=${TANDEM_BENCH_SECONDS:-${defaults[1]}}
warmup=${TANDEM_BENCH_WARMUP:-${defaults[2]}}
calls=${TANDEM_BENCH_CALLS:-${defaults[3]}}
up=${TANDEM_BENCH_UP:-${defaults[4]}}

generator="$root/bench/Calls/bin/Release/net10.0/tandem-call-load"
talk="$root/bench/Relay/bin/Release/net10.0/tandem-relay-bench"
work=$(mktemp -d)
http=127.0.0.1:18088
declare -A address=([tandem]=127.0.0.1:15060 [kamailio]=127.0.0.1:15073 [nobody]=127.0.0.1:15074)
declare -A process=() results=()
trap 'kill "${process[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
. "$root/bench/measuring.sh"

# A call with media has six sockets.
ulimit -n "$(ulimit -Hn)"

of() { printf '%s' "${results[$1]}" | median; }

tandem() { "$root/tandem" "$@" --data "$work/data" >>"$work/setup.log" 2>&1 || { cat "$work/setup.log" >&2; exit 1; }; }

start() {
    kamailio -f "$root/bench/kamailio/calls.cfg" -l "udp:${address[kamailio]}" -DD -E -m 1024 -M 64 -P "$work/kamailio.pid" >"$work/kamailio.log" 2>&1 &
    process[kamailio]=$!
    sleep 1
    kill -0 "${process[kamailio]}" 2>/dev/null || { cat "$work/kamailio.log" >&2; exit 1; }
    tandem mapping-gateway add sipp --mode address --allow 127.0.0.1
    tandem routing-gateway add carrier --addresses 127.0.0.1:15074 --prefixes '*'
    start_tandem
}

start_tandem() {
    : >"$work/tandem.log"
    "$root/tandem" run --data "$work/data" --sip "udp:${address[tandem]}" --http "$http" >"$work/tandem.log" 2>&1 &
    local waited
    for ((waited = 0; waited < 300; waited++)); do grep -q 'is running' "$work/tandem.log" && break; sleep 0.1; done
    process[tandem]=$(sed -n 's/.*process \([0-9]*\).*/\1/p' "$work/tandem.log" | head -1)
    [ -n "${process[tandem]}" ] || { cat "$work/tandem.log" >&2; exit 1; }
}

stop_tandem() {
    kill "${process[tandem]}"
    while kill -0 "${process[tandem]}" 2>/dev/null; do sleep 0.1; done
    unset 'process[tandem]'
}

start_callee() {
    sipp -sf "$root/bench/sipp/callee.xml" -i 127.0.0.1 -p 15074 -bg -nostdin 127.0.0.1:15060 >"$work/callee.log" 2>&1 || true
    process[callee]=$(sed -n 's/.*PID=\[\([0-9]*\)\].*/\1/p' "$work/callee.log")
    sleep 1
}

stop_callee() {
    kill -9 "${process[callee]}" 2>/dev/null || true
    unset 'process[callee]'
    sleep 1
}

# call PEER SECONDS: calls for that long; the files caller*.csv say how it went.
call() {
    rm -f "$work"/caller_*
    (cd "$work" && sipp -sf "$root/bench/sipp/caller.xml" -i 127.0.0.1 -p 15055 -r "$calls" -m $((calls * $2)) -d 0 -l $((calls * 60)) \
        -trace_stat -fd 1 -nostdin "${address[$1]}" >"$work/caller.log" 2>&1) || say "  sipp ended with $?"
}

measure() {
    local before after failed
    call "$1" "$warmup"
    before=$(processor_time "${process[$1]}")
    call "$1" "$seconds"
    after=$(processor_time "${process[$1]}")
    failed=$(awk -F';' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "FailedCall(C)") c = i } END { print $c + 0 }' "$work"/caller_*_.csv)
    results[$1 cpu]+=$(((after - before) / (calls * seconds)))$'\n'
    results[$1 failed]=$((${results[$1 failed]:-0} + failed))
    say "  $(((after - before) / (calls * seconds))) µs a call, failed $failed"
}

# INVITE to INVITE and 180 to 180, by one clock.
measure_delay() {
    local line
    line=$("$generator" "${address[$1]}" --rate "$calls" --warm-up "$warmup" --seconds "$seconds")
    say "  $line"
    results[$1 delay]+=$(field setup_p99_us <<<"$line")$'\n'
    results[$1 failed]=$((${results[$1 failed]:-0} + $(field failed <<<"$line")))
}

# hold CALLS: they are up afterwards, with their media ports in $work/legs, until let_go.
hold() {
    rm -f "$work/input"
    mkfifo "$work/input"
    "$generator" "${address[tandem]}" --rate "$calls" --hold "$1" <"$work/input" >"$work/held" &
    process[hold]=$!
    exec 8>"$work/input"
    are_held "$1" 1
}

# hold_again CALLS: as many again are up.
hold_again() {
    echo >&8
    are_held $((2 * $1)) 2
}

# are_held CALLS TIMES: waits until all are.
are_held() {
    local waited
    for ((waited = 0; waited < 600; waited++)); do [ "$(grep -c '^$' "$work/held")" = "$2" ] && break; sleep 0.1; done
    sed '/^$/d' "$work/held" >"$work/legs"
    [ "$(wc -l <"$work/legs")" = "$1" ] || fail "only $(wc -l <"$work/legs") of $1 calls were set up"
}

let_go() {
    exec 8>&-
    wait "${process[hold]}" || fail "calls could not be hung up"
    unset 'process[hold]'
}

# Every party talks until the relay has given it a socket of its own, which it does after a second of voice, 60 packets.
talk() {
    local line before relayed
    before=$(metric "$http" tandem_media_packets_total)
    line=$("$talk" load --warm-up 0 --seconds 16 --every 200 <"$work/legs")
    relayed=$(($(metric "$http" tandem_media_packets_total) - before))
    say "  $line relayed=$relayed"
    [ "$(field lost <<<"$line")" = 0 ] || fail "media got lost on its way through the relay"
    [ "$relayed" -ge "$(field sent <<<"$line")" ] || fail "media did not go through the relay"
}

# Over a switch that has just been started, since a heap that has grown has room for thousands of calls without growing further; and over the
# switch with half of the calls, which is what a further one takes. The collector's present garbage is in both, some megabytes: only
# many calls make the numbers theirs.
measure_memory() {
    local idle half whole
    tandem param set SS_MEDIA_PROXY_MODE On
    stop_tandem
    start_tandem
    hold 10
    talk
    let_go
    sleep 35
    idle=$(pss "${process[tandem]}")
    hold $((up / 2))
    talk
    half=$(pss "${process[tandem]}")
    hold_again $((up / 2))
    talk
    whole=$(pss "${process[tandem]}")
    let_go
    results[memory]=$(((whole - idle) / up))
    results[further]=$(((whole - half) / (up / 2)))
    say "  ${results[memory]} bytes a call with media, ${results[further]} a further one"
}

print_table() {
    machine
    echo "Kamailio $(kamailio -v | sed -n '1s/^version: kamailio \([^ ]*\).*/\1/p'); $calls calls a second, $rounds rounds of $seconds s, medians."
    echo
    echo "| | Tandem | Kamailio | Tandem / Kamailio |"
    echo "|---|---:|---:|---:|"
    row "processor time a call, µs" "$(of 'tandem cpu')" "$(of 'kamailio cpu')"
    row "added between INVITE and 180, 99th percentile, µs (of the generator's own $(of 'nobody delay'))" "$(of 'tandem delay')" "$(of 'kamailio delay')"
    row "failed calls" "${results[tandem failed]}" "${results[kamailio failed]}" ""
    row "memory a call with media, $up calls over none, bytes" "${results[memory]}" "-"
    row "memory a call with media, $up calls over $((up / 2)), bytes" "${results[further]}" "-"
}

start
start_callee
for ((round = 1; round <= rounds; round++)); do
    for peer in tandem kamailio; do
        say "$peer, round $round of $rounds"
        measure "$peer"
    done
done
stop_callee
for ((round = 1; round <= rounds; round++)); do
    for peer in nobody tandem kamailio; do
        say "time until it rings: $peer, round $round of $rounds"
        measure_delay "$peer"
    done
done
say "memory of $up calls with media"
measure_memory

mkdir -p "$root/artifacts/bench"
print_table | tee "$root/artifacts/bench/calls.md"
