//go:build !linux

package result

import "errors"

// exchange swaps two directories in one step, which only Linux can.
func exchange(_, _ string) error { return errors.ErrUnsupported }
