package proof

import (
	"fmt"
	"sync"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// The exit codes of stet verify. When several apply, the first of
// Forked, Mismatch, Unrecorded, Stale, ErasedPieces is given: a rewritten log
// outweighs whatever else is wrong.
const (
	OK           = 0 // all is as it was published
	Mismatch     = 1 // something is not what the record says
	Unrecorded   = 2 // a page shows a story that the record does not hold
	Forked       = 3 // the log was rolled back or rewritten since the remembered checkpoint
	Stale        = 4 // all is well, but nothing was added for longer than allowed
	ErasedPieces = 5 // all is well, and pieces were erased, which the record says
)

var precedence = []int{Forked, Mismatch, Unrecorded, Stale}

// MaxProblems is how many problems a report spells out; the others are counted.
const MaxProblems = 100

// Report is what Verify found.
type Report struct {
	Head   record.Checkpoint `json:"head"`
	Newest time.Time         `json:"newest"` // time of the newest leaf

	Stories   int64 `json:"stories"`
	Revisions int64 `json:"revisions"`
	Pages     int64 `json:"pages"`    // of stories
	Others    int64 `json:"others"`   // other pages and files
	Teasers   int64 `json:"teasers"`  // on list pages
	Items     int64 `json:"items"`    // in feeds
	Pictures  int64 `json:"pictures"` // whose bytes were hashed

	Problems []Problem `json:"problems,omitempty"` // at most MaxProblems
	Unlisted int64     `json:"unlisted,omitempty"` // problems beyond those
	Erased   []Erasure `json:"erased,omitempty"`   // in the order of the log

	mu    sync.Mutex
	codes [6]bool
}

// Problem is one thing that is wrong.
type Problem struct {
	Code int    `json:"code"` // the exit code it asks for
	At   string `json:"at"`   // path of the page or file, or "leaf 17"
	Text string `json:"text"` // what was expected and what is there
}

// String is the problem on one line.
func (p Problem) String() string { return p.At + ": " + p.Text }

// Erasure is one erase leaf: pieces of a revision that are gone, and why.
type Erasure struct {
	Leaf     int64        `json:"leaf"`
	Story    story.ID     `json:"story"`
	Revision int          `json:"revision"`
	Pieces   []int        `json:"pieces"`
	Basis    record.Basis `json:"basis,omitempty"`
	At       time.Time    `json:"at"`
}

// String is the erasure on one line.
func (e Erasure) String() string {
	basis := e.Basis
	if basis == "" {
		basis = "no reason given"
	}
	return fmt.Sprintf("story %s revision %d: %d pieces erased on %s (%s, leaf %d)",
		e.Story, e.Revision, len(e.Pieces), e.At.Format(time.DateOnly), basis, e.Leaf)
}

// Code is the exit code.
func (r *Report) Code() int {
	for _, code := range precedence {
		if r.codes[code] {
			return code
		}
	}
	if len(r.Erased) > 0 {
		return ErasedPieces
	}
	return OK
}

// full reports whether no more problems will be spelled out.
func (r *Report) full() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.Problems) == MaxProblems
}

// problem notes one thing that is wrong. Texts of pages are shortened, so a
// hostile tree cannot flood a terminal.
func (r *Report) problem(code int, at, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.codes[code] = true
	if len(r.Problems) == MaxProblems {
		r.Unlisted++
		return
	}
	r.Problems = append(r.Problems, Problem{Code: code, At: shown(at), Text: fmt.Sprintf(format, args...)})
}

// shown makes a name from outside fit for a terminal: printable and short.
func shown(s string) string {
	const most = 300
	out := make([]rune, 0, min(len(s), most))
	for _, c := range s {
		if c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) {
			c = '�'
		}
		if out = append(out, c); len(out) == most {
			return string(out) + "…"
		}
	}
	return string(out)
}

// quote shows words of a page or the record, cut after a line's length.
func quote(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
