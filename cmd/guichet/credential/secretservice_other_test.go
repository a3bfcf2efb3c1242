//go:build !linux

package credential_test

import "fmt"

func playKeyring(role string) error { return fmt.Errorf("unknown role %q", role) }
