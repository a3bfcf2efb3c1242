package zopstest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestAProjectIsShownInFourWays(t *testing.T) {
	c := tenant(t)
	created := c.want(201, "POST", "/projects", fields{"name": "Portail", "description": "d"}).object()
	id := created["id"].(string)
	want := fields{"name": "Portail", "description": "d", "id": id, "userLimit": 1000.0, "userUsed": nil, "services": []any{}}
	if diff := cmp.Diff(want, created); diff != "" {
		t.Error(diff)
	}
	want["userUsed"] = 0.0
	if diff := cmp.Diff(want, c.want(200, "GET", "/projects/"+id, nil).object()); diff != "" {
		t.Error(diff)
	}
	want["name"], want["description"] = "", ""
	if diff := cmp.Diff(want, c.want(202, "PUT", "/projects/"+id, fields{"name": "", "description": ""}).object()); diff != "" {
		t.Error(diff)
	}
	want["services"] = nil
	rows := c.want(200, "GET", "/projects?page_size=1", nil).rows()
	if diff := cmp.Diff(want, rows[len(rows)-1]); diff != "" || len(rows) != 4 {
		t.Error(len(rows), diff)
	}
}

func TestAnAccountHasFiveProjects(t *testing.T) {
	c := tenant(t)
	for range 2 {
		c.want(201, "POST", "/projects", fields{"name": "double", "description": ""})
	}
	if title := c.want(402, "POST", "/projects", fields{"name": "x", "description": ""}).title(); title != "402 Payment Required" {
		t.Errorf("the title is %q", title)
	}
}

func TestAProjectWithServicesCannotBeChanged(t *testing.T) {
	c := tenant(t)
	path := "/projects/" + c.project("Accueil numérique")
	if !c.want(500, "PUT", path, fields{"name": "Autre", "description": ""}).isHTML() {
		t.Error("the service itself refused")
	}
	got := c.want(200, "GET", path, nil).object()
	if got["name"] != "Accueil numérique" || !cmp.Equal(got["services"], []any{"push", "roc"}) {
		t.Errorf("the project is %v", got)
	}
}

func TestProjectsBelongToTheirAccount(t *testing.T) {
	c := tenant(t)
	id := c.project("Accueil numérique")
	other := founded(c, "commune")
	other.want(404, "GET", "/projects/"+id, nil)
	other.want(404, "PUT", "/projects/"+id, fields{"name": "", "description": ""})
	other.want(404, "PUT", "/projects/"+id+"/api", fields{"fcmApiKeys": "", "fcmProjectNumber": "", "apnsCert": ""})
	other.want(404, "GET", "/projects/"+id+"/services/push", nil)
	other.want(200, "GET", "/projects/"+id+"/api", nil)
	other.want(201, "POST", "/projects/"+id+"/services", fields{"name": "", "description": "", "serviceCatalogCode": "push"})
	consumer := other.want(201, "POST", "/consumers", "{}").object()["id"]
	other.want(201, "POST", "/projects/"+id+"/consumers", fields{"consumerId": consumer})
}

func TestReadingKeysFailsUntilTheyAreStored(t *testing.T) {
	c := tenant(t)
	id := c.project("Bac à sable")
	path := "/projects/" + id + "/api"
	for _, path := range []string{path, "/projects/" + unknownID + "/api"} {
		if !c.want(500, "GET", path, nil).isHTML() {
			t.Errorf("%s was refused by the service itself", path)
		}
	}
	in := fields{"fcmApiKeys": "a", "fcmProjectNumber": "", "apnsCert": "it's é\n"}
	put := c.want(202, "PUT", path, in).object()
	in["id"] = id
	if diff := cmp.Diff(in, c.want(200, "GET", path, nil).object()); diff != "" {
		t.Error(diff)
	}
	in["apnsCert"] = `b"it's \xc3\xa9\n"`
	if diff := cmp.Diff(in, put); diff != "" {
		t.Error(diff)
	}
}

