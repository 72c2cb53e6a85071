#!/usr/bin/env bash
# Runs the tests, all of them or some: ./test.sh [ring1|ring2|ring3|ring4|ring5|PROJECT]...
#   ring1, ring2  Sip.Tests Media.Tests Switching.Tests Architecture.Tests: pure rules and conformance (one program holds both)
#   ring3         Simulation.Tests: the switch over a simulated network
#   ring4         Network.Tests Storage.Tests Server.Tests: real sockets, files and the HTTP API
#   ring5         Interop.Tests: other people's programs
# The last line is the sum; the exit code is 0 only when every suite ran, ended well and failed nothing.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$root/build/setup.sh"
cd "$root"

# Seconds that one suite may take before it is stopped and counted as failed.
limit=${TANDEM_SUITE_SECONDS:-900}

suites_of() {
    case $1 in
        ring1 | ring2) echo Sip.Tests Media.Tests Switching.Tests Architecture.Tests ;;
        ring3) echo Simulation.Tests ;;
        ring4) echo Network.Tests Storage.Tests Server.Tests ;;
        ring5) echo Interop.Tests ;;
        *)
            [ -e "tests/$1/Tandem.$1.csproj" ] || die "\"$1\" is no ring and no test project; rings are ring1 to ring5, projects:" \
                "$(cd tests && ls -d ./*.Tests | cut -c3- | tr '\n' ' ')"
            echo "$1"
            ;;
    esac
}

everything=$([ $# = 0 ] && echo yes || echo no)
[ $# != 0 ] || set -- ring1 ring3 ring4 ring5
wanted=()
for name in "$@"; do
    found=$(suites_of "$name")
    for suite in $found; do
        [[ " ${wanted[*]} " == *" $suite "* ]] || wanted+=("$suite")
    done
done
# Should a test project stand in no ring, it is run with everything all the same.
for project in tests/*.Tests; do
    [ $everything = no ] || [[ " ${wanted[*]} " == *" ${project#tests/} "* ]] || wanted+=("${project#tests/}")
done

need_sdk
need_packages libsqlite3-0 openssl
[[ " ${wanted[*]} " != *" Interop.Tests "* ]] || need_packages sip-tester sipsak baresip-core sipvicious kamailio fail2ban tshark

echo "Building ..."
quietly dotnet build Tandem.slnx -c Release -v quiet -warnaserror --disable-build-servers || die "The build failed: 0 passed, 1 failed, 0 skipped"

passed=0 failed=0 skipped=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT

# The number that a suite's own summary gives for a word; 0 when it gives none.
count() {
    grep -A1 'TEST EXECUTION SUMMARY' "$output" | tail -n1 | grep -oE "$1: [0-9]+" | grep -oE '[0-9]+$' || echo 0
}

run() {
    local suite=$1 code=0 total bad
    local program="tests/$suite/bin/Release/net10.0/Tandem.$suite"
    echo "== $suite"
    timeout --kill-after=10 "$limit" "$program" -noColor -noLogo </dev/null >"$output" 2>&1 || code=$?
    total=$(count Total)
    bad=$(($(count Failed) + $(count Errors)))
    if [ "$total" -gt 0 ] && [ "$bad" = 0 ] && [ $code = 0 ]; then
        tail -n1 "$output"
    else
        cat "$output"
    fi
    if [ $code = 124 ] || [ $code = 137 ]; then
        echo "$suite was stopped after $limit s."
    elif [ "$total" = 0 ]; then
        echo "$suite ran no test (exit code $code)."
    elif [ "$bad" = 0 ] && [ $code != 0 ]; then
        echo "$suite ended with exit code $code."
    fi
    # A suite that crashed, hung or ran nothing is one failure, so that the sum cannot look good.
    if [ "$bad" = 0 ] && { [ "$total" = 0 ] || [ $code != 0 ]; }; then
        failed=$((failed + 1))
    fi
    passed=$((passed + total - $(count Failed) - $(count Skipped) - $(count 'Not Run')))
    failed=$((failed + bad))
    # "Not Run" are no tests but parts of some, which those start in a process of their own (to kill it, say).
    skipped=$((skipped + $(count Skipped)))
}

export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
for suite in "${wanted[@]}"; do
    run "$suite"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
