package press

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"stet.news/record"
	"stet.news/story"
)

// cardName is the file name of the card that a page names.
func (r *room) cardName(path string) string {
	r.t.Helper()
	image := parse(r.t, path, r.page(path, 200)).meta("og:image")
	name, ok := strings.CutPrefix(image, testSite.URL+cardFolder)
	if !ok {
		r.t.Fatalf("%s: og:image is %s", path, image)
	}
	return name
}

// A story's page names the card of its present revision, and that one alone is
// to be had.
func TestCardOfAStory(t *testing.T) {
	r := newRoom(t)
	rev := randomStory(rand.New(rand.NewPCG(1, 1)), "fa-AF")
	rev.Section, rev.Lead = "world", &story.Picture{SHA256: strings.Repeat("0", 64), Type: "image/jpeg", Width: 1200, Height: 800, Alt: "x"}
	first := r.publish(act(rev))[0]
	name := r.cardName(first.Path)
	card, err := r.press.Card(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if card.Headline != rev.Headline || card.Title != "پیک هندوکش" || card.Section != "جهان" || card.Direction != story.RightToLeft || card.Lead == nil {
		t.Errorf("%+v", card)
	}
	rev.Story, rev.Headline, rev.Grade = first.Story, "یک عنوان دیگر", story.GradeUpdate
	r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	r.noCard(name)
	name = r.cardName(first.Path)
	if card, err = r.press.Card(t.Context(), name); err != nil || card.Headline != rev.Headline {
		t.Errorf("%+v, %v", card, err)
	}
	r.publish(record.Act{Kind: record.Erase, Story: first.Story, Erase: record.Target{Revision: 2, Pieces: []int{0}}})
	if card, err = r.press.Card(t.Context(), name); err != nil || card.Headline != "" {
		t.Errorf("after the erasure: %+v, %v", card, err)
	}
	r.publish(record.Act{Kind: record.Retract, Story: first.Story, Base: 2, Reason: "It was not so."})
	r.noCard(name)
}

func (r *room) noCard(name string) {
	r.t.Helper()
	if _, err := r.press.Card(r.t.Context(), name); !errors.Is(err, ErrNoPage) {
		r.t.Errorf("%s: %v", name, err)
	}
}

func TestNoCardOfThatName(t *testing.T) {
	r := newRoom(t)
	first := r.publish(act(randomStory(rand.New(rand.NewPCG(1, 1)), "en")))[0]
	id := first.Story.String()
	for _, name := range []string{
		"", ".jpg", "de.jpg", "en", "en.png", "EN.jpg", id + ".jpg", id + "-.jpg", id + "-0.jpg", id + "-01.jpg", id + "-2.jpg", id + "-1.png",
		id + "-1", strings.ToUpper(id) + "-1.jpg", story.NewID().String() + "-1.jpg", "../en.jpg", "-1.jpg",
	} {
		r.noCard(name)
	}
}

// Lists, and stories of an imported archive, name the card of their edition; an
// imported story with a picture names that.
func TestCardOfAnEdition(t *testing.T) {
	r := newRoom(t)
	rev := randomStory(rand.New(rand.NewPCG(1, 1)), "ps")
	rev.Section, rev.Lead, rev.Grade, rev.Published = "world", nil, story.GradeImported, r.now.AddDate(-1, 0, 0)
	first := r.publish(act(rev))[0]
	for _, path := range []string{"/ps/", "/ps/latest/", "/ps/section/world/", "/ps/archive/", first.Path} {
		if name := r.cardName(path); name != "ps.jpg" {
			t.Errorf("%s names %s", path, name)
		}
	}
	r.noCard(first.Story.String() + "-1.jpg")
	if card, err := r.press.Card(t.Context(), "ps.jpg"); err != nil || card.Title != "د هندوکش پیک" || card.Headline != "" || card.Colours.Accent == "" {
		t.Errorf("%+v, %v", card, err)
	}
	pic := randomPicture(rand.New(rand.NewPCG(1, 1)), "ps")
	rev.Story, rev.Lead, rev.Headline = story.NewID(), &pic, "بل"
	second := r.publish(act(rev))[0]
	if got := parse(t, second.Path, r.page(second.Path, 200)).meta("og:image"); got != testSite.URL+pic.Scaled(1200, story.JPEG) {
		t.Errorf("og:image is %s", got)
	}
}
