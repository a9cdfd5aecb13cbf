package press

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"stet.news/record"
	"stet.news/story"
)

// cut gives the first n code points of text that does not compress.
func cutText(rnd *rand.Rand, edition string, n int) string {
	text := []rune(longText(rnd, edition, 1+n/40))
	return story.Line(string(text[:min(n, len(text))]))
}

// heavyStory has everything a list shows as long as it can be published.
func heavyStory(rnd *rand.Rand, edition string) story.Revision {
	rev := randomStory(rnd, edition)
	pic := randomPicture(rnd, edition)
	rev.Headline, rev.Standfirst, rev.Lead = cutText(rnd, edition, 500), cutText(rnd, edition, 4000), &pic
	rev.Section, rev.Slug = "world", story.Slug(cutText(rnd, edition, 60)+fmt.Sprint(rnd.Uint64()))
	rev.Slug = story.MakeSlug(string(rev.Slug), story.SlugNative)
	rev.Bylines = []story.Byline{{Name: "Mina Rahimi"}}
	rev.Topics = []story.Topic{{Name: "Water"}}
	return rev
}

// However long headlines and standfirsts are, every list keeps the budget, tells
// of its newest stories first and is as good as full; and every story of a day
// stands on a page of it.
func TestListsFit(t *testing.T) {
	for _, edition := range []string{"en", "fa-AF"} {
		r := newRoom(t)
		rnd := rand.New(rand.NewPCG(9, 9))
		const stories = 65
		var acts []record.Act
		for range stories {
			acts = append(acts, act(heavyStory(rnd, edition)))
		}
		r.publish(acts...)
		home := "/" + edition + "/"
		onDay := map[string]bool{}
		for path := range pages(t, r.store) {
			page, err := r.press.Page(path)
			r.ok(err)
			if page.Type != typeHTML {
				continue
			}
			if len(page.Brotli) > textBudget {
				t.Errorf("%s weighs %d bytes", path, len(page.Brotli))
			}
			if strings.HasPrefix(path, home+"2026/11/23/") {
				d := parse(t, path, string(page.Body))
				for _, n := range d.all("data-teaser", "") {
					onDay[attrOf(n, "data-teaser")] = true
				}
			}
		}
		if len(onDay) != stories {
			t.Errorf("%s: the pages of the day tell of %d of %d stories", edition, len(onDay), stories)
		}
		if n := r.press.Heavy(); n > 0 {
			t.Errorf("%s: %d pages are over their budget", edition, n)
		}
		for _, path := range []string{home, home + "latest/", home + "section/world/"} {
			page, err := r.press.Page(path)
			r.ok(err)
			if len(page.Brotli) < textBudget*4/5 {
				t.Errorf("%s weighs %d bytes: there is room for more", path, len(page.Brotli))
			}
			if path != home && !strings.Contains(string(page.Body), "Older stories") && edition == "en" {
				t.Errorf("%s does not lead on to older stories", path)
			}
		}
		d := parse(t, home, r.page(home+"section/world/", 200))
		if list := d.all("data-piece", "standfirst"); len(list) == len(d.all("data-teaser", "")) {
			t.Errorf("%s: %d standfirsts", edition, len(list))
		}
		got := pages(t, r.store)
		r.ok(r.press.Rebuild(context.Background(), nil))
		compare(t, got, pages(t, r.store))
	}
}
