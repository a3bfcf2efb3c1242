package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
)

func TestACredentialOfOneInstanceIsNeverUsedForTheOther(t *testing.T) {
	for own, base := range rdv.Service().Place.(auth.At).Instances {
		dir := filepath.Join(t.TempDir(), "guichet")
		store(t, dir, "default", "rdv", base, "bearer")
		for name := range rdv.Service().Place.(auth.At).Instances {
			for _, w := range []world{{"GUICHET_RDV_INSTANCE": name}, {}} {
				args := []string{"auth", "status", "rdv", "--offline"}
				if w["GUICHET_RDV_INSTANCE"] == "" {
					args = append(args, "--instance", name)
				}
				want := 4
				if name == own {
					want = 0
				}
				w = w.with("GUICHET_CONFIG_DIR", dir, "GUICHET_STATE_DIR", dir, "GUICHET_STORE", "file")
				if got := run(t, w, args...); got.code != want {
					t.Errorf("a credential of %s for %s: %+v", own, name, got)
				}
				if want == 0 {
					continue // a call would reach the real service
				}
				if got := run(t, w, append([]string{"rdv", "agent", "me"}, args[4:]...)...); got.code != 4 {
					t.Errorf("a call with a credential of %s for %s: %+v", own, name, got)
				}
			}
		}
	}
}

func TestEveryNameOfAnInstanceHasAnAddress(t *testing.T) {
	for _, o := range config.Options() {
		if o.Name != "instance" {
			continue
		}
		instances := rdv.Service().Place.(auth.At).Instances
		if len(o.Values) != len(instances) {
			t.Errorf("%q for %d addresses", o.Values, len(instances))
		}
		for _, name := range o.Values {
			if !strings.HasPrefix(instances[name], "https://") {
				t.Errorf("%s is at %q", name, instances[name])
			}
		}
	}
}
