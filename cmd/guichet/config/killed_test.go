package config_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

// TestMain lets the tests start this program again in the place of another
// process that writes the same file.
func TestMain(m *testing.M) {
	if path := os.Getenv("GUICHET_TEST_WRITES"); path != "" {
		fmt.Println(writeForever(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForever writes a short and a long configuration in turn, and a line after
// each.
func writeForever(path string) error {
	for n := 0; ; n++ {
		file, err := config.Read(path)
		if err != nil {
			return err
		}
		for i := range 50 {
			profile := fmt.Sprint("profil-", i)
			if n%2 == 0 {
				err = file.CreateProfile(profile)
			} else {
				err = file.DeleteProfile(profile)
			}
			if err != nil {
				return err
			}
		}
		if err := file.Write(); err != nil {
			return err
		}
		fmt.Println("written")
	}
}

func TestAKillDuringAWriteLeavesOneWholeConfiguration(t *testing.T) {
	for range 25 {
		path := stored(t, "output: json\nprofiles: {}\n")
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "GUICHET_TEST_WRITES="+path)
		out, err := cmd.StdoutPipe()
		must(t, err, cmd.Start())
		lines := bufio.NewReader(out)
		for range 1 + rand.IntN(5) {
			if line, err := lines.ReadString('\n'); line != "written\n" {
				t.Fatal(line, err)
			}
		}
		enough := make(chan struct{})
		go func() {
			defer close(enough)
			for range 50 {
				if _, err := lines.ReadString('\n'); err != nil {
					return
				}
			}
		}()
		awaitChanges(t, filepath.Dir(path), rand.IntN(6), enough)
		must(t, cmd.Process.Kill())
		<-enough
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process ended by itself")
		}
		file := read(t, path)
		if output, _, _ := file.Value("", "output"); output != "json" || len(file.Profiles())%50 != 0 {
			t.Errorf("output %q and %d profiles of 50", output, len(file.Profiles()))
		}
		wantPrivate(t, filepath.Dir(path))
	}
}

// awaitChanges waits until a new file was seen to come or go so many times, or
// there was enough.
func awaitChanges(t *testing.T, dir string, changes int, enough <-chan struct{}) {
	t.Helper()
	for before := 1; changes > 0; {
		entries, err := os.ReadDir(dir)
		must(t, err)
		if len(entries) != before {
			before = len(entries)
			changes--
		}
		select {
		case <-enough:
			return
		default:
		}
	}
}

// wantPrivate fails the test when others can read a file of the folder, or when
// there is more than one that a killed process left.
func wantPrivate(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) > 2 {
		t.Errorf("left behind: %v", entries)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		must(t, err)
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", entry.Name(), info.Mode().Perm())
		}
		if name := entry.Name(); name != config.FileName && !strings.HasPrefix(name, ".") {
			t.Errorf("%s was left behind", name)
		}
	}
}
