//go:build linux

// Command peak runs a program and prints the most anonymous memory that it held,
// in KiB: heap and stacks, without the pages of its file, which the system reads
// in larger or smaller pieces as it likes. It looks every other millisecond.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"
)

func main() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	look := time.NewTicker(2 * time.Millisecond)
	for most := 0; ; {
		select {
		case err := <-ended:
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(most)
			return
		case <-look.C:
			most = max(most, anonymous(cmd.Process.Pid))
		}
	}
}

// anonymous reads what a process holds, 0 when it has ended.
func anonymous(pid int) (kib int) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, line, _ := bytes.Cut(text, []byte("\nRssAnon:"))
	_, _ = fmt.Sscan(string(line), &kib)
	return kib
}
