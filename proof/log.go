package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/maphash"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// log walks the leaves from first to last: each must be a legal next step, all
// tiles must be those the leaves make, and so must the head's root and the
// remembered one. It reports whether the leaves are the head's.
func (v *verifier) log(ctx context.Context) (whole bool, err error) {
	size := v.rep.Head.Size
	last := v.remembered()
	var then tlog.Hash // root of the first last.Size leaves
	v.state = state{
		index: map[story.ID]int32{}, erased: map[int64][]int{}, seed: maphash.MakeSeed(),
		leaves: make([]leafState, 0, min(size, 1<<20)), // size is only what the checkpoint claims
	}
	w := logWalk{verifier: v, hasher: hasher{tile: v.tile}}
	for first := int64(0); first < size; first += TileWidth {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		end := min(first+TileWidth, size)
		texts, err := v.src.Leaves(first, end)
		if err != nil {
			v.rep.problem(Mismatch, leavesName(first, end), "%v", err)
			return false, nil
		}
		for i, text := range texts {
			if w.size == last.Size {
				then = w.root()
			}
			w.leaf(first+int64(i), text)
		}
		v.opts.Progress(StageLog, end, size)
	}
	if w.size == last.Size {
		then = w.root()
	}
	w.rest()
	w.keys()
	v.beyond()
	v.rep.Newest = w.at
	if root := w.root(); root != v.rep.Head.Root {
		v.rep.problem(Mismatch, CheckpointFile, "its root is %s, the leaves make %s", v.rep.Head.Root, root)
		return false, nil
	}
	// Only now, for leaves that are not the head's are a damaged copy: nobody
	// signed them.
	if last.Size >= 0 && then != last.Root {
		v.rep.problem(Forked, CheckpointFile, "its first %d leaves are not those of the remembered checkpoint (root %s, was %s): the log was rewritten", last.Size, then, last.Root)
	}
	return true, nil
}

// beyond makes sure that the source has no leaves that nobody signed for.
func (v *verifier) beyond() {
	size, err := v.src.Size()
	if err == nil && size > v.rep.Head.Size {
		err = fmt.Errorf("there are %d leaves, the checkpoint is of %d", size, v.rep.Head.Size)
	}
	if err != nil {
		v.rep.problem(Mismatch, "log", "%v", err)
	}
}

// noCheckpoint stands for a checkpoint that is not remembered, or of which
// nothing more is to be said.
var noCheckpoint = record.Checkpoint{Size: -1}

// remembered opens the checkpoint of an earlier time.
func (v *verifier) remembered() record.Checkpoint {
	if len(v.opts.Last) == 0 {
		return noCheckpoint
	}
	last, err := openByAny(v.opts.Last, v.opts.Key)
	head := v.rep.Head
	switch {
	case err != nil:
		v.rep.problem(Mismatch, "the remembered checkpoint", "%v", err)
	case last.Origin != head.Origin:
		v.rep.problem(Forked, CheckpointFile, "it is of the log %s; the remembered one is of %s", quote(head.Origin), quote(last.Origin))
	case last.Size > head.Size:
		v.rep.problem(Forked, CheckpointFile, "it has %d leaves; it had %d before: the log was rolled back", head.Size, last.Size)
	case last.Size == head.Size && last.Root != head.Root:
		v.rep.problem(Forked, CheckpointFile, "the key signed two histories of %d leaves (root %s, was %s)", head.Size, head.Root, last.Root)
	default:
		return last
	}
	return noCheckpoint
}

// openByAny reads a remembered checkpoint. It was verified when it was kept,
// perhaps by a key that another has taken over from; so the signature is only
// asked for when it is the present key's.
func openByAny(signed []byte, key note.Verifier) (record.Checkpoint, error) {
	n, err := note.Open(signed, note.VerifierList(key))
	var other *note.UnverifiedNoteError
	if errors.As(err, &other) {
		n, err = other.Note, nil
	}
	if err != nil {
		return record.Checkpoint{}, err
	}
	return record.ParseCheckpoint(n.Text)
}

// tile holds a tile of the source against the one the leaves make.
func (v *verifier) tile(level int, n int64, hashes []byte) {
	width := len(hashes) / tlog.HashSize
	name := TilePath(level, n, width)
	got, err := v.src.Tile(level, n, width)
	switch {
	case err != nil:
		v.rep.problem(Mismatch, name, "%v", err)
	case len(got) != len(hashes):
		v.rep.problem(Mismatch, name, "it has %d bytes instead of %d", len(got), len(hashes))
	case !bytes.Equal(got, hashes):
		v.rep.problem(Mismatch, name, "its hashes are not those of the leaves")
	}
}

// logWalk is one walk over the leaves.
type logWalk struct {
	*verifier
	hasher
	at  time.Time
	key string // the newest key leaf's
}

// leaf takes one leaf in. One that is not legal is reported and passed over.
func (w *logWalk) leaf(index int64, text []byte) {
	hash := tlog.RecordHash(text)
	w.add(hash)
	w.state.leaves = append(w.state.leaves, leafState{hash: hash, story: -1})
	l, err := record.ParseLeaf(text)
	if err != nil {
		w.rep.problem(Mismatch, leafName(index), "%v", err)
		return
	}
	w.state.leaves[index].root = l.Root
	if l.At.Before(w.at) {
		w.rep.problem(Mismatch, leafName(index), "at %s is before the leaf before it (%s)", l.At.Format(time.RFC3339), w.at.Format(time.RFC3339))
	} else {
		w.at = l.At
	}
	if why := w.state.legal(index, l); why != "" {
		w.rep.problem(Mismatch, leafName(index), "%s", why)
		return
	}
	switch l.Kind {
	case record.Erase:
		w.rep.Erased = append(w.rep.Erased, Erasure{Leaf: index, Story: l.Story, Revision: l.Revision, Pieces: l.Pieces, Basis: l.Basis, At: l.At})
	case record.Key:
		w.keyLeaf(index, l)
	case record.Publish:
		w.rep.Stories++
		w.rep.Revisions++
	default:
		w.rep.Revisions++
	}
}

func (w *logWalk) keyLeaf(index int64, l record.Leaf) {
	key, err := note.NewVerifier(l.Key)
	switch {
	case err != nil:
		w.rep.problem(Mismatch, leafName(index), "it names no key: %v", err)
	case l.Root != sha256.Sum256([]byte(l.Key)):
		w.rep.problem(Mismatch, leafName(index), "its root is not the hash of its key")
	case key.Name() != w.opts.Key.Name():
		w.rep.problem(Mismatch, leafName(index), "it names a key of another log, %q", key.Name())
	}
	w.key = l.Key
}

// keys makes sure that the head is signed by the key the log says it is.
func (w *logWalk) keys() {
	key, err := note.NewVerifier(w.key)
	if err != nil {
		return // reported with its leaf
	}
	if _, err = record.OpenCheckpoint(w.signed, key); err != nil {
		w.rep.problem(Mismatch, CheckpointFile, "it is not signed by the key that the log's newest key leaf names: %v", err)
	}
}

func leafName(index int64) string { return "leaf " + itoa(index) }

func leavesName(first, end int64) string {
	return EntriesPath(first/TileWidth, int(end-first))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
