package proof

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// memory is a log in memory, signed by whoever the test likes.
type memory struct {
	signer note.Signer
	texts  [][]byte
	lists  [][]record.Piece
	files  []File
	stored memHashes
}

// add appends a leaf.
func (m *memory) add(l record.Leaf, pieces []record.Piece) {
	text := l.Text()
	h, _ := tlog.StoredHashes(int64(len(m.texts)), text, m.stored)
	m.stored = append(m.stored, h...)
	m.texts, m.lists = append(m.texts, text), append(m.lists, pieces)
}

func (m *memory) Checkpoint() ([]byte, error) { return m.at(int64(len(m.texts))), nil }

// at is the checkpoint of the first leaves.
func (m *memory) at(size int64) []byte {
	root, _ := tlog.TreeHash(size, m.stored)
	signed, _ := record.Checkpoint{Origin: m.signer.Name(), Size: size, Root: root}.Sign(m.signer)
	return signed
}

func (m *memory) Size() (int64, error)           { return int64(len(m.texts)), nil }
func (m *memory) Parts() (pictures, beside bool) { return false, false }
func (m *memory) Manifest() ([]byte, error)      { return nil, nil }

func (m *memory) Leaves(first, end int64) ([][]byte, error) { return m.texts[first:end], nil }

func (m *memory) Lists(first, end int64) func() ([][]record.Piece, error) {
	return func() ([][]record.Piece, error) { return m.lists[first:end], nil }
}

func (m *memory) Tile(level int, n int64, width int) ([]byte, error) {
	var tile []byte
	for i := range int64(width) {
		h := m.stored[tlog.StoredHashIndex(8*level, n*TileWidth+i)]
		tile = append(tile, h[:]...)
	}
	return tile, nil
}

func (m *memory) Files(_ context.Context, f func(File) error) error {
	for _, file := range m.files {
		if err := f(file); err != nil {
			return err
		}
	}
	return nil
}

var (
	t0  = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	one = story.ID{1}
)

// history gives a log that begins with its key, and the key.
func history(t testing.TB) (*memory, note.Verifier) {
	signer, key, public := testKey(t, "example.org")
	m := &memory{signer: signer}
	m.add(record.Leaf{Kind: record.Key, Previous: -1, At: t0, Key: public, Root: sha256.Sum256([]byte(public))}, nil)
	return m, key
}

// leaf is a legal next leaf of story one, but for what change does to it.
func leaf(kind record.Kind, revision int, previous int64, grade story.Grade, change func(*record.Leaf)) record.Leaf {
	l := record.Leaf{Kind: kind, Story: one, Revision: revision, Previous: previous, Language: "en", At: t0, Grade: grade, Root: tlog.Hash{9}}
	if kind == record.Erase {
		l.Pieces = []int{0}
	}
	if change != nil {
		change(&l)
	}
	return l
}

