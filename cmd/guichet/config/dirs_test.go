package config_test

import (
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

func TestTheFoldersAreThoseOfTheSystem(t *testing.T) {
	linux := map[string]string{"HOME": "/home/camille"}
	xdg := map[string]string{"HOME": "/home/camille", "XDG_CONFIG_HOME": "/x/config", "XDG_STATE_HOME": "/x/state"}
	relative := map[string]string{"HOME": "/home/camille", "XDG_CONFIG_HOME": "x", "XDG_STATE_HOME": "./y"}
	own := map[string]string{"GUICHET_CONFIG_DIR": "/c", "GUICHET_STATE_DIR": "/s", "XDG_CONFIG_HOME": "/x"}
	windows := map[string]string{"APPDATA": `C:\U\AppData\Roaming`, "LOCALAPPDATA": `C:\U\AppData\Local`}
	profile := map[string]string{"USERPROFILE": `C:\U\`}
	for _, c := range []struct {
		goos          string
		env           map[string]string
		config, state string
	}{
		{"linux", linux, "/home/camille/.config/guichet", "/home/camille/.local/state/guichet"},
		{"freebsd", linux, "/home/camille/.config/guichet", "/home/camille/.local/state/guichet"},
		{"linux", xdg, "/x/config/guichet", "/x/state/guichet"},
		{"linux", relative, "/home/camille/.config/guichet", "/home/camille/.local/state/guichet"},
		{"linux", own, "/c", "/s"},
		{"darwin", xdg, "/home/camille/Library/Application Support/guichet", "/home/camille/Library/Application Support/guichet/state"},
		{"windows", windows, `C:\U\AppData\Roaming\guichet`, `C:\U\AppData\Local\guichet\state`},
		{"windows", profile, `C:\U\AppData\Roaming\guichet`, `C:\U\AppData\Local\guichet\state`},
		{"windows", own, "/c", "/s"},
	} {
		dirs := config.Dirs{Getenv: variables(c.env), GOOS: c.goos}
		got, err := dirs.Config()
		must(t, err)
		state, err := dirs.State()
		must(t, err)
		if got != c.config || state != c.state {
			t.Errorf("%s %v: %s and %s", c.goos, c.env, got, state)
		}
	}
}

func TestAnAccountWithoutAHomeIsToldWhatToSet(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		dirs := config.Dirs{Getenv: variables(map[string]string{"GUICHET_STATE_DIR": "/s"}), GOOS: goos}
		_, err := dirs.File()
		refused(t, err, "GUICHET_CONFIG_DIR")
		if state, err := dirs.State(); err != nil || state != "/s" {
			t.Errorf("%s: %q, %v", goos, state, err)
		}
	}
}

func TestARelativeHomeIsIgnored(t *testing.T) {
	for _, goos := range []string{"linux", "darwin"} {
		dirs := config.Dirs{Getenv: variables(map[string]string{"HOME": "camille"}), GOOS: goos}
		folder, err := dirs.Config()
		refused(t, err, "HOME (a full path)")
		if folder != "" {
			t.Errorf("%s: %q", goos, folder)
		}
	}
}

func TestTheFileStandsInTheConfigurationFolder(t *testing.T) {
	for goos, want := range map[string]string{"linux": "/c/config.yaml", "windows": `/c\config.yaml`} {
		dirs := config.Dirs{Getenv: variables(map[string]string{"GUICHET_CONFIG_DIR": "/c"}), GOOS: goos}
		if path, err := dirs.File(); err != nil || path != want {
			t.Errorf("%s: %q, %v", goos, path, err)
		}
	}
}
