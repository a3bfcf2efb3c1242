package lock

import (
	"encoding/json"
	"io"
	"os"
	"time"
)

// Owner is the process that holds a lock.
type Owner struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

// sign writes the owner behind the first byte, which Windows keeps others from
// reading while it is locked.
func sign(f *os.File, now time.Time) error {
	host, _ := os.Hostname() // the message can do without
	text, err := json.Marshal(Owner{os.Getpid(), host, now.UTC().Truncate(time.Second)})
	if err != nil {
		return err
	}
	if err := f.Truncate(int64(1 + len(text))); err != nil {
		return err
	}
	_, err = f.WriteAt(text, 1)
	return err
}

// read returns the owner; what cannot be read stays empty.
func read(f *os.File) (owner Owner) {
	text, _ := io.ReadAll(io.NewSectionReader(f, 1, 4096))
	_ = json.Unmarshal(text, &owner)
	return owner
}
