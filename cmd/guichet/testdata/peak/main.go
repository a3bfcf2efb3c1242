//go:build linux

// Command peak runs a program and prints its peak memory in KiB. The system
// counts what a program held before it became another one, so that the test
// itself, which is larger than what it measures, cannot start it directly.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
}
