// Package scratch opens files for data that is too large for memory and must not remain
// on the disk.
package scratch

import "os"

// Open makes a file in the folder of the system for temporary files, with mode 0600. It
// has no name, or loses it when the process ends: nothing of it remains, even after a
// kill. Close frees its room.
func Open() (*os.File, error) { return open(os.TempDir()) }
