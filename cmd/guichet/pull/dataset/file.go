package dataset

import (
	"fmt"
	"runtime"
	"strings"
)

// FileName is the name of a dataset as a part of file names: the name itself,
// except on Windows where it holds what file names there cannot.
func FileName(name string) string { return fileName(name, runtime.GOOS == "windows") }

func fileName(name string, windows bool) string {
	if !windows {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune(`<>:"|?*%`, r) {
			fmt.Fprintf(&b, "%%%02X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
