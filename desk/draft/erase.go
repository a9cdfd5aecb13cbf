package draft

import (
	"stet.news/desk/prose"
	"stet.news/record"
)

// EraseWords empties a story's journal, and all that was set aside, down to one
// snapshot of doc at the next version: what was erased must not be left in old
// steps either. Pages that have the story open learn that there is nothing
// between their version and this one (ErrForgotten), and open it anew. The row
// is the caller's to Put.
func (h *Heads) EraseWords(tx record.Tx, d *Draft, doc prose.Doc) error {
	h.forget(d.ID)
	for _, query := range []string{
		`INSERT INTO desk_erasing (story) VALUES (?)`,
		`DELETE FROM desk_step WHERE story = ?`,
		`DELETE FROM desk_client WHERE story = ?`,
		`DELETE FROM desk_snapshot WHERE story = ?`,
		`DELETE FROM desk_aside WHERE story = ?`,
		`DELETE FROM desk_version WHERE story = ?`,
		`DELETE FROM desk_draft_picture WHERE story = ?`,
		`DELETE FROM desk_erasing WHERE story = ?`,
	} {
		if _, err := tx.SQL().Exec(query, d.ID[:]); err != nil {
			return err
		}
	}
	d.Version++
	d.Headline, d.Section = doc.Headline(), doc.Section()
	return addSnapshot(tx, d.ID, Head{Version: d.Version, Doc: doc})
}
