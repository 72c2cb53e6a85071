#!/usr/bin/env bash
# Calls through Tandem, with their records written, and through Kamailio as a stateful proxy with dialogs, side by side on this
# machine, in one run, in turn: SIPp calls, the switch or proxy, SIPp answers. Called by ./bench.sh calls [quick].
# Writes a table to the standard output and to artifacts/bench/calls.md.
#   TANDEM_BENCH_ROUNDS    how often each is measured                                    3 / 1
#   TANDEM_BENCH_SECONDS   how long each measurement is                                 15 / 5
#   TANDEM_BENCH_WARMUP    the load before each measurement, seconds                    10 / 3
#   TANDEM_BENCH_CALLS     calls a second                                              200 / 200
#   TANDEM_BENCH_UP        calls that are up at once while memory is measured         2000 / 500
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

case "${1:-whole}" in
    whole) defaults=(3 15 10 200 2000) ;;
    quick) defaults=(1 5 3 200 500) ;;
    *) echo "Usage: ./bench.sh calls [quick]" >&2; exit 2 ;;
esac
rounds=${TANDEM_BENCH_ROUNDS:-${defaults[0]}}
seconds=${TANDEM_BENCH_SECONDS:-${defaults[1]}}
warmup=${TANDEM_BENCH_WARMUP:-${defaults[2]}}
calls=${TANDEM_BENCH_CALLS:-${defaults[3]}}
up=${TANDEM_BENCH_UP:-${defaults[4]}}

work=$(mktemp -d)
http=127.0.0.1:18088
declare -A address=([tandem]=127.0.0.1:15060 [kamailio]=127.0.0.1:15073 [nobody]=127.0.0.1:15074)
declare -A process=() results=()
trap 'kill "${process[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

