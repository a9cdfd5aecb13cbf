package hub

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"stet.news/story"
)

func join(t *testing.T, h *Hub, id story.ID, client, account string) *Listener {
	t.Helper()
	l, _, err := h.Join(id, Person{Client: client, Account: account, Name: account})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// hear reads an event that must be there.
func hear(t *testing.T, l *Listener) Event {
	t.Helper()
	select {
	case e := <-l.Events:
		return e
	default:
		t.Fatal("there is nothing to hear")
		return Event{}
	}
}

func person(t *testing.T, e Event) (p Person) {
	t.Helper()
	if err := json.Unmarshal(e.Data, &p); err != nil || e.Kind != "presence" {
		t.Fatalf("%s %s: %v", e.Kind, e.Data, err)
	}
	return p
}

func isClosed(l *Listener) bool {
	select {
	case <-l.Closed:
		return true
	default:
		return false
	}
}

func TestComeMoveLeave(t *testing.T) {
	h, id := New(), story.NewID()
	a := join(t, h, id, "one", "zahra")
	b, here, err := h.Join(id, Person{Client: "two", Account: "omid", Name: "Omid"})
	if err != nil || len(here) != 1 || here[0].Client != "one" {
		t.Fatalf("who is here: %v, %v", here, err)
	}
	if p := person(t, hear(t, a)); p.Client != "two" || p.Colour == here[0].Colour || p.Place != nil {
		t.Errorf("who came: %+v", p)
	}
	h.Move(id, "two", "omid", Place{3, 5, 7})
	if p := person(t, hear(t, a)); p.Place == nil || *p.Place != (Place{3, 5, 7}) {
		t.Errorf("where: %+v", p)
	}
	h.Move(id, "two", "zahra", Place{1, 1, 1}) // not hers
	h.Leave(b)
	if p := person(t, hear(t, a)); !p.Gone || p.Client != "two" {
		t.Errorf("who left: %+v", p)
	}
	h.Leave(b)
	if len(a.Events) > 0 || len(h.Present(id)) != 1 {
		t.Error("leaving twice was told twice")
	}
}

func TestTellReachesTheStoryOnly(t *testing.T) {
	h, id := New(), story.NewID()
	a, other := join(t, h, id, "one", "zahra"), join(t, h, story.NewID(), "one", "zahra")
	h.Tell(id, Event{Kind: "state"})
	if e := hear(t, a); e.Kind != "state" {
		t.Errorf("heard %v", e)
	}
	if len(other.Events) > 0 {
		t.Error("another story's window heard it")
	}
}

// TestSlowIsCut: nobody waits for a window that takes nothing.
func TestSlowIsCut(t *testing.T) {
	h, id := New(), story.NewID()
	slow, quick := join(t, h, id, "slow", "a"), join(t, h, id, "quick", "b")
	for range Queue + 1 {
		h.Tell(id, Event{Kind: "steps"})
		for len(quick.Events) > 0 {
			<-quick.Events
		}
	}
	if !isClosed(slow) || isClosed(quick) {
		t.Errorf("slow is cut: %v; quick is cut: %v", isClosed(slow), isClosed(quick))
	}
	for len(quick.Events) > 0 {
		<-quick.Events
	}
	h.Leave(slow)
	if p := person(t, hear(t, quick)); !p.Gone || len(h.Present(id)) != 1 {
		t.Errorf("the others were told %+v; here are %v", p, h.Present(id))
	}
}

func TestAWindowThatComesAgain(t *testing.T) {
	h, id := New(), story.NewID()
	old := join(t, h, id, "one", "zahra")
	now := join(t, h, id, "one", "zahra")
	h.Leave(old) // its stream ends only now
	if !isClosed(old) || isClosed(now) || len(h.Present(id)) != 1 {
		t.Error("the window that came again is not the one that is here")
	}
	if _, _, err := h.Join(id, Person{Client: "one", Account: "omid"}); err == nil {
		t.Error("somebody took another's name")
	}
}

func TestColours(t *testing.T) {
	h, id := New(), story.NewID()
	seen := map[int]bool{}
	for i := range Colours {
		seen[join(t, h, id, fmt.Sprint(i), fmt.Sprint(i)).person.Colour] = true
	}
	if len(seen) != Colours {
		t.Errorf("%d people have %d colours", Colours, len(seen))
	}
	if again := join(t, h, id, "again", "3"); again.person.Colour != h.find(id, "3").person.Colour {
		t.Error("a second window of the same person has another colour")
	}
}

func TestFullAndClosed(t *testing.T) {
	h, id := New(), story.NewID()
	first := join(t, h, id, "first", "a")
	for i := range MostOfStory - 1 {
		join(t, h, id, fmt.Sprint(i), fmt.Sprint(i))
		for _, l := range h.stories[id] {
			for len(l.Events) > 0 {
				<-l.Events
			}
		}
	}
	if _, _, err := h.Join(id, Person{Client: "more", Account: "a"}); err != ErrFull {
		t.Errorf("one too many: %v", err)
	}
	h.Close()
	if _, _, err := h.Join(id, Person{Client: "more", Account: "a"}); err != ErrFull || !isClosed(first) || h.count != 0 {
		t.Errorf("after the end: %v, %d listeners", err, h.count)
	}
}

// TestOneAccount: nobody keeps the others out of a story, or of all of them.
func TestOneAccount(t *testing.T) {
	h, id := New(), story.NewID()
	first := join(t, h, id, "first", "zahra")
	for i := range OfAccountInStory - 1 {
		join(t, h, id, fmt.Sprint(i), "zahra")
	}
	if _, _, err := h.Join(id, Person{Client: "more", Account: "zahra"}); err != ErrFull {
		t.Errorf("one too many in a story: %v", err)
	}
	h.Leave(first)
	join(t, h, id, "more", "zahra")
	for i := range OfAccount - OfAccountInStory {
		join(t, h, story.NewID(), fmt.Sprint(i), "zahra")
	}
	if _, _, err := h.Join(story.NewID(), Person{Client: "more", Account: "zahra"}); err != ErrFull {
		t.Errorf("one too many in all: %v", err)
	}
	join(t, h, id, "omid", "omid")
	if h.Close(); len(h.of) > 0 {
		t.Errorf("after the end some are counted: %v", h.of)
	}
}

// TestTogether is for the race detector.
func TestTogether(t *testing.T) {
	h, id := New(), story.NewID()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 200 {
				l, _, err := h.Join(id, Person{Client: fmt.Sprint(i), Account: "a"})
				if err != nil {
					t.Error(err)
					return
				}
				h.Tell(id, Event{Kind: "steps", Version: n})
				h.Move(id, fmt.Sprint(i), "a", Place{n, n, n})
				h.Everywhere()
				for len(l.Events) > 0 {
					<-l.Events
				}
				h.Leave(l)
			}
		})
	}
	all.Wait()
	if len(h.Present(id)) != 0 || h.count != 0 {
		t.Errorf("somebody is left: %v", h.Present(id))
	}
}
