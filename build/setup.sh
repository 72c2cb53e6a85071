# Sourced by tandem, test.sh and bench.sh: what a fresh machine needs before anything can be built. Expects $root.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

# The build keeps its package cache below HOME; an account without one gets it beside the build's output.
if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    export HOME="$root/artifacts/home"
    mkdir -p "$HOME"
fi

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# apt_install PACKAGE...: installs them as root without asking anything; false when that cannot be.
apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null >&2 && return
    DEBIAN_FRONTEND=noninteractive apt-get update </dev/null >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null >&2
}

has_sdk() {
    command -v dotnet >/dev/null && (cd "$root" && dotnet --list-sdks 2>/dev/null) | grep -q '^10\.'
}

# need_sdk: the .NET 10 SDK is there afterwards, or the script has ended with what is missing.
need_sdk() {
    has_sdk && return
    echo "The .NET 10 SDK is missing; trying the package dotnet-sdk-10.0." >&2
    apt_install dotnet-sdk-10.0 && has_sdk && return
    die "The .NET 10 SDK (10.0.100 or later) is missing. Install the package dotnet-sdk-10.0, or follow" \
        "https://learn.microsoft.com/dotnet/core/install/linux, so that 'dotnet --list-sdks' shows it, and run this again."
}

# need_packages PACKAGE...: Debian packages; those missing are installed, or the script has ended with the line that does it.
need_packages() {
    local missing=() package
    command -v dpkg-query >/dev/null || return 0
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    echo "Installing ${missing[*]}." >&2
    apt_install "${missing[@]}" || die "These packages are missing; as root: apt-get install -y ${missing[*]}"
}

# quietly COMMAND...: its output is shown only when it fails. Holds the one build lock of this clone, so that two builds
# do not write the same files; the compiler's own helpers do not inherit it.
quietly() {
    local output code
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/build.lock"
    flock 9
    output=$("$@" 2>&1 9>&- </dev/null) && code=0 || code=$?
    exec 9>&-
    [ $code = 0 ] || printf '%s\n' "$output" >&2
    return $code
}
