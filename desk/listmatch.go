package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/search"
)

// What the column facet of the listing has of a row: a token for each thing that
// a filter, or the policy, can ask.
const facetAll = "a"

func facetEdition(tag string) string    { return "e" + shortHash(tag) }
func facetSection(key string) string    { return "s" + shortHash(key) }
func facetState(s draft.State) string   { return "t" + shortHash(string(s)) }
func facetPerson(account string) string { return "p" + shortHash(account) }
func facetPool(section string) string   { return "o" + shortHash(section) }
func facetTimed(embargo, wanted bool) (s string) {
	if embargo {
		s += " x"
	}
	if wanted {
		s += " w"
	}
	return s
}

func shortHash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// facetsOf writes the column for a row.
func facetsOf(dr draft.Draft) string {
	return strings.Join([]string{
		facetAll, facetEdition(dr.Edition), facetSection(dr.Section), facetState(dr.State),
		facetPerson(dr.Author), facetPerson(dr.Assignee), facetPool(dr.Pool),
	}, " ") + facetTimed(!dr.Embargo.IsZero(), !dr.Wanted.IsZero())
}

// scope is a part of the archive: an edition, or a section of it.
type scope struct{ edition, section string }

// reach gives what who may read of stories that are not their own. all says that
// it is everything.
func (d *Desk) reach(who policy.Principal) (scopes []scope, all bool) {
	may := func(edition, section string) bool {
		return policy.May(who, policy.StoryRead, policy.Object{Edition: edition, Section: section, Published: true}, d.now()) == nil
	}
	all = true
	for _, e := range d.house.Editions() {
		if may(e.Tag, "") {
			scopes = append(scopes, scope{e.Tag, ""})
			continue
		}
		all = false
		for _, s := range d.house.Sections() {
			if may(e.Tag, s.Key) {
				scopes = append(scopes, scope{e.Tag, s.Key})
			}
		}
	}
	return scopes, all
}

// scopes are the parts of the archive that the list looks through.
func (l *lister) scopes() (out []scope) {
	reach, _ := l.desk.reach(l.who)
	f := l.filter
	for _, s := range reach {
		if f.Edition != "" && s.edition != f.Edition || f.Section != "" && s.section != "" && s.section != f.Section {
			continue
		}
		if f.Section != "" {
			s.section = f.Section
		}
		out = append(out, s)
	}
	return out
}

// match asks the listing for what the filter says, within what who may read. The
// policy is asked of each row all the same; this keeps from looking at thousands
// of rows that it would refuse.
func (l *lister) match() string {
	f := l.filter
	all := []string{has(facetAll)}
	for _, c := range []struct {
		asked bool
		facet string
	}{
		{f.Edition != "", facetEdition(f.Edition)},
		{f.Section != "", facetSection(f.Section)},
		{f.State != "", facetState(f.State)},
		{f.Person != "", facetPerson(f.Person)},
		{f.Pool != "", facetPool(f.Pool)},
		{f.Embargoed, "x"},
		{!f.WantedBy.IsZero(), "w"},
	} {
		if c.asked {
			all = append(all, has(c.facet))
		}
	}
	if reach, everything := l.desk.reach(l.who); !everything {
		all = append(all, readable(reach, l.who))
	}
	if f.Text != "" {
		words := l.words()
		if words == "" {
			return ""
		}
		all = append(all, words)
	}
	match := strings.Join(all, " AND ")
	if f.State == "" {
		match += " NOT " + has(facetState(draft.Spiked))
	}
	return match
}

func has(facet string) string { return `facet : "` + facet + `"` }

// readable asks for stories of some scopes, or one's own.
func readable(reach []scope, who policy.Principal) string {
	or := []string{has(facetPerson(who.Account))}
	for _, s := range reach {
		one := has(facetEdition(s.edition))
		if s.section != "" {
			one += " AND " + has(facetSection(s.section))
		}
		or = append(or, "("+one+")")
	}
	return "(" + strings.Join(or, " OR ") + ")"
}

// words asks for what was typed, in each edition by the rules of its language.
func (l *lister) words() string {
	var or []string
	for _, e := range l.desk.house.Editions() {
		if l.filter.Edition != "" && e.Tag != l.filter.Edition {
			continue
		}
		if match := search.For(e.Tag).Match(l.filter.Text); match != "" {
			or = append(or, "("+has(facetEdition(e.Tag))+" AND ("+match+"))")
		}
	}
	if len(or) == 0 {
		return ""
	}
	return "(" + strings.Join(or, " OR ") + ")"
}
