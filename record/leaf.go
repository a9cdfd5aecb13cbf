package record

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/story"
)

// Kind is what a leaf did.
type Kind string

// The acts a leaf can record.
const (
	Publish Kind = "publish" // a story's first revision
	Revise  Kind = "revise"  // a later one
	Correct Kind = "correct" // a later one that says what was wrong
	Retract Kind = "retract" // the story is withdrawn; a tombstone stays
	Erase   Kind = "erase"   // pieces of one revision lost text and salt
	Key     Kind = "key"     // a signing key takes over from here on
)

// Basis says why pieces were erased. It may stay empty: an order can forbid to
// say it.
type Basis string

// The reasons for an erasure that can be named.
const (
	BasisCourt    Basis = "court"
	BasisPrivacy  Basis = "privacy"
	BasisSafety   Basis = "safety"
	BasisLicence  Basis = "licence"
	BasisUnlawful Basis = "unlawful"
)

// Bases lists the reasons that can be named.
var Bases = []Basis{BasisCourt, BasisPrivacy, BasisSafety, BasisLicence, BasisUnlawful}

// LeafVersion is the first line of every leaf.
const LeafVersion = "stet/1"

// MaxLeaf is the most bytes a leaf may have.
const MaxLeaf = 400

// Leaf is one entry of the log. It holds no headline, no slug and no personal
// data; its text form is what is hashed and kept for ever.
type Leaf struct {
	Kind     Kind
	Story    story.ID
	Revision int       // of the story; for an erasure, the revision that lost pieces
	Previous int64     // the story's leaf before this one, -1 for none
	Language string    // tag of the edition
	At       time.Time // the newsroom's claim, UTC, whole seconds
	Root     tlog.Hash // over the revision's pieces; for Key, SHA-256 of the key's text
	Grade    story.Grade

	Pieces []int  // Erase: numbers of the erased pieces, rising
	Basis  Basis  // Erase
	Key    string // Key: the verifier key in signed-note form
}

// ErrBadLeaf says that a text is not a leaf.
var ErrBadLeaf = errors.New("not a leaf")

const timeForm = "2006-01-02T15:04:05Z"

// Text is the leaf's one spelling.
func (l Leaf) Text() []byte {
	var b strings.Builder
	line := func(name, value string) {
		if value == "" {
			value = "-"
		}
		b.WriteString(name)
		b.WriteByte(' ')
		b.WriteString(value)
		b.WriteByte('\n')
	}
	b.WriteString(LeafVersion + "\n")
	line("act", string(l.Kind))
	line("story", l.Story.String())
	line("revision", strconv.Itoa(l.Revision))
	if l.Previous < 0 {
		line("previous", "")
	} else {
		line("previous", strconv.FormatInt(l.Previous, 10))
	}
	line("language", l.Language)
	line("at", l.At.UTC().Format(timeForm))
	line("root", base64.StdEncoding.EncodeToString(l.Root[:]))
	line("grade", string(l.Grade))
	switch l.Kind {
	case Erase:
		line("pieces", spans(l.Pieces))
		line("basis", string(l.Basis))
	case Key:
		line("key", l.Key)
	}
	return []byte(b.String())
}

// ParseLeaf reads what Text wrote, and nothing else: one leaf has one spelling.
func ParseLeaf(text []byte) (Leaf, error) {
	if len(text) > MaxLeaf {
		return Leaf{}, fmt.Errorf("%w: %d bytes", ErrBadLeaf, len(text))
	}
	l, err := parseLeaf(strings.Split(string(text), "\n"))
	if err != nil {
		return Leaf{}, fmt.Errorf("%w: %w", ErrBadLeaf, err)
	}
	if string(l.Text()) != string(text) {
		return Leaf{}, fmt.Errorf("%w: not in canonical spelling", ErrBadLeaf)
	}
	return l, nil
}

func parseLeaf(lines []string) (l Leaf, err error) {
	if len(lines) < 9 || lines[0] != LeafVersion {
		return l, errors.New("does not begin with " + LeafVersion)
	}
	values := map[string]string{}
	for _, line := range lines[1 : len(lines)-1] {
		name, value, ok := strings.Cut(line, " ")
		if _, twice := values[name]; !ok || twice {
			return l, fmt.Errorf("line %q", line)
		}
		if value == "-" {
			value = ""
		}
		values[name] = value
	}
	var errs [5]error
	l.Kind = Kind(values["act"])
	if values["story"] != "" {
		l.Story, errs[0] = story.ParseID(values["story"])
	}
	l.Revision, errs[1] = strconv.Atoi(values["revision"])
	l.Previous = -1
	if values["previous"] != "" {
		l.Previous, errs[2] = strconv.ParseInt(values["previous"], 10, 64)
	}
	l.Language = values["language"]
	l.At, errs[3] = time.Parse(timeForm, values["at"])
	l.Root, errs[4] = tlog.ParseHash(values["root"])
	l.Grade = story.Grade(values["grade"])
	l.Basis, l.Key = Basis(values["basis"]), values["key"]
	if err := errors.Join(errs[:]...); err != nil {
		return l, err
	}
	switch l.Kind {
	case Publish, Revise, Correct, Retract, Key:
	case Erase:
		if l.Pieces, err = parseSpans(values["pieces"]); err != nil {
			return l, err
		}
	default:
		return l, fmt.Errorf("act %q", l.Kind)
	}
	return l, nil
}

// spans writes rising numbers shortly: 1,2,3,7 is "1-3,7".
func spans(numbers []int) string {
	var b strings.Builder
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(numbers[i]))
		if j > i {
			b.WriteString("-" + strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return b.String()
}

func parseSpans(s string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(s, ",") {
		first, last, isSpan := strings.Cut(part, "-")
		a, err := strconv.Atoi(first)
		b := a
		if err == nil && isSpan {
			b, err = strconv.Atoi(last)
		}
		if err != nil || a < 0 || b < a || b >= MaxPieces {
			return nil, fmt.Errorf("pieces %q", s)
		}
		for ; a <= b; a++ {
			out = append(out, a)
		}
	}
	return out, nil
}
