// Package trust decides which files on this machine the command obeys: those that
// no other account could have written. The rule is that of ssh for its
// configuration, with root's files and sticky folders such as /tmp allowed.
package trust

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// MaxSize is the size of the largest file that is read, in bytes.
const MaxSize = 1 << 20

// writable are the modes with which the group or others can write.
const writable fs.FileMode = 0o022

// Read returns the content of a file that may be obeyed. The file, links
// followed, must be regular and at most [MaxSize] bytes. On all systems but
// Windows it must also belong to the caller or to root, and neither the group nor
// others may write to it; the same holds for its folder, and for the folder of
// the link that leads to it. A folder that others can write to is accepted when
// it is sticky: nobody can replace another account's file there.
//
// A file that breaks the rule is an [*exit.Error] with code 2; nothing of it is read. A failure of
// the system is returned as it is.
func Read(path string) ([]byte, error) {
	// Open only a regular file: opening a pipe or a device can wait or act.
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := check(path, info); err != nil {
		return nil, err
	}
	// The file may have been replaced by a pipe meanwhile.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if err := check(path, info); err != nil {
		return nil, err
	}
	if err := checkFolders(path); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err == nil && len(data) > MaxSize {
		return nil, refuse(path, message.TrustTooLarge, MaxSize>>20)
	}
	return data, err
}

func check(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return refuse(path, message.TrustNotRegular)
	}
	return private(path, info, false)
}

// checkFolders checks the folder in which path stands, and the one in which its
// target stands when path is a link.
func checkFolders(path string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	folders := []string{filepath.Dir(path)}
	if folder := filepath.Dir(target); folder != folders[0] {
		folders = append(folders, folder)
	}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		if err != nil {
			return err
		}
		if err := private(folder, info, info.Mode()&fs.ModeSticky != 0); err != nil {
			return err
		}
	}
	return nil
}

// private refuses what another account could have written.
func private(path string, info fs.FileInfo, sticky bool) error {
	if uid, foreign := Foreign(info); foreign {
		return refuse(path, message.TrustOwner, uid).WithHint(message.TrustHintOwner, path)
	}
	if mode := info.Mode().Perm(); checksModes && mode&writable != 0 && !sticky {
		return refuse(path, message.TrustWritable, fmt.Sprintf("%04o", mode)).WithHint(message.TrustHintChmod, Quote(path))
	}
	return nil
}

// Foreign returns the owner of a file that belongs neither to the caller nor to
// root. Windows has no such owners: nothing is foreign there.
func Foreign(info fs.FileInfo) (uid int, foreign bool) {
	uid, known := owner(info)
	return uid, known && uid != 0 && uid != os.Geteuid()
}

func refuse(path string, why message.Key, args ...any) *exit.Error {
	return exit.Usage.New(message.TrustRefused, path, message.Fail(why, args...))
}

// Quote makes path safe to paste into a POSIX shell.
func Quote(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+:@", r)
	}
	if path != "" && strings.Trim(path, "/") != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
