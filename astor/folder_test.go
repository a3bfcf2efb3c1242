package astor_test

import "testing"

// TestThePathOfAFolderEscapesTheSlashesInItsNames is about names that their
// author gave a slash or a backslash.
func TestThePathOfAFolderEscapesTheSlashesInItsNames(t *testing.T) {
	c := parse(t, []byte(`{"item":[{"name":"Users/Agents","item":[{"name":"a\\b","item":[{"name":"Get","request":"{{base_url}}"}]}]},
		{"name":"Ping","request":"{{base_url}}"}]}`))
	inside, err := c.Find(`Users\/Agents/a\\b/Get`)
	if err != nil {
		t.Fatal(err)
	}
	if got := inside.Folder.Path(); got != `Users\/Agents/a\\b` || inside.Path() != got+"/Get" {
		t.Errorf("the paths are %q and %q", got, inside.Path())
	}
	outside, err := c.Find("Ping")
	if err != nil {
		t.Fatal(err)
	}
	if got := outside.Folder.Path(); got != "" || outside.Folder != c.Root {
		t.Errorf("the path of the root is %q", got)
	}
}
