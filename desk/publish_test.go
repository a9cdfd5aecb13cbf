package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

var (
	editor    = desktest.Person("zahra", policy.Editor)
	publisher = desktest.Person("omid", policy.Publisher)
	reporter  = desktest.Person("farid", policy.Reporter)
)

// drafted puts a story on the desk that could be published.
func drafted(t *testing.T, r *desktest.Room, rev story.Revision) story.ID {
	t.Helper()
	id := story.NewID()
	if err := r.Record.SaveDraft(t.Context(), record.Draft{ID: id, Revision: rev}); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.Adopt(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return id
}

// typed writes text into the headline, as an editor.
func typed(t *testing.T, r *desktest.Room, id story.ID, text string) {
	t.Helper()
	dr := row(t, r, id)
	step := fmt.Sprintf(`{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"text","text":%q}]}}`, text)
	_, err := r.Desk.Write(t.Context(), editor, id, draft.Batch{Version: dr.Version, Client: "c", Steps: []json.RawMessage{json.RawMessage(step)}})
	if err != nil {
		t.Fatal(err)
	}
}

// deed is a decision to publish a story as it is now.
func deed(t *testing.T, r *desktest.Room, id story.ID, act string) desk.Publishing {
	return desk.Publishing{Version: row(t, r, id).Version, Act: act, Grade: story.GradeUpdate}
}

func publish(t *testing.T, r *desktest.Room, id story.ID, act string) desk.Went {
	t.Helper()
	went, err := r.Desk.Publish(t.Context(), editor, id, deed(t, r, id, act))
	if err != nil {
		t.Fatal(err)
	}
	return went
}

// trailOf gives the newest row of the trail about a story and an act.
func trailOf(t *testing.T, r *desktest.Room, id story.ID, act policy.Action) trail.Entry {
	t.Helper()
	all, err := r.Desk.Trail(t.Context(), publisher, trail.Query{Story: id, Action: act, Limit: 1})
	if err != nil || len(all) == 0 {
		t.Fatalf("the trail has no %s of %s: %v", act, id, err)
	}
	return all[0]
}

func alerts(t *testing.T, r *desktest.Room, id story.ID) (kinds []string) {
	t.Helper()
	err := r.View(t.Context(), func(rd record.Reader) error {
		all, err := draft.Alerts(rd, id)
		for _, a := range all {
			kinds = append(kinds, string(a.Kind))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

func TestPublish(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	if _, err := r.Desk.Publish(t.Context(), reporter, id, deed(t, r, id, "a")); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a reporter publishes: %v", err)
	}
	went := publish(t, r, id, "a")
	if went.Revision != 1 || went.Path != "/en/2026/11/23/the-river-rose/" || went.Twin {
		t.Errorf("it came to %+v", went)
	}
	if dr := row(t, r, id); dr.State != draft.Published || dr.Base != 1 {
		t.Errorf("the row is %+v", dr)
	}
	if e := trailOf(t, r, id, policy.StoryPublish); e.Account != "zahra" || e.Facts["leaf"] != fmt.Sprint(went.Leaf) || e.Facts["version"] != "0" {
		t.Errorf("the trail says %+v", e)
	}
	again, err := r.Desk.Publish(t.Context(), editor, id, desk.Publishing{Act: "a"})
	if err != nil || !again.Twin || again.Leaf != went.Leaf {
		t.Errorf("a double click: %+v, %v", again, err)
	}
	if _, err := r.Desk.Publish(t.Context(), editor, id, deed(t, r, id, "b")); !errors.Is(err, draft.ErrState) {
		t.Errorf("what readers have is published again: %v", err)
	}
}

// TestWhatWasSeen: what goes out is what whoever publishes it has seen.
func TestWhatWasSeen(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	seen := deed(t, r, id, "a")
	typed(t, r, id, "Never: ")
	var moved *desk.MovedOn
	if _, err := r.Desk.Publish(t.Context(), editor, id, seen); !errors.As(err, &moved) || moved.Seen != 0 || moved.Now != 1 {
		t.Errorf("a version nobody saw goes out: %v", err)
	}
	if size, _ := r.Record.Size(t.Context()); size != 1 {
		t.Errorf("the log has %d leaves", size)
	}
	if went := publish(t, r, id, "a"); !strings.Contains(went.Path, "never-the-river-rose") {
		t.Errorf("published as %s", went.Path)
	}
}

func TestGrades(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	typed(t, r, id, "Again: ")
	for _, c := range []struct {
		grade story.Grade
		note  string
		ok    bool
	}{
		{"", "", false}, {"imported", "", false}, {"correction", "", false}, {"clarification", " ", false}, {"correction", "It was the lake.", true},
	} {
		p := deed(t, r, id, "b")
		p.Grade, p.Note = c.grade, c.note
		_, err := r.Desk.Publish(t.Context(), editor, id, p)
		if (err == nil) != c.ok || err != nil && !errors.Is(err, record.ErrInvalid) {
			t.Errorf("%q with note %q: %v", c.grade, c.note, err)
		}
	}
	if e := trailOf(t, r, id, policy.StoryChange); e.Facts["grade"] != "correction" {
		t.Errorf("the trail says %+v", e)
	}
	p, err := r.Desk.Public(t.Context(), editor, id)
	if err != nil || p.Revision.Note != "It was the lake." || p.Leaf.Kind != record.Correct {
		t.Errorf("readers have %+v, %v", p, err)
	}
}

// TestQuestionedMinor: what alters a number is no minor change, unless a person
// insists.
func TestQuestionedMinor(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	typed(t, r, id, "400 fled: ")
	p := deed(t, r, id, "b")
	p.Grade = story.GradeMinor
	var asks *desk.Questioned
	if _, err := r.Desk.Publish(t.Context(), editor, id, p); !errors.As(err, &asks) || len(asks.Altered) == 0 {
		t.Fatalf("a number comes in as a minor change: %v", err)
	}
	p.Insist = true
	if _, err := r.Desk.Publish(t.Context(), editor, id, p); err != nil {
		t.Fatal(err)
	}
	if e := trailOf(t, r, id, policy.StoryChange); e.Facts["insisted"] == "" {
		t.Errorf("the trail says %+v", e)
	}
}

// TestAddressMoves: another slug needs a fresh sign-in and a second look.
func TestAddressMoves(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	step := `{"stepType":"docAttr","attr":"slug","value":"the-lake-rose"}`
	if _, err := r.Desk.Write(t.Context(), editor, id, draft.Batch{Version: 0, Client: "c", Steps: []json.RawMessage{json.RawMessage(step)}}); err != nil {
		t.Fatal(err)
	}
	p := deed(t, r, id, "b")
	var moves *desk.Moves
	if _, err := r.Desk.Publish(t.Context(), editor, id, p); !errors.As(err, &moves) || moves.To != "/en/2026/11/23/the-lake-rose/" {
		t.Errorf("an address moves unasked: %v", err)
	}
	p.Move = true
	tired := editor
	tired.Shown = r.Now().Add(-time.Hour)
	if _, err := r.Desk.Publish(t.Context(), tired, id, p); !errors.Is(err, policy.ErrStepUp) {
		t.Errorf("an address moves without a fresh sign-in: %v", err)
	}
	went, err := r.Desk.Publish(t.Context(), editor, id, p)
	if err != nil || went.Path != moves.To {
		t.Errorf("it is at %s: %v", went.Path, err)
	}
	if e := trailOf(t, r, id, policy.StoryChange); e.Facts["to"] != moves.To {
		t.Errorf("the trail says %+v", e)
	}
}

func TestEmbargo(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	until := r.Now().Add(2 * time.Hour)
	if err := r.Desk.SetEmbargo(t.Context(), editor, id, until); err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func() error{
		"publish": func() error {
			_, err := r.Desk.Publish(t.Context(), editor, id, deed(t, r, id, "a"))
			return err
		},
		"schedule": func() error { return r.Desk.Schedule(t.Context(), editor, id, at(t, r, id, r.Now().Add(time.Hour))) },
		"shorten":  func() error { return r.Desk.SetEmbargo(t.Context(), publisher, id, until.Add(-time.Hour)) },
		"the operator publishes it past the desk": func() error {
			rev := desktest.Revision("en", "The river rose")
			rev.Story = id
			_, err := r.EnterAlso(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}}, func(record.Tx, []record.Receipt) error { return nil })
			return err
		},
	} {
		if err := try(); !errors.Is(err, record.ErrEmbargoed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if size, _ := r.Record.Size(t.Context()); size != 1 {
		t.Fatalf("the log has %d leaves", size)
	}
	if err := r.Desk.BreakEmbargo(t.Context(), editor, id, "they did"); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("an editor breaks it: %v", err)
	}
	if err := r.Desk.BreakEmbargo(t.Context(), publisher, id, " "); !errors.Is(err, record.ErrInvalid) {
		t.Errorf("it is broken for no reason: %v", err)
	}
	if err := r.Desk.BreakEmbargo(t.Context(), publisher, id, "The ministry published it."); err != nil {
		t.Fatal(err)
	}
	if e := trailOf(t, r, id, policy.EmbargoBreak); e.Account != "omid" || e.Facts["reason"] != "The ministry published it." {
		t.Errorf("the trail says %+v", e)
	}
	publish(t, r, id, "a")
}

// TestEmbargoEnds at its minute.
func TestEmbargoEnds(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	if err := r.Desk.SetEmbargo(t.Context(), editor, id, r.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	r.Pass(time.Hour - time.Second)
	if _, err := r.Desk.Publish(t.Context(), editor, id, deed(t, r, id, "a")); !errors.Is(err, record.ErrEmbargoed) {
		t.Errorf("a second early: %v", err)
	}
	r.Pass(time.Second)
	publish(t, r, id, "b")
}

func TestTranslationsAreTold(t *testing.T) {
	r := desktest.Open(t)
	source := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, source, "a")
	dari := desktest.Revision("fa-AF", "دریا بلند شد")
	dari.TranslationOf = source
	published := r.Publish(t, dari).Story
	pashto := desktest.Revision("ps", "سیند لوړ شو")
	pashto.TranslationOf = source
	atDesk := drafted(t, r, pashto)
	for i, act := range []string{"b", "c"} {
		typed(t, r, source, "Again: ")
		publish(t, r, source, act)
		for name, id := range map[string]story.ID{"published": published, "at the desk": atDesk} {
			if got := alerts(t, r, id); len(got) != 1 || got[0] != "source" {
				t.Errorf("after change %d the translation %s is told %v", i+1, name, got)
			}
		}
	}
	if got := alerts(t, r, source); len(got) != 0 {
		t.Errorf("the source itself is told %v", got)
	}
	all, err := r.Desk.Alerts(t.Context(), editor, atDesk)
	if err != nil || len(all) != 1 || all[0].Facts["from"] != "1" || all[0].Facts["to"] != "3" {
		t.Fatalf("two changes nobody has looked at are %+v, %v", all, err)
	}
	if err := r.Desk.ClearAlert(t.Context(), editor, atDesk, all[0].N); err != nil {
		t.Fatal(err)
	}
	if got := alerts(t, r, atDesk); len(got) != 0 {
		t.Errorf("it is told still: %v", got)
	}
}

func TestRetract(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	for _, c := range []struct {
		who  policy.Principal
		w    desk.Retraction
		want error
	}{
		{editor, desk.Retraction{Base: 1, Reason: "It did not.", Act: "b"}, policy.ErrDenied},
		{publisher, desk.Retraction{Base: 1, Act: "b"}, record.ErrInvalid},
		{publisher, desk.Retraction{Base: 2, Reason: "It did not.", Act: "b"}, record.ErrStale},
		{publisher, desk.Retraction{Base: 1, Reason: "It did not.", Act: "b"}, nil},
	} {
		if _, err := r.Desk.Retract(t.Context(), c.who, id, c.w); !errors.Is(err, c.want) {
			t.Errorf("%s retracts %+v: %v, want %v", c.who.Name, c.w, err, c.want)
		}
	}
	again, err := r.Desk.Retract(t.Context(), publisher, id, desk.Retraction{Base: 1, Reason: "It did not.", Act: "b"})
	if err != nil || !again.Twin {
		t.Errorf("a double click: %+v, %v", again, err)
	}
	p, err := r.Desk.Public(t.Context(), editor, id)
	if err != nil || !p.Entry.Retracted || p.Revision.Note != "It did not." {
		t.Errorf("readers have %+v, %v", p, err)
	}
}

// TestForHouse: what the operator publishes of a story at the desk is what people
// wrote there, not the draft that it came in as.
func TestForHouse(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	if _, done, err := r.Desk.PublishForHouse(t.Context(), id, time.Time{}); done || err != nil {
		t.Errorf("a draft nobody has touched: %v, %v", done, err)
	}
	typed(t, r, id, "Written: ")
	due := r.Now().Add(time.Hour + 7*time.Second)
	if got, done, err := r.Desk.PublishForHouse(t.Context(), id, due); !done || err != nil || !got.At.Equal(due) {
		t.Fatalf("at a time: %+v, %v, %v", got, done, err)
	}
	if dr := row(t, r, id); dr.Due != "2026-11-23T11:30:07" || dr.DueBy != "house" {
		t.Errorf("the row is %+v", dr)
	}
	if err := r.Desk.Unschedule(t.Context(), editor, id); err != nil {
		t.Fatal(err)
	}
	got, done, err := r.Desk.PublishForHouse(t.Context(), id, time.Time{})
	if !done || err != nil || got.Path != "/en/2026/11/23/written-the-river-rose/" {
		t.Errorf("now: %+v, %v, %v", got, done, err)
	}
	if e := trailOf(t, r, id, policy.StoryPublish); e.Name != "command line" {
		t.Errorf("the trail says %+v", e)
	}
}

// TestBlocked: a picture that a blind reader is told nothing of is not published.
func TestBlocked(t *testing.T) {
	r := desktest.Open(t)
	rev := desktest.Revision("en", "The river rose")
	rev.Lead = &story.Picture{SHA256: strings.Repeat("ab", 32), Type: "image/jpeg", Width: 10, Height: 10}
	id := drafted(t, r, rev)
	var blocked *desk.Blocked
	if _, err := r.Desk.Publish(t.Context(), editor, id, deed(t, r, id, "a")); !errors.As(err, &blocked) {
		t.Errorf("published: %v", err)
	}
}
