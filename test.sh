#!/usr/bin/env bash
# ./test.sh [--long]
#
# Checks everything that a change must keep: it needs Go and git, and as root on
# Debian it installs the rest by itself. --long adds the tests that take longer
# than a review waits for, and fuzzes every decoder for a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
readonly govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0
readonly with_keyring=cmd/guichet/credential/testdata/with-keyring.sh

case "${1-}" in
'') long= ;;
--long) long=yes ;;
*)
	echo 'usage: ./test.sh [--long]' >&2
	exit 2
	;;
esac

# A checkout that belongs to somebody else, as in a container, makes git refuse
# to answer and Go refuse to build.
export GOFLAGS="${GOFLAGS-} -buildvcs=false"

# The race detector has every process sleep for a second before it exits.
export GORACE="${GORACE-} atexit_sleep_ms=0"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

step() { printf '==> %4d s  %s\n' "$SECONDS" "$*"; }
skipped() { printf '    skipped: %s\n' "$*"; }
have() { command -v "$1" >/dev/null; }
c_compiler() { have "$(go env CC)" && [ "$(go env CGO_ENABLED)" = 1 ]; }
keyring_tools() { have gnome-keyring-daemon && have dbus-run-session && have dbus-send && have secret-tool; }

# install_missing gets what Go and git do not bring: a C compiler for the race
# detector, a Secret Service for the keyring, a database for the nightly load.
install_missing() {
	local package missing=()
	if ! have dpkg-query || ! have apt-get; then
		c_compiler && keyring_tools && have psql ||
			skipped 'not Debian: a C compiler, gnome-keyring, dbus, secret-tool and PostgreSQL are not installed from here'
		return
	fi
	for package in gcc libc6-dev gnome-keyring dbus libsecret-tools postgresql; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
	done
	if [ ${#missing[@]} -eq 0 ]; then
		return
	elif [ "$(id -u)" != 0 ]; then
		skipped "not root: apt-get install ${missing[*]}"
	elif ! { DEBIAN_FRONTEND=noninteractive apt-get -q update &&
		DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}"; } >"$scratch/apt" 2>&1; then
		tail -n 3 "$scratch/apt"
		skipped "apt-get could not install ${missing[*]}"
	fi
}

formatted() {
	local files
	files=$(gofmt -l .)
	if [ -n "$files" ]; then
		printf 'not as gofmt writes it:\n%s\n' "$files" >&2
		return 1
	fi
}

# vulnerabilities fails on a finding only: the database, or the tool, may be out
# of reach, and must then not hold up anybody.
vulnerabilities() {
	local status=0 said=$scratch/vulnerabilities
	if ! GOBIN=$scratch timeout 300 go install "$govulncheck" >"$said" 2>&1; then
		skipped "govulncheck cannot be installed: $(tail -n 1 "$said" | tr -d '\t')"
		return
	fi
	timeout 180 "$scratch/govulncheck" ./... >"$said" 2>&1 || status=$?
	if [ "$status" = 0 ]; then
		return
	elif [ "$status" = 124 ] || { [ "$status" != 3 ] && grep -qE 'fetching vulnerabilities|vuln\.go\.dev|dial tcp' "$said"; }; then
		skipped 'the vulnerability database cannot be reached'
	else
		cat "$said" >&2
		return "$status"
	fi
}

# keyring_tests run with a Secret Service of their own. The command's scripts run
# here in both languages; under the race detector one is enough.
keyring_tests() {
	GUICHET_TEST_KEYRING=1 "$with_keyring" go test -p 2 -count=1 ./cmd/guichet/credential ./cmd/guichet/app
}

# fuzz SECONDS runs every fuzz target for that long, one on each of two cores.
fuzz() {
	local dir binary count=0
	for dir in $(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n 1 dirname | sort -u); do
		count=$((count + 1))
		binary=$scratch/fuzz$count
		go test -c -fuzz . -o "$binary" "$dir"
		(cd "$dir" && "$binary" -test.list '^Fuzz') | sed "s|^|$1 $dir $binary |"
	done >"$scratch/targets"
	export -f fuzz_target
	xargs -P 2 -L 1 bash -c 'fuzz_target "$@"' fuzz <"$scratch/targets"
}

# fuzz_target SECONDS DIR BINARY TARGET leaves the input that a target fails on
# below DIR/testdata/fuzz. The end of its time is now and then reported as a
# failure, without an input.
fuzz_target() {
	local said
	said=$(cd "$2" && "$3" -test.run '^$' -test.fuzz "^$4\$" -test.fuzztime "$1s" \
		-test.parallel 1 -test.fuzzminimizetime 1s -test.fuzzcachedir "$3.$4" 2>&1) ||
		{ grep -q '^ *context deadline exceeded$' <<<"$said" && ! grep -q 'Failing input' <<<"$said"; } || {
		printf '%s\n' "$said" >&2
		return 255
	}
	printf '    %s in %s: %s\n' "$4" "$2" "$(grep -o 'execs: [0-9]*' <<<"$said" | tail -n 1)"
}

step "$(go version)"
install_missing

step 'gofmt'
formatted

step 'go.mod and go.sum: complete, minimal, unchanged'
go mod verify
go mod tidy -diff

step 'go vet'
go vet ./...

for target in darwin/amd64 darwin/arm64 windows/amd64; do
	step "build and vet for $target"
	CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go build ./...
	CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go vet ./...
done

step 'staticcheck'
go run "$staticcheck" ./...

step 'known vulnerabilities'
vulnerabilities

step 'the command in both languages, its keyring on a Secret Service'
if keyring_tools; then
	keyring_tests
else
	skipped 'gnome-keyring, dbus or libsecret-tools is missing'
	go test -p 2 ./cmd/guichet/app
fi

limit=20m seconds=5
if [ -n "$long" ]; then
	export GUICHET_LONG=1
	limit=2h seconds=60
fi

step "every fuzz target for $seconds s"
fuzz "$seconds"

race=-race
if ! c_compiler; then
	race=
	skipped 'the race detector: there is no C compiler'
fi
have psql || skipped 'the nightly load: there is no PostgreSQL'
step "go test $race ./..."
go test -p 2 ${race:+"$race"} -timeout "$limit" ./...
