package hub

import (
	"encoding/json"
	"errors"
	"sync"

	"stet.news/story"
)

// Limits. A newsroom has tens of people with a few windows each.
const (
	// Queue is how many events may wait for one listener.
	Queue = 64
	// MostOfStory and Most bound the listeners of one story and of all.
	MostOfStory = 100
	Most        = 2000
	// OfAccountInStory and OfAccount bound those of one account, so that nobody
	// keeps the others out.
	OfAccountInStory = 8
	OfAccount        = 64
	// Colours is how many the style has for cursors.
	Colours = 8
)

// ErrFull: there are too many listeners already.
var ErrFull = errors.New("too many windows are open here")

// Event is something that happened to a story. Data is JSON.
type Event struct {
	Kind string // steps, presence, state …
	// Version is what steps lead to; 0 for other events.
	Version int
	Data    json.RawMessage
}

// Person is somebody with a story open in a window, the client.
type Person struct {
	Client  string `json:"client"`
	Account string `json:"account"`
	Name    string `json:"name"`
	// Colour is the cursor's, the same for all windows of an account in a story.
	Colour int `json:"colour"`
	// Place is where the cursor is; nil when that was not said.
	*Place
	Gone bool `json:"gone,omitempty"`
}

// Place is where somebody's cursor stands, in positions of a version.
type Place struct {
	Anchor  int `json:"anchor"`
	Head    int `json:"head"`
	Version int `json:"version"`
}

// Hub knows who listens to which story. Its methods may be called at once by
// many, and none waits.
type Hub struct {
	mu      sync.Mutex
	stories map[story.ID][]*Listener
	count   int
	closed  bool
	of      map[string]int // listeners of each account
}

// New makes a hub.
func New() *Hub { return &Hub{stories: map[story.ID][]*Listener{}, of: map[string]int{}} }

// Listener is one window's ear.
type Listener struct {
	// Events are what it has to hear, in order. Closed is closed when it will
	// hear no more: it was too slow, its window listens anew, or the hub ends.
	Events <-chan Event
	Closed <-chan struct{}

	story  story.ID
	person Person
	events chan Event
	closed chan struct{}
	left   bool
}

// Join lets somebody listen to a story and tells the others. It gives those who
// are there. A window that comes again takes the place of its older self, which
// may not have noticed yet that it is gone.
func (h *Hub) Join(id story.ID, p Person) (*Listener, []Person, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if old := h.find(id, p.Client); old != nil {
		if old.person.Account != p.Account {
			return nil, nil, ErrFull // nobody takes another's name
		}
		h.drop(old)
	}
	if h.closed || h.full(id, p.Account) {
		return nil, nil, ErrFull
	}
	p.Colour = h.colourFor(id, p.Account)
	l := &Listener{story: id, person: p, events: make(chan Event, Queue), closed: make(chan struct{})}
	l.Events, l.Closed = l.events, l.closed
	here := h.present(id)
	h.stories[id] = append(h.stories[id], l)
	h.count++
	h.of[p.Account]++
	h.tell(id, presence(p), l)
	return l, here, nil
}

// full reports whether one more listener of an account is one too many.
func (h *Hub) full(id story.ID, account string) bool {
	own := 0
	for _, l := range h.stories[id] {
		if l.person.Account == account {
			own++
		}
	}
	return h.count >= Most || len(h.stories[id]) >= MostOfStory || own >= OfAccountInStory || h.of[account] >= OfAccount
}

// Leave ends a listener and tells the others.
func (h *Hub) Leave(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.left {
		return
	}
	l.left = true
	h.drop(l)
	if h.find(l.story, l.person.Client) != nil {
		return // the window has come again
	}
	gone := l.person
	gone.Gone, gone.Place = true, nil
	h.tell(l.story, presence(gone), nil)
}

// Move says where the window of an account is now. It is no error when that is
// not listening: its stream was cut a moment ago.
func (h *Hub) Move(id story.ID, client, account string, at Place) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if l := h.find(id, client); l != nil && l.person.Account == account {
		l.person.Place = &at
		h.tell(id, presence(l.person), l)
	}
}

// Tell tells an event to all who listen to a story.
func (h *Hub) Tell(id story.ID, e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tell(id, e, nil)
}

// Present gives who has a story open.
func (h *Hub) Present(id story.ID) []Person {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.present(id)
}

// Everywhere gives who has which stories open.
func (h *Hub) Everywhere() map[story.ID][]Person {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := map[story.ID][]Person{}
	for id := range h.stories {
		all[id] = h.present(id)
	}
	return all
}

// Close ends all listeners; nobody comes in any more.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, listeners := range h.stories {
		for _, l := range append([]*Listener(nil), listeners...) {
			h.drop(l)
		}
	}
}

func (h *Hub) present(id story.ID) []Person {
	people := make([]Person, 0, len(h.stories[id]))
	for _, l := range h.stories[id] {
		people = append(people, l.person)
	}
	return people
}

func (h *Hub) find(id story.ID, client string) *Listener {
	for _, l := range h.stories[id] {
		if l.person.Client == client {
			return l
		}
	}
	return nil
}

// tell puts an event into every queue but one's, and drops whom it overflows:
// the streams of the dropped end, and with that they come again.
func (h *Hub) tell(id story.ID, e Event, but *Listener) {
	for _, l := range append([]*Listener(nil), h.stories[id]...) {
		if l == but {
			continue
		}
		select {
		case l.events <- e:
		default:
			h.drop(l)
		}
	}
}

func (h *Hub) drop(l *Listener) {
	listeners := h.stories[l.story]
	for i := range listeners {
		if listeners[i] == l {
			h.stories[l.story] = append(listeners[:i:i], listeners[i+1:]...)
			h.count--
			if h.of[l.person.Account]--; h.of[l.person.Account] == 0 {
				delete(h.of, l.person.Account)
			}
			close(l.closed)
			break
		}
	}
	if len(h.stories[l.story]) == 0 {
		delete(h.stories, l.story)
	}
}

// colourFor gives an account the colour it has in a story, or the one that the
// fewest have.
func (h *Hub) colourFor(id story.ID, account string) int {
	var used [Colours]int
	for _, l := range h.stories[id] {
		if l.person.Account == account {
			return l.person.Colour
		}
		used[l.person.Colour]++
	}
	best := 0
	for c := range used {
		if used[c] < used[best] {
			best = c
		}
	}
	return best
}

func presence(p Person) Event {
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and numbers
	}
	return Event{Kind: "presence", Data: data}
}
