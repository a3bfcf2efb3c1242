package gopaas_test

import (
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

func TestARecordIsReadByItsKeyAndByItsNumber(t *testing.T) {
	inBothFlavours(t, gopaastest.Options{HTMLContentType: true}, func(t *testing.T, _ *gopaastest.Server, client *gopaas.Client) {
		byNumber, err := client.Items.Get(t.Context(), "contact", "3")
		if err != nil {
			t.Fatal(err)
		}
		byKey, err := client.Items.Get(t.Context(), "contact", byNumber.Cle())
		if err != nil || string(byKey.Raw) != string(byNumber.Raw) {
			t.Errorf("the key gave %s, and %v", byKey.Raw, err)
		}
		type contact struct {
			ID    int    `json:"idcontact,string"`
			Email string `json:"email"`
		}
		typed, err := gopaas.ItemAs[contact](t.Context(), client.Items, "contact", byNumber.Cle())
		if err != nil || typed.ID != 3 || typed.Email == "" {
			t.Errorf("the record is %+v, and %v", typed, err)
		}
	})
}

func TestAKeyStaysOnePathElement(t *testing.T) {
	server := start(t, gopaastest.Options{})
	client := withKey(t, server.URL)
	key := "demande.12.03.2020 é@/?#%.Ab3d"
	row, err := gopaas.NewRow(map[string]string{"cle": key, "nom": "Atelier"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Items.Push(t.Context(), "compte", []gopaas.Row{row}, gopaas.PushOptions{}); err != nil {
		t.Fatal(err)
	}
	got, err := client.Items.Get(t.Context(), "compte", key)
	if err != nil || got.Cle() != key {
		t.Errorf("the record is %s, and %v", got.Raw, err)
	}
}

// TestARecordThatDoesNotExistIsNotFound in every way of saying so.
func TestARecordThatDoesNotExistIsNotFound(t *testing.T) {
	for _, answer := range []gopaastest.Answer{
		gopaastest.NotFound, gopaastest.Null, gopaastest.EmptyArray, gopaastest.EmptyObject,
		gopaastest.False, gopaastest.EmptyString, gopaastest.Nothing,
	} {
		t.Run(string(answer), func(t *testing.T) {
			inBothFlavours(t, gopaastest.Options{MissingItem: answer}, func(t *testing.T, _ *gopaastest.Server, client *gopaas.Client) {
				row, err := client.Items.Get(t.Context(), "compte", "jamais_vue")
				e := failure(t, err, guichet.ErrNotFound)
				if row.Raw != nil || e.Attempts != 1 || e.Status == 0 {
					t.Errorf("the record is %s after %d attempts: %v", row.Raw, e.Attempts, e)
				}
			})
		})
	}
}

func TestARecordReadByPOSTIsNotRetried(t *testing.T) {
	inBothFlavours(t, gopaastest.Options{ItemByPOST: true}, func(t *testing.T, server *gopaastest.Server, client *gopaas.Client) {
		if _, err := client.Items.GetByPOST(t.Context(), "compte", "1"); err != nil {
			t.Fatal(err)
		}
		server.ResetRequests()
		server.Fault(gopaastest.Fault{Cut: gopaastest.CutBeforeAnswer})
		if _, err := client.Items.GetByPOST(t.Context(), "compte", "1"); err == nil || len(server.Requests()) != 1 {
			t.Errorf("%d requests were sent, and %v", len(server.Requests()), err)
		}
	})
}

func TestAnAnswerWithoutARecordIsRefused(t *testing.T) {
	for _, body := range []string{`[{"cle":"a"}]`, `"a"`, `true`, `7`, `{"msg":"Invalid version."}`, `{"cle":`} {
		_, err := answering(t, http.StatusOK, "application/json", body).Items.Get(t.Context(), "compte", "1")
		failure(t, err, guichet.ErrUnusableAnswer)
	}
}

func TestATableWithASlashIsRefused(t *testing.T) {
	client := answering(t, http.StatusOK, "application/json", `{}`)
	for _, table := range []string{"compte/../contact", "", ".."} {
		_, err := client.Items.Get(t.Context(), table, "1")
		failure(t, err, guichet.ErrInvalid)
	}
}
