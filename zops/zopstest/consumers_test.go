package zopstest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAConsumerHasOnlyAnID(t *testing.T) {
	c := tenant(t)
	created := c.want(201, "POST", "/consumers", "{}").object()
	rows := c.want(200, "GET", "/consumers", nil).rows()
	if len(created) != 1 || len(rows) != 9 || !cmp.Equal(rows[8], created) {
		t.Errorf("the new consumer is %v, the list %v", created, rows)
	}
	if rows := founded(c, "commune").want(200, "GET", "/consumers", nil).rows(); len(rows) != 0 {
		t.Errorf("another account has the consumers %v", rows)
	}
}

func TestAConsumerIsAttachedOnce(t *testing.T) {
	c := tenant(t)
	path := "/projects/" + c.project("Bac à sable")
	consumer := c.want(201, "POST", "/consumers", "{}").object()["id"].(string)
	in := fields{"consumerId": consumer}
	if diff := cmp.Diff(in, c.want(201, "POST", path+"/consumers", in).object()); diff != "" {
		t.Error(diff)
	}
	if used := c.want(200, "GET", path, nil).object()["userUsed"]; used != 2.0 {
		t.Errorf("the project has %v consumers", used)
	}
	c.want(409, "POST", path+"/consumers", in)
	c.want(404, "POST", path+"/consumers", fields{"consumerId": []string{consumer}})
	texts := map[string]bool{}
	c.want(202, "DELETE", path+"/consumers/"+consumer, nil)
	for _, gone := range []string{path + "/consumers/" + consumer, path + "/consumers/" + unknownID, "/projects/" + unknownID + "/consumers/" + consumer} {
		texts[c.want(404, "DELETE", gone, nil).text] = true
	}
	if len(texts) != 3 {
		t.Errorf("the three are told with the texts %v", texts)
	}
	c.want(404, "POST", "/projects/"+unknownID+"/consumers", in)
}

func TestAProjectHasAThousandConsumers(t *testing.T) {
	c := tenant(t)
	path := "/projects/" + c.project("Bac à sable") + "/consumers"
	for range 999 {
		c.want(201, "POST", path, fields{"consumerId": c.want(201, "POST", "/consumers", "{}").object()["id"]})
	}
	c.want(402, "POST", path, fields{"consumerId": unknownID})
}

func TestAConsumerTokenIsMadeForAServiceOfAProject(t *testing.T) {
	c := tenant(t)
	project, rappels := c.project("Accueil numérique"), c.project("Rappels de rendez-vous")
	consumer := c.want(201, "POST", "/consumers", "{}").object()["id"].(string)
	in := fields{"consumerId": consumer, "projectId": project, "serviceCatalogCode": "push"}
	unattached := c.want(400, "POST", "/consumer-tokens", in)
	c.want(201, "POST", "/projects/"+project+"/consumers", fields{"consumerId": consumer})
	created := c.want(201, "POST", "/consumer-tokens", in).object()
	token, _ := created["token"].(string)
	if len(token) != 64 || len(created) != 4 || created["consumerId"] != nil || created["projectId"] != nil || created["serviceCatalogCode"] != nil {
		t.Errorf("the token is %v", created)
	}
	in["serviceCatalogCode"] = "fax"
	if answer := c.want(400, "POST", "/consumer-tokens", in); answer.title() != "400 Bad Request" || answer.text == unattached.text {
		t.Errorf("an unknown service is answered %s", answer.text)
	}
	c.want(201, "POST", "/projects/"+rappels+"/consumers", fields{"consumerId": consumer})
	c.want(402, "POST", "/consumer-tokens", fields{"consumerId": consumer, "projectId": rappels, "serviceCatalogCode": "sms"})
	path := "/consumer-tokens/" + token + "/projects/" + project + "/services/"
	c.want(400, "DELETE", path+"roc", nil)
	if answer := c.want(202, "DELETE", path+"push", nil); !strings.Contains(answer.text, `"content": null`) {
		t.Errorf("the deletion is answered %s", answer.text)
	}
	if !c.want(500, "DELETE", path+"push", nil).isHTML() {
		t.Error("a token that is gone was missed by the service itself")
	}
}
