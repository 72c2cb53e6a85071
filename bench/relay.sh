#!/usr/bin/env bash
# Tandem's media relay and rtpengine in user space, side by side on this machine, in one run, in turn: calls of G.711 both ways over
# the loopback interface. Called by ./bench.sh relay [quick].
# Writes a table to the standard output and to artifacts/bench/relay.md; what it is doing, to the standard error.
#   TANDEM_BENCH_TALKS     how many calls talk at once                           "300 600" / "300"
#   TANDEM_BENCH_ROUNDS    how often each is measured                                    3 / 1
#   TANDEM_BENCH_SECONDS   how long each measurement is                                 10 / 4
#   TANDEM_BENCH_WARMUP    the load before each measurement, seconds                     5 / 3
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

case "${1:-whole}" in
    whole) defaults=("300 600" 3 10 5) ;;
    quick) defaults=("300" 1 4 3) ;;
    *) echo "Usage: ./bench.sh relay [quick]" >&2; exit 2 ;;
esac
talks=${TANDEM_BENCH_TALKS:-${defaults[0]}}
rounds=${TANDEM_BENCH_ROUNDS:-${defaults[1]}}
seconds=${TANDEM_BENCH_SECONDS:-${defaults[2]}}
warmup=${TANDEM_BENCH_WARMUP:-${defaults[3]}}

bench="$root/bench/Relay/bin/Release/net10.0/tandem-relay-bench"
control=127.0.0.1:12223
work=$(mktemp -d)
declare -A results=()
process=
trap 'stop; rm -rf "$work"' EXIT

. "$root/bench/measuring.sh"

stop() {
    [ -n "$process" ] || return 0
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    process=
}

# Both print the ports of their calls into $work/legs.
start_tandem() {
    rm -f "$work/input"
    mkfifo "$work/input"
    "$bench" tandem --calls "$1" <"$work/input" >"$work/tandem.log" 2>&1 &
    process=$!
    exec 8>"$work/input"
    local waited
    for ((waited = 0; waited < 100; waited++)); do grep -q '^$' "$work/tandem.log" && break; sleep 0.1; done
    grep -q '^$' "$work/tandem.log" || { cat "$work/tandem.log" >&2; exit 1; }
    sed '/^$/,$d' "$work/tandem.log" >"$work/legs"
}

start_rtpengine() {
    rtpengine --interface=127.0.0.1 --listen-ng="$control" --table=-1 --port-min=40000 --port-max=59999 --num-threads="$(nproc)" \
        --foreground --log-stderr --log-level=3 --pidfile="$work/rtpengine.pid" >"$work/rtpengine.log" 2>&1 &
    process=$!
    sleep 2
    "$bench" rtpengine --calls "$1" --control "$control" >"$work/legs" || { cat "$work/rtpengine.log" >&2; exit 1; }
}

# tandem_allocated: managed bytes that the relay's threads have allocated so far.
tandem_allocated() {
    local lines
    lines=$(wc -l <"$work/tandem.log")
    echo >&8
    while [ "$(wc -l <"$work/tandem.log")" = "$lines" ]; do sleep 0.05; done
    tail -1 "$work/tandem.log" | field allocated
}

# measure PEER CALLS
measure() {
    local line before
    "start_$1" "$2"
    if [ "$1" = tandem ]; then
        # The first packets open what a call keeps for its lifetime; after them nothing more may be allocated.
        "$bench" load --warm-up 0 --seconds 2 <"$work/legs" >/dev/null
        before=$(tandem_allocated)
    fi
    line=$("$bench" load --warm-up "$warmup" --seconds "$seconds" --watch "$process" <"$work/legs")
    [ "$(field lost <<<"$line")" -lt $(($(field sent <<<"$line") / 10)) ] || fail "$1 did not relay: $line"
    [ "$1" = rtpengine ] || line+=" allocated=$(($(tandem_allocated) - before))"
    say "  $line"
    results[$1 $2]+="$line"$'\n'
    stop
}

# all PEER CALLS FIELD: that field of each round.
all() { printf '%s' "${results[$1 $2]}" | while read -r line; do echo "$line" | field "$3"; done; }

print_table() {
    local talk tandem rtpengine
    machine
    echo "rtpengine $(dpkg-query -W -f '${Version}' rtpengine-daemon 2>/dev/null || echo of unknown version) in user space;" \
        "$rounds rounds of $seconds s, medians."
    echo
    echo "| | Tandem | rtpengine | Tandem / rtpengine |"
    echo "|---|---:|---:|---:|"
    for talk in $talks; do
        tandem=$(all tandem "$talk" cpu_us | median)
        rtpengine=$(all rtpengine "$talk" cpu_us | median)
        row "processor time a relayed packet, $talk calls, µs" "$tandem" "$rtpengine"
        row "packets lost, both directions, of $(all tandem "$talk" sent | total), $talk calls" "$(all tandem "$talk" lost | total)" "$(all rtpengine "$talk" lost | total)" ""
        row "delay, 99th percentile, with the generator's own, $talk calls, ms" "$(all tandem "$talk" delay_p99_ms | median)" "$(all rtpengine "$talk" delay_p99_ms | median)" ""
        row "the generator behind its time at most, $talk calls, ms" "$(all tandem "$talk" behind_ms | median)" "$(all rtpengine "$talk" behind_ms | median)" ""
        row "managed memory allocated by all packets, $talk calls, bytes" "$(all tandem "$talk" allocated | total)" "-"
    done
}

for talk in $talks; do
    for ((round = 1; round <= rounds; round++)); do
        for peer in tandem rtpengine; do
            say "$talk calls: $peer, round $round of $rounds"
            measure "$peer" "$talk"
        done
    done
done

mkdir -p "$root/artifacts/bench"
print_table | tee "$root/artifacts/bench/relay.md"
