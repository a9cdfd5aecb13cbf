package site

import (
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/words"
	"stet.news/story"
)

// cardView is a story as the list and the board show it.
type cardView struct {
	desk.Card
	Of      story.Edition
	Section string
	// Who has it: a person's name, or Pool, a section's.
	Who, Pool string
	// Here are the names of those who have it open now.
	Here []string
	// Late: it was wanted before now.
	Late bool
	// Embargoed: it may not be public yet.
	Embargoed bool
	// Ways are the states that the person can send it to; Take says that they can
	// take it.
	Ways []draft.State
	Take bool
}

func (s *Site) cards(l *words.Lang, who policy.Principal, names map[string]string, cards []desk.Card) []cardView {
	out := make([]cardView, len(cards))
	for i, c := range cards {
		out[i] = s.card(l, who, names, c)
	}
	return out
}

func (s *Site) card(l *words.Lang, who policy.Principal, names map[string]string, c desk.Card) cardView {
	v := cardView{
		Card: c, Of: s.edition(c.Edition), Section: s.sectionName(l, c.Draft.Section), Who: names[c.Assignee], Pool: s.sectionName(l, c.Pool),
		Late: late(c.Draft, s.Now()), Embargoed: c.Embargo.After(s.Now()),
	}
	if !c.AtDesk {
		return v
	}
	v.Here = s.here(c.ID)
	v.Ways = s.Desk.Ways(who, c.Draft)
	v.Take = c.Assignee != who.Account && c.State != draft.Published && s.Desk.MayTake(who, c.Draft) == nil
	return v
}

// late reports whether a story should be written by now and is not.
func late(dr draft.Draft, now time.Time) bool {
	switch dr.State {
	case draft.Published, draft.Scheduled, draft.Spiked:
		return false
	}
	return !dr.Wanted.IsZero() && dr.Wanted.Before(now)
}

func (s *Site) sectionName(l *words.Lang, key string) string {
	for _, x := range s.sections(l.Tag) {
		if x.Key == key {
			return x.Name
		}
	}
	return key
}

// here gives who has a story open, each name once.
func (s *Site) here(id story.ID) (names []string) {
	seen := map[string]bool{}
	for _, p := range s.Desk.Hub().Present(id) {
		if !seen[p.Account] {
			seen[p.Account] = true
			names = append(names, p.Name)
		}
	}
	return names
}

// age is how long ago something was, in the largest unit that fits.
func age(l *words.Lang, at, now time.Time) string {
	d := max(now.Sub(at), 0)
	switch {
	case d < time.Hour:
		return l.T("flow.minutes", "Count", int(d/time.Minute))
	case d < 48*time.Hour:
		return l.T("flow.hours", "Count", int(d/time.Hour))
	}
	return l.T("flow.days", "Count", int(d/(24*time.Hour)))
}
