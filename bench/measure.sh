# Sourced by run.sh: makes the load, keeps what was measured, prints the table.

generator="$root/bench/Load/bin/Release/net10.0/tandem-load"
declare -A results=() counters=()

# The ports that the phones register from, every time: a phone that refreshes is where it was.
first_port=17000
ports=8

# load PEER OPTION...: prints the generator's line.
load() {
    local peer=$1
    shift
    "$generator" "${address[$peer]}" --domain "${domain[$peer]}" --password "$password" --window "$window" \
        --from "$first_port" --sockets "$ports" \
        --warm-up "$warmup" --seconds "$seconds" --watch "${process[$peer]}" "$@"
}

# of PEER SIZE FIELD: the median of a field over the rounds.
of() { printf '%s' "${results[$1 $2]}" | while read -r line; do echo "$line" | field "$3"; done | median; }

measure() {
    local line
    line=$(load "$1" --users "$2")
    say "  $line"
    results[$1 $2]+="$line"$'\n'
}

# Every phone once, none of which was there before.
measure_first() {
    local line
    line=$(load "$1" --users "$2" --preload)
    say "  $line"
    results[$1 $2 first]="$line"$'\n'
}

measure_half_rate() {
    local line rate
    rate=$(($(printf '%.0f' "$(of "$1" "$2" per_s)") / 2))
    line=$(load "$1" --users "$2" --rate "$rate")
    say "  $line"
    results[$1 $2 half]="$line"
}

# The same traffic on other users comes first, so that only the bindings are new; then what else the traffic left behind,
# stored answers above all, is given the time to go.
measure_memory() {
    local before after
    load "$1" --users "$bindings" --preload >/dev/null
    load "$1" --users "$bindings" --preload >/dev/null
    sleep "$settle"
    before=$(pss "${process[$1]}")
    load "$1" --users "$bindings" --first "$bindings" --preload >/dev/null
    sleep "$settle"
    after=$(pss "${process[$1]}")
    results[$1 memory]=$(((after - before) / bindings))
    say "  ${results[$1 memory]} bytes a binding"
}

# Tandem's own counters that must not have played a part: the total of each name given.
note_counters() {
    local name
    for name in transactions_forgotten nonces_forgotten suspensions retransmissions faults digest_failures; do
        counters[$1 $name]=$(metric "$http" "tandem_${name}_total")
    done
}

# The receive buffers as the kernel has them, where ss is there to tell: it shows twice what was granted.
note_buffers() {
    local peer
    for peer in "${peers[@]}"; do
        results[$peer buffer]=$(ss -Hlunm "src ${address[$peer]}" 2>/dev/null |
            sed -n 's/.*,rb\([0-9]*\),.*/\1/p' | head -1 | awk '{ print $1 / 2048 " KiB" }')
    done
}

print_table() {
    local size first=${sizes%% *}
    machine
    echo "Kamailio $(kamailio -v | sed -n '1s/^version: kamailio \([^ ]*\).*/\1/p'); window $window, $rounds rounds of $seconds s, medians."
    echo
    echo "| | Tandem | Kamailio | Tandem / Kamailio |"
    echo "|---|---:|---:|---:|"
    for size in $sizes; do
        row "processor time a registration (401 + 200), $size phones, µs" "$(of tandem "$size" cpu_us)" "$(of kamailio "$size" cpu_us)"
    done
    for size in ${sizes#"$first"}; do
        row "growth of that from $first to $size phones" \
            "$(ratio "$(of tandem "$size" cpu_us)" "$(of tandem "$first" cpu_us)")×" \
            "$(ratio "$(of kamailio "$size" cpu_us)" "$(of kamailio "$first" cpu_us)")×"
    done
    for size in ${sizes#"$first"}; do
        row "processor time of the first registration of each, $size phones, µs" \
            "$(of tandem "$size first" cpu_us)" "$(of kamailio "$size first" cpu_us)"
    done
    for size in $sizes; do
        row "registrations a second, generator on the same machine, $size phones" "$(of tandem "$size" per_s)" "$(of kamailio "$size" per_s)"
    done
    for size in $sizes; do
        row "answer time at half of that, 99th percentile, $size phones, µs" \
            "$(field answer_p99_us <<<"${results[tandem $size half]}")" "$(field answer_p99_us <<<"${results[kamailio $size half]}")"
    done
    row "memory a binding, $bindings new ones, bytes" "${results[tandem memory]}" "${results[kamailio memory]}"
    for size in $sizes; do
        row "answers other than 401 and 200, and requests sent again, $size phones" "$(troubles tandem "$size")" "$(troubles kamailio "$size")"
    done
    row "receive buffer as read back" "${results[tandem buffer]:-unknown}" "${results[kamailio buffer]:-unknown}"
    echo
    for size in $sizes; do
        echo "Tandem's counters after $size phones:" \
            "$(for name in transactions_forgotten nonces_forgotten suspensions retransmissions faults digest_failures; do
                printf '%s %s  ' "$name" "${counters[$size $name]}"
            done)"
    done
}

# troubles PEER SIZE: over all rounds.
troubles() {
    { printf '%s' "${results[$1 $2]}"; echo "${results[$1 $2 half]}"; } |
        while read -r line; do echo "$line" | field other; echo "$line" | field retransmissions; done | total
}
