package story

import (
	"strings"
	"time"
)

// Clean brings every field of r into its form: lines by Line, texts joined, tags
// of languages in their usual spelling, what is empty dropped. Marks and blocks
// that say they are in the edition's own language say nothing and lose it.
// Marks.Erased is removed: only the record may set it. Clean never judges; a
// wrong address stays for Check to name. Clean changes nothing that is clean.
func (r Revision) Clean() Revision {
	r.Edition = strings.TrimSpace(r.Edition)
	r.Section = strings.TrimSpace(r.Section)
	r.Headline = Line(r.Headline)
	r.Standfirst = Line(r.Standfirst)
	r.Dateline = Line(r.Dateline)
	r.Note = Line(r.Note)
	r.Source = strings.TrimSpace(r.Source)
	r.Bylines = cleanBylines(r.Bylines)
	r.Topics = cleanTopics(r.Topics)
	if r.Lead != nil {
		p := r.Lead.Clean()
		r.Lead = &p
	}
	if !r.Published.IsZero() {
		r.Published = r.Published.UTC().Truncate(time.Second)
	}
	around := Foreign{}
	if r.Edition != "" {
		around = Foreign{Lang: r.Edition, Dir: direction(r.Edition)}
	}
	r.Body = raiseHeadings(tidyBody(r.Body, tidier{around: around}))
	return r
}

// Clean is Revision.Clean for a body of an unknown edition.
func (b Body) Clean() Body { return raiseHeadings(tidyBody(b, tidier{})) }

// raiseHeadings makes those of level 3 that stand under no heading of level 2
// such a heading: who goes through a page by its headings would look for what
// was left out. It changes the body in place.
func raiseHeadings(b Body) Body {
	for i, x := range b {
		h, is := x.(Heading)
		if is && h.Level == 2 {
			break
		}
		if is {
			h.Level = 2
			b[i] = h
		}
	}
	return b
}

// Clean brings every field of p into its form.
func (p Picture) Clean() Picture {
	p.SHA256 = strings.ToLower(strings.TrimSpace(p.SHA256))
	p.Type = strings.ToLower(strings.TrimSpace(p.Type))
	p.Alt, p.Caption, p.Credit = Line(p.Alt), Line(p.Caption), Line(p.Credit)
	return p
}

// cleanBylines drops credits that name nobody.
func cleanBylines(in []Byline) []Byline {
	var out []Byline
	for _, b := range in {
		b = Byline{Name: Line(b.Name), Person: strings.TrimSpace(b.Person)}
		if b.Name != "" {
			out = append(out, b)
		}
	}
	return out
}

// cleanTopics drops topics without a name, and the second of the same key.
func cleanTopics(in []Topic) []Topic {
	var out []Topic
	seen := map[Topic]bool{}
	for _, t := range in {
		t = Topic{Name: Line(t.Name), Key: strings.TrimSpace(t.Key)}
		if t.Name != "" && !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}
