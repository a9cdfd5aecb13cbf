package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stet.news/story"
)

// What a search does at most, whatever the size of the archive.
const (
	countMost = 1000 // stories that are counted and can be leafed through, the newest
	// rankMost is how many of the newest that match are ranked, and how many of the
	// newest that match by their heads.
	rankMost = 150
	// PageLength is how many hits a page of results has.
	PageLength = 15
)

// Result is what a search found.
type Result struct {
	// Found is how many stories match; More says that there are more than that.
	Found int
	More  bool
	// Some says that none has all the words: these have all but one. Missing are the
	// words, as typed, that no story of the edition has at all.
	Some    bool
	Missing []string
	// Pages is how many pages there are, Page which one Hits are.
	Pages, Page int
	Hits        []Hit
	// Topics are those that the newest of the stories have, the commonest first.
	Topics []story.Topic
}

// Hit is a story that was found.
type Hit struct {
	Path      string
	Headline  Marked
	Bylines   []Marked
	Section   string // key
	Published time.Time
	Extract   Marked
}

// Find searches. It is ErrAway when the index is not whole yet, or nil.
func (x *Index) Find(ctx context.Context, q Query) (res Result, err error) {
	err = x.search(ctx, q, func(f *finder) error { return f.find(&res) })
	return res, err
}

// search makes ready what a query needs and runs f with it, unless nothing was
// published in the edition yet.
func (x *Index) search(ctx context.Context, q Query, run func(*finder) error) error {
	if x == nil {
		return ErrAway
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.read == nil {
		return ErrAway
	}
	tx, err := x.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one state for all that is asked
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if whole, err := state(ctx, tx, stateWhole); err != nil || whole == "" {
		return errors.Join(ErrAway, err)
	}
	var edition int64
	err = tx.QueryRowContext(ctx, `SELECT id FROM editions WHERE tag = ?`, q.Edition).Scan(&edition)
	if errors.Is(err, sql.ErrNoRows) { // nothing was published in it yet
		return nil
	}
	if err != nil {
		return err
	}
	l := For(q.Edition)
	f := finder{ctx: ctx, tx: tx, lang: l, query: q, plan: makePrefix(edition).plan(q, parse(l, q.Text))}
	if f.fetch, err = tx.PrepareContext(ctx, `SELECT head, body FROM stories WHERE place = ?`); err == nil {
		err = run(&f)
	}
	if err != nil {
		err = fmt.Errorf("search: %w", err)
	}
	return err
}

// finder is one search.
type finder struct {
	ctx      context.Context
	tx       *sql.Tx
	fetch    *sql.Stmt
	expander expander
	lang     *Language
	query    Query
	plan     *plan
}

func (f *finder) find(res *Result) error {
	choices := [][]term{f.plan.with}
	places, err := f.places(everywhere, choices, countMost+1)
	if err == nil && len(places) == 0 && len(f.plan.with) > 0 {
		places, choices, err = f.nearly(res)
	}
	if err != nil || len(places) == 0 {
		return err
	}
	res.More = len(places) > countMost
	places = places[:min(len(places), countMost)]
	res.Found = len(places)
	if err := f.rank(res, places, choices); err != nil {
		return err
	}
	return f.show(res, places)
}

// nearly looks for stories that lack one of the words, or those that no story has.
func (f *finder) nearly(res *Result) (places []int64, choices [][]term, err error) {
	var present []term
	whole := &plan{prefix: f.plan.prefix}
	for _, t := range f.plan.with {
		there, err := f.lookUp(whole.match(everywhere, []term{t}), 1)
		if err != nil {
			return nil, nil, err
		}
		if len(there) == 0 {
			res.Missing = append(res.Missing, t.typed)
		} else {
			present = append(present, t)
		}
	}
	if len(present) == 0 {
		return nil, nil, nil
	}
	choices = [][]term{present}
	if len(res.Missing) > 0 {
		if places, err = f.places(everywhere, choices, countMost+1); err != nil || len(places) > 0 {
			return places, choices, err
		}
	}
	if len(present) < 2 {
		return nil, nil, nil
	}
	choices = allButOne(present)
	places, err = f.places(everywhere, choices, countMost+1)
	res.Some = len(places) > 0
	return places, choices, err
}

// places gives where the newest stories that match stand, the newest first.
func (f *finder) places(columns string, choices [][]term, most int) ([]int64, error) {
	return f.lookUp(f.plan.match(columns, choices...), most)
}

func (f *finder) lookUp(match string, most int) (places []int64, err error) {
	from, to := int64(0), int64(1)<<62
	if !f.query.From.IsZero() {
		from = f.query.From.Unix() * placesASecond
	}
	if !f.query.To.IsZero() {
		to = f.query.To.Unix()*placesASecond - 1
	}
	rows, err := f.tx.QueryContext(f.ctx,
		`SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?`, match, from, to, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var place int64
		if err := rows.Scan(&place); err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, rows.Err()
}

// show makes the hits of one page.
func (f *finder) show(res *Result, places []int64) error {
	res.Pages = (len(places) + PageLength - 1) / PageLength
	res.Page = min(max(f.query.Page, 1), res.Pages)
	from := (res.Page - 1) * PageLength
	for _, place := range places[from:min(len(places), from+PageLength)] {
		e, err := f.entry(place, extractMost)
		if err != nil {
			return err
		}
		res.Hits = append(res.Hits, f.hit(e))
	}
	return nil
}
