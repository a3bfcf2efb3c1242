//go:build !race

package app_test

// languages are those in which the scripts run.
func languages() []string { return []string{"en", "fr"} }
