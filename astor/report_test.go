package astor_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

func TestTheReportNamesOperationsThatWillBeRefused(t *testing.T) {
	c := parse(t, []byte(`{"info":{"name":"c"},"item":[
		{"name":"ok","request":"{{base_url}}/{{x}}"},
		{"name":"patch","id":"p","request":{"method":"PATCH","url":"https://elsewhere.example/a//b"}},
		{"name":"twin","id":"1","request":"{{base_url}}/a"},{"name":"twin","id":"2","request":"{{base_url}}/{{$randomCity}}/{{$guid}}"},
		{"name":"aws","request":{"url":"{{base_url}}","auth":{"type":"awsv4"}}},
		{"name":"token","request":{"url":"https://auth.sandbox.service.astorprotect.com/a","header":"Authorization: Bearer author-secret"}},
		{"name":"body","event":[{"listen":"test","script":{"exec":["x()"]}}],"request":{"url":"{{base_url}}","body":{"mode":"raw","raw":"x"}}}]}`))
	var got []string
	for _, f := range c.Report().Findings {
		line := f.Path + " " + f.ID + ": " + f.Text
		if f.Refused {
			line = "! " + line
		}
		got = append(got, line)
	}
	want := []string{
		"! patch p: its path has // where a variable may have been expanded to nothing",
		`! patch p: the method "PATCH" is not allowed`,
		`! patch p: the host "elsewhere.example" is not one of this service: it is refused unless the environment names it`,
		`twin 1: other operations have the same name: use the id "1"`,
		`twin 2: other operations have the same name: use the id "2"`,
		`! twin 2: the dynamic variable "$randomCity" is not supported: give it a value`,
		`! aws #5: the authentication "awsv4" of the operation is not supported`,
		"token #6: the host auth.sandbox.service.astorprotect.com is taken for base_url, which the environment decides",
		"token #6: the token that the author left in the file, or its missing variable, is never sent; yours takes its place",
		"body #7: the body that the collection has for this GET is not sent",
		"body #7: its scripts are not run: test",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"AUTH_TOKEN", "base_url", "x"}, c.Report().Missing); diff != "" {
		t.Error(diff)
	}
}

func TestTheReportOfTheFixtureRefusesNothing(t *testing.T) {
	r := parse(t, astortest.Collection()).Report()
	if r.Operations != 22 || r.Folders != 4 || r.Form != "v2.1.0" || r.Ignored != 0 {
		t.Errorf("the report is %+v", r)
	}
	for _, f := range r.Findings {
		if f.Refused {
			t.Errorf("%s is refused: %s", f.Path, f.Text)
		}
	}
	want := []string{"AUTH_TOKEN", "arming", "base_url", "camera", "camera_name", "cams_base_url", "email", "first_name", "id", "last_name", "password", "user_id"}
	if diff := cmp.Diff(want, r.Missing); diff != "" {
		t.Error(diff)
	}
}

// TestTheOperationsOfAClientSayWhereTheirValuesComeFrom is what "operation
// show" tells.
func TestTheOperationsOfAClientSayWhereTheirValuesComeFrom(t *testing.T) {
	o, err := parse(t, astortest.Collection()).Find("Rename a camera")
	if err != nil {
		t.Fatal(err)
	}
	want := []astor.Use{
		{Name: "cams_base_url", In: "url", Source: astor.FromEnvironment, Value: "https://cams.example.invalid"},
		{Name: "camera", In: "path", Source: astor.FromCall, Value: "cam-12"},
		{Name: "AUTH_TOKEN", In: "auth", Source: astor.FromCredential, Secret: true},
		{Name: "camera_name", In: "body", Source: astor.FromNowhere},
		{Name: "reference", In: "body", Source: astor.FromCollection, Value: "{{site}}-{{camera_name}}"},
		{Name: "site", In: "body", Source: astor.FromCollection, Value: "siege"},
	}
	got := client(t, here()).Variables(o, astor.Values{Vars: map[string]string{"camera": "cam-12"}})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
