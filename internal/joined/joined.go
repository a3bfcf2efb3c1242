// Package joined joins errors. errors.Join is compiled anew into each of its callers,
// with 400 bytes each.
package joined

import "errors"

// Errors returns nil when all errors are nil, the only one that is not, or all of those as
// [errors.Join] does.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Errors(all ...error) error {
	var failed []error
	for _, err := range all {
		if err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) == 1 {
		return failed[0]
	}
	return errors.Join(failed...)
}