say() { printf '%s\n' "$*" >&2; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
of() { printf '%s' "${results[$1]}" | median; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "-" }'; }

# Processor time of a process and its children, in microseconds.
processor_time() {
    local pid
    for pid in "$1" $(cat /proc/"$1"/task/*/children); do
        awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) * 1000000 / hz }' "/proc/$pid/stat"
    done | awk '{ sum += $1 } END { printf "%.0f", sum }'
}

start() {
    kamailio -f "$root/bench/kamailio/calls.cfg" -l "udp:${address[kamailio]}" -DD -E -m 1024 -M 64 -P "$work/kamailio.pid" >"$work/kamailio.log" 2>&1 &
    process[kamailio]=$!
    sleep 1
    kill -0 "${process[kamailio]}" 2>/dev/null || { cat "$work/kamailio.log" >&2; exit 1; }
    "$root/tandem" mapping-gateway add sipp --data "$work/data" --mode address --allow 127.0.0.1 >"$work/setup.log" 2>&1 || { cat "$work/setup.log" >&2; exit 1; }
    "$root/tandem" routing-gateway add carrier --data "$work/data" --addresses 127.0.0.1:15074 --prefixes '*' >>"$work/setup.log" 2>&1 || { cat "$work/setup.log" >&2; exit 1; }
    "$root/tandem" run --data "$work/data" --sip "udp:${address[tandem]}" --http "$http" >"$work/tandem.log" 2>&1 &
    local waited
    for ((waited = 0; waited < 300; waited++)); do grep -q 'is running' "$work/tandem.log" && break; sleep 0.1; done
    process[tandem]=$(sed -n 's/.*process \([0-9]*\).*/\1/p' "$work/tandem.log" | head -1)
    sipp -sf "$root/bench/sipp/callee.xml" -i 127.0.0.1 -p 15074 -bg -nostdin 127.0.0.1:15060 >"$work/callee.log" 2>&1 || true
    process[callee]=$(sed -n 's/.*PID=\[\([0-9]*\)\].*/\1/p' "$work/callee.log")
    sleep 1
}

# call PEER SECONDS TALK: calls for that long; the files caller*.csv say how it went.
call() {
    rm -f "$work"/caller_*
    (cd "$work" && sipp -sf "$root/bench/sipp/caller.xml" -i 127.0.0.1 -p 15055 -r "$calls" -m $((calls * $2)) -d "$3" -l $((calls * 60)) \
        -trace_rtt -rtt_freq 1 -trace_stat -fd 1 -nostdin "${address[$1]}" >"$work/caller.log" 2>&1) || say "  sipp ended with $?"
}

# Reads the processor time at the beginning and the end of the steady middle, and the calls that ended between.
measure() {
    local before after began ended
    call "$1" "$warmup" 0
    began=$(date +%s%N)
    before=$(processor_time "${process[$1]}")
    call "$1" "$seconds" 0
    after=$(processor_time "${process[$1]}")
    ended=$(date +%s%N)
    local failed
    failed=$(awk -F';' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "FailedCall(C)") c = i } END { print $c + 0 }' "$work"/caller_*_.csv)
    results[$1 cpu]+=$(((after - before) / (calls * seconds)))$'\n'
    results[$1 failed]=$((${results[$1 failed]:-0} + failed))
    results[$1 p99]+=$(p99)$'\n'
    say "  $(((after - before) / (calls * seconds))) µs a call, ringing after $(p99) ms (99 %), failed $failed, $(((ended - began) / 1000000)) ms"
}

# The 99th percentile of the time to the first ringing in milliseconds.
p99() { tail -n +2 -q "$work"/caller_*rtt.csv | cut -d';' -f2 | sort -n | awk '{ v[NR] = $1 } END { print v[int(NR * 0.99) + 1] + 0 }'; }

pss() { awk '/^Pss:/ { print $2 * 1024 }' "/proc/$1/smaps_rollup"; }

measure_memory() {
    "$root/tandem" param set SS_MEDIA_PROXY_MODE On --data "$work/data" >/dev/null
    call tandem 5 0
    sleep 35
    local before after
    before=$(pss "${process[tandem]}")
    (cd "$work" && sipp -sf "$root/bench/sipp/caller.xml" -i 127.0.0.1 -p 15055 -r "$calls" -m "$up" -d 60000 -l "$up" -nostdin "${address[tandem]}" >/dev/null 2>&1) &
    sleep $((up / calls + 5))
    after=$(pss "${process[tandem]}")
    wait $! || say "  sipp ended with $?"
    results[memory]=$(((after - before) / up))
    "$root/tandem" param reset SS_MEDIA_PROXY_MODE --data "$work/data" >/dev/null
    say "  ${results[memory]} bytes a call with media"
}

row() { echo "| $1 | $2 | $3 | $([[ "$2$3" =~ ^[0-9.]+$ ]] && ratio "$2" "$3") |"; }

start
say "SIPp with nobody between"
call nobody "$seconds" 0
results[nobody p99]=$(p99)
for ((round = 1; round <= rounds; round++)); do
    for peer in tandem kamailio; do
        say "$peer, round $round of $rounds"
        measure "$peer"
    done
done
say "memory of $up calls with media"
measure_memory
records=$("$root/tandem" records --totals --data "$work/data" 2>/dev/null | tail -20 || true)

mkdir -p "$root/artifacts/bench"
{
    echo "| $calls calls a second, $rounds rounds of $seconds s, medians | Tandem | Kamailio | Tandem / Kamailio |"
    echo "|---|---:|---:|---:|"
    row "processor time a call, µs" "$(of 'tandem cpu')" "$(of 'kamailio cpu')"
    row "INVITE to 180, 99th percentile, ms (SIPp alone: ${results[nobody p99]})" "$(of 'tandem p99')" "$(of 'kamailio p99')"
    row "failed calls" "${results[tandem failed]}" "${results[kamailio failed]}"
    row "memory a call with media, bytes" "${results[memory]}" ""
    echo
    echo "$records"
} | tee "$root/artifacts/bench/calls.md"
