package main

import (
	"testing"

	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestATenantLivesAndLeavesNothingBehind(t *testing.T) {
	server := zopstest.New(zopstest.Options{})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	mailbox := func(address string) (string, error) { return server.Mailbox(address).ApproveCode, nil }
	for range 2 { // the second time it finds nothing of the first
		if err := live(t.Context(), server.URL, mailbox); err != nil {
			t.Fatal(err)
		}
	}
	requests := server.Requests()
	if last := requests[len(requests)-1]; last.Method != "DELETE" || last.Path != "/api/v1/account" {
		t.Errorf("the last request was %s %s", last.Method, last.Path)
	}
}
