package input

import "strings"

// Quote writes a word as a person would in a POSIX shell: in quotes only where it needs
// them.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Quote(word string) string {
	if word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == "" {
		return word
	}
	return Quoted(word)
}

// Quoted writes a word in the quotes of a POSIX shell.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
