package press

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"stet.news/record"
	"stet.news/story"
)

// banner is what a page says is breaking news; empty when it says nothing.
func (r *room) banner(path string) string {
	r.t.Helper()
	found := parse(r.t, path, r.page(path, 200)).all("class", "breaking")
	if len(found) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(text(found[0])), " ")
}

// bannerOn is the pages of an edition that show breaking news.
func (r *room) bannerOn(edition string) []string {
	var paths []string
	for path, page := range pages(r.t, r.store) {
		if strings.HasPrefix(path, "/"+edition+"/") && strings.Contains(page, `class="breaking"`) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func (r *room) setBreaking(stories map[string]story.ID) {
	r.t.Helper()
	r.ok(r.press.Arrange(context.Background(), Arrangement{Breaking: stories}))
}

// Breaking news stands on front, latest and section pages of its edition and
// nowhere else; nothing but them is printed again for it.
func TestBreakingNews(t *testing.T) {
	r := newRoom(t)
	random := rand.New(rand.NewPCG(1, 1))
	var ids []story.ID
	for _, edition := range []string{"fa-AF", "fa-AF", "en"} {
		rev := randomStory(random, edition)
		rev.Section = "world"
		ids = append(ids, r.publish(act(rev))[0].Story)
	}
	before := pages(t, r.store)
	r.setBreaking(map[string]story.ID{"fa-AF": ids[0]})
	want := []string{"/fa-AF/", "/fa-AF/latest/", "/fa-AF/section/afghanistan/", "/fa-AF/section/culture/", "/fa-AF/section/world/"}
	if got := r.bannerOn("fa-AF"); !slices.Equal(got, want) {
		t.Errorf("it stands on %q", got)
	}
	if got := append(r.bannerOn("en"), r.bannerOn("ps")...); len(got) > 0 {
		t.Errorf("it stands on %q", got)
	}
	for path, page := range pages(t, r.store) {
		if changed := page != before[path]; changed != slices.Contains(want, path) {
			t.Errorf("%s: changed %v", path, changed)
		}
	}
	parse(t, "/fa-AF/", r.page("/fa-AF/", 200)).sound()
	if said := r.banner("/fa-AF/latest/"); !strings.HasPrefix(said, "خبر فوری ") {
		t.Errorf("the banner says %q", said)
	}
	r.setBreaking(nil)
	for path, page := range pages(t, r.store) {
		if page != before[path] {
			t.Errorf("%s is not as it was before", path)
		}
	}
}

// The banner says what the story says now, and goes with it. A rebuild makes the
// same bytes.
func TestBreakingNewsFollowsItsStory(t *testing.T) {
	r := newRoom(t)
	rev := randomStory(rand.New(rand.NewPCG(1, 1)), "en")
	first := r.publish(act(rev))[0]
	r.setBreaking(map[string]story.ID{"en": first.Story, "ps": first.Story})
	if got := r.bannerOn("ps"); len(got) > 0 {
		t.Errorf("it stands in another edition: %q", got)
	}
	rev.Story, rev.Headline, rev.Grade, rev.Note = first.Story, "It was nine", story.GradeCorrection, "Not ten."
	r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	if said := r.banner("/en/"); said != "Breaking news It was nine" {
		t.Errorf("after the correction: %q", said)
	}
	before := pages(t, r.store)
	r.ok(r.press.Rebuild(context.Background(), nil))
	for path, page := range pages(t, r.store) {
		if page != before[path] {
			t.Errorf("%s is other bytes after a rebuild", path)
		}
	}
	r.publish(record.Act{Kind: record.Erase, Story: first.Story, Erase: record.Target{Revision: 2, Pieces: []int{0}}})
	if said := r.banner("/en/"); said != "" {
		t.Errorf("after the erasure: %q", said)
	}
	rev.Headline, rev.Grade, rev.Note = "It was eight", story.GradeUpdate, ""
	r.publish(record.Act{Kind: record.Revise, Base: 2, Revision: rev})
	if said := r.banner("/en/"); said != "Breaking news It was eight" {
		t.Errorf("after the update: %q", said)
	}
	r.publish(record.Act{Kind: record.Retract, Story: first.Story, Base: 3, Reason: "It was not so."})
	if got := r.bannerOn("en"); len(got) > 0 {
		t.Errorf("after the retraction it stands on %q", got)
	}
}
