package pull_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestSharesThatDoNotBelongTogetherAreRefused(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	from := "2026-10-01"
	pull := func(dir, share string, args ...string) {
		t.Helper()
		w.must(slices.Concat(strings.Fields("pull run rdv.rdvs --from"), []string{from, "--partition", share, "--out", dir}, args)...)
	}
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-clé-de-test-assez-longue"
	for _, share := range []string{"1/3", "2/3", "3/3"} {
		pull("s"+share[:1], share)
	}
	pull("fourth", "1/4")
	from = "2026-10-02"
	pull("later", "3/3")
	from = "2026-10-01"
	pull("some", "3/3", "--organisation-id", "101,102,103")
	pull("fields", "3/3", "--fields", "status")
	pull("mask", "3/3", "--mask", "context")
	pull("two", "3/3")
	w.must("pull", "run", "rdv.motifs", "--partition", "3/3", "--out", "two")
	pull("p1", "1/2", "--pseudonymise", "email")
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-autre-clé-assez-longue"
	pull("p2", "2/2", "--pseudonymise", "email")
	w.must("pull", "run", "rdv.rdvs", "--out", "whole")
	w.write("empty/.keep", "")
	w.write("more/rdv.rdvs.ndjson", string(w.read("s3/rdv.rdvs.ndjson")))
	more := w.manifest("s3") // the agent has a role in one organisation more
	more.Datasets[0].Shared.Organisations = append(more.Datasets[0].Shared.Organisations, 999)
	encoded, err := more.Encode()
	if err != nil {
		t.Fatal(err)
	}
	w.write("more/manifest.json", string(encoded))
	for args, says := range map[string]string{
		"s1 s2":                     "share 3/3 of rdv.rdvs is missing",
		"s2 s3":                     "share 1/3 of rdv.rdvs is missing",
		"s1":                        "share 2/3 of rdv.rdvs is missing",
		"s1 s2 s3 s3":               "share 3/3 of rdv.rdvs is given twice: in s3 and in s3",
		"s1 s2 s2 s3":               "share 2/3 of rdv.rdvs is given twice",
		"s1 s1 s2":                  "share 1/3 of rdv.rdvs is given twice",
		"s1 s2 s3 fourth":           "--partition differs",
		"s1 s2 later":               "s1 and later contain shares of different exports of rdv.rdvs: --from, --to differs",
		"s1 s2 some":                "--organisation-id",
		"s1 s2 fields":              "--fields",
		"s1 s2 mask":                "--mask",
		"s1 s2 more":                "organisations differs",
		"s1 s2 two":                 "share 1/3 of rdv.motifs is missing",
		"p1 p2":                     "GUICHET_PSEUDONYM_KEY differs",
		"s1 s2 whole":               "whole contains all of rdv.rdvs, not a share",
		"s1 s2 nowhere":             "nowhere contains no result",
		"s1 s2 empty":               "empty contains no result",
		"s1 s2 s3 --out s3":         "s3 is both a share and the directory of the result",
		"s1 s2 s3 --out ./s3/../s2": "is both a share and the directory of the result",
		"s1 s2 s3 --out empty":      "contains .keep",
		"s1 s2 s3 --format singer":  "standard output only",
	} {
		line := append([]string{"pull", "merge"}, strings.Fields(args)...)
		if !strings.Contains(args, "--out") {
			line = append(line, "--out", "merged")
		}
		w.fails(2, says, line...)
	}
	w.fails(2, "missing argument: DIR", "pull", "merge", "--out", "merged")
	w.fails(2, "--out is required", "pull", "merge", "s1", "s2", "s3")
	// A result of another agent is not replaced.
	other := server.Agents()[1]
	w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"] = other.Email, other.Password
	pull("other", "3/3")
	w.fails(2, "origin, agent", "pull", "merge", "s1", "s2", "other", "--out", "merged")
	w.must("pull", "run", "rdv.rdvs", "--out", "others")
	w.fails(2, "belongs to agent", "pull", "merge", "s1", "s2", "s3", "--out", "others")
	if _, err := os.Stat(w.path("merged")); !errors.Is(err, os.ErrNotExist) {
		t.Error("something was merged")
	}
}

func TestAShareThatCouldNotBeMergedIsRefused(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-clé-de-test-assez-longue"
	for args, says := range map[string]string{
		"--partition 0/3": "give I/N", "--partition 4/3": "give I/N", "--partition 1": "give I/N", "--partition 1/101": "N up to 100",
		"--partition 1/3 --format csv": "cannot be written as csv", "--partition 1/3 --format singer": "cannot be written as singer",
		"--partition 1/3 --pseudonymise id": "identifies the rows",
	} {
		line := append(strings.Fields("pull run rdv.rdvs"), strings.Fields(args)...)
		if !strings.Contains(args, "singer") {
			line = append(line, "--out", "out")
		}
		w.fails(2, says, line...)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestADamagedShareIsRefusedAndNothingIsReplaced(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	w.session()
	dirs := w.shares(3, "rdv.rdvs")
	w.merge("merged", dirs)
	before := w.read("merged/manifest.json")
	const name = "share-2/rdv.rdvs.ndjson"
	whole := w.read(name)
	random := rand.New(rand.NewPCG(1, 19))
	damages := map[string]func() []byte{
		"a bit": func() []byte {
			text := bytes.Clone(whole)
			text[random.IntN(len(text))] ^= 1 << random.IntN(8)
			return text
		},
		"the last byte": func() []byte { return whole[:len(whole)-1] },
		"a row":         func() []byte { return whole[bytes.IndexByte(whole, '\n')+1:] },
		"empty":         func() []byte { return []byte{} },
		"a row more":    func() []byte { return append(bytes.Clone(whole), `{"id":999999}`+"\n"...) },
		"missing":       func() []byte { return nil },
	}
	for what, damage := range damages {
		times := 1
		if what == "a bit" {
			times = 20
		}
		for range times {
			err := os.Remove(w.path(name))
			if text := damage(); text != nil {
				err = os.WriteFile(w.path(name), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			_, errs, code := w.run(slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)...)
			if code != 2 || !strings.Contains(errs, name+" was changed after it was written") || !strings.Contains(errs, "hint: export share 2/3 again") {
				t.Errorf("%s: exit %d\n%s", what, code, errs)
			}
			w.write(name, string(whole))
		}
	}
	w.fails(7, "--timeout", slices.Concat([]string{"pull", "merge", "--out", "merged", "--timeout", "1ms"}, dirs)...)
	w.write("share-3/manifest.json", strings.Replace(string(w.read("share-3/manifest.json")), `"partition": "3/3"`, `"partition": "2/3"`, 1))
	w.fails(2, "damaged", slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)...)
	if !bytes.Equal(before, w.read("merged/manifest.json")) {
		t.Error("the result changed")
	}
	w.whole("merged")
}
