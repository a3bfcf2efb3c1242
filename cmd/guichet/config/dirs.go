package config

import (
	"path"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// FileName is the name of the configuration file in the configuration folder.
const FileName = "config.yaml"

// Dirs finds the folders of the command. Each is looked for only when it is needed,
// so that an account without a home can run the commands that need no folder.
type Dirs struct {
	// Getenv gives the value of a variable, empty when it is unset.
	Getenv func(name string) string
	// GOOS is the system, in the words of runtime.GOOS.
	GOOS string
}

// place is a folder below the value of a variable.
type place struct{ variable, below string }

// Config gives the configuration folder: GUICHET_CONFIG_DIR, else the system's
// own place with a folder guichet. Without any, it is an *exit.Error with code 2.
func (d Dirs) Config() (string, error) {
	switch d.GOOS {
	case "windows":
		return d.first("GUICHET_CONFIG_DIR", place{"APPDATA", "guichet"}, place{"USERPROFILE", "AppData/Roaming/guichet"})
	case "darwin", "ios":
		return d.first("GUICHET_CONFIG_DIR", place{"HOME", "Library/Application Support/guichet"})
	default:
		return d.first("GUICHET_CONFIG_DIR", place{"XDG_CONFIG_HOME", "guichet"}, place{"HOME", ".config/guichet"})
	}
}

// State gives the folder for locks, checkpoints and sessions' marks:
// GUICHET_STATE_DIR, else the system's own place. Without any, it is an
// *exit.Error with code 2.
func (d Dirs) State() (string, error) {
	switch d.GOOS {
	case "windows":
		return d.first("GUICHET_STATE_DIR", place{"LOCALAPPDATA", "guichet/state"}, place{"USERPROFILE", "AppData/Local/guichet/state"})
	case "darwin", "ios":
		return d.first("GUICHET_STATE_DIR", place{"HOME", "Library/Application Support/guichet/state"})
	default:
		return d.first("GUICHET_STATE_DIR", place{"XDG_STATE_HOME", "guichet"}, place{"HOME", ".local/state/guichet"})
	}
}

// File gives the path of the configuration file.
func (d Dirs) File() (string, error) {
	folder, err := d.Config()
	if err != nil {
		return "", err
	}
	return d.join(folder, FileName), nil
}

func (d Dirs) first(own string, places ...place) (string, error) {
	if folder := d.Getenv(own); folder != "" {
		return folder, nil
	}
	for _, p := range places {
		root := d.Getenv(p.variable)
		// The XDG specification has a relative path ignored. A relative home would
		// leave credentials in whatever folder is the working one.
		if root == "" || d.GOOS != "windows" && !path.IsAbs(root) {
			continue
		}
		return d.join(root, p.below), nil
	}
	return "", exit.Usage.New(message.SetNoHome, own, places[len(places)-1].variable).WithHint(message.SetHintNoHome, own)
}

// join follows the system asked about, not the one that the program runs on.
func (d Dirs) join(root, below string) string {
	if d.GOOS == "windows" {
		return strings.TrimRight(root, `\/`) + `\` + strings.ReplaceAll(below, "/", `\`)
	}
	return path.Join(root, below)
}
