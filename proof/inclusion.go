package proof

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
)

// Inclusion proves that a leaf stands in a log at an index under a signed
// checkpoint, offline and by itself: C2SP tlog-proof.
type Inclusion struct {
	Index      int64
	Hashes     tlog.RecordProof
	Checkpoint []byte
}

// ErrBadProof says that a proof is malformed or proves something else.
var ErrBadProof = errors.New("not a valid proof")

const proofHeader = "c2sp.org/tlog-proof@v1"

// maxProof is the most bytes a proof may have: 63 hashes, a line of extra data
// and a checkpoint with a score of cosignatures fit well.
const maxProof = 64 << 10

// Text is the proof's file.
func (p Inclusion) Text() []byte {
	var b strings.Builder
	b.WriteString(proofHeader + "\nindex " + strconv.FormatInt(p.Index, 10) + "\n")
	for _, h := range p.Hashes {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return []byte(b.String())
}

// ParseInclusion reads a proof. Extra data, which is not authenticated, is
// passed over.
func ParseInclusion(data []byte) (Inclusion, error) {
	if len(data) > maxProof {
		return Inclusion{}, fmt.Errorf("%w: %d bytes", ErrBadProof, len(data))
	}
	head, checkpoint, ok := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || lines[0] != proofHeader {
		return Inclusion{}, fmt.Errorf("%w: it does not begin with %s", ErrBadProof, proofHeader)
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 || len(lines) > 1+64 {
		return Inclusion{}, fmt.Errorf("%w: %d lines", ErrBadProof, len(lines))
	}
	p := Inclusion{Checkpoint: []byte(checkpoint)}
	number, ok := strings.CutPrefix(lines[0], "index ")
	index, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || index < 0 || strconv.FormatInt(index, 10) != number {
		return Inclusion{}, fmt.Errorf("%w: line %q", ErrBadProof, lines[0])
	}
	p.Index = index
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return Inclusion{}, fmt.Errorf("%w: line %q", ErrBadProof, line)
		}
		p.Hashes = append(p.Hashes, h)
	}
	return p, nil
}

// Verify makes sure that the checkpoint is signed by the key and holds the
// leaf at the proof's index.
func (p Inclusion) Verify(leaf []byte, key note.Verifier) (record.Checkpoint, error) {
	head, err := record.OpenCheckpoint(p.Checkpoint, key)
	if err != nil {
		return record.Checkpoint{}, err
	}
	return head, p.holds(tlog.RecordHash(leaf), head)
}

// holds makes sure that a leaf with this hash stands under the head.
func (p Inclusion) holds(leaf tlog.Hash, head record.Checkpoint) error {
	if head.Size > maxLeaves {
		return fmt.Errorf("%w: size %d", record.ErrBadCheckpoint, head.Size)
	}
	if err := tlog.CheckRecord(p.Hashes, head.Size, head.Root, p.Index, leaf); err != nil {
		return fmt.Errorf("%w: %w", ErrBadProof, err)
	}
	return nil
}