// A key holder can sign any history; one that cannot have happened is found out.
func TestIllegalHistories(t *testing.T) {
	first := leaf(record.Publish, 1, -1, "", nil)
	revise := leaf(record.Revise, 2, 1, story.GradeUpdate, nil)
	retract := leaf(record.Retract, 2, 1, "", nil)
	for name, c := range map[string]struct {
		leaves []record.Leaf
		want   string // "" for legal
	}{
		"legal":                  {[]record.Leaf{first, revise, leaf(record.Erase, 1, 2, "", nil), leaf(record.Correct, 3, 3, story.GradeCorrection, nil)}, ""},
		"imported":               {[]record.Leaf{leaf(record.Publish, 1, -1, story.GradeImported, nil)}, ""},
		"back after retracting":  {[]record.Leaf{first, retract, leaf(record.Revise, 3, 2, story.GradeUpdate, nil), leaf(record.Retract, 4, 3, "", nil)}, ""},
		"revised, not published": {[]record.Leaf{revise}, "never published"},
		"published twice":        {[]record.Leaf{first, first}, "published before"},
		"first is not 1":         {[]record.Leaf{leaf(record.Publish, 2, -1, "", nil)}, "must be revision 1"},
		"first has a previous":   {[]record.Leaf{leaf(record.Publish, 1, 0, "", nil)}, "must be revision 1"},
		"first is graded":        {[]record.Leaf{leaf(record.Publish, 1, -1, story.GradeMinor, nil)}, "cannot be graded"},
		"number left out":        {[]record.Leaf{first, leaf(record.Revise, 3, 1, story.GradeMinor, nil)}, "revision 3"},
		"number again":           {[]record.Leaf{first, leaf(record.Revise, 1, 1, story.GradeMinor, nil)}, "revision 1"},
		"wrong previous":         {[]record.Leaf{first, leaf(record.Revise, 2, 0, story.GradeMinor, nil)}, "previous is 0"},
		"erasure passed over":    {[]record.Leaf{first, leaf(record.Erase, 1, 1, "", nil), revise}, "previous is 1"},
		"another edition":        {[]record.Leaf{first, leaf(record.Revise, 2, 1, story.GradeMinor, func(l *record.Leaf) { l.Language = "ps" })}, "language ps"},
		"correction, other name": {[]record.Leaf{first, leaf(record.Revise, 2, 1, story.GradeCorrection, nil)}, "cannot follow"},
		"correct, no correction": {[]record.Leaf{first, leaf(record.Correct, 2, 1, story.GradeMinor, nil)}, "cannot follow"},
		"imported later":         {[]record.Leaf{first, leaf(record.Revise, 2, 1, story.GradeImported, nil)}, "cannot follow"},
		"retracted twice":        {[]record.Leaf{first, retract, leaf(record.Retract, 3, 2, "", nil)}, "cannot follow"},
		"erased from nothing":    {[]record.Leaf{first, leaf(record.Erase, 2, 1, "", nil)}, "does not have"},
		"erased, another root":   {[]record.Leaf{first, leaf(record.Erase, 1, 1, "", func(l *record.Leaf) { l.Root[0]++ })}, "another root"},
		"erased, graded":         {[]record.Leaf{first, leaf(record.Erase, 1, 1, story.GradeMinor, nil)}, "has no grade"},
		"no language":            {[]record.Leaf{leaf(record.Publish, 1, -1, "", func(l *record.Leaf) { l.Language = "" })}, "language is missing"},
		"no story":               {[]record.Leaf{leaf(record.Publish, 1, -1, "", func(l *record.Leaf) { l.Story = story.ID{} })}, "is missing"},
		"time goes back":         {[]record.Leaf{first, leaf(record.Revise, 2, 1, story.GradeMinor, func(l *record.Leaf) { l.At = t0.Add(-time.Second) })}, "before the leaf before"},
		"key of a story":         {[]record.Leaf{first, leaf(record.Key, 0, 1, "", nil)}, "speaks of a story"},
		"key that is none":       {[]record.Leaf{{Kind: record.Key, Previous: -1, At: t0, Key: "x"}}, "names no key"},
	} {
		m, key := history(t)
		for _, l := range c.leaves {
			m.add(l, nil)
		}
		v := newVerifier(m, Options{Key: key})
		v.checkpoint()
		if _, err := v.log(t.Context()); err != nil {
			t.Fatal(err)
		}
		switch got := fmt.Sprint(v.rep.Problems); {
		case c.want == "" && len(v.rep.Problems) > 0:
			t.Errorf("%s: %s", name, got)
		case !strings.Contains(got, c.want):
			t.Errorf("%s: %s; want %q", name, got, c.want)
		}
	}
}

func TestLogWithoutItsKey(t *testing.T) {
	signer, key, _ := testKey(t, "example.org")
	m := &memory{signer: signer}
	m.add(leaf(record.Publish, 1, -1, "", nil), nil)
	rep, err := Verify(t.Context(), m, Options{Key: key})
	if err != nil || !strings.Contains(fmt.Sprint(rep.Problems), "the first leaf names no key") {
		t.Errorf("%v, %v", rep.Problems, err)
	}
}

// A new key takes over by a leaf; what was remembered under the old one holds.
func TestKeyTakesOver(t *testing.T) {
	m, old := history(t)
	m.add(leaf(record.Publish, 1, -1, "", nil), nil)
	remembered := m.at(2)
	signer, key, public := testKey(t, "example.org")
	change := record.Leaf{Kind: record.Key, Previous: -1, At: t0, Key: public, Root: sha256.Sum256([]byte(public))}
	m.signer = signer
	unsaid, _ := Verify(t.Context(), m, Options{Key: key})
	if !strings.Contains(fmt.Sprint(unsaid.Problems), "newest key leaf") {
		t.Errorf("a key that no leaf names: %v", unsaid.Problems)
	}
	m.add(change, nil)
	v := newVerifier(m, Options{Key: key, Last: remembered})
	v.checkpoint()
	if _, err := v.log(t.Context()); err != nil || len(v.rep.Problems) > 0 {
		t.Errorf("%v, %v", v.rep.Problems, err)
	}
	late, _ := Verify(t.Context(), m, Options{Key: old})
	if late.Code() != Mismatch {
		t.Errorf("the old key still opens the log: code %d", late.Code())
	}
}

