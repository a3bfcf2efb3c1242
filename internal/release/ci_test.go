package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// definitions are the files that continuous integration and the pages of issues read.
func definitions(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, root := range []string{".github", ".gitlab-ci.yml"} {
		err := filepath.WalkDir(filepath.Join("../..", root), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			found[path] = string(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestTheDefinitionsOfContinuousIntegrationAreYAML(t *testing.T) {
	for path, content := range definitions(t) {
		var document map[string]any
		if err := yaml.Unmarshal([]byte(content), &document); err != nil || len(document) < 2 {
			t.Errorf("%s: %v %v", path, err, document)
		}
	}
}

// TestContinuousIntegrationRunsPinnedPartsAndKnowsNoSecret keeps it from running what
// another account can change, and from passing on a secret of the project.
func TestContinuousIntegrationRunsPinnedPartsAndKnowsNoSecret(t *testing.T) {
	uses := regexp.MustCompile(`(?m)uses: *(.*)$`)
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	program := regexp.MustCompile(`(?m)^ *CRANE: .*@v\d+\.\d+\.\d+$`)
	image := regexp.MustCompile(`(?m)(?:image|container): golang:\d+\.\d+\.\d+-\w+$`)
	for path, content := range definitions(t) {
		if strings.Contains(path, "ISSUE_TEMPLATE") {
			continue
		}
		for _, match := range uses.FindAllStringSubmatch(content, -1) {
			if !pinned.MatchString(match[1]) {
				t.Errorf("%s: %s is not pinned", path, match[1])
			}
		}
		if !program.MatchString(content) || !image.MatchString(content) {
			t.Errorf("%s: a program or an image is not pinned", path)
		}
		if strings.Contains(content, "secrets.") || strings.Contains(content, "pull_request_target") {
			t.Errorf("%s names a secret, or runs the code of strangers with rights", path)
		}
	}
	var workflow struct {
		Permissions map[string]string
		Jobs        map[string]struct {
			Permissions map[string]string
			If          string
		}
	}
	if err := yaml.Unmarshal([]byte(definitions(t)["../../.github/workflows/ci.yml"]), &workflow); err != nil {
		t.Fatal(err)
	}
	if len(workflow.Permissions) != 1 || workflow.Permissions["contents"] != "read" {
		t.Errorf("every job has the rights %v", workflow.Permissions)
	}
	for name, job := range workflow.Jobs {
		if job.Permissions != nil && !strings.Contains(job.If, "tag") {
			t.Errorf("%s has the rights %v without a tag", name, job.Permissions)
		}
	}
}

// TestContinuousIntegrationBuildsWithOneVersionOfGo keeps the bytes of a release the same on both.
func TestContinuousIntegrationBuildsWithOneVersionOfGo(t *testing.T) {
	versions := map[string]bool{}
	for _, content := range definitions(t) {
		for _, match := range regexp.MustCompile(`(?:golang:|go-version: )(\d+\.\d+\.\d+)`).FindAllStringSubmatch(content, -1) {
			versions[match[1]] = true
		}
	}
	if len(versions) != 1 {
		t.Errorf("it builds with %v", versions)
	}
}
