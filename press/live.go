package press

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// liveLeaves is how many leaves back the live log reaches. A reader who was
// away for longer is told to fetch the page again.
const liveLeaves = 1000

// oldNews is how long after its own date a story is still news when it is
// published. What comes later is an archive being filled.
const oldNews = 24 * time.Hour

// Event is something an open page is told of.
type Event struct {
	Leaf    int64  // its place in the record, which is its id for readers
	Kind    string // "story": published; "change": significantly revised, or retracted
	Edition string
	Section string // key; may be empty
	Story   string
	Data    []byte // for the page's script, one line of JSON
}

// The kinds of events.
const (
	EventStory  = "story"
	EventChange = "change"
)

// news is what Event.Data says. A retracted story has no words any more.
type news struct {
	Story     string `json:"story"`
	Path      string `json:"path"`
	Headline  string `json:"headline,omitempty"`
	Section   string `json:"section,omitempty"`
	Published string `json:"published"`
	Retracted bool   `json:"retracted,omitempty"`
}

// Live is the log of what was published last, for open pages. It is a function
// of the record's last leaves and of the present state of the stories they are
// about: a process that starts anew has the same events under the same ids, and
// words that were corrected or erased are in none of them.
type Live struct {
	site *site

	mu      sync.RWMutex
	size    int64 // of the record, as far as it was read; 0: not at all
	events  []Event
	changed chan struct{}
}

func newLive(s *site) *Live { return &Live{site: s, changed: make(chan struct{})} }

// Live is the press's log. It stays empty until FollowLive was called.
func (p *Press) Live() *Live { return p.live }

// FollowLive fills the log, and keeps it up with what is printed from now on.
func (p *Press) FollowLive(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.following = true
	size, known, err := p.index.cursor()
	if err != nil || !known {
		return err
	}
	return p.tellLive(ctx, size)
}

// tellLive brings the log up to what is printed: whoever hears of a story finds
// its page. p.mu is held.
func (p *Press) tellLive(ctx context.Context, size int64) error {
	return p.rec.View(ctx, func(rd record.Reader) error { return p.live.follow(rd, size) })
}

// noteLive is tellLive after printing, which has succeeded whatever comes of
// this: the next printing tells what was left out.
func (p *Press) noteLive(ctx context.Context, size int64) {
	if !p.following {
		return
	}
	if err := p.tellLive(ctx, size); err != nil {
		p.log.Error("open pages could not be told of what was published", "error", err)
	}
}

// Has reports whether there is such an edition.
func (l *Live) Has(edition string) bool { return l.site.byTag[edition] != nil }

// Changed is closed when the log has grown.
func (l *Live) Changed() <-chan struct{} {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.changed
}

// Since gives the events of an edition after a leaf, and the last leaf the log
// knows of, up to which they tell all. whole is false when some may be missing:
// the log does not reach back that far, or the leaf is not in the record. A log
// that is not filled knows of nothing and gives the leaf back.
func (l *Live) Since(edition string, leaf int64) (events []Event, last int64, whole bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.size == 0 {
		return nil, leaf, true
	}
	last = l.size - 1
	whole = leaf >= l.size-liveLeaves-1 && leaf <= last
	for _, e := range l.events {
		if e.Leaf > leaf && e.Edition == edition {
			events = append(events, e)
		}
	}
	return events, last, whole
}

// follow reads the leaves up to size that it has not read, and writes the events
// of their stories anew: what a leaf changed must not be told as it was before.
func (l *Live) follow(rd record.Reader, size int64) error {
	if size <= l.size {
		return nil
	}
	horizon := max(0, size-liveLeaves)
	var leaves []liveLeaf
	touched := map[story.ID]bool{}
	err := rd.Leaves(max(l.size, horizon), size, func(index int64, text, _ []byte) error {
		leaf, err := record.ParseLeaf(text)
		leaves = append(leaves, liveLeaf{index, leaf})
		touched[leaf.Story] = true
		return err
	})
	if err != nil {
		return err
	}
	events, err := l.kept(rd, horizon, touched)
	for _, leaf := range leaves {
		if err == nil {
			events, err = l.add(events, rd, leaf)
		}
	}
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.size, l.events = size, events
	close(l.changed)
	l.changed = make(chan struct{})
	return nil
}

// liveLeaf is a leaf with its place.
type liveLeaf struct {
	index int64
	record.Leaf
}

// kept gives the events that stay, those of the touched stories written anew.
func (l *Live) kept(rd record.Reader, horizon int64, touched map[story.ID]bool) (events []Event, err error) {
	for _, e := range l.events {
		id, err := story.ParseID(e.Story)
		switch {
		case err != nil:
			return nil, err
		case e.Leaf < horizon:
		case !touched[id]:
			events = append(events, e)
		default:
			err = rd.Leaves(e.Leaf, e.Leaf+1, func(index int64, text, _ []byte) error {
				leaf, err := record.ParseLeaf(text)
				if err == nil {
					events, err = l.add(events, rd, liveLeaf{index, leaf})
				}
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return events, nil
}

// add adds the event of a leaf, if it is one.
func (l *Live) add(events []Event, rd record.Reader, leaf liveLeaf) ([]Event, error) {
	kind := kindOf(leaf.Leaf)
	ed := l.site.byTag[leaf.Language]
	if kind == "" || ed == nil {
		return events, nil
	}
	now, err := record.EntryOf(rd, leaf.Story)
	if err != nil || now.Retracted && leaf.Kind != record.Retract {
		return events, err // what is retracted is told as that alone
	}
	if kind == EventStory && leaf.At.Sub(now.Published) > oldNews {
		return events, nil
	}
	rev, _, err := record.RevisionAt(rd, now.RevisionLeaf)
	if err != nil {
		return events, err
	}
	data, err := json.Marshal(news{
		Story: now.ID.String(), Path: address(now.Path()), Headline: rev.Headline, Section: now.Section,
		Published: ed.stamp(now.Published), Retracted: now.Retracted,
	})
	return append(events, Event{
		Leaf: leaf.index, Kind: kind, Edition: now.Edition, Section: now.Section, Story: now.ID.String(), Data: data,
	}), err
}

// kindOf says what a leaf is for readers; "" is nothing.
func kindOf(l record.Leaf) string {
	switch l.Kind {
	case record.Publish:
		if l.Grade != story.GradeImported {
			return EventStory
		}
	case record.Revise, record.Correct:
		if l.Grade.Significant() {
			return EventChange
		}
	case record.Retract:
		return EventChange
	}
	return ""
}
