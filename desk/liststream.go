package desk

import (
	"time"

	"stet.news/desk/draft"
	"stet.news/record"
	"stet.news/search"
	"stet.news/story"
)

// stream gives stories of one kind, the newest first.
type stream interface {
	// goOn begins behind a place.
	goOn(place)
	// more reports whether there is a story; time is its, in milliseconds.
	more() (bool, error)
	time() int64
	// take gives it and goes on. It is not ok when another stream has it, too.
	take() (c Card, ok bool, err error)
	// place is that of the story taken last.
	place() place
}

// batch is how many stories a stream reads at once.
const batch = 60

// buffered is what all streams do alike: read ahead, and know when it is over.
type buffered[T any] struct {
	ahead []T
	last  place
	over  bool
	fetch func(after place) ([]T, error)
	at    func(T) (milli int64, p place)
}

func (b *buffered[T]) goOn(p place) { b.last = p }
func (b *buffered[T]) place() place { return b.last }

func (b *buffered[T]) more() (bool, error) {
	if len(b.ahead) == 0 && !b.over {
		var err error
		if b.ahead, err = b.fetch(b.last); err != nil {
			b.over = true
			return false, err
		}
		b.over = len(b.ahead) < batch
	}
	return len(b.ahead) > 0, nil
}

func (b *buffered[T]) time() int64 {
	milli, _ := b.at(b.ahead[0])
	return milli
}

func (b *buffered[T]) pop() T {
	first := b.ahead[0]
	b.ahead = b.ahead[1:]
	_, b.last = b.at(first)
	return first
}

// streams gives what a list is made of: the desk's rows, and for each part of the
// archive that who may read a list of the record, or what the search finds there.
func (l *lister) streams() []stream {
	all := []stream{l.deskStream()}
	if !l.filter.archive() {
		return all
	}
	for _, s := range l.scopes() {
		if l.filter.Text == "" {
			all = append(all, l.recordStream(s))
		} else if l.desk.opts.Found != nil {
			all = append(all, l.foundStream(s))
		}
	}
	return all
}

type deskStream struct{ buffered[draft.Listed] }

func (l *lister) deskStream() stream {
	w := l.wanting()
	s := &deskStream{}
	s.fetch = func(after place) ([]draft.Listed, error) {
		w := w
		if after[0] > 0 {
			w.Before = after[0]
		}
		if w.Match == "" { // a search without a word
			return nil, nil
		}
		return draft.List(l.rd, w)
	}
	s.at = func(d draft.Listed) (int64, place) { return d.Changed.UnixMilli(), place{d.Place} }
	return s
}

func (s *deskStream) take() (Card, bool, error) {
	return Card{Draft: s.pop().Draft, AtDesk: true}, true, nil
}

// recordStream is a list of the record.
type recordStream struct {
	buffered[record.Listed]
	rd record.Reader
}

func (l *lister) recordStream(sc scope) stream {
	list := record.EditionList(sc.edition)
	if sc.section != "" {
		list = record.SectionList(sc.edition, sc.section)
	}
	s := &recordStream{rd: l.rd}
	s.fetch = func(after place) ([]record.Listed, error) {
		before := record.Place{}
		switch {
		case after != place{}:
			before = record.Place{Published: time.Unix(after[0], 0), N: after[1]}
		case !l.filter.To.IsZero():
			before = record.Place{Published: l.filter.To, N: 0}
		}
		list, err := l.rd.List(list, before, batch)
		for i, one := range list {
			if one.Published.Before(l.filter.From) {
				return list[:i], err
			}
		}
		return list, err
	}
	s.at = func(one record.Listed) (int64, place) {
		return one.Published.UnixMilli(), place{one.Published.Unix(), one.N}
	}
	return s
}

func (s *recordStream) take() (Card, bool, error) { return archived(s.rd, s.pop().ID) }

// foundStream is what the readers' search finds.
type foundStream struct {
	buffered[search.Found]
	rd record.Reader
}

func (l *lister) foundStream(sc scope) stream {
	q := search.Query{Edition: sc.edition, Section: sc.section, Text: l.filter.Text, From: l.filter.From, To: l.filter.To}
	s := &foundStream{rd: l.rd}
	s.fetch = func(after place) ([]search.Found, error) { return l.desk.opts.Found(l.ctx, q, after[0], batch) }
	s.at = func(f search.Found) (int64, place) { return f.Published.UnixMilli(), place{f.Place} }
	return s
}

func (s *foundStream) take() (Card, bool, error) { return archived(s.rd, s.pop().ID) }

// archived gives the card of a story that only the record has.
func archived(rd record.Reader, id story.ID) (Card, bool, error) {
	_, atDesk, err := draft.Get(rd, id)
	if err != nil || atDesk {
		return Card{}, false, err
	}
	return cardOf(rd, id)
}

// wanting is what is asked of the desk's rows.
func (l *lister) wanting() draft.Wanting {
	f := l.filter
	w := draft.Wanting{Match: l.match(), Limit: batch}
	if !f.From.IsZero() {
		w.From = draft.PlaceAt(f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		w.Before = draft.PlaceAt(f.To.UnixMilli())
	}
	if !f.WantedBy.IsZero() {
		w.WantedBy = f.WantedBy.UnixMilli()
	}
	return w
}
