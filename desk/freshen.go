package desk

import (
	"context"
	"strings"

	"stet.news/desk/draft"
	"stet.news/record"
	"stet.news/search"
	"stet.news/story"
)

// freshenAtOnce bounds how many rows a list brings up to date before it answers.
// An import brings up its own; people change a few.
const freshenAtOnce = 200

// wordsMost is how many bytes of a story's text the desk's search looks in.
const wordsMost = 256 << 10

// freshen brings places and words of rows that changed up to date. Texts are cut
// into words before anybody is kept from writing; a row that changed meanwhile
// is left for the next time.
func (d *Desk) freshen(ctx context.Context, most int) error {
	d.listing.Lock()
	defer d.listing.Unlock()
	for most > 0 {
		fresh, gone, err := d.staleWords(ctx, min(most, freshenAtOnce))
		if err != nil || len(fresh)+len(gone) == 0 {
			return err
		}
		most -= len(fresh) + len(gone)
		if err := d.house.Update(ctx, func(tx record.Tx) error { return enterFresh(tx, fresh, gone) }); err != nil {
			return err
		}
	}
	return nil
}

// freshRow is a row with its words.
type freshRow struct {
	draft.Draft
	draft.Words
}

func enterFresh(tx record.Tx, fresh []freshRow, gone []story.ID) error {
	for _, row := range fresh {
		now, ok, err := draft.Get(tx, row.ID)
		if err != nil {
			return err
		}
		if !ok || now != row.Draft {
			continue
		}
		if err := draft.Enter(tx, row.Draft, row.Words); err != nil {
			return err
		}
	}
	for _, id := range gone {
		if err := draft.Unlist(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// staleWords gives stale rows with their words, and stories that have no row any
// more.
func (d *Desk) staleWords(ctx context.Context, most int) (fresh []freshRow, gone []story.ID, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		ids, err := draft.Stale(rd, most)
		if err != nil {
			return err
		}
		for _, id := range ids {
			dr, ok, err := draft.Get(rd, id)
			if err != nil {
				return err
			}
			if !ok {
				gone = append(gone, id)
				continue
			}
			fresh = append(fresh, freshRow{dr, d.wordsOf(rd, dr)})
		}
		return nil
	})
	return fresh, gone, err
}

// wordsOf cuts a story's text into the words it is found by. One whose document
// cannot be read is found by its name: it must not keep the others from being
// listed.
func (d *Desk) wordsOf(rd record.Reader, dr draft.Draft) draft.Words {
	lang := search.For(dr.Edition)
	head, err := d.heads.Head(rd, dr)
	if err != nil {
		d.opts.Log.Warn("a story's text cannot be searched", "story", dr.ID, "error", err)
		return draft.Words{Head: lang.List(dr.Headline), Facets: facetsOf(dr)}
	}
	rev := head.Doc.Revision(story.Revision{})
	heads := []string{rev.Headline, rev.Standfirst, rev.Dateline}
	for _, b := range rev.Bylines {
		heads = append(heads, b.Name)
	}
	for _, t := range rev.Topics {
		heads = append(heads, t.Name)
	}
	text := story.PlainText(rev.Body)
	if len(text) > wordsMost {
		text = strings.ToValidUTF8(text[:wordsMost], "")
	}
	return draft.Words{Head: lang.List(strings.Join(heads, "\n")), Body: lang.List(text), Facets: facetsOf(dr)}
}
