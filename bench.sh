#!/usr/bin/env bash
# Measures Tandem beside its peers on this machine: ./bench.sh [quick] registrations, ./bench.sh calls [quick], ./bench.sh relay [quick].
# What was found stands in bench/RESULTS.md.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$root/build/setup.sh"
cd "$root"
need_sdk
case "${1:-}" in
    calls) script=calls packages=(kamailio sip-tester); shift ;;
    relay) script=relay packages=(rtpengine-daemon); shift ;;
    *) script=run packages=(kamailio) ;;
esac
need_packages libsqlite3-0 "${packages[@]}"
echo "Building ..." >&2
quietly dotnet build Tandem.slnx -c Release -v quiet -warnaserror --disable-build-servers || die "The build failed."
exec "$root/bench/$script.sh" "$@"
