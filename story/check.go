package story

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Errors that Check's problems wrap.
var (
	// ErrMissing says that something a story must have is not there.
	ErrMissing = errors.New("missing")
	// ErrWrong says that something is there and cannot be so.
	ErrWrong = errors.New("wrong")
	// ErrTooMuch says that something is over its budget.
	ErrTooMuch = errors.New("too much")
)

// Budgets of a revision. What the reader takes in is bounded too, so a body
// that passes Check always survives WriteHTML and ReadHTML whole.
const (
	maxHeadline   = 500     // code points
	maxStandfirst = 4000    // code points, of notes too
	maxName       = 300     // code points, of people, topics, places
	maxCaption    = 4000    // code points, of captions, alt texts, titles
	maxCredits    = 64      // bylines, and topics
	maxCells      = 20_000  // of all tables of a body
	maxWritten    = 3 << 20 // bytes of a body as HTML
	maxTags       = 80_000  // tags and texts of a body as HTML
	maxPixels     = 1 << 20 // width, and height
)

// Check says what is missing or wrong in a revision that was cleaned: nil, or
// one line for each problem, joined, each naming the field ("block 3 (table): …")
// and wrapping ErrMissing, ErrWrong or ErrTooMuch. It judges the shape only;
// whether editions, sections and pictures exist is for those who have them.
func (r Revision) Check() error {
	var p problems
	p.require("edition", r.Edition)
	p.lang("edition", r.Edition)
	p.line("headline", r.Headline, maxHeadline)
	p.require("headline", r.Headline)
	p.line("standfirst", r.Standfirst, maxStandfirst)
	p.line("dateline", r.Dateline, maxName)
	p.line("note", r.Note, maxStandfirst)
	p.slug("slug", string(r.Slug))
	if r.Slug != "" && strings.Trim(string(r.Slug), "0123456789") == "" {
		p.wrong("slug", "%q alone is the address of a page of the archive", r.Slug)
	}
	p.slug("section", r.Section)
	p.bylines(r.Bylines)
	p.topics(r.Topics)
	p.grade(r.Grade)
	if r.Source != "" && !GoodEmbed(r.Source) {
		p.wrong("source", "not a web address: %q", shorten(r.Source))
	}
	if !r.TranslationOf.IsZero() && r.TranslationOf == r.Story {
		p.wrong("translation_of", "a story is no translation of itself")
	}
	if y := r.Published.Year(); !r.Published.IsZero() && (y < 1600 || y > 9999) {
		p.wrong("published", "the year %d", y)
	}
	if r.Lead != nil {
		p.picture("lead picture", *r.Lead)
	}
	if len(r.Body) == 0 {
		p.add("body", ErrMissing, "")
	}
	p.body(r.Body)
	return errors.Join(p...)
}

// Check is Revision.Check for a body alone, which may be empty.
func (b Body) Check() error {
	var p problems
	p.body(b)
	return errors.Join(p...)
}

type problems []error

func (p *problems) add(where string, kind error, detail string) {
	if detail == "" {
		*p = append(*p, fmt.Errorf("%s: %w", where, kind))
		return
	}
	*p = append(*p, fmt.Errorf("%s: %w: %s", where, kind, detail))
}

func (p *problems) wrong(where, format string, args ...any) {
	p.add(where, ErrWrong, fmt.Sprintf(format, args...))
}

func (p *problems) require(where, s string) {
	if s == "" {
		p.add(where, ErrMissing, "")
	}
}

func (p *problems) line(where, s string, max int) {
	if n := utf8.RuneCountInString(s); n > max {
		p.add(where, ErrTooMuch, fmt.Sprintf("%d characters, at most %d", n, max))
	}
}

func (p *problems) lang(where, tag string) {
	if tag != "" && !GoodLang(tag) {
		p.wrong(where, "not a language tag in its usual spelling: %q", shorten(tag))
	}
}

func (p *problems) slug(where, s string) {
	if s == "" {
		return
	}
	if _, err := ParseSlug(s); err != nil {
		p.wrong(where, "%q is %v", shorten(s), err)
	}
}

func (p *problems) grade(g Grade) {
	if g != GradeNone && g != GradeImported && !slices.Contains(Grades, g) {
		p.wrong("grade", "unknown: %q", shorten(string(g)))
	}
}

func (p *problems) bylines(in []Byline) {
	p.count("bylines", len(in), maxCredits)
	for i, b := range in {
		where := fmt.Sprintf("byline %d", i+1)
		p.require(where, b.Name)
		p.line(where, b.Name, maxName)
		p.slug(where+", person", b.Person)
	}
}

func (p *problems) topics(in []Topic) {
	p.count("topics", len(in), maxCredits)
	for i, t := range in {
		where := fmt.Sprintf("topic %d", i+1)
		p.require(where, t.Name)
		p.line(where, t.Name, maxName)
		p.slug(where+", key", t.Key)
	}
}

func (p *problems) count(where string, n, max int) {
	if n > max {
		p.add(where, ErrTooMuch, fmt.Sprintf("%d, at most %d", n, max))
	}
}

// picture: a picture without words for those who do not see it is not published.
func (p *problems) picture(where string, x Picture) {
	if !GoodSHA256(x.SHA256) {
		p.wrong(where, "not a SHA-256 in lower-case hex: %q", shorten(x.SHA256))
	}
	if pictureExtension(x.Type) == "" {
		p.wrong(where, "not a type of picture we print: %q", shorten(x.Type))
	}
	switch {
	case x.Alt == "" && !x.Decorative:
		p.add(where, ErrMissing, "alt text, or say that the picture is decorative")
	case x.Alt != "" && x.Decorative:
		p.wrong(where, "a decorative picture has no alt text")
	}
	if x.Width < 0 || x.Height < 0 || x.Width > maxPixels || x.Height > maxPixels {
		p.wrong(where, "%d by %d pixels", x.Width, x.Height)
	}
	if x.FocalX < 0 || x.FocalY < 0 || x.FocalX > 1000 || x.FocalY > 1000 {
		p.wrong(where, "focal point %d %d, want thousandths", x.FocalX, x.FocalY)
	}
	for _, s := range []string{x.Alt, x.Caption, x.Credit} {
		p.line(where, s, maxCaption)
	}
}

// shorten keeps an error to one readable line.
func shorten(s string) string {
	if len(s) <= 80 {
		return s
	}
	cut := 77
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
