package draft

import (
	"encoding/json"
	"fmt"
	"sync"

	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/story"
)

// A snapshot is the document at a version, so that opening one applies no more
// steps than weigh as much as the document itself. All are kept: old versions
// open as quickly as new ones, for at most twice the room.

const schemaSnapshot = `
CREATE TABLE IF NOT EXISTS desk_snapshot (
	story   BLOB NOT NULL CHECK (length(story) = 16),
	version INTEGER NOT NULL,
	doc     TEXT NOT NULL, -- ProseMirror's JSON
	PRIMARY KEY (story, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS desk_snapshot_update BEFORE UPDATE ON desk_snapshot
BEGIN SELECT raise(ABORT, 'a journal is append-only: a snapshot cannot be changed'); END;
CREATE TRIGGER IF NOT EXISTS desk_snapshot_delete BEFORE DELETE ON desk_snapshot
WHEN NOT EXISTS (SELECT 1 FROM desk_erasing WHERE story = OLD.story)
BEGIN SELECT raise(ABORT, 'a journal is append-only: a snapshot cannot be deleted'); END;
`

// leastSince is how many bytes of steps a short document lets come together
// before there is another snapshot of it.
const leastSince = 16 << 10

// Head is a document at a version.
type Head struct {
	Version int
	Doc     prose.Doc
	since   int // bytes of steps since the last snapshot
}

// Start begins the journal of a new row with the document it has at its version.
func Start(tx record.Tx, d Draft, doc prose.Doc) error {
	return addSnapshot(tx, d.ID, Head{Version: d.Version, Doc: doc})
}

// At gives a story's document at a version.
func At(rd record.Reader, id story.ID, version int) (Head, error) {
	head, err := snapshotBefore(rd, id, version)
	if err != nil {
		return head, err
	}
	steps, err := stepsAfter(rd, id, head.Version, version-head.Version)
	if err != nil {
		return head, err
	}
	for _, s := range steps {
		if head, err = head.step(s.Step); err != nil {
			return head, fmt.Errorf("the journal of %s, step %d: %w", id, s.N, err)
		}
	}
	if head.Version != version {
		return head, fmt.Errorf("%w: %s has no version %d", record.ErrNoStory, id, version)
	}
	return head, nil
}

func snapshotBefore(rd record.Reader, id story.ID, version int) (h Head, err error) {
	var doc string
	ok, err := rd.SQL().Row(`SELECT version, doc FROM desk_snapshot WHERE story = ? AND version <= ? ORDER BY version DESC LIMIT 1`,
		[]any{id[:], version}, &h.Version, &doc)
	if err != nil {
		return h, err
	}
	if !ok {
		return h, fmt.Errorf("%w: %s has no version %d", ErrForgotten, id, version)
	}
	h.Doc, err = prose.Parse([]byte(doc))
	return h, err
}

func addSnapshot(tx record.Tx, id story.ID, h Head) error {
	doc, err := json.Marshal(h.Doc)
	if err != nil {
		return err
	}
	if _, err = tx.SQL().Exec(`INSERT INTO desk_snapshot (story, version, doc) VALUES (?, ?, ?)`, id[:], h.Version, string(doc)); err != nil {
		return err
	}
	return notePictures(tx, id, string(doc))
}

// snapshotIfLong adds a snapshot when the steps since the last have got long.
func snapshotIfLong(tx record.Tx, id story.ID, h Head) (Head, error) {
	if h.since < max(leastSince, h.Doc.Size()) {
		return h, nil
	}
	h.since = 0
	return h, addSnapshot(tx, id, h)
}

// Heads keeps the newest documents of the stories being written in memory: a
// save applies its steps to what is there instead of reading the journal again.
// An entry counts only when it stands at the version the row in the database
// has, so one whose transaction failed is never used. The zero Heads is ready.
type Heads struct {
	mu    sync.Mutex
	heads map[story.ID]Head
	turn  []story.ID // the longest unused first
}

// headsKept bounds Heads. A document in memory takes some ten times its length.
const headsKept = 64

// Head gives the document of a row at the row's version.
func (h *Heads) Head(rd record.Reader, d Draft) (Head, error) {
	h.mu.Lock()
	head, ok := h.heads[d.ID]
	h.mu.Unlock()
	if ok && head.Version == d.Version {
		return head, nil
	}
	return At(rd, d.ID, d.Version)
}

func (h *Heads) put(id story.ID, head Head) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.heads == nil {
		h.heads = map[story.ID]Head{}
	}
	if _, ok := h.heads[id]; !ok {
		h.turn = append(h.turn, id)
	}
	h.heads[id] = head
	if len(h.turn) > headsKept {
		delete(h.heads, h.turn[0])
		h.turn = h.turn[1:]
	}
}

// forget drops a story.
func (h *Heads) forget(id story.ID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.heads, id) // its place in turn stays; the one that comes there drops nothing
}
