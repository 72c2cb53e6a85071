#!/usr/bin/env bash
# Tandem and Kamailio as registrars, side by side on this machine, in one run, in turn. Called by ./bench.sh [quick].
# Writes a table to the standard output and to artifacts/bench/results.md; what it is doing, to the standard error.
# What can be set, with the values of a whole and of a quick run:
#   TANDEM_BENCH_PHONES    sizes, the smallest first                  "1000 100000 1000000" / "1000 20000"
#   TANDEM_BENCH_ROUNDS    how often each is measured a size                             3 / 1
#   TANDEM_BENCH_SECONDS   how long each measurement is                                 10 / 2
#   TANDEM_BENCH_WARMUP    the load before each measurement, until all is compiled     15 / 2
#   TANDEM_BENCH_WINDOW    registrations under way at once                             128 / 128
#   TANDEM_BENCH_BINDINGS  bindings whose memory is measured                        100000 / 10000
#   TANDEM_BENCH_SETTLE    seconds until stored answers are forgotten                   36 / 2
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

case "${1:-whole}" in
    whole) defaults=("1000 100000 1000000" 3 10 15 128 100000 36) ;;
    quick) defaults=("1000 20000" 1 2 2 128 10000 2) ;;
    *) echo "Usage: ./bench.sh [quick]" >&2; exit 2 ;;
esac
sizes=${TANDEM_BENCH_PHONES:-${defaults[0]}}
rounds=${TANDEM_BENCH_ROUNDS:-${defaults[1]}}
seconds=${TANDEM_BENCH_SECONDS:-${defaults[2]}}
warmup=${TANDEM_BENCH_WARMUP:-${defaults[3]}}
window=${TANDEM_BENCH_WINDOW:-${defaults[4]}}
bindings=${TANDEM_BENCH_BINDINGS:-${defaults[5]}}
settle=${TANDEM_BENCH_SETTLE:-${defaults[6]}}

work=$(mktemp -d)
peers=(tandem kamailio)
. "$root/bench/measuring.sh"
. "$root/bench/peers.sh"
. "$root/bench/measure.sh"
trap 'stop_all; rm -rf "$work"' EXIT

for size in $sizes; do
    start_all "$size"
    for peer in "${peers[@]}"; do
        say "$size phones: registering all with $peer"
        measure_first "$peer" "$size"
    done
    for ((round = 1; round <= rounds; round++)); do
        for peer in "${peers[@]}"; do
            say "$size phones: $peer, round $round of $rounds"
            measure "$peer" "$size"
        done
    done
    for peer in "${peers[@]}"; do
        say "$size phones: $peer at half of its greatest rate"
        measure_half_rate "$peer" "$size"
    done
    note_counters "$size"
    stop_all
done

start_all $((2 * bindings))
for peer in "${peers[@]}"; do
    say "memory of $bindings bindings: $peer"
    measure_memory "$peer"
done
note_buffers
stop_all

mkdir -p "$root/artifacts/bench"
print_table | tee "$root/artifacts/bench/results.md"
