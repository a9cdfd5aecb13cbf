// Command powercut publishes onto an ext4 file system of its own, in a file on
// a loop device, and cuts its power at random moments: FS_IOC_SHUTDOWN without
// flushing the journal, so that whatever was not synced is gone. Then it mounts
// what is left and holds it to what was acknowledged.
//
// The control arm does the same with synchronous=NORMAL and an unsynced
// checkpoint. It must lose some: a rig that never loses anything proves nothing.
//
// It needs root, losetup, mkfs.ext4 and a kernel with loop devices; where it
// has them not it says so and, unless STET_REQUIRE=all, ends well.
//
//	go run ./faults/powercut -n 200
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"stet.news/faults/rig"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/record/sqlite"
)

func main() {
	n := flag.Int("n", 200, "how many cuts with the real settings")
	control := flag.Int("control", 0, "how many cuts of the control arm; 0: a tenth, at least 10")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the moments")
	child := flag.String("child", "", "internal: be the child in this folder")
	weak := flag.Bool("weak", false, "internal: the control arm's child")
	flag.Parse()
	ctx := context.Background()
	var err error
	switch {
	case *child != "":
		err = publish(ctx, *child, *seed, *weak)
	default:
		err = both(ctx, *n, max(*control, *n/10, 10), *seed)
	}
	if errors.Is(err, errUnable) && os.Getenv("STET_REQUIRE") != "all" {
		fmt.Println("powercut: not run:", err)
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "powercut:", err)
		os.Exit(1)
	}
}

var errUnable = errors.New("this machine cannot cut power")

// publish is the child. It tells the parent nothing that its office has not
// acknowledged.
func publish(ctx context.Context, dir string, seed uint64, weak bool) error {
	n, err := newsroom.Open(ctx, dir, options(weak))
	if err != nil {
		return err
	}
	return rig.Child(ctx, n, seed, os.Stdout)
}

// options of a newsroom; the weak one is the control arm's.
func options(weak bool) newsroom.Options {
	o := newsroom.Options{Log: slog.New(slog.DiscardHandler)}
	if weak {
		o.Store = func(ctx context.Context, path string) (record.Store, error) {
			return sqlite.Open(ctx, path, sqlite.Options{Synchronous: "NORMAL"})
		}
	}
	return o
}

func both(ctx context.Context, n, control int, seed uint64) error {
	fmt.Printf("seed %d\n", seed)
	lost, acked, err := arm(ctx, n, seed, false)
	if err != nil {
		return err
	}
	fmt.Printf("synchronous=FULL:   %d cuts, %d publishes acknowledged, %d cuts lost some\n", n, acked, lost)
	weakLost, weakAcked, err := arm(ctx, control, seed+1, true)
	if err != nil {
		return err
	}
	fmt.Printf("synchronous=NORMAL: %d cuts, %d publishes acknowledged, %d cuts lost some (the control arm)\n", control, weakAcked, weakLost)
	switch {
	case lost > 0:
		return fmt.Errorf("%d cuts lost acknowledged publishes", lost)
	case weakLost == 0:
		return errors.New("the control arm lost nothing, so this run proves nothing")
	}
	return nil
}

// arm makes n cuts, each on a newsroom that goes on from the last.
func arm(ctx context.Context, n int, seed uint64, weak bool) (lost, acked int, err error) {
	d, err := newDisk()
	if err != nil {
		return 0, 0, err
	}
	defer d.remove()
	r := rand.New(rand.NewPCG(seed, 4))
	oracle := rig.NewOracle()
	for i := range n {
		if oracle == nil || i == 0 { // a new newsroom, also after a loss
			oracle = rig.NewOracle()
			if err := d.begin(ctx); err != nil {
				return lost, acked, err
			}
		}
		before := oracle.Acked()
		wait := time.Duration(r.Int64N(int64(600 * time.Millisecond)))
		if err := d.cut(oracle, uint64(i+1)<<32, wait, weak); err != nil {
			return lost, acked, fmt.Errorf("cut %d: %w", i+1, err)
		}
		acked += oracle.Acked() - before
		// For the control arm whatever is wrong is a loss.
		err := oracle.Hold(ctx, d.room(), options(weak))
		if err == nil {
			oracle.Forget(400)
			continue
		}
		lost++
		if !weak {
			fmt.Printf("cut %d (seed %d): %v\n", i+1, seed, err)
		}
		oracle = nil
	}
	return lost, acked, nil
}

