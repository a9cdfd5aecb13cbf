package darkroom

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"stet.news/story"
)

// The limits of one picture, seen from outside.
const (
	maxInput  = MaxBytes // the caller refuses larger files before
	maxOutput = 32 << 20 // bytes of all files of an answer

	checkTime = 10 * time.Second // for checking, and for opening before printing
	printTime = 10 * time.Second // for each rendition more
	idleTime  = 20 * time.Second // after which a darkroom is closed
	maxJobs   = 200              // after which a new one is opened
)

// ErrClosed: the darkroom ended before it answered. Its picture asked for more
// memory or time than there is, or broke it.
var ErrClosed = fmt.Errorf("%w: it took too long or too much memory, or broke the decoder", ErrBroken)

// Room is a darkroom seen from outside: a process that takes one picture at a
// time and is started when one comes. The zero Room is ready.
type Room struct {
	mu      sync.Mutex
	process *process
	jobs    int
	patient bool // it gets what the processor has left
	idle    *time.Timer
}

// The rooms of this process. There are two, however many stores are open, because
// what they bound is the machine's memory: in Now is opened what somebody waits
// for, in Later what nobody does.
var Now, Later = Room{}, Room{patient: true}

// process is a running darkroom.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.Reader
	stderr *head
}

// Check looks at the bytes of a picture file and gives what is to be kept of it:
// upright, in sRGB and without metadata but the credit. A JPEG, PNG, GIF or WebP
// that is so already keeps its pixels exactly; any other is written anew. The
// errors are ErrNotAPicture, ErrTooLarge and ErrBroken.
func (r *Room) Check(ctx context.Context, data []byte) (Taken, []byte, error) {
	if len(data) > MaxBytes {
		return Taken{}, nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), MaxBytes)
	}
	a, files, err := r.do(ctx, checkTime, request{}, data)
	if err == nil {
		err = a.believable(files)
	}
	if err != nil {
		return Taken{}, nil, err
	}
	sum := sha256.Sum256(files[0])
	a.Taken.Picture.SHA256 = hex.EncodeToString(sum[:])
	return a.Taken, files[0], nil
}

// believable holds an answer against what any right one is like: the process
// has just had somebody's file in its memory.
func (a *answer) believable(files [][]byte) error {
	p := a.Taken.Picture
	_, known := kindOf(p.Type)
	if !known || p.Type == "image/avif" || len(files) != 1 || sniffMedia(files[0]) != p.Type || withinPixels(p.Width, p.Height) != nil {
		return fmt.Errorf("%w: it gave no picture", ErrClosed)
	}
	a.Taken.Credit.caption = a.Taken.Caption
	a.Taken.Credit.tidy()
	a.Taken.Caption, a.Taken.Credit.caption = a.Taken.Credit.caption, ""
	a.Taken.Picture = story.Picture{Type: p.Type, Width: p.Width, Height: p.Height, Credit: a.Taken.Credit.Printed()}
	return nil
}

// Print makes renditions of a picture that Check gave. A rendition is a pure
// function of the picture and its name, whichever others are made with it.
func (r *Room) Print(ctx context.Context, media string, data []byte, wanted []story.Rendition) ([][]byte, error) {
	q := request{Media: media}
	for _, w := range wanted {
		q.Wanted = append(q.Wanted, w.Name())
	}
	_, files, err := r.do(ctx, checkTime+time.Duration(len(wanted))*printTime, q, data)
	if err == nil && len(files) != len(wanted) {
		err = fmt.Errorf("%w: it gave %d files of %d", ErrClosed, len(files), len(wanted))
	}
	return files, err
}

// do asks one thing. A process that does not answer well is closed.
func (r *Room) do(ctx context.Context, limit time.Duration, q request, data []byte) (a answer, files [][]byte, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.open(); err != nil {
		return a, nil, fmt.Errorf("open the darkroom: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	kill := context.AfterFunc(ctx, r.process.kill)
	q.Lengths = []int{len(data)}
	a, files, err = r.process.ask(q, data)
	if !kill() || err != nil {
		err = r.lost(ctx, err)
	} else if a.Fault != "" {
		err = a.err()
	}
	r.done()
	return a, files, err
}

// lost closes the process and says why it gave nothing.
func (r *Room) lost(ctx context.Context, err error) error {
	said := r.process.close()
	r.process = nil
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	if said == "" && err != nil {
		said = err.Error()
	}
	return fmt.Errorf("%w (%s)", ErrClosed, said)
}

// err makes the error again that the process had.
func (a answer) err() error {
	fault, ok := faults[a.Fault]
	if !ok {
		return errors.New(a.Message)
	}
	return &refusal{fault, a.Message}
}

// refusal is an error that came through the pipe with its words.
type refusal struct {
	fault error
	text  string
}

func (e *refusal) Error() string { return e.text }
func (e *refusal) Unwrap() error { return e.fault }

// open starts a process if there is none.
func (r *Room) open() error {
	if r.idle != nil {
		r.idle.Stop()
	}
	if r.process != nil {
		return nil
	}
	if !ready.Load() {
		return errors.New("darkroom.Main was not called first in main or TestMain")
	}
	program, err := self()
	if err != nil {
		return err
	}
	p := &process{cmd: exec.Command(program), stderr: &head{}}
	p.cmd.Env, p.cmd.Dir, p.cmd.Stderr = []string{sign + "=" + r.kind(), "GOTRACEBACK=none"}, "/", p.stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	if p.out, err = p.cmd.StdoutPipe(); err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	r.process, r.jobs = p, 0
	return nil
}

func (r *Room) kind() string {
	if r.patient {
		return behind
	}
	return ahead
}

// self is the program that is running, also when another has taken its place on
// the disk: a newer one might speak otherwise through the pipes.
func self() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// done closes a process that has done enough, and any other after a while.
func (r *Room) done() {
	if r.process == nil {
		return
	}
	if r.jobs++; r.jobs >= maxJobs {
		r.process.close()
		r.process = nil
		return
	}
	r.idle = time.AfterFunc(idleTime, r.Close)
}

// Close ends the process, if there is one; the next picture starts another.
func (r *Room) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.process != nil {
		r.process.close()
		r.process = nil
	}
}

func (p *process) ask(q request, data []byte) (a answer, files [][]byte, err error) {
	if err := send(p.in, q, data); err != nil {
		return a, nil, err
	}
	if err := receiveHead(p.out, &a); err != nil {
		return a, nil, err
	}
	files, err = receiveFiles(p.out, a.Lengths, maxOutput)
	return a, files, err
}

func (p *process) kill() { p.cmd.Process.Kill() }

// close ends the process and gives the first line it wrote about its end.
func (p *process) close() string {
	p.kill()
	p.cmd.Wait()
	line, _, _ := bytes.Cut(p.stderr.text, []byte("\n"))
	return string(line)
}

// head keeps the first bytes that are written, and takes the rest.
type head struct{ text []byte }

func (h *head) Write(b []byte) (int, error) {
	h.text = append(h.text, b[:min(len(b), 512-len(h.text))]...)
	return len(b), nil
}
