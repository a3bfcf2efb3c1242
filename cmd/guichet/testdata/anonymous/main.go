//go:build linux

// Command anonymous runs a program and prints how much anonymous memory it held
// when it exited, in KiB: heap and stacks, without the pages of its file, which
// the system can drop. The figure is gone with the process, so that the program is
// traced and stopped at its exit.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

func main() {
	kib, err := trace(exec.Command(os.Args[1], os.Args[2:]...))
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSYS) {
		os.Exit(3) // a system that lets nobody trace
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(kib)
}

// trace runs a command to its end. Threads stop when they begin and when they
// end; a signal that stops one is passed on.
func trace(cmd *exec.Cmd) (kib int, err error) {
	runtime.LockOSThread() // it is a thread that traces
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	process := cmd.Process.Pid
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(process, &status, 0, nil); err != nil {
		return 0, err
	}
	if err := syscall.PtraceSetOptions(process, syscall.PTRACE_O_TRACECLONE|syscall.PTRACE_O_TRACEEXIT); err != nil {
		return 0, err
	}
	for thread := process; ; {
		if status.Stopped() {
			signal := status.StopSignal()
			if signal == syscall.SIGTRAP || signal == syscall.SIGSTOP {
				signal = 0 // our own
			}
			if err := syscall.PtraceCont(thread, int(signal)); err != nil && err != syscall.ESRCH {
				return 0, err
			}
		} else if thread == process {
			if !status.Exited() || status.ExitStatus() != 0 {
				return 0, fmt.Errorf("it ended with the status %#x", status)
			}
			return kib, nil
		}
		if thread, err = syscall.Wait4(-1, &status, syscall.WALL, nil); err != nil {
			return 0, err
		}
		if status.TrapCause() == syscall.PTRACE_EVENT_EXIT {
			held, err := anonymous(thread)
			if err != nil {
				return 0, err
			}
			kib = max(kib, held)
		}
	}
}

// anonymous reads what a process holds.
func anonymous(pid int) (kib int, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, line, _ := bytes.Cut(text, []byte("\nRssAnon:"))
	_, err = fmt.Sscan(string(line), &kib)
	return kib, err
}