// disk is an ext4 file system in a file.
type disk struct{ work string }

func (d *disk) image() string { return filepath.Join(d.work, "image") }
func (d *disk) mount() string { return filepath.Join(d.work, "mnt") }
func (d *disk) room() string  { return filepath.Join(d.mount(), "room") }

func newDisk() (*disk, error) {
	if os.Geteuid() != 0 {
		return nil, fmt.Errorf("%w: it needs root", errUnable)
	}
	for _, tool := range []string{"mkfs.ext4", "mount", "umount"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("%w: %s is missing", errUnable, tool)
		}
	}
	work, err := os.MkdirTemp("", "stet-powercut-")
	if err != nil {
		return nil, err
	}
	d := &disk{work}
	if err := os.Mkdir(d.mount(), 0o755); err != nil {
		return nil, err
	}
	return d, nil
}

// begin makes an empty file system with a new newsroom on it, all of it synced.
func (d *disk) begin(ctx context.Context) error {
	exec.Command("umount", d.mount()).Run()
	if err := os.WriteFile(d.image(), nil, 0o600); err != nil {
		return err
	}
	if err := os.Truncate(d.image(), 256<<20); err != nil {
		return err
	}
	if err := command("mkfs.ext4", "-q", "-F", d.image()); err != nil {
		return err
	}
	if err := d.attach(); err != nil {
		return fmt.Errorf("%w: %w", errUnable, err)
	}
	if err := rig.Init(ctx, d.room()); err != nil {
		return err
	}
	syscall.Sync()
	return nil
}

// attach mounts the image. A long commit interval keeps the journal from
// helping: what survives does because it was synced.
func (d *disk) attach() error {
	return command("mount", "-o", "loop,commit=300", d.image(), d.mount())
}

// cut lets a child publish for a while, cuts the power, and mounts what is left.
func (d *disk) cut(oracle *rig.Oracle, seed uint64, wait time.Duration, weak bool) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, "-child", d.room(), "-seed", strconv.FormatUint(seed, 10), "-weak="+strconv.FormatBool(weak))
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	words := rig.FirstWord(out)
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		oracle.Listen(words)
	}()
	time.Sleep(wait)
	if err := d.shutdown(); err != nil {
		return fmt.Errorf("%w: FS_IOC_SHUTDOWN: %w", errUnable, err)
	}
	cmd.Process.Kill()
	<-heard
	cmd.Wait()
	if err := d.detach(); err != nil {
		return err
	}
	return d.attach()
}

// FS_IOC_SHUTDOWN is _IOR('X', 125, __u32); NOLOGFLUSH drops the journal that is
// not on the disk yet, as a power cut would. Source: include/uapi/linux/fs.h
// and fs/ext4/ioctl.c.
const (
	ioctlShutdown = 0x8004587d
	noLogFlush    = 2
)

func (d *disk) shutdown() error {
	f, err := os.Open(d.mount())
	if err != nil {
		return err
	}
	defer f.Close()
	var flags [4]byte
	binary.NativeEndian.PutUint32(flags[:], noLogFlush)
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), ioctlShutdown, uintptr(unsafe.Pointer(&flags))); errno != 0 {
		return errno
	}
	return nil
}

// detach unmounts, really: a lazy unmount would leave the dead file system
// lingering below the next.
func (d *disk) detach() (err error) {
	for range 100 {
		if err = command("umount", d.mount()); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

func (d *disk) remove() {
	d.detach()
	os.RemoveAll(d.work)
}

func command(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}
