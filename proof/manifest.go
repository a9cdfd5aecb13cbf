package proof

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// manifestHeader is the first line of a manifest. It keeps the text apart from
// a checkpoint, whose first line is the log's origin: the same key signs both.
const manifestHeader = "stet manifest/1"

// maxManifest is the most bytes a manifest may have: some ten million files.
const maxManifest = 1 << 30

// ErrBadManifest says that a file is no manifest, or not signed by the key.
var ErrBadManifest = errors.New("not a valid manifest")

// Sum is one line of a manifest: a file of the tree and its SHA-256.
type Sum struct {
	Path string
	Hash [32]byte
}

// SignManifest writes the manifest of a tree: a signed note of a header line
// and a line "SHA256 PATH" for each file but itself, by path.
func SignManifest(sums []Sum, signer note.Signer) ([]byte, error) {
	sort.Slice(sums, func(i, j int) bool { return sums[i].Path < sums[j].Path })
	var b strings.Builder
	b.WriteString(manifestHeader + "\n")
	for _, s := range sums {
		b.WriteString(hex.EncodeToString(s.Hash[:]))
		b.WriteByte(' ')
		b.WriteString(s.Path)
		b.WriteByte('\n')
	}
	return note.Sign(&note.Note{Text: b.String()}, signer)
}

// Manifest is a signed list of files. It keeps the signed text and where its
// lines are, so half a million files take no more room than their names.
type Manifest struct {
	text  string
	lines []uint32 // offsets
}

// OpenManifest reads a manifest and verifies it by the key.
func OpenManifest(data []byte, key note.Verifier) (*Manifest, error) {
	if len(data) > maxManifest {
		return nil, fmt.Errorf("%w: %d bytes", ErrBadManifest, len(data))
	}
	n, err := note.Open(data, note.VerifierList(key))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadManifest, err)
	}
	return parseManifest(n.Text)
}

func parseManifest(text string) (*Manifest, error) {
	rest, ok := strings.CutPrefix(text, manifestHeader+"\n")
	if !ok {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrBadManifest, manifestHeader)
	}
	m := &Manifest{text: text, lines: make([]uint32, 0, len(text)/100+1)}
	last := ""
	for at := len(text) - len(rest); at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		if len(line) < 66 || line[64] != ' ' || strings.Trim(line[:64], "0123456789abcdef") != "" || line[65:] <= last {
			return nil, fmt.Errorf("%w: line %d", ErrBadManifest, len(m.lines)+2)
		}
		last = line[65:]
		m.lines = append(m.lines, uint32(at))
		at += len(line) + 1
	}
	return m, nil
}

// Len is how many files the manifest lists.
func (m *Manifest) Len() int { return len(m.lines) }

// Path is the i-th file.
func (m *Manifest) Path(i int) string {
	line, _, _ := strings.Cut(m.text[m.lines[i]:], "\n")
	return line[65:]
}

// Find gives the number of a file; ok is false when it is not listed.
func (m *Manifest) Find(path string) (i int, ok bool) {
	i = sort.Search(len(m.lines), func(i int) bool { return m.Path(i) >= path })
	return i, i < len(m.lines) && m.Path(i) == path
}

// Matches reports whether the i-th file has this SHA-256.
func (m *Manifest) Matches(i int, hash [32]byte) bool {
	var want [32]byte
	at := m.lines[i]
	hex.Decode(want[:], []byte(m.text[at:at+64]))
	return bytes.Equal(want[:], hash[:])
}
