//go:build !windows

package doctor

import "golang.org/x/sys/unix"

// freeIn is how many bytes an account without special rights can write in a folder.
func freeIn(path string) (uint64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(path, &stat); err != nil {
		return 0, err
	}
	return uint64(stat.Bavail) * uint64(stat.Bsize), nil
}
