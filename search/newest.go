package search

import (
	"context"
	"strings"
	"time"

	"stet.news/story"
)

// Found is a story as a list of the newsroom's own shows it.
type Found struct {
	ID story.ID
	// Place is where to go on from.
	Place     int64
	Headline  string
	Section   string
	Published time.Time
}

// Newest gives the stories that have all of a query's words, the newest first,
// before a place; 0 is from the newest on. Unlike Find it ranks nothing, guesses
// nothing and has no end: it is for people who look through an archive.
func (x *Index) Newest(ctx context.Context, q Query, before int64, limit int) (found []Found, err error) {
	if before == 0 {
		before = 1 << 62
	}
	if !q.To.IsZero() {
		before = min(before, q.To.Unix()*placesASecond)
	}
	err = x.search(ctx, q, func(f *finder) error {
		if q.Text != "" && len(f.plan.with) == 0 { // nothing in it is a word
			return nil
		}
		found, err = f.newest(before, limit)
		return err
	})
	return found, err
}

func (f *finder) newest(before int64, limit int) (found []Found, err error) {
	from := int64(0)
	if !f.query.From.IsZero() {
		from = f.query.From.Unix() * placesASecond
	}
	rows, err := f.tx.QueryContext(f.ctx, `
		SELECT w.rowid, s.id, s.head FROM words w JOIN stories s ON s.place = w.rowid
		WHERE words MATCH ? AND w.rowid >= ? AND w.rowid < ? ORDER BY w.rowid DESC LIMIT ?`,
		f.plan.match(everywhere, f.plan.with), from, before, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		var id, head []byte
		if err := rows.Scan(&at, &id, &head); err != nil {
			return nil, err
		}
		e, err := decodeEntry(head)
		if err != nil {
			return nil, err
		}
		one := Found{Place: at, Headline: e.Headline, Section: e.Section, Published: e.published()}
		copy(one.ID[:], id)
		found = append(found, one)
	}
	return found, rows.Err()
}

// Phrase is the query for some words in this order.
func Phrase(words string) string { return `"` + strings.Map(noQuote, words) + `"` }

func noQuote(r rune) rune {
	if isQuote(r) {
		return ' '
	}
	return r
}

// List writes a text's words as a column of somebody else's FTS5 table takes them
// (tokenize='ascii'), and Match what was typed as a query of that table, whose
// columns head and body it looks in; it is empty when nothing is asked for. So
// what is found is found by the same words everywhere.
func (l *Language) List(text string) string { return prefix("").list(l, text) }

// Match is told of at List.
func (l *Language) Match(text string) string {
	var p prefix
	plan := p.plan(Query{}, parse(l, text))
	if len(plan.with) == 0 {
		return ""
	}
	return plan.match(everywhere, plan.with)
}
