//go:build amd64 || arm64

package darkroom

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"time"
	"unsafe"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// The walls round the process, in bytes and time. MaxMemory, what decoding may
// take by its own estimate, fits twice.
const (
	wallMemory = 1 << 30          // private writable memory, with the codecs' code
	softMemory = 640 << 20        // where the collector begins to work harder
	cpuTime    = 30 * time.Second // of the processor, for one picture
)

// lockIn takes from the process, for good, whatever a picture does not need:
// files, programs, other processes and every kind of socket. A kernel without
// Landlock leaves the system calls forbidden; one without either is refused,
// because then nothing would hold a fault in a decoder.
func lockIn() error {
	debug.SetMemoryLimit(softMemory)
	limits := map[int]uint64{unix.RLIMIT_DATA: wallMemory, unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 0}
	for what, most := range limits {
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("limit %d: %w", what, err)
		}
	}
	if err := landlock.V8.BestEffort().Restrict(); err != nil {
		return fmt.Errorf("landlock: %w", err)
	}
	return forbidCalls()
}

// stepBack lets every other process go first. A thread has its own priority, and
// hands it to those it starts.
func stepBack() {
	threads, _ := os.ReadDir("/proc/self/task")
	for _, t := range threads {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			unix.Setpriority(unix.PRIO_PROCESS, id, 19)
		}
	}
}

// limitTime gives the process some seconds more of the processor.
func limitTime() error {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return err
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CPU, &limit); err != nil {
		return err
	}
	limit.Cur = min(uint64(used.Utime.Sec+used.Stime.Sec)+uint64(cpuTime.Seconds()), limit.Max)
	return unix.Setrlimit(unix.RLIMIT_CPU, &limit)
}

// forbidden are the system calls that open a door. They fail as if not permitted.
var forbidden = append([]uint32{
	unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN,
	unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_UNLINKAT, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2,
	unix.SYS_LINKAT, unix.SYS_SYMLINKAT, unix.SYS_MKDIRAT, unix.SYS_MKNODAT,
	unix.SYS_FCHMODAT, unix.SYS_FCHOWNAT, unix.SYS_UTIMENSAT, unix.SYS_CHDIR, unix.SYS_CHROOT, unix.SYS_MOUNT,
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
	unix.SYS_PIDFD_OPEN, unix.SYS_KILL, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN,
	unix.SYS_USERFAULTFD, unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_MEMFD_CREATE, unix.SYS_SHMGET,
	// io_uring does most of the above without a system call to catch.
	unix.SYS_IO_URING_SETUP,
}, forbiddenHere...)

// forbidCalls installs a filter in all threads of the process (seccomp(2)). A
// call of another architecture's table ends the process.
func forbidCalls() error {
	const (
		number = 0 // offsets in struct seccomp_data
		table  = 4
	)
	filter := []unix.SockFilter{
		statement(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, table),
		jump(unix.BPF_JEQ, auditArch, 1, 0),
		statement(unix.BPF_RET, unix.SECCOMP_RET_KILL_PROCESS),
		statement(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, number),
		jump(unix.BPF_JGE, otherTable, 0, 1),
		statement(unix.BPF_RET, unix.SECCOMP_RET_KILL_PROCESS),
	}
	for _, call := range forbidden {
		filter = append(filter, jump(unix.BPF_JEQ, call, 0, 1), statement(unix.BPF_RET, unix.SECCOMP_RET_ERRNO|uint32(unix.EPERM)))
	}
	filter = append(filter, statement(unix.BPF_RET, unix.SECCOMP_RET_ALLOW))
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	// It also sets no_new_privs in the threads it joins (SECCOMP_FILTER_FLAG_TSYNC).
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	switch {
	case errno != 0:
		return fmt.Errorf("seccomp: %w", errno)
	case thread != 0:
		return fmt.Errorf("seccomp: thread %d would not have it", thread)
	}
	return nil
}

func statement(code uint16, k uint32) unix.SockFilter { return unix.SockFilter{Code: code, K: k} }

// jump skips yes or no instructions by a comparison with k.
func jump(test uint16, k uint32, yes, no uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, Jt: yes, Jf: no, K: k}
}
