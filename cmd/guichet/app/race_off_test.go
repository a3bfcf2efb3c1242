//go:build !race

package app_test

import "testing"

// languages are those in which the scripts run: with -short English, because the
// race detector runs them in French.
func languages() []string {
	if testing.Short() {
		return []string{"en"}
	}
	return []string{"en", "fr"}
}

const raced = false
