package press

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"stet.news/record"
	"stet.news/story"
)

// longText is text like that of a newspaper: words that do not come again and
// again, so that it compresses as badly.
func longText(rnd *rand.Rand, edition string, sentences int) string {
	letters := []rune("abcdefghijklmnoprstuvwy")
	if edition != "en" {
		letters = []rune("ابپتجچحخدذرزسشصعغفقکگلمنهوی")
	}
	var b strings.Builder
	for range sentences {
		for range 8 + rnd.IntN(10) {
			for range 2 + rnd.IntN(6) {
				b.WriteRune(letters[rnd.IntN(len(letters))])
			}
			b.WriteByte(' ')
		}
		b.WriteString(phrase(rnd, edition, 1) + ". ")
	}
	return strings.TrimSpace(b.String())
}

// longBlock makes a block that may be longer than a page.
func longBlock(rnd *rand.Rand, edition string) story.Block {
	text := func(n int) story.Text { return story.Plain(longText(rnd, edition, n)) }
	switch rnd.IntN(10) {
	case 0:
		return story.Heading{Level: 2, Text: story.Plain(phrase(rnd, edition, 4))}
	case 1:
		x := story.List{Ordered: rnd.IntN(2) == 0}
		for range 1 + rnd.IntN(200) {
			x.Items = append(x.Items, text(1))
		}
		return x
	case 2:
		x := story.Quotation{Attribution: story.Plain(phrase(rnd, edition, 2))}
		for range 1 + rnd.IntN(40) {
			x.Paragraphs = append(x.Paragraphs, text(1+rnd.IntN(5)))
		}
		return x
	case 3:
		x := story.Table{Caption: phrase(rnd, edition, 3), Header: rnd.IntN(2) == 0}
		for range 2 + rnd.IntN(200) {
			x.Rows = append(x.Rows, []story.Text{text(1), text(1)})
		}
		return x
	case 4:
		return story.PictureBlock{Picture: randomPicture(rnd, edition)}
	case 5:
		return story.Embed{URL: "https://example.org/watch", Title: phrase(rnd, edition, 4), Provider: "Example"}
	case 6:
		return story.Paragraph{Text: text(1 + rnd.IntN(300))}
	}
	return story.Paragraph{Text: text(1 + rnd.IntN(6))}
}

func longStory(rnd *rand.Rand, edition string, blocks int) story.Revision {
	rev := canal(edition)
	rev.Slug = story.Slug(fmt.Sprintf("long-%x", rnd.Uint64()))
	rev.Body = nil
	for range blocks {
		rev.Body = append(rev.Body, longBlock(rnd, edition))
	}
	return rev
}

var partOf = regexp.MustCompile(`data-page="(\d+)" data-pages="(\d+)"`)
var seamsOf = regexp.MustCompile(`(?s)<div [^>]*data-piece="body" data-from="([^"]*)" data-to="([^"]*)">\n(.*?\n)</div>`)

// readParts gives the parts of a story as they stand on its pages, and makes
// sure that they lead to each other.
func (r *room) readParts(path string, body story.Body) (count int) {
	r.t.Helper()
	last := story.Seam{}
	for n := 1; ; n++ {
		at := partPath(path, n)
		page, err := r.press.Page(at)
		r.ok(err)
		if len(page.Brotli) > textBudget {
			r.t.Errorf("%s weighs %d bytes", at, len(page.Brotli))
		}
		html := string(page.Body)
		numbers, part := partOf.FindStringSubmatch(html), seamsOf.FindStringSubmatch(html)
		if numbers == nil || part == nil {
			r.t.Fatalf("%s is no part of a story", at)
		}
		from, _ := story.ParseSeam(part[1])
		to, ok := story.ParseSeam(part[2])
		want, there := story.WritePart(body, from, to, story.HTMLOptions{})
		if !ok || !there || from != last || part[3] != want {
			r.t.Fatalf("%s: from %s to %s behind %v is not the story's", at, part[1], part[2], last)
		}
		last = to
		for what, there := range map[string]bool{
			`rel="next" href="` + partPath(path, n+1) + `"`:                  numbers[1] != numbers[2],
			`rel="prev" href="` + partPath(path, n-1) + `"`:                  n > 1,
			`<link rel="canonical" href="https://courier.example` + at + `"`: true,
			`"@type":"NewsArticle"`:                                          n == 1,
		} {
			if strings.Contains(html, what) != there {
				r.t.Errorf("%s: has %s: %v", at, what, !there)
			}
		}
		if numbers[1] == numbers[2] {
			if last != body.End() {
				r.t.Fatalf("%s ends at %v", at, last)
			}
			if len(page.Brotli) < textBudget/3 {
				r.t.Errorf("%s, the last, is nearly empty: %d bytes", at, len(page.Brotli))
			}
			r.lacks(partPath(path, n+1))
			return n
		}
	}
}

