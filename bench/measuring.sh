# Sourced by run.sh, calls.sh and relay.sh: numbers out of lines of name=value, and rows of a table out of numbers.

say() { printf '%s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }

# field NAME: the value of NAME=value in the line on the standard input.
field() { tr ' ' '\n' | sed -n "s/^$1=//p"; }

# median, total: of the numbers on the standard input, one a line.
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
total() { awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "-" }'; }

# Pss in bytes of processes and their children (smaps_rollup counts a page that several share in parts).
pss() {
    local pid child
    for pid in "$@"; do
        awk '/^Pss:/ { print $2 * 1024 }' "/proc/$pid/smaps_rollup"
        for child in $(cat "/proc/$pid/task/"*/children); do pss "$child"; done
    done | total
}

# Processor time of a process and its children so far, in microseconds.
processor_time() {
    local pid child
    for pid in "$@"; do
        awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) * 1000000 / hz }' "/proc/$pid/stat"
        for child in $(cat "/proc/$pid/task/"*/children); do processor_time "$child"; done
    done | total
}

# metric ADDRESS:PORT NAME: what a running Tandem says of it, all labels together.
metric() {
    local text
    exec 3<>"/dev/tcp/${1%:*}/${1#*:}"
    printf 'GET /metrics HTTP/1.0\r\nHost: %s\r\n\r\n' "$1" >&3
    text=$(cat <&3)
    exec 3>&-
    printf '%s\n' "$text" | awk -v name="$2" '$1 == name || index($1, name "{") == 1 { sum += $2 } END { printf "%.0f", sum }'
}

# What ran where, for the head of a table.
machine() {
    echo "Date $(date -u +%Y-%m-%d), $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), Linux $(uname -r),"
    echo ".NET $(dotnet --list-runtimes | awk '/NETCore.App 10/ { v = $2 } END { print v }'), Tandem $("$root/tandem" --version | tail -1)"
}

# row NAME TANDEM PEER [RATIO]: of two numbers the ratio is worked out.
row() {
    local ratio=${4-}
    [ $# -gt 3 ] || [[ ! "$2$3" =~ ^[0-9.]+$ ]] || ratio=$(ratio "$2" "$3")
    echo "| $1 | $2 | $3 | $ratio |"
}
