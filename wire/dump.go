package wire

import (
	"fmt"
	"strings"
	"time"

	"stet.news/story"
)

var utc = time.UTC

// dumpStory is what was found in a dump.
type dumpStory struct {
	headline, standfirst string
	paragraphs           []passage
	published            written
	dated                bool
	byline               string
	notes                []string
}

// passage is one paragraph or subheading of the body.
type passage struct {
	text    string
	heading bool
}

// readDump finds the one story in the text of a page as a text browser or a
// crawler shows it. It works in steps that each look at one kind of sign:
// lines by themselves (dump_lines.go), the run of them that reads like a story
// (dump_segment.go), the headline over it (dump_headline.go), what within the
// run is no story (dump_clean.go), and what is said twice (dump_repeat.go).
func readDump(text string, zone *time.Location) (dumpStory, error) {
	lines := splitLines(text)
	if len(lines) == 0 {
		return dumpStory{}, wrong("the file is empty", "").because(ErrNoStory)
	}
	seg, h := pick(lines, segments(lines))
	if seg.to == seg.from {
		return dumpStory{}, wrong("no body found: no run of lines reads like the text of a story", "check that the file is a story's page, or give it as Markdown").because(ErrNoStory)
	}
	if h < 0 {
		return dumpStory{}, wrong("no headline found above the text", "put the headline on a line of its own before the text").because(ErrNoStory)
	}
	seen := countFolds(lines)
	d := dumpStory{headline: withoutSite(lines[h].text, seen)}
	kept := cleanSegment(lines, widen(lines, seg, h), h, foldLine(d.headline))
	body := mergeCopies(kept)
	d.standfirst, body = takeStandfirst(body)
	d.paragraphs = passages(body)
	if len(d.paragraphs) == 0 {
		return dumpStory{}, wrong("no body found under the headline \""+d.headline+"\"", "").because(ErrNoStory)
	}
	d.noteWhat(lines, kept, body)
	d.findMeta(lines, h, seg, zone)
	return d, nil
}

// noteWhat says what was made of the page.
func (d *dumpStory) noteWhat(lines []line, kept []entry, body []entry) {
	paragraphs, headings := 0, 0
	for _, p := range d.paragraphs {
		if p.heading {
			headings++
		} else {
			paragraphs++
		}
	}
	d.notes = append(d.notes, fmt.Sprintf("a page dump of %s: %s and %s kept", counted(len(lines), "line"), counted(paragraphs, "paragraph"), counted(headings, "subheading")))
	repeated := 0
	for _, e := range body {
		if e.copies > 1 {
			repeated++
		}
	}
	if repeated > 0 {
		d.notes = append(d.notes, counted(repeated, "passage")+" stood more than once and kept once")
	}
	if d.standfirst != "" {
		d.notes = append(d.notes, "standfirst: the summary that stands apart from the text")
	}
}

// counted is a number of things in words.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// blocks makes the body.
func (d *dumpStory) blocks() story.Body {
	var b story.Body
	for _, p := range d.paragraphs {
		if p.heading {
			b = append(b, story.Heading{Level: 2, Text: story.Plain(p.text)})
		} else {
			b = append(b, story.Paragraph{Text: story.Plain(p.text)})
		}
	}
	return b
}

// passages tells subheadings from paragraphs: short, alone, without the end of
// a sentence, with text under it.
func passages(body []entry) []passage {
	var out []passage
	for i, e := range body {
		next := i+1 < len(body) && body[i+1].weight >= 60
		short := e.weight <= 90 && !e.ends && !e.listed && !strings.HasSuffix(e.text, ":") && !strings.HasSuffix(e.text, ",")
		out = append(out, passage{e.text, short && next && i > 0})
	}
	return out
}