func TestTheManagerFillsTheCatalogueAndCannotReadIt(t *testing.T) {
	c := empty(t)
	manager, admin := c.as(zopstest.ManagerEmail, zopstest.ManagerPassword), founded(c, "commune")
	entry := fields{"name": "Messagerie", "description": "", "codeName": "roc"}
	if rows := admin.want(200, "GET", "/services", nil).rows(); len(rows) != 0 {
		t.Errorf("the catalogue has %v", rows)
	}
	admin.want(401, "POST", "/services", entry)
	if diff := cmp.Diff(entry, manager.want(201, "POST", "/services", entry).object()); diff != "" {
		t.Error(diff)
	}
	manager.want(409, "POST", "/services", entry)
	manager.want(401, "GET", "/services", nil)
	if diff := cmp.Diff([]fields{entry}, admin.want(200, "GET", "/services", nil).rows()); diff != "" {
		t.Error(diff)
	}
}

func TestAServiceIsAttachedOnce(t *testing.T) {
	c := tenant(t)
	path := "/projects/" + c.project("Bac à sable") + "/services"
	in := func(code string) fields {
		return fields{"name": "n", "description": "d", "serviceCatalogCode": code}
	}
	for code, limit := range map[string]float64{"push": 1000, "roc": 10000, "sms": 0} {
		created := c.want(201, "POST", path, in(code)).object()
		if len(created) != 6 || created["itemLimit"] != limit || created["itemUsed"] != nil {
			t.Errorf("the service is %v", created)
		}
		if got := c.want(200, "GET", path+"/"+code, nil).object(); got["itemUsed"] != 0.0 || got["id"] != created["id"] {
			t.Errorf("the service is %v", got)
		}
	}
	again := c.want(409, "POST", path, in("push")).text
	if unknown := c.want(409, "POST", "/projects/"+unknownID+"/services", in("push")).text; unknown != again {
		t.Errorf("the conflicts are told apart: %s and %s", again, unknown)
	}
	if c.want(202, "DELETE", path+"/push", nil).content() != nil {
		t.Error("the deletion has a content")
	}
	c.want(404, "DELETE", path+"/push", nil)
	c.want(404, "GET", path+"/fax", nil)
	bare := founded(empty(t), "commune")
	id := bare.want(201, "POST", "/projects", fields{"name": "", "description": ""}).object()["id"].(string)
	bare.want(409, "POST", "/projects/"+id+"/services", in("push")) // the catalogue is empty
}

func TestKeysThatAreTooLongAreStoredAndAnswered500(t *testing.T) {
	c := tenant(t)
	path := "/projects/" + c.project("Accueil numérique") + "/api"
	long := strings.Repeat("é", 256)
	for _, keys := range []fields{
		{"fcmApiKeys": long, "fcmProjectNumber": "1", "apnsCert": "c"},
		{"fcmApiKeys": "k", "fcmProjectNumber": long, "apnsCert": "c"},
		{"fcmApiKeys": "k", "fcmProjectNumber": "a\x00b", "apnsCert": "c"},
	} {
		if c.want(500, "PUT", path, keys).isHTML() {
			t.Error("it is a page")
		}
		got := c.want(200, "GET", path, nil).object()
		if got["fcmApiKeys"] != keys["fcmApiKeys"] || got["fcmProjectNumber"] != keys["fcmProjectNumber"] {
			t.Errorf("the keys are %v", got)
		}
	}
	c.want(202, "PUT", path, fields{"fcmApiKeys": long[:510], "fcmProjectNumber": "1", "apnsCert": long})
}

func TestATextWithANULCannotBeStored(t *testing.T) {
	c := tenant(t)
	if c.want(500, "POST", "/projects", fields{"name": "a\x00b", "description": ""}).isHTML() {
		t.Error("it is a page")
	}
	if c.want(500, "PUT", "/account", fields{"organizationName": "x", "address": "a\x00b", "phone": "33565000000", "email": "a@b.fr"}).isHTML() {
		t.Error("it is a page")
	}
	if c.nobody().want(500, "POST", "/register", fields{"organizationName": "a\x00b", "email": "nul@b.fr"}).isHTML() {
		t.Error("it is a page")
	}
	own := c.want(201, "POST", "/projects", fields{"name": "a", "description": ""}).object()["id"].(string)
	c.want(202, "PUT", "/projects/"+own, fields{"name": "b", "description": ""})
	if !c.want(500, "PUT", "/projects/"+own, fields{"name": "a\x00b", "description": ""}).isHTML() {
		t.Error("it is no page")
	}
	if c.want(500, "POST", "/projects/"+strings.Repeat("0", 33)+"/services", fields{"serviceCatalogCode": "push", "name": "a", "description": ""}).isHTML() {
		t.Error("it is a page")
	}
}
