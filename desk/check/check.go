// Package check says what is missing or doubtful in a story before it is
// published.
//
// A finding blocks only where publishing would be refused or would shut readers
// out: no headline, no text, a picture that a blind reader is told nothing of.
// Everything else warns, names its place, and leaves it to the person who
// publishes. Nothing here changes a story, and what the text alone does not tell
// is handed in as Facts.
package check

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"stet.news/desk/prose"
	"stet.news/story"
)

// Level says what a finding does.
type Level string

// The levels.
const (
	Block Level = "block" // not published before this is mended
	Warn  Level = "warn"  // published if the person says so
)

// Kind is what was found; the desk's catalogue says it as check.KIND.
type Kind string

// The kinds of finding.
const (
	NoHeadline    Kind = "no_headline"
	NoText        Kind = "no_text"
	NoAlt         Kind = "no_alt"
	Refused       Kind = "refused" // the record would not take it; Words says why
	NoSection     Kind = "no_section"
	NoStandfirst  Kind = "no_standfirst"
	NoByline      Kind = "no_byline"
	ToCome        Kind = "to_come" // a TK
	Suggested     Kind = "suggested"
	Commented     Kind = "commented"
	NewName       Kind = "new_name"
	DeadLink      Kind = "dead_link"
	Heavy         Kind = "heavy" // bytes of a page over its budget, found by printing it
	Embargoed     Kind = "embargoed"
	Stale         Kind = "stale"
	Uncredited    Kind = "uncredited"
	SourceChanged Kind = "source_changed"
)

// Finding is one thing that was found.
type Finding struct {
	Kind  Kind
	Level Level
	// Place is the part of the story it is in, for who looks for it: headline,
	// standfirst, lead, section, bylines, block. Block counts from 1, and is 0
	// where there is none.
	Place string
	Block int
	// Words are those that it is about: a name, an address, the sentence with a TK.
	Words string
	// Count is how many, or how many bytes.
	Count int
	Until time.Time // of an embargo
}

// Facts are what the text does not tell.
type Facts struct {
	Now, Embargo time.Time
	// Section reports whether the newsroom has a section.
	Section func(key string) bool
	// Known reports whether a name has occurred in what the edition published, and
	// Person whether somebody has been in its bylines. Nil: nobody can tell.
	Known, Person func(name string) (bool, error)
	// Archive tells which words of a script without capitals may be names.
	Archive prose.Archive
	// Leads reports whether a path of this site leads to a page.
	Leads func(path string) (bool, error)
	// Comments are open threads, Suggestions changes that wait for a yes.
	Comments, Suggestions int
	// Base is the revision it was made on, Newest what readers have; 0 for none.
	Base, Newest int
	// SourceChanged: what it is a translation of has changed since.
	SourceChanged bool
}

// Story checks a revision as it would be published. The error is one of Facts'.
func Story(rev story.Revision, f Facts) ([]Finding, error) {
	c := checker{rev: rev, facts: f}
	c.heads()
	c.pictures()
	c.toCome()
	c.desk()
	err := errors.Join(c.links(), c.names())
	c.refused()
	slices.SortStableFunc(c.found, func(a, b Finding) int { return strings.Compare(string(a.Level), string(b.Level)) }) // block before warn
	return c.found, err
}

// Blocks reports whether any finding does.
func Blocks(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return f.Level == Block })
}

type checker struct {
	rev   story.Revision
	facts Facts
	found []Finding
}

func (c *checker) block(f Finding) { f.Level = Block; c.found = append(c.found, f) }
func (c *checker) warn(f Finding)  { f.Level = Warn; c.found = append(c.found, f) }

// heads looks at what stands above the text.
func (c *checker) heads() {
	r := c.rev
	if r.Headline == "" {
		c.block(Finding{Kind: NoHeadline, Place: "headline"})
	}
	if strings.TrimSpace(story.PlainText(r.Body)) == "" {
		c.block(Finding{Kind: NoText, Place: "block"})
	}
	if r.Section == "" || c.facts.Section != nil && !c.facts.Section(r.Section) {
		c.warn(Finding{Kind: NoSection, Place: "section", Words: r.Section})
	}
	if r.Standfirst == "" {
		c.warn(Finding{Kind: NoStandfirst, Place: "standfirst"})
	}
	if len(r.Bylines) == 0 {
		c.warn(Finding{Kind: NoByline, Place: "bylines"})
	}
}

// pictures asks of each for the words that stand for it, and whose it is.
func (c *checker) pictures() {
	if c.rev.Lead != nil {
		c.picture(*c.rev.Lead, "lead", 0)
	}
	for i, b := range c.rev.Body {
		if p, ok := b.(story.PictureBlock); ok {
			c.picture(p.Picture, "block", i+1)
		}
	}
}

func (c *checker) picture(p story.Picture, place string, block int) {
	if strings.TrimSpace(p.Alt) == "" && !p.Decorative {
		c.block(Finding{Kind: NoAlt, Place: place, Block: block, Words: p.Caption})
	}
	if p.Credit == "" && !p.Decorative {
		c.warn(Finding{Kind: Uncredited, Place: place, Block: block, Words: p.Caption})
	}
}

// desk tells what is not in the text.
func (c *checker) desk() {
	f := c.facts
	if f.Suggestions > 0 {
		c.warn(Finding{Kind: Suggested, Count: f.Suggestions})
	}
	if f.Comments > 0 {
		c.warn(Finding{Kind: Commented, Count: f.Comments})
	}
	if f.Embargo.After(f.Now) {
		c.warn(Finding{Kind: Embargoed, Until: f.Embargo})
	}
	if f.Base != f.Newest {
		c.block(Finding{Kind: Stale, Words: strconv.Itoa(f.Newest)})
	}
	if f.SourceChanged {
		c.warn(Finding{Kind: SourceChanged})
	}
}

// refused tells what else keeps the record from taking the story.
func (c *checker) refused() {
	if Blocks(c.found) {
		return // it would say the same again in the words of a machine
	}
	if err := c.rev.Clean().Check(); err != nil {
		c.block(Finding{Kind: Refused, Words: fmt.Sprint(err)})
	}
}
