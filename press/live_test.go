package press

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// told writes the events of an edition since a leaf, one a line.
func (r *room) told(l *Live, edition string, since int64) (lines []string) {
	events, _, _ := l.Since(edition, since)
	for _, e := range events {
		lines = append(lines, fmt.Sprintf("%d %s %s", e.Leaf, e.Kind, e.Data))
	}
	return lines
}

// again is the log of a process that starts anew.
func (r *room) again() *Live {
	r.t.Helper()
	_, p := r.open(r.t.TempDir())
	r.ok(p.Rebuild(context.Background(), nil))
	r.ok(p.FollowLive(context.Background()))
	return p.Live()
}

func follow(t *testing.T) *room {
	r := newRoom(t)
	r.ok(r.press.CatchUp(context.Background()))
	r.ok(r.press.FollowLive(context.Background()))
	return r
}

func TestLiveTells(t *testing.T) {
	r := follow(t)
	changed := r.press.Live().Changed()
	got := r.publish(act(canal("en")))[0]
	select {
	case <-changed:
	default:
		t.Error("nobody was told that there is news")
	}
	lines := r.told(r.press.Live(), "en", got.Leaf-1)
	if len(lines) != 1 || !strings.HasPrefix(lines[0], fmt.Sprintf("%d story ", got.Leaf)) ||
		!strings.Contains(lines[0], `"section":"afghanistan"`) || !strings.Contains(lines[0], `"path":"`+got.Path+`"`) {
		t.Errorf("told: %q", lines)
	}
	r.page(got.Path, 200) // what is told of is printed
	if lines := r.told(r.press.Live(), "ps", 0); lines != nil {
		t.Errorf("another edition is told: %q", lines)
	}
	if _, last, whole := r.press.Live().Since("en", got.Leaf); last != got.Leaf || !whole {
		t.Errorf("the log ends at %d, whole %v; the last leaf is %d", last, whole, got.Leaf)
	}
	if _, _, whole := r.press.Live().Since("en", got.Leaf+1); whole {
		t.Error("a leaf that is not in the record is taken for one")
	}
}

// TestLiveIsSilent: what is no news for readers makes no event.
func TestLiveIsSilent(t *testing.T) {
	r := follow(t)
	imported := canal("en")
	imported.Grade, imported.Published = story.GradeImported, r.now.Add(-time.Hour)
	old := canal("en")
	old.Slug, old.Published = "of-last-week", r.now.Add(-7*24*time.Hour)
	r.publish(act(imported), act(old))
	draft := canal("en")
	r.ok(r.rec.SaveDraft(context.Background(), record.Draft{ID: story.NewID(), Revision: draft, Embargo: r.now.Add(time.Hour)}))
	r.ok(r.press.CatchUp(context.Background()))
	if lines := r.told(r.press.Live(), "en", 0); lines != nil {
		t.Errorf("told: %q", lines)
	}
	news := r.publish(act(canal("en")))[0]
	minor := canal("en")
	minor.Story, minor.Grade = news.Story, story.GradeMinor
	r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: minor})
	if lines := r.told(r.press.Live(), "en", news.Leaf); lines != nil {
		t.Errorf("a minor change is told: %q", lines)
	}
}

