package desk

import (
	"strconv"

	"stet.news/desk/draft"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// tellTranslations leaves an alert at every story that says again what a story
// says, or that it says again, when it has a new revision: they may have to
// change, too. Called in the transaction that publishes.
func (d *Desk) tellTranslations(tx record.Tx, r record.Receipt) error {
	if r.Twin || r.Revision < 2 {
		return nil
	}
	e, err := record.EntryOf(tx, r.Story)
	if err != nil {
		return err
	}
	root := e.TranslationOf
	if root.IsZero() {
		root = e.ID
	}
	others, err := tx.Translations(root)
	if err != nil {
		return err
	}
	drafted, err := draft.Translating(tx, root)
	if err != nil {
		return err
	}
	told := map[story.ID]bool{e.ID: true}
	for _, id := range append(append(others, root), drafted...) {
		if told[id] {
			continue
		}
		told[id] = true
		err := draft.Raise(tx, draft.Alert{Story: id, Kind: draft.SourceChanged, About: e.ID.String(), At: d.now(), Facts: trail.Facts{
			"from": strconv.Itoa(r.Revision - 1), "to": strconv.Itoa(r.Revision),
		}})
		if err != nil {
			return err
		}
	}
	return nil
}