func TestRememberedCheckpoint(t *testing.T) {
	m, key := history(t)
	m.add(leaf(record.Publish, 1, -1, "", nil), nil)
	fork, _ := history(t)
	fork.signer = m.signer
	m.add(leaf(record.Revise, 2, 1, story.GradeMinor, nil), nil)
	stranger, _, _ := testKey(t, "other.example")
	foreign := &memory{signer: stranger}
	for name, c := range map[string]struct {
		last []byte
		want int
	}{
		"none": {nil, OK}, "first": {m.at(1), OK}, "same": {m.at(3), OK}, "empty": {m.at(0), OK},
		"another history": {fork.at(1), Forked}, "another log": {foreign.at(0), Forked}, "no checkpoint": {[]byte("x"), Mismatch},
	} {
		v := newVerifier(m, Options{Key: key, Last: c.last})
		v.checkpoint()
		if _, err := v.log(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v.rep.Code() != c.want {
			t.Errorf("%s: code %d, want %d: %v", name, v.rep.Code(), c.want, v.rep.Problems)
		}
	}
	later := m.at(3)
	m.texts, m.lists = m.texts[:2], m.lists[:2]
	v := newVerifier(m, Options{Key: key, Last: later})
	v.checkpoint()
	v.log(t.Context())
	if v.rep.Code() != Forked {
		t.Errorf("rolled back: code %d: %v", v.rep.Code(), v.rep.Problems)
	}
}

func TestFreshness(t *testing.T) {
	m, key := history(t)
	for now, want := range map[time.Time]int{t0.Add(time.Hour): OK, t0.Add(50 * time.Hour): Stale, t0.Add(-50 * time.Hour): Stale} {
		rep, err := Verify(t.Context(), m, Options{Key: key, MaxAge: 48 * time.Hour, Now: func() time.Time { return now }})
		if err != nil || rep.Code() != want {
			t.Errorf("at %s: code %d, want %d (%v)", now, rep.Code(), want, err)
		}
	}
}

func TestPrecedenceOfCodes(t *testing.T) {
	r := &Report{Erased: []Erasure{{}}}
	for _, c := range []struct{ add, want int }{{OK, ErasedPieces}, {Stale, Stale}, {Unrecorded, Unrecorded}, {Mismatch, Mismatch}, {Forked, Forked}, {Stale, Forked}} {
		if c.add != OK {
			r.problem(c.add, "x", "y")
		}
		if r.Code() != c.want {
			t.Errorf("with %d: code %d, want %d", c.add, r.Code(), c.want)
		}
	}
}

func TestProblemsAreCounted(t *testing.T) {
	r := &Report{}
	for i := range MaxProblems + 7 {
		r.problem(Mismatch, "a\x1b[31m\u202e"+itoa(int64(i)), "x")
	}
	if len(r.Problems) != MaxProblems || r.Unlisted != 7 {
		t.Errorf("%d problems, %d unlisted", len(r.Problems), r.Unlisted)
	}
	if s := r.Problems[0].String(); strings.ContainsAny(s, "\x1b\u202e") {
		t.Errorf("%q can play with a terminal", s)
	}
}

func TestVerifyEndsWithItsContext(t *testing.T) {
	m, key := history(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Verify(ctx, m, Options{Key: key}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A page that is not there, or cannot be read, is the source's fault and not
// the end of verifying.
func TestUnreadableFile(t *testing.T) {
	m, key := history(t)
	m.files = []File{{Name: "x", Path: "/x", Read: func() ([]byte, error) { return nil, errors.New("bad sector") }}}
	rep, err := Verify(t.Context(), m, Options{Key: key})
	if err != nil || rep.Code() != Mismatch || !strings.Contains(fmt.Sprint(rep.Problems), "x: bad sector") {
		t.Errorf("%v, %v", rep.Problems, err)
	}
}