// TestLiveForgetsWords: what was corrected, erased or retracted is not told
// again as it was.
func TestLiveForgetsWords(t *testing.T) {
	r := follow(t)
	erased := r.publish(act(story.Revision{Edition: "en", Headline: "Mina hid here", Slug: "hiding", Body: body("One.")}))[0]
	retracted := r.publish(act(story.Revision{Edition: "en", Headline: "It was invented", Body: body("One.")}))[0]
	revised := r.publish(act(story.Revision{Edition: "en", Headline: "Ten were there", Body: body("One.")}))[0]
	r.erase(erased.Story, "Mina")
	r.publish(record.Act{Kind: record.Retract, Story: retracted.Story, Base: 1, Reason: "It was not so."})
	r.publish(record.Act{Kind: record.Correct, Base: 1, Revision: story.Revision{
		Story: revised.Story, Edition: "en", Headline: "Twelve were there", Body: body("One."), Grade: story.GradeCorrection, Note: "We had counted ten.",
	}})
	lines := r.told(r.press.Live(), "en", 0)
	all := strings.Join(lines, "\n")
	for _, word := range []string{"Mina", "It was invented", "Ten were"} {
		if strings.Contains(all, word) {
			t.Errorf("%q is still told:\n%s", word, all)
		}
	}
	if len(lines) != 4 || !strings.Contains(all, `"retracted":true`) || strings.Count(all, "Twelve") != 2 {
		t.Errorf("told:\n%s", all)
	}
}

// TestLiveSurvivesRestart: the log of a new process has the same events, with
// the same ids and words, as one that followed.
func TestLiveSurvivesRestart(t *testing.T) {
	r := follow(t)
	rnd := rand.New(rand.NewPCG(5, 8))
	latest := map[story.ID]int{}
	var ids []story.ID
	for range 60 {
		r.change(rnd, latest, &ids)
	}
	anew := r.again()
	for _, e := range testSite.Editions {
		got, want := r.told(r.press.Live(), e.Tag, 0), r.told(anew, e.Tag, 0)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: followed:\n%s\nfilled anew:\n%s", e.Tag, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// change does something to a story of its choice.
func (r *room) change(rnd *rand.Rand, latest map[story.ID]int, ids *[]story.ID) {
	if len(*ids) < 5 || rnd.IntN(2) == 0 {
		got := r.publish(act(randomStory(rnd, testSite.Editions[rnd.IntN(3)].Tag)))[0]
		*ids = append(*ids, got.Story)
		latest[got.Story] = 1
		return
	}
	i := rnd.IntN(len(*ids))
	id := (*ids)[i]
	var now story.Revision
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) error {
		e, err := record.EntryOf(rd, id)
		if err == nil {
			now, _, err = record.RevisionAt(rd, e.RevisionLeaf)
		}
		return err
	}))
	switch rnd.IntN(4) {
	case 0:
		r.publish(record.Act{Kind: record.Retract, Story: id, Base: latest[id], Reason: "It was not so."})
		*ids = append((*ids)[:i], (*ids)[i+1:]...)
	case 1:
		r.erase(id, now.Headline)
		*ids = append((*ids)[:i], (*ids)[i+1:]...)
	default:
		rev := randomStory(rnd, now.Edition)
		rev.Story, rev.Grade = id, []story.Grade{story.GradeMinor, story.GradeUpdate}[rnd.IntN(2)]
		r.publish(record.Act{Kind: record.Revise, Base: latest[id], Revision: rev})
		latest[id]++
	}
}

// TestLiveReachesBack: the log goes a number of leaves back and says when that
// is not enough.
func TestLiveReachesBack(t *testing.T) {
	r := follow(t)
	var acts []record.Act
	for i := range liveLeaves + 50 {
		acts = append(acts, act(story.Revision{Edition: "en", Headline: fmt.Sprintf("Story %d", i), Body: body("One.")}))
	}
	receipts := r.enter(acts...)
	l := newLive(r.press.site)
	last := receipts[len(receipts)-1].Leaf
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) error {
		if err := l.follow(rd, 40); err != nil {
			return err
		}
		return l.follow(rd, last+1)
	}))
	if _, _, whole := l.Since("en", last-liveLeaves); !whole {
		t.Error("it does not reach back as far as it should")
	}
	if events, _, whole := l.Since("en", last-liveLeaves-1); whole || len(events) != liveLeaves {
		t.Errorf("%d events, whole %v", len(events), whole)
	}
	if _, ahead, whole := newLive(r.press.site).Since("en", 7); ahead != 7 || !whole {
		t.Error("a log that is not filled says something")
	}
}
