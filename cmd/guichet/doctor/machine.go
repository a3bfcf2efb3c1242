package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// configuration tells what reading the file found. It refuses what another account can
// change, unknown keys and values of the wrong kind.
func (x *examination) configuration() {
	if x.broken != nil {
		x.fail(context.Background(), "configuration", "", x.broken)
		return
	}
	path, err := x.run.Dirs.File()
	if err != nil {
		x.note("configuration", "", message.DoctorNoHome)
		return
	}
	if _, err := os.Stat(path); err != nil {
		x.note("configuration", "", message.DoctorNoFile, path)
		return
	}
	x.note("configuration", "", message.DoctorFile, path)
}

// store reads an entry that does not exist: a store that can answer says so.
func (x *examination) store(ctx context.Context) {
	store, err := x.run.Store()
	if err != nil {
		x.fail(ctx, "store", "", err)
		return
	}
	if store.Name() == "none" {
		x.note("store", "", message.DoctorNoStore)
		return
	}
	_, err = store.Get(ctx, credential.Key{Profile: x.run.Settings.Profile, Service: "doctor"})
	if err != nil && !errors.Is(err, credential.ErrNotFound) {
		x.fail(ctx, "store", "", err)
		return
	}
	x.note("store", "", message.DoctorStore, credential.Place(store.Name()))
}

// little is the room below which a pull is likely to end with a full disk.
const little = 64 << 20

// room looks for free space where a pull writes: the directory of the process, and that
// of the state.
func (x *examination) room() {
	folders := []string{"."}
	if state, err := x.run.Dirs.State(); err == nil {
		folders = append(folders, state)
	}
	for _, folder := range folders {
		path, err := filepath.Abs(folder)
		if err != nil {
			path = folder
		}
		for { // the state directory is made when it is needed
			if _, err := os.Stat(path); err == nil || filepath.Dir(path) == path {
				break
			}
			path = filepath.Dir(path)
		}
		switch free, err := freeIn(path); {
		case err != nil:
			x.skip("room", "", message.WithCause, path, message.WithoutPath(err))
		case free < little:
			x.fail(context.Background(), "room", "", exit.Unexpected.New(message.DoctorErrRoom, free>>20, path).WithHint(message.DoctorHintRoom))
		default:
			x.note("room", "", message.DoctorRoom, free>>20, path)
		}
	}
}

// sandboxed says that the services are inside of the process.
func sandboxed(r *command.Run) bool { return r.Sandboxed != nil }
