package zops_test

import (
	"testing"

	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/zops"
)

func TestNothingPrintsAnAddress(t *testing.T) {
	conform.CheckPrinted(t, ".", client(t, "http://127.0.0.1:1", zops.Token("canary")),
		tokens(t, "http://127.0.0.1:1"), zops.AccessToken{}, zops.AccountInfo{}, zops.AccountUpdate{}, zops.Consumer{}, zops.ConsumerToken{}, zops.ConsumerTokenCreate{}, zops.Token("canary"),
		zops.Keys{}, zops.KeysUpdate{}, zops.Project{}, &zops.Project{}, zops.ProjectConsumer{}, zops.ProjectCreate{}, zops.ProjectService{},
		zops.ProjectServiceAttach{}, zops.ProjectUpdate{}, zops.Registration{}, zops.RegistrationApprove{}, zops.RegistrationCreate{},
		zops.Service{}, zops.ServiceCreate{}, zops.User{}, zops.UserCreate{}, zops.UserUpdate{})
}

func TestRequestsAreWrittenAsOneLiteral(t *testing.T) { conform.CheckRequests(t, ".") }
