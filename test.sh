#!/usr/bin/env bash
# Checks everything that a change must keep. It needs Go and git; as root on
# Debian it installs the rest by itself, and says so first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
	cat <<'USAGE'
usage: ./test.sh [--quick | --long]

  (none)   everything that a change must pass
  --quick  while you work: gofmt, go vet, staticcheck, and the tests with -short.
           It leaves out go.mod, the race detector, the keyring, the scripts of
           the command in French, the tests that -short skips (the slowest),
           fuzzing, macOS and Windows, and known vulnerabilities. It installs
           nothing.
  --long   also the tests that look at GUICHET_LONG; fuzzes each target for a
           minute; vets for 32-bit x86, and tests the client packages there
USAGE
}

readonly staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
readonly govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0

mode=${1-} limit=20m fuzz_seconds=1
case "$mode" in
'' | --quick) ;;
--long)
	export GUICHET_LONG=1
	limit=2h fuzz_seconds=60
	;;
-h | --help)
	usage
	exit
	;;
*)
	usage >&2
	exit 2
	;;
esac

# A checkout that belongs to somebody else, as in a container, makes git refuse
# to answer and Go refuse to build.
export GOFLAGS="${GOFLAGS-} -buildvcs=false"

# The race detector has every process sleep for a second before it exits.
export GORACE="${GORACE-} atexit_sleep_ms=0"

scratch=$(mktemp -d)
doing= skips=()

