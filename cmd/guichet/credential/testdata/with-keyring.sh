#!/bin/sh
# with-keyring.sh COMMAND [ARGUMENT...]
#
# Runs COMMAND with a D-Bus session and an unlocked keyring of its own, removes
# both afterwards, and exits with the status of COMMAND. Nothing of the caller's
# session or keyring is seen or changed. Needs the Debian packages dbus and
# gnome-keyring.
set -u

if [ "${1-}" = --inside-the-session ]; then
	shift
	# --unlock takes the password of the new keyring from its input, and an
	# empty one would leave it locked.
	printf 'for this run only' |
		gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
	daemon=$!
	trap 'kill "$daemon" 2>/dev/null; wait "$daemon" 2>/dev/null' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM

	# The first call would otherwise make the bus start a second daemon, which
	# nobody unlocks.
	ready=
	tries=0
	while [ -z "$ready" ] && [ "$tries" -lt 500 ]; do
		case $(dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
			org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null) in
		*'boolean true'*) ready=yes ;;
		*) tries=$((tries + 1)) && sleep 0.02 ;;
		esac
	done
	if [ -z "$ready" ]; then
		echo 'with-keyring.sh: gnome-keyring-daemon did not start' >&2
		exit 125
	fi

	HOME=$WITH_KEYRING_HOME
	unset WITH_KEYRING_HOME XDG_DATA_HOME
	"$@"
	exit
fi

if [ $# -eq 0 ]; then
	echo 'usage: with-keyring.sh COMMAND [ARGUMENT...]' >&2
	exit 125
fi
for tool in dbus-run-session dbus-send gnome-keyring-daemon; do
	if ! command -v "$tool" >/dev/null; then
		echo "with-keyring.sh: $tool is not installed" >&2
		exit 125
	fi
done

private=$(mktemp -d) || exit 125
trap 'rm -rf "$private"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -m 700 "$private/run" || exit 125

env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS \
	WITH_KEYRING_HOME="${HOME-/}" \
	HOME="$private" XDG_DATA_HOME="$private/data" XDG_RUNTIME_DIR="$private/run" \
	dbus-run-session -- "$0" --inside-the-session "$@"
