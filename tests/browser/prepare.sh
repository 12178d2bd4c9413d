# Shared part of .ci/browser and .ci/full, which source it in the root of the repository.

say() { printf -- '-- %s\n' "$*"; }

# have PROGRAM PACKAGE…: installs Debian packages if the program is missing and the permissions suffice.
have() {
    local program="$1"
    shift
    command -v "$program" > /dev/null && return
    say "installing $*"
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
        echo "$program is not there. On Debian, as root: apt-get install $*" >&2
        return 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" > /dev/null
}

# Installs the browser and its driver in the versions of the lock file.
prepare_driver() {
    have "${CHROMIUM:-chromium}" chromium
    CHROMIUM="$(command -v "${CHROMIUM:-chromium}")"
    export CHROMIUM
    have node nodejs
    have npm npm
    if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
        echo "node 20 or later is needed; this is $(node --version)" >&2
        return 1
    fi
    if [ ! tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ]; then
        say "installing what tests/browser/package-lock.json names"
        (cd tests/browser && npm ci --loglevel=error)
    fi
}

# Generates the tested sites in a temporary folder, and rustdoc.
prepare_sites() {
    SITES="$(mktemp -d)"
    export SITES
    trap 'rm -rf "$SITES"' EXIT
    say "building the sites"
    cargo endpointc docs --out "$SITES/quectel"
    cargo endpointc docs --spec examples/consumer/spec --out "$SITES/consumer"
    cargo endpointc docs --spec tests/browser/hostile --out "$SITES/hostile"
    # The same command as in .ci/run, so that its output is reused.
    RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps --all-features
    export RUSTDOC="${CARGO_TARGET_DIR:-$PWD/target}/doc"
}

# look FILE…: runs tests in the browser.
look() {
    node --test --test-concurrency=2 --test-reporter=spec "$@"
}
