# Sourced by run.sh: starts and stops the two registrars. Expects $root and $work.

password=tandem-bench
http=127.0.0.1:18088
declare -A address=([tandem]=127.0.0.1:15060 [kamailio]=127.0.0.1:15071)
declare -A domain=([tandem]=127.0.0.1 [kamailio]=tandem.test)
declare -A process=()

# start_all PHONES: both run afterwards, Tandem with that many phones.
start_all() {
    start_kamailio
    start_tandem "$1"
}

start_kamailio() {
    mkdir -p "$work/kamailio"
    kamailio -f "$root/bench/kamailio/registrar.cfg" -l "udp:${address[kamailio]}" -DD -E -m 4096 -M 64 \
        -Y "$work/kamailio" -P "$work/kamailio/pid" >"$work/kamailio.log" 2>&1 &
    process[kamailio]=$!
    sleep 1
    kill -0 "${process[kamailio]}" 2>/dev/null || { cat "$work/kamailio.log" >&2; exit 1; }
}

start_tandem() {
    local data="$work/tandem-$1" waited
    if [ ! -d "$data" ]; then
        say "$1 phones: importing"
        { echo number,password; seq -f "u%.0f,$password" 0 $(($1 - 1)); } >"$work/phones.csv"
        "$root/tandem" phone import "$work/phones.csv" --data "$data" >"$work/import.log" 2>&1 || { cat "$work/import.log" >&2; exit 1; }
        rm "$work/phones.csv"
    fi
    "$root/tandem" run --data "$data" --sip "udp:${address[tandem]}" --http "$http" >"$work/tandem.log" 2>&1 &
    process[tandem]=$!
    for ((waited = 0; waited < 600; waited++)); do
        grep -q 'is running' "$work/tandem.log" && return
        kill -0 "${process[tandem]}" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/tandem.log" >&2
    exit 1
}

stop_all() {
    local peer
    for peer in "${!process[@]}"; do
        kill "${process[$peer]}" 2>/dev/null || true
        wait "${process[$peer]}" 2>/dev/null || true
    done
    process=()
}
