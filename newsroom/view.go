package newsroom

import (
	"context"
	"encoding/json"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// View is a story as the command prints it in JSON, and as import reads it
// back: the revision, and beside it what the record knows.
type View struct {
	story.Revision
	Path string `json:"path"`
	// Text is the body in plain text, paragraphs separated by an empty line.
	Text string `json:"text"`
	// Leaf is where the revision stands in the log; At is when it came there.
	Leaf *int64     `json:"leaf,omitempty"`
	At   *time.Time `json:"at,omitempty"`
	// State is draft, scheduled, published or retracted.
	State   string     `json:"state"`
	Due     *time.Time `json:"due,omitempty"`
	Embargo *time.Time `json:"embargo,omitempty"`
	// File and Notes say where an import read it and what it made of it.
	File  string   `json:"file,omitempty"`
	Notes []string `json:"notes,omitempty"`
}

// MarshalJSON prints some of the revision's fields also when they are empty, so
// that whoever reads the JSON need not ask whether they are there.
func (v View) MarshalJSON() ([]byte, error) {
	type plain View
	always := struct {
		plain
		Section    string         `json:"section"`
		Standfirst string         `json:"standfirst"`
		Bylines    []story.Byline `json:"bylines"`
		Dateline   string         `json:"dateline"`
		Published  *time.Time     `json:"published"`
	}{plain(v), v.Section, v.Standfirst, v.Bylines, v.Dateline, timeOrNil(v.Published)}
	if always.Bylines == nil {
		always.Bylines = []story.Byline{}
	}
	return json.Marshal(always)
}

// Line is a story in a list.
type Line struct {
	ID         story.ID   `json:"id"`
	Revision   int        `json:"revision"`
	Edition    string     `json:"edition"`
	Section    string     `json:"section,omitempty"`
	Path       string     `json:"path"`
	Headline   string     `json:"headline"`
	Published  time.Time  `json:"published"`
	Updated    *time.Time `json:"updated,omitempty"`
	State      string     `json:"state"`
	Due        *time.Time `json:"due,omitempty"`
	Translates story.ID   `json:"translation_of,omitzero"`
}

// The states a story can be in.
const (
	StateDraft     = "draft"
	StateScheduled = "scheduled"
	StatePublished = "published"
	StateRetracted = "retracted"
)

// Show gives one story, present or (number > 0) at an earlier revision; by ID,
// path or address. A draft is shown when nothing of the story is published.
func (n *Newsroom) Show(ctx context.Context, name string, number int) (v View, pieces []record.Piece, err error) {
	err = n.Record.View(ctx, func(rd record.Reader) error {
		e, err := record.FindStory(rd, name)
		if err != nil {
			if d, ok := findDraft(rd, name); ok {
				v = viewDraft(d)
				return nil
			}
			return err
		}
		if number == 0 {
			number = e.Revision
		}
		var leaf int64
		if pieces, leaf, err = record.PiecesOf(rd, e.ID, number); err != nil {
			return err
		}
		rev, l, err := record.RevisionAt(rd, leaf)
		if err != nil {
			return err
		}
		v = View{Revision: rev, Path: e.Path(), Text: story.PlainText(rev.Body), Leaf: &leaf, At: &l.At, State: stateOf(e)}
		return nil
	})
	return v, pieces, err
}

func stateOf(e record.Entry) string {
	if e.Retracted {
		return StateRetracted
	}
	return StatePublished
}

func findDraft(rd record.Reader, name string) (record.Draft, bool) {
	id, err := story.ParseID(name)
	if err != nil {
		return record.Draft{}, false
	}
	d, ok, err := rd.Draft(id)
	return d, ok && err == nil
}

func viewDraft(d record.Draft) View {
	return View{
		Revision: d.Revision, Text: story.PlainText(d.Revision.Body), State: draftState(d),
		Due: timeOrNil(d.Due), Embargo: timeOrNil(d.Embargo),
	}
}

func draftState(d record.Draft) string {
	if d.Due.IsZero() {
		return StateDraft
	}
	return StateScheduled
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// ListQuery says which stories are wanted.
type ListQuery struct {
	Edition string // empty: all
	Section string // empty: all
	Limit   int    // 0: all
}

func (q ListQuery) wants(rev story.Revision) bool {
	return (q.Edition == "" || q.Edition == rev.Edition) && (q.Section == "" || q.Section == rev.Section)
}

// List calls f for published stories, newest first. Retracted stories stand in
// no list.
func (n *Newsroom) List(ctx context.Context, q ListQuery, f func(Line) error) error {
	return n.Record.View(ctx, func(rd record.Reader) error {
		merged := merge{rd: rd}
		for _, e := range n.Settings.Editions {
			if q.Edition == "" || q.Edition == e.Tag {
				list := record.EditionList(e.Tag)
				if q.Section != "" {
					list = record.SectionList(e.Tag, q.Section)
				}
				merged.lists = append(merged.lists, &cursor{list: list})
			}
		}
		for count := 0; q.Limit == 0 || count < q.Limit; count++ {
			next, ok, err := merged.next()
			if err != nil || !ok {
				return err
			}
			rev, _, err := record.RevisionAt(rd, next.RevisionLeaf)
			if err != nil {
				return err
			}
			if err := f(lineOf(next.Entry, rev)); err != nil {
				return err
			}
		}
		return nil
	})
}

func lineOf(e record.Entry, rev story.Revision) Line {
	return Line{
		ID: e.ID, Revision: e.Revision, Edition: e.Edition, Section: e.Section, Path: e.Path(),
		Headline: rev.Headline, Published: e.Published, Updated: timeOrNil(e.Updated),
		State: stateOf(e), Translates: e.TranslationOf,
	}
}

// Drafts gives unpublished work, the newest change first.
func (n *Newsroom) Drafts(ctx context.Context, q ListQuery) (lines []Line, err error) {
	err = n.Record.View(ctx, func(rd record.Reader) error {
		drafts, err := rd.Drafts()
		sortDrafts(drafts)
		for _, d := range drafts {
			if !q.wants(d.Revision) || (q.Limit > 0 && len(lines) == q.Limit) {
				continue
			}
			lines = append(lines, Line{
				ID: d.ID, Revision: d.Base, Edition: d.Revision.Edition, Section: d.Revision.Section,
				Headline: d.Revision.Headline, Published: d.Changed, State: draftState(d), Due: timeOrNil(d.Due),
			})
		}
		return err
	})
	return lines, err
}

// merge walks several lists at once, newest first.
type merge struct {
	rd    record.Reader
	lists []*cursor
}

// cursor is a place in one list, with some of what follows at hand.
type cursor struct {
	list  string
	place record.Place
	ahead []record.Listed
	end   bool
}

const listAhead = 200

func (m *merge) next() (record.Listed, bool, error) {
	var best *cursor
	for _, c := range m.lists {
		if err := c.fill(m.rd); err != nil {
			return record.Listed{}, false, err
		}
		if len(c.ahead) > 0 && (best == nil || c.ahead[0].Published.After(best.ahead[0].Published)) {
			best = c
		}
	}
	if best == nil {
		return record.Listed{}, false, nil
	}
	next := best.ahead[0]
	best.ahead = best.ahead[1:]
	return next, true, nil
}

func (c *cursor) fill(rd record.Reader) (err error) {
	if len(c.ahead) > 0 || c.end {
		return nil
	}
	if c.ahead, err = rd.List(c.list, c.place, listAhead); err != nil {
		return err
	}
	if len(c.ahead) > 0 {
		c.place = c.ahead[len(c.ahead)-1].Place()
	}
	c.end = len(c.ahead) < listAhead
	return nil
}
