package desk

import (
	"context"
	"errors"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/search"
	"stet.news/story"
)

// Filter says which stories a list shows; what is empty asks nothing.
type Filter struct {
	Edition, Section string
	// State: those spiked are shown only when they are asked for.
	State draft.State
	// Person began the story or has it. Pool is a section it was handed to.
	Person, Pool string
	// WantedBy: wanted until then. Embargoed: not public before some time.
	WantedBy  time.Time
	Embargoed bool
	// From and To bound when the story changed last, or was published.
	From, To time.Time
	// Text is searched for as on the readers' site.
	Text string
}

// archive reports whether stories that only the record has can be meant: the
// desk's questions are not theirs.
func (f Filter) archive() bool {
	return (f.State == "" || f.State == draft.Published) && f.Person == "" && f.Pool == "" && f.WantedBy.IsZero() && !f.Embargoed
}

// Card is a story in a list. One that was never at the desk has ID, Edition,
// Section, Headline, State, Base and Changed, which is when it was published.
type Card struct {
	draft.Draft
	AtDesk bool
	// Path is where readers have it; empty for one at the desk.
	Path string
}

// Page is a part of a list.
type Page struct {
	Cards []Card
	// More is where to go on from; empty when this is all.
	More string
	// Away says that the archive could not be searched just now.
	Away bool
}

// List gives stories that who may read, those at the desk and those that the
// record alone has in one order: changed, or published, last comes first. after
// is the More of the page before.
func (d *Desk) List(ctx context.Context, who policy.Principal, f Filter, after string, limit int) (p Page, err error) {
	if err := policy.Possible(who, policy.StoryRead, d.now()); err != nil {
		return p, err
	}
	at, err := parsePlaces(after)
	if err != nil {
		return p, err
	}
	if err := d.freshen(ctx, freshenAtOnce); err != nil {
		if ctx.Err() != nil {
			return p, err
		}
		// On a full disk, say: a list that is a little old is better than none.
		d.opts.Log.Error("the desk's list cannot be brought up to date", "error", err)
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		l := lister{ctx: ctx, desk: d, who: who, filter: f, rd: rd}
		if id, ok := l.named(); ok {
			p.Cards, err = l.one(id)
			return err
		}
		p, err = l.page(at, limit)
		return err
	})
	return p, err
}

// lister makes one page.
type lister struct {
	ctx    context.Context
	desk   *Desk
	who    policy.Principal
	filter Filter
	rd     record.Reader
}

// page takes stories from all streams in the order of their times.
func (l *lister) page(at places, limit int) (p Page, err error) {
	streams := l.streams()
	for i, s := range streams {
		s.goOn(at.of(i))
	}
	for len(p.Cards) < limit {
		var next stream
		for _, s := range streams {
			ok, err := s.more()
			if errors.Is(err, search.ErrAway) {
				p.Away = true
				continue
			}
			if err != nil {
				return p, err
			}
			if ok && (next == nil || s.time() > next.time()) {
				next = s
			}
		}
		if next == nil {
			return p, nil
		}
		card, ok, err := next.take()
		if err != nil {
			return p, err
		}
		if ok && l.fits(card) && l.desk.ask(l.who, policy.StoryRead, card.Draft) == nil {
			p.Cards = append(p.Cards, card)
		}
	}
	now := places{}
	for _, s := range streams {
		now = append(now, s.place())
	}
	p.More = now.String()
	return p, nil
}

// fits asks what the listing cannot: an embargo ends without anybody's doing.
func (l *lister) fits(c Card) bool {
	return !l.filter.Embargoed || c.Embargo.After(l.desk.now())
}

// named finds what was asked for by its name: a story's id, or its address.
func (l *lister) named() (id story.ID, ok bool) {
	if id, err := story.ParseID(l.filter.Text); err == nil {
		return id, true
	}
	if len(l.filter.Text) < 12 || l.filter.Text[0] != '/' && l.filter.Text[:4] != "http" {
		return id, false
	}
	e, err := record.FindStory(l.rd, l.filter.Text)
	return e.ID, err == nil
}

func (l *lister) one(id story.ID) ([]Card, error) {
	dr, ok, err := draft.Get(l.rd, id)
	card := Card{Draft: dr, AtDesk: ok}
	if err == nil && !ok {
		card, ok, err = cardOf(l.rd, id)
	}
	if err != nil || !ok || l.desk.ask(l.who, policy.StoryRead, card.Draft) != nil {
		return nil, err
	}
	return []Card{card}, nil
}

// cardOf makes the card of a story that readers can read and the desk does not
// have.
func cardOf(rd record.Reader, id story.ID) (Card, bool, error) {
	e, ok, err := rd.Story(id)
	if err != nil || !ok {
		return Card{}, false, err
	}
	rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
	return Card{Draft: draft.Draft{
		ID: id, Edition: e.Edition, Section: e.Section, Headline: rev.Headline, State: draft.Published, Base: e.Revision,
		Translates: e.TranslationOf, Changed: e.Published,
	}, Path: e.Path()}, err == nil, err
}
