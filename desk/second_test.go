package desk_test

import (
	"errors"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
)

var other = desktest.Person("laila", policy.Editor)

// asked asks to overwrite a story that readers have had for long.
func asked(t *testing.T, r *desktest.Room) draft.Request {
	t.Helper()
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	r.Pass(48 * time.Hour)
	typed(t, r, id, "Never: ")
	_, err := r.Desk.Publish(t.Context(), editor, id, deed(t, r, id, "b"))
	var waits *desk.Asked
	if !errors.As(err, &waits) || !errors.Is(err, policy.ErrSecond) {
		t.Fatalf("one person overwrites it: %v", err)
	}
	return waits.Request
}

func overwriteRoom(t *testing.T) *desktest.Room {
	return desktest.OpenWith(t, desk.Options{TwoPerson: []string{"overwrite", "erase"}, OverwriteAfter: 24 * time.Hour})
}

func TestSecondPerson(t *testing.T) {
	r := overwriteRoom(t)
	q := asked(t, r)
	if _, err := r.Desk.Confirm(t.Context(), editor, q.N); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("who asked confirms: %v", err)
	}
	if _, err := r.Desk.Confirm(t.Context(), reporter, q.N); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a reporter confirms: %v", err)
	}
	if all, err := r.Desk.Requests(t.Context(), other); err != nil || len(all) != 1 || all[0].N != q.N {
		t.Errorf("a second editor is shown %v, %v", all, err)
	}
	page, err := r.Desk.Confirm(t.Context(), other, q.N)
	if err != nil || page == "" {
		t.Fatalf("a second editor confirms: %q, %v", page, err)
	}
	if e := trailOf(t, r, q.Story, policy.StoryChange); e.Account != "laila" || e.Facts["asked_account"] != "zahra" {
		t.Errorf("the trail does not name both: %+v", e)
	}
	if again, err := r.Desk.Confirm(t.Context(), other, q.N); err != nil || again[:20] != page[:20] {
		t.Errorf("a double click: %q, %v", again, err)
	}
	if dr := row(t, r, q.Story); dr.Base != 2 {
		t.Errorf("the story has %d revisions", dr.Base)
	}
}

func TestRequestIsVoid(t *testing.T) {
	for name, spoil := range map[string]func(r *desktest.Room, q draft.Request){
		"the story changed": func(r *desktest.Room, q draft.Request) { typed(t, r, q.Story, "Ever: ") },
		"a day passed":      func(r *desktest.Room, q draft.Request) { r.Pass(25 * time.Hour) },
		"it was refused": func(r *desktest.Room, q draft.Request) {
			if err := r.Desk.Refuse(t.Context(), other, q.N); err != nil {
				t.Error(err)
			}
		},
	} {
		r := overwriteRoom(t)
		q := asked(t, r)
		spoil(r, q)
		second := other
		second.Shown = r.Now()
		if _, err := r.Desk.Confirm(t.Context(), second, q.N); !errors.Is(err, draft.ErrState) && !errors.Is(err, errStale) {
			t.Errorf("%s: %v", name, err)
		}
		if dr := row(t, r, q.Story); dr.Base != 1 {
			t.Errorf("%s: it was done", name)
		}
		if all, _ := r.Desk.Requests(t.Context(), second); len(all) != 0 {
			t.Errorf("%s: it is shown still", name)
		}
	}
}

// TestYoungStory needs no second person; nor may one be got round by a schedule.
func TestYoungStory(t *testing.T) {
	r := overwriteRoom(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	typed(t, r, id, "Never: ")
	publish(t, r, id, "b")
	r.Pass(48 * time.Hour)
	typed(t, r, id, "Ever: ")
	if err := r.Desk.Schedule(t.Context(), editor, id, at(t, r, id, r.Now().Add(time.Hour))); !errors.Is(err, policy.ErrSecond) {
		t.Errorf("it is overwritten by the clock: %v", err)
	}
	all, err := r.Desk.Requests(t.Context(), other)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if _, err := r.Desk.Confirm(t.Context(), other, all[0].N); err != nil {
		t.Fatal(err)
	}
	if dr := row(t, r, id); dr.State != draft.Scheduled || dr.DueBy != "laila" {
		t.Errorf("the row is %+v", dr)
	}
}

// TestSecondPersonErases: what the erasure itself does to the story and its
// requests does not make the request void.
func TestSecondPersonErases(t *testing.T) {
	r := overwriteRoom(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	publish(t, r, id, "a")
	order := desk.EraseOrder{Story: id, Words: "Nobody was hurt"}
	var waits *desk.Asked
	if _, err := r.Desk.Erase(t.Context(), publisher, order); !errors.As(err, &waits) {
		t.Fatalf("one person erases: %v", err)
	}
	second := desktest.Person("laila", policy.Publisher)
	if _, err := r.Desk.Confirm(t.Context(), second, waits.Request.N); err != nil {
		t.Fatalf("a second publisher confirms: %v", err)
	}
	if e := trailOf(t, r, id, policy.StoryErase); e.Account != "laila" || e.Facts["asked_account"] != publisher.Account {
		t.Errorf("the trail does not name both: %+v", e)
	}
	if _, err := r.Desk.Confirm(t.Context(), second, waits.Request.N); !errors.Is(err, draft.ErrState) {
		t.Errorf("it is confirmed twice: %v", err)
	}
	r.Store.Close()
	nowhere(t, r.Dir, order.Words)
}
