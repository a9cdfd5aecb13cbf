package proof

import (
	"context"
	"hash/maphash"
	"slices"
	"sync/atomic"

	"stet.news/record"
	"stet.news/story"
)

// bundle is the piece lists of up to TileWidth leaves.
type bundle struct {
	first, end int64
	load       func() ([][]record.Piece, error)
}

// pieces holds every piece list against its leaf, and keeps of the newest
// revisions what their pages must show, as digests.
func (v *verifier) pieces(ctx context.Context) error {
	size := v.rep.Head.Size
	var done atomic.Int64
	return inParallel(ctx, func(put func(bundle) error) error {
		for first := int64(0); first < size; first += TileWidth {
			end := min(first+TileWidth, size)
			if err := put(bundle{first, end, v.src.Lists(first, end)}); err != nil {
				return err
			}
		}
		return nil
	}, func(b bundle) {
		v.bundle(b)
		v.opts.Progress(StagePieces, done.Add(b.end-b.first), size)
	})
}

func (v *verifier) bundle(b bundle) {
	lists, err := b.load()
	if err != nil {
		v.rep.problem(Mismatch, ListsPath(b.first/TileWidth), "%v", err)
		return
	}
	for i, pieces := range lists {
		v.list(b.first+int64(i), pieces)
	}
}

// list judges one leaf's piece list.
func (v *verifier) list(index int64, pieces []record.Piece) {
	leaf := &v.state.leaves[index]
	switch {
	case leaf.revision == 0 && pieces == nil:
		return
	case leaf.revision == 0:
		v.rep.problem(Mismatch, leafName(index), "it made no revision, and there is a piece list for it")
		return
	case pieces == nil:
		v.rep.problem(Mismatch, leafName(index), "the piece list of story %s revision %d is missing", v.state.stories[leaf.story].id, leaf.revision)
		return
	}
	if root := record.Root(pieces); root != leaf.root {
		v.rep.problem(Mismatch, leafName(index), "the pieces of story %s revision %d are not those of the leaf (root %s, the leaf has %s)",
			v.state.stories[leaf.story].id, leaf.revision, root, leaf.root)
		return
	}
	v.erasures(index, pieces)
	if leaf.noted {
		v.note(leaf, noteOf(pieces))
	}
	if v.state.isCurrent(index) {
		v.newest(index, leaf, pieces)
	}
}

// erasures makes sure that pieces are gone exactly where erase leaves say so.
func (v *verifier) erasures(index int64, pieces []record.Piece) {
	named := v.state.erased[index]
	leaf := &v.state.leaves[index]
	id := v.state.stories[leaf.story].id
	for i, p := range pieces {
		if p.Erased != slices.Contains(named, i) {
			if p.Erased {
				v.rep.problem(Mismatch, leafName(index), "piece %d (%s) of story %s revision %d is erased, and no leaf says so", i, p.Type, id, leaf.revision)
			} else {
				v.rep.problem(Mismatch, leafName(index), "piece %d (%s) of story %s revision %d was erased, and is back", i, p.Type, id, leaf.revision)
			}
		}
	}
	for _, i := range named {
		if i >= len(pieces) {
			v.rep.problem(Mismatch, leafName(index), "an erase leaf names piece %d of story %s revision %d, which has %d", i, id, leaf.revision, len(pieces))
		}
	}
}

func (v *verifier) note(leaf *leafState, text string) {
	if text == "" {
		return
	}
	v.state.mu.Lock()
	defer v.state.mu.Unlock()
	s := &v.state.stories[leaf.story]
	s.notes = append(s.notes, notedState{leaf.revision, digestOf(text)})
}

// newest keeps what the pages must show of a story's newest revision. Each
// story has one, so no two workers write to the same story.
func (v *verifier) newest(index int64, leaf *leafState, pieces []record.Piece) {
	s := &v.state.stories[leaf.story]
	rev, err := v.revision(leaf, pieces)
	if err != nil {
		v.rep.problem(Mismatch, leafName(index), "%v", err)
		return
	}
	facts := factsOf(rev, s.retracted)
	s.facts = facts.digest()
	if body := facts[kindBody]; len(body) > 0 {
		s.feed = digestOf(v.inFeed(rev.Body, body[0].words))
		s.bodySize = int32(len(body[0].words))
	}
	s.headline, s.first = digestOf(rev.Headline), digestOf(rev.Standfirst)
	s.slug = v.state.addressHash(rev.Edition, slugOf(rev))
	if !s.retracted {
		v.readsPictures(rev)
	}
}

// revision reads a revision from verified pieces.
func (v *verifier) revision(leaf *leafState, pieces []record.Piece) (story.Revision, error) {
	s := &v.state.stories[leaf.story]
	rev, err := record.Revision(pieces)
	rev.Story, rev.Number, rev.Edition = s.id, int(leaf.revision), v.state.names[s.edition]
	return rev, err
}

// addressHash stands for what of a story's address the record alone decides;
// the day in between hangs on the edition's zone.
func (st *state) addressHash(edition, slug string) uint64 {
	return maphash.String(st.seed, edition+"/"+slug)
}
