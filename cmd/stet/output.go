package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// print writes a line for people, or nothing when machines are reading.
func (a *app) print(format string, args ...any) {
	if !a.json {
		fmt.Fprintf(a.stdout, format+"\n", args...)
	}
}

// object writes one JSON object on a line.
func (a *app) object(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// progress gives a teller of long work: a line that is written over on a
// terminal, a plain line every few seconds elsewhere. Always on stderr.
func (a *app) progress() func(what string, done, total int) {
	m := &meter{out: a.stderr, now: a.now, terminal: isTerminal(a.stderr)}
	return m.tell
}

// meter tells how far work has come, at what rate, and how long it will take.
type meter struct {
	mu       sync.Mutex
	out      io.Writer
	now      func() time.Time
	terminal bool
	what     string
	began    time.Time
	told     time.Time
	shown    bool
}

const (
	quietFirst    = time.Second // short work says nothing
	everyTerminal = 200 * time.Millisecond
	everyPlain    = 5 * time.Second
)

func (m *meter) tell(what string, done, total int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if what != m.what {
		m.what, m.began, m.told, m.shown = what, now, now.Add(quietFirst-everyPlain), false
	}
	finished := total > 0 && done >= total
	every := everyPlain
	if m.terminal {
		every = everyTerminal
	}
	if now.Sub(m.began) < quietFirst || (now.Sub(m.told) < every && !finished) {
		return
	}
	m.told, m.shown = now, true
	m.line(done, total, now.Sub(m.began), finished)
}

func (m *meter) line(done, total int, took time.Duration, finished bool) {
	rate := float64(done) / took.Seconds()
	text := fmt.Sprintf("%s %d", m.what, done)
	if total > 0 {
		text += fmt.Sprintf(" of %d", total)
	}
	text += fmt.Sprintf(", %.0f a second", rate)
	if total > done && rate > 0 {
		left := time.Duration(float64(total-done) / rate * float64(time.Second))
		text += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	if !m.terminal {
		fmt.Fprintln(m.out, text)
		return
	}
	fmt.Fprintf(m.out, "\r\x1b[K%s", text)
	if finished {
		fmt.Fprintln(m.out)
		m.what = ""
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
