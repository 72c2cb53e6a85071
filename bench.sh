#!/usr/bin/env bash
# Measures Tandem beside Kamailio on this machine; arguments go to bench/run.sh. What was found stands in bench/RESULTS.md.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$root/build/setup.sh"
cd "$root"
need_sdk
need_packages libsqlite3-0 kamailio
echo "Building ..." >&2
quietly dotnet build Tandem.slnx -c Release -v quiet -warnaserror --disable-build-servers || die "The build failed."
exec "$root/bench/run.sh" "$@"
