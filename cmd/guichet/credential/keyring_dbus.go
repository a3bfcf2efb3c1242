//go:build unix && !darwin

package credential

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

const busVariable = "DBUS_SESSION_BUS_ADDRESS"

var errNoSessionBus = message.Fail(message.StoreNoBus)

// checkSessionBus keeps the library from starting a bus of its own, which it
// does with dbus-launch when it finds none: nothing would ever stop that bus.
func checkSessionBus(getenv func(string) string) error {
	if namesBus(getenv(busVariable)) {
		return nil
	}
	_, err := runtimeBus(getenv)
	return err
}

// announceSessionBus tells the library about the bus in XDG_RUNTIME_DIR. It
// looks in /run/user alone, and would start a bus if that folder is another one.
func announceSessionBus(getenv func(string) string) {
	if namesBus(os.Getenv(busVariable)) {
		return
	}
	if address, err := runtimeBus(getenv); err == nil {
		_ = os.Setenv(busVariable, address)
	}
}

func namesBus(address string) bool { return address != "" && address != "autolaunch:" }

// runtimeBus returns the address of the bus in $XDG_RUNTIME_DIR.
func runtimeBus(getenv func(string) string) (string, error) {
	dir := getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return "", errNoSessionBus
	}
	socket := filepath.Join(dir, "bus")
	info, err := os.Stat(socket)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return "", errNoSessionBus
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket), nil
}

// systemKind says in what way the Secret Service failed.
func systemKind(err error) Kind {
	switch errorName(err) {
	case "org.freedesktop.Secret.Error.IsLocked":
		return Locked
	case "org.freedesktop.DBus.Error.AccessDenied", "org.freedesktop.DBus.Error.AuthFailed",
		"org.freedesktop.DBus.Error.InteractiveAuthorizationRequired":
		return Denied
	}
	if notUnlocked(err) != "" {
		return Locked
	}
	return Unreachable
}

// vanished reports that an item was removed after it had been found.
func vanished(err error) bool {
	switch errorName(err) {
	case "org.freedesktop.Secret.Error.NoSuchObject", "org.freedesktop.DBus.Error.UnknownObject",
		"org.freedesktop.DBus.Error.UnknownInterface", "org.freedesktop.DBus.Error.UnknownMethod":
		return true
	}
	// An item stands below its collection: …/collection/login/12.
	return strings.Count(strings.TrimPrefix(notUnlocked(err), "/org/freedesktop/secrets/"), "/") == 2
}

func errorName(err error) string {
	var value dbus.Error // errors.AsType would add an instance for the struct
	if errors.As(err, &value) {
		return value.Name
	}
	if pointer, ok := errors.AsType[*dbus.Error](err); ok {
		return pointer.Name
	}
	return ""
}

// notUnlocked returns the path of what stayed locked, "" for another error: the
// library has no type for it.
func notUnlocked(err error) string {
	path, found := strings.CutPrefix(err.Error(), "failed to unlock correct collection '")
	if !found {
		return ""
	}
	return strings.TrimSuffix(path, "'")
}
