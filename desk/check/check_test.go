package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/story"
)

var now = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

// good is a story that nothing is to be said against.
func good() story.Revision {
	return story.Revision{
		Edition: "en", Section: "world", Headline: "The river rose", Standfirst: "So it was.", Bylines: []story.Byline{{Name: "Zahra Karimi"}},
		Lead: &story.Picture{SHA256: strings.Repeat("a", 64), Type: "image/jpeg", Width: 10, Height: 10, Alt: "A river", Credit: "Omid"},
		Body: story.Body{story.Paragraph{Text: story.Plain("Nobody was hurt, Ahmad Shah said.")}},
	}
}

func facts() Facts {
	known := func(name string) (bool, error) { return !strings.Contains(name, "New"), nil }
	return Facts{
		Now: now, Section: func(key string) bool { return key == "world" }, Known: known, Person: known,
		Leads: func(path string) (bool, error) { return path == "/en/", nil }, Base: 2, Newest: 2,
	}
}

// said writes findings as "level kind place words".
func said(found []Finding) (all []string) {
	for _, f := range found {
		s := string(f.Level) + " " + string(f.Kind) + " " + f.Place
		if f.Block > 0 {
			s += fmt.Sprint(f.Block)
		}
		all = append(all, strings.TrimSpace(s+" "+f.Words))
	}
	return all
}

func TestStory(t *testing.T) {
	text := func(s string) func(*story.Revision, *Facts) {
		return func(r *story.Revision, _ *Facts) { r.Body = append(r.Body, story.Paragraph{Text: story.Plain(s)}) }
	}
	link := func(to string) func(*story.Revision, *Facts) {
		return func(r *story.Revision, _ *Facts) {
			r.Body = append(r.Body, story.Paragraph{Text: story.Text{{Text: "here", Marks: story.Marks{Link: to}}}})
		}
	}
	for _, c := range []struct {
		what   string
		change func(*story.Revision, *Facts)
		want   []string
	}{
		{"nothing", func(*story.Revision, *Facts) {}, nil},
		{"headline", func(r *story.Revision, _ *Facts) { r.Headline = "" }, []string{"block no_headline headline"}},
		{"text", func(r *story.Revision, _ *Facts) { r.Body = nil }, []string{"block no_text block"}},
		{"alt", func(r *story.Revision, _ *Facts) { r.Lead.Alt = "" }, []string{"block no_alt lead"}},
		{"decorative", func(r *story.Revision, _ *Facts) { r.Lead.Alt, r.Lead.Decorative, r.Lead.Credit = "", true, "" }, nil},
		{"alt in the text", func(r *story.Revision, _ *Facts) {
			r.Body = append(r.Body, story.PictureBlock{Picture: story.Picture{Caption: "A bridge"}})
		}, []string{"block no_alt block2 A bridge", "warn uncredited block2 A bridge"}},
		{"section", func(r *story.Revision, _ *Facts) { r.Section = "" }, []string{"warn no_section section"}},
		{"a section of before", func(r *story.Revision, _ *Facts) { r.Section = "chess" }, []string{"warn no_section section chess"}},
		{"standfirst", func(r *story.Revision, _ *Facts) { r.Standfirst = "" }, []string{"warn no_standfirst standfirst"}},
		{"byline", func(r *story.Revision, _ *Facts) { r.Bylines = nil }, []string{"warn no_byline bylines"}},
		{"a new byline", func(r *story.Revision, _ *Facts) { r.Bylines[0].Name = "New Man" }, []string{"warn new_name bylines New Man"}},
		{"TK", text("It cost TK afghani."), []string{"warn to_come block2 It cost TK afghani."}},
		{"TKTK", text("TKTK"), []string{"warn to_come block2 TKTK"}},
		{"Cyrillic", text("a ТК b"), []string{"warn to_come block2 a ТК b"}},
		{"Dari", text("به ؟؟ افغانی"), []string{"warn to_come block2 به ؟؟ افغانی"}},
		{"TK in the headline", func(r *story.Revision, _ *Facts) { r.Headline = "TK die" }, []string{"warn to_come headline TK die"}},
		{"no TK", text("Flight TK708 of TKM. Really? چرا؟"), nil},
		{"a new name", text("Then New Person came."), []string{"warn new_name block2 New Person"}},
		{"a new name at the beginning", text("But New Person came. The Governor left."), []string{"warn new_name block2 New Person"}},
		{"a new surname behind a title", text("But Mr Newman came, and Newland left."), []string{"warn new_name block2 Newman"}},
		{"one who is quoted", func(r *story.Revision, _ *Facts) {
			r.Body = append(r.Body, story.Quotation{Paragraphs: []story.Text{story.Plain("no")}, Attribution: story.Plain("New one, mayor")})
		}, []string{"warn new_name block2 New one"}},
		{"whose statement it is", func(r *story.Revision, _ *Facts) {
			r.Body = append(r.Body, story.Paragraph{Text: story.Text{{Text: "نه", Marks: story.Marks{Statement: "New کس"}}}})
		}, []string{"warn new_name block2 New کس"}},
		{"a link that leads somewhere", link("/en/"), nil},
		{"a link to nowhere", link("/en/nowhere/"), []string{"warn dead_link block2 /en/nowhere/"}},
		{"a link away", link("https://example.org/x"), nil},
		{"open ends", func(_ *story.Revision, f *Facts) { f.Comments, f.Suggestions = 2, 1 }, []string{"warn suggested", "warn commented"}},
		{"embargo", func(_ *story.Revision, f *Facts) { f.Embargo = now.Add(time.Hour) }, []string{"warn embargoed"}},
		{"an embargo that is over", func(_ *story.Revision, f *Facts) { f.Embargo = now.Add(-time.Hour) }, nil},
		{"stale", func(_ *story.Revision, f *Facts) { f.Base = 1 }, []string{"block stale  2"}},
		{"source", func(_ *story.Revision, f *Facts) { f.SourceChanged = true }, []string{"warn source_changed"}},
		{"nobody can tell", func(r *story.Revision, f *Facts) { f.Known, f.Person, f.Leads, f.Section = nil, nil, nil, nil }, nil},
	} {
		rev, f := good(), facts()
		c.change(&rev, &f)
		found, err := Story(rev, f)
		if got := said(found); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q (%v)", c.what, got, c.want, err)
		}
	}
}

// TestRefused: what the record would refuse for another reason blocks, too.
func TestRefused(t *testing.T) {
	rev := good()
	rev.Headline = strings.Repeat("word ", 200)
	found, err := Story(rev, facts())
	if err != nil || len(found) != 1 || found[0].Kind != Refused || !Blocks(found) || !strings.Contains(found[0].Words, "headline") {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestUnable(t *testing.T) {
	f := facts()
	f.Known = func(string) (bool, error) { return false, errors.New("away") }
	if found, err := Story(good(), f); err == nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}
