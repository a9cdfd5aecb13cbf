package darkroom

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"stet.news/story"
)

// sign is the environment variable that makes a program a darkroom: one that
// somebody waits for, or one that lets everybody else go first.
const (
	sign   = "STET_DARKROOM"
	ahead  = "now"
	behind = "later"
)

// ready says that Main was called, so that starting this program again gives a
// darkroom and not whatever else the program does.
var ready atomic.Bool

// Main must be the first thing in main, and in TestMain, of every program that
// takes pictures in: a darkroom is this program started again. In a darkroom it
// does not return.
func Main() {
	kind := os.Getenv(sign)
	if kind == "" {
		ready.Store(true)
		return
	}
	if kind == behind {
		stepBack()
	}
	if err := lockIn(); err != nil {
		fmt.Fprintln(os.Stderr, "this system lets no process be locked in, so no picture is opened:", err)
		os.Exit(1)
	}
	if err := work(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// work does what comes in, one after another, until there is no more.
func work(in io.Reader, out io.Writer) error {
	libraries := newCodecs()
	r, w := bufio.NewReaderSize(in, 1<<16), bufio.NewWriterSize(out, 1<<16)
	for {
		var q request
		err := receiveHead(r, &q)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		files, err := receiveFiles(r, q.Lengths, maxInput)
		if err != nil {
			return err
		}
		if err := limitTime(); err != nil {
			return err
		}
		a, made := libraries.answer(q, files)
		a.Lengths = lengthsOf(made)
		if err := send(w, a, made...); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
}

// answer does one thing asked for.
func (c *codecs) answer(q request, files [][]byte) (a answer, made [][]byte) {
	err := errFrame
	switch {
	case len(files) != 1:
	case len(q.Wanted) == 0:
		var clean []byte
		a.Taken, clean, err = c.check(files[0])
		made = [][]byte{clean}
	default:
		made, err = c.printAll(q, files[0])
	}
	if err != nil {
		return answer{Fault: faultOf(err), Message: err.Error()}, nil
	}
	return a, made
}

func (c *codecs) printAll(q request, data []byte) ([][]byte, error) {
	var wanted []story.Rendition
	for _, name := range q.Wanted {
		r, ok := story.ParseRendition(name)
		if !ok {
			return nil, errFrame
		}
		wanted = append(wanted, r)
	}
	return c.print(q.Media, data, wanted)
}

// faults are the errors that go through the pipe, by the words for them there.
var faults = map[string]error{
	"kind":   ErrNotAPicture,
	"large":  ErrTooLarge,
	"broken": ErrBroken,
}

func faultOf(err error) string {
	for word, fault := range faults {
		if errors.Is(err, fault) {
			return word
		}
	}
	return "other"
}