// Random long bodies of every kind of block: the parts are the body, each fits.
func TestLongStories(t *testing.T) {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(5, 5))
	most := 0
	for i := range 15 {
		rev := longStory(rnd, testSite.Editions[i%3].Tag, 4+rnd.IntN(20))
		receipt := r.publish(act(rev))[0]
		page, err := r.press.Page(receipt.Path)
		r.ok(err)
		if !strings.Contains(string(page.Body), "data-pages") {
			continue
		}
		most = max(most, r.readParts(receipt.Path, r.bodyOf(receipt.Story)))
	}
	if most < 3 {
		t.Errorf("no story had more than %d pages", most)
	}
	if n := r.press.Heavy(); n > 0 {
		t.Errorf("%d pages are over their budget", n)
	}
	got := pages(t, r.store)
	_, again := r.open(filepath.Join(t.TempDir(), "again"))
	r.ok(again.Rebuild(context.Background(), nil))
	compare(t, got, pages(t, again.store))
}

// bodyOf gives the body of a story as the record has it.
func (r *room) bodyOf(id story.ID) (b story.Body) {
	r.t.Helper()
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) error {
		e, err := record.EntryOf(rd, id)
		if err != nil {
			return err
		}
		rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
		b = rev.Body
		return err
	}))
	return b
}

// The pages of a story come and go with its length, its slug and itself.
func TestPartsComeAndGo(t *testing.T) {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(6, 6))
	rev := longStory(rnd, "fa-AF", 0)
	rev.Slug = "first"
	for range 60 {
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(longText(rnd, "fa-AF", 4))})
	}
	receipt := r.publish(act(rev))[0]
	first := receipt.Path
	count := r.readParts(first, rev.Body)
	if count < 2 {
		t.Fatalf("%d pages", count)
	}

	rev.Story, rev.Slug, rev.Grade = receipt.Story, "second", story.GradeMinor
	second := r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: rev})[0].Path
	r.readParts(second, rev.Body)
	if page, err := r.press.Page(partPath(first, 2)); err != nil || page.Location != partPath(second, 2) {
		t.Errorf("the old second page does not lead to the new one: %v", err)
	}
	r.lacks(partPath(first, count+1))

	long := rev.Body
	rev.Body = long[:3]
	r.publish(record.Act{Kind: record.Revise, Base: 2, Revision: rev})
	r.lacks(partPath(second, 2))
	r.lacks(partPath(first, 2))
	if strings.Contains(r.page(second, 200), "data-page") {
		t.Error("a short story is said to be a part")
	}

	rev.Body = long
	r.publish(record.Act{Kind: record.Revise, Base: 3, Revision: rev})
	r.readParts(second, rev.Body)
	r.erase(receipt.Story, long[1].(story.Paragraph).Text.String()[:20])
	if !strings.Contains(r.page(second, 200), story.ErasedText) {
		t.Error("nothing was erased")
	}
	r.readParts(second, r.bodyOf(receipt.Story))

	r.publish(record.Act{Kind: record.Retract, Story: receipt.Story, Base: 4, Reason: "False."})
	r.page(second, 410)
	r.lacks(partPath(second, 2))
	r.lacks(partPath(first, 2))

	got := pages(t, r.store)
	r.ok(r.press.Rebuild(context.Background(), nil))
	compare(t, got, pages(t, r.store))
}