# finish prints the one line that says how it went, after all others.
finish() {
	local status=$? left=
	rm -rf "$scratch"
	if [ "$status" != 0 ]; then
		echo "failed after $SECONDS s: $doing" >&2
		return
	fi
	[ ${#skips[@]} = 0 ] || left=$(printf '; %s' "${skips[@]}") left=" (${left#; })"
	echo "passed in $SECONDS s, skipped: ${#skips[@]}$left"
}
trap finish EXIT

skipped() {
	skips+=("$*")
	echo "    skipped: $*"
}

have() { command -v "$1" >/dev/null; }
c_compiler() { have "$(go env CC)" && [ "$(go env CGO_ENABLED)" = 1 ]; }
keyring_tools() { have gnome-keyring-daemon && have dbus-run-session && have dbus-send && have secret-tool; }

# install_missing gets what Go and git do not bring: a C compiler for the race detector,
# a Secret Service for the keyring, a database for tables, what reads man pages,
# and for --long what counts instructions, opens spreadsheets, checks a Debian package,
# fetches DuckDB and plays Postman collections.
install_missing() {
	local package missing=() wanted=(gcc libc6-dev gnome-keyring dbus libsecret-tools postgresql man-db mandoc)
	[ "$mode" != --long ] || wanted+=(valgrind libreoffice-calc-nogui lintian)
	[ "$mode" != --long ] || have npm || wanted+=(nodejs npm)
	if have dpkg-query && have apt-get; then
		for package in "${wanted[@]}"; do
			[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
		done
	fi
	if [ ${#missing[@]} = 0 ]; then
		echo '    nothing'
	elif [ "$(id -u)" != 0 ]; then
		echo "    nothing, without root; missing: ${missing[*]}"
	else
		echo "    with apt-get: ${missing[*]}"
		{ DEBIAN_FRONTEND=noninteractive apt-get -q update &&
			DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}"; } >"$scratch/apt" 2>&1 ||
			{ echo '    apt-get failed:' && tail -n 3 "$scratch/apt"; }
	fi
	if [ "$mode" = --long ] && ! have newman && have npm; then
		echo '    with npm: newman'
		npm install --prefix "$scratch/npm" --no-audit --no-fund --ignore-scripts newman@6.2.2 >"$scratch/npm.log" 2>&1 </dev/null ||
			{ echo '    npm failed:' && tail -n 3 "$scratch/npm.log"; }
		export PATH="$scratch/npm/node_modules/.bin:$PATH"
	fi
	c_compiler || skipped 'the race detector: there is no C compiler'
	keyring_tools || skipped 'the keyring: gnome-keyring, dbus or secret-tool is missing'
	have psql || skipped 'tables in PostgreSQL, and the nightly load: there is no PostgreSQL'
	have groff || have mandoc || skipped 'warnings of man pages: there is no groff and no mandoc'
	[ "$mode" != --long ] || have lintian || skipped 'lintian: it is not installed'
	[ "$mode" != --long ] || have npm || skipped 'tables in DuckDB: there is no npm'
	[ "$mode" != --long ] || have soffice || skipped 'spreadsheets in LibreOffice: there is no soffice'
	[ "$mode" != --long ] || have newman || skipped 'the comparison with newman: it is not installed'
	[ "$mode" != --long ] || have valgrind || skipped 'the instructions of a start: there is no valgrind'
}

formatted() {
	local files
	files=$(gofmt -l .)
	if [ -n "$files" ]; then
		printf 'not as gofmt writes it:\n%s\n' "$files" >&2
		return 1
	fi
}

modules() {
	go mod verify
	go mod tidy -diff
}

# other_systems vets every package for each system, and links the command: no file is
# for one architecture alone.
other_systems() {
	local target
	for target in darwin/arm64 windows/amd64; do
		echo "    $target"
		local -x CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/}
		go vet ./...
		go build -o "$scratch/other" ./cmd/guichet
	done
}

# on_386 vets and tests where an int has 32 bits, as far as the machine can run it.
on_386() {
	local -x CGO_ENABLED=0 GOOS=linux GOARCH=386
	go vet ./...
	printf 'package main\n\nfunc main() {}\n' >"$scratch/run386.go"
	go build -o "$scratch/run386" "$scratch/run386.go"
	if ! "$scratch/run386" 2>/dev/null; then
		skipped 'the tests on 386: this machine does not run such binaries'
		return
	fi
	go test -p 2 -short ./astor/... ./gopaas/... ./rdvsolidarites/... ./zops/... ./internal/...
}

# vulnerabilities fails on a finding only: the database, or the tool, may be out
# of reach, and must then not hold up anybody.
vulnerabilities() {
	local status=0 said=$scratch/vulnerabilities
	if ! GOBIN=$scratch timeout 300 go install "$govulncheck" >"$said" 2>&1; then
		skipped "govulncheck: it cannot be installed"
		tail -n 1 "$said"
		return
	fi
	timeout 180 "$scratch/govulncheck" ./... >"$said" 2>&1 || status=$?
	if [ "$status" = 0 ]; then
		return
	elif [ "$status" = 124 ] || { [ "$status" != 3 ] && grep -qE 'fetching vulnerabilities|vuln\.go\.dev|dial tcp' "$said"; }; then
		skipped 'govulncheck: the database cannot be reached'
	else
		cat "$said" >&2
		return "$status"
	fi
}

# fuzz runs every fuzz target for so many seconds, two packages at a time.
fuzz() {
	export -f fuzz_package
	export fuzz_seconds scratch
	grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n 1 dirname | sort -u |
		xargs -P 2 -n 1 bash -c 'fuzz_package "$1"' fuzz
}

# fuzz_package DIR leaves the input that a target fails on below DIR/testdata/fuzz.
# The end of its time is now and then reported as a failure, without an input.
fuzz_package() {
	local binary target said
	binary=$(mktemp -d -p "$scratch")/fuzz && go test -c -fuzz . -o "$binary" "$1" && cd "$1" || return 255
	for target in $("$binary" -test.list '^Fuzz'); do
		said=$("$binary" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "${fuzz_seconds}s" \
			-test.parallel 1 -test.fuzzminimizetime 1s -test.fuzzcachedir "$binary.$target" 2>&1) ||
			{ grep -q '^ *context deadline exceeded$' <<<"$said" && ! grep -q 'Failing input' <<<"$said"; } || {
			printf '%s\n' "$said" >&2
			return 255
		}
		printf '    %s in %s: %s\n' "$target" "$1" "$(grep -o 'execs: [0-9]*' <<<"$said" | tail -n 1)"
	done
}

# quick_tests are without the race detector, and the scripts of the command are in
# English. Where all_tests has the race detector, only the packages whose tests differ
# under it are left: those with a file for one of the two.
quick_tests() {
	local packages=./...
	[ "$mode" = --quick ] || ! c_compiler || packages=$(grep -rl --include='*_test.go' '^//go:build !race$' . | xargs -n 1 dirname | sort -u)
	# shellcheck disable=SC2086 # several packages
	GUICHET_LONG='' go test -short -p 2 $packages
}

# all_tests run with a Secret Service where there is one.
all_tests() {
	local race=
	! c_compiler || race=-race
	! keyring_tools || export GUICHET_TEST_KEYRING=1
	go test -p 2 ${race:+"$race"} -timeout "$limit" ./...
}

# Each step is a command and, behind a bar, what it is about. What is quick and
# fails often comes first; Go's own summary comes last.
steps=(
	'formatted|gofmt'
	'go vet ./...|go vet'
	"go run $staticcheck ./...|staticcheck"
	'quick_tests|go test -short'
)
if [ "$mode" != --quick ]; then
	steps=(
		'install_missing|installs what is missing'
		"${steps[0]}"
		'modules|go.mod and go.sum: complete, minimal, unchanged'
		"${steps[@]:1}"
		"fuzz|every fuzz target for $fuzz_seconds s"
		'other_systems|macOS and Windows'
		'vulnerabilities|known vulnerabilities'
		'all_tests|go test -race ./..., with the keyring'
	)
fi
if [ "$mode" = --long ]; then
	steps+=('on_386|go vet and go test -short for 386')
fi

go version
for i in "${!steps[@]}"; do
	doing=${steps[i]#*|}
	printf '==> [%d/%d] %d s  %s\n' $((i + 1)) ${#steps[@]} "$SECONDS" "$doing"
	${steps[i]%%|*}
done
