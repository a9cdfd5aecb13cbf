package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/hub"
	"stet.news/desk/policy"
	"stet.news/story"
)

const (
	// heartbeat is how often a stream says that it lives and asks whether its
	// listener still may hear it.
	heartbeat = 15 * time.Second
	// slowest is how long a listener may take to take what it is sent.
	slowest = 10 * time.Second
)

func (s *Site) eventRoutes() {
	s.route("GET /story/{id}/events", policy.StoryRead, s.ofStory(s.events))
	s.routeUpTo(4<<10, "POST /story/{id}/presence", policy.StoryRead, s.ofStory(s.moved))
}

// events is a story's stream of events. It begins with the steps after a
// version and ends with the listener's session.
func (s *Site) events(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	since, err := number(r, "since", 0)
	if err != nil {
		return err
	}
	if _, err := s.Desk.See(r.Context(), who, id); err != nil {
		return err
	}
	client := r.URL.Query().Get("client")
	if client == "" || len(client) > maxClient {
		return bad("client is none of the editor's")
	}
	l, here, err := s.Desk.Hub().Join(id, hub.Person{Client: client, Account: who.Account, Name: who.Name})
	if err != nil {
		return err
	}
	defer s.Desk.Hub().Leave(l)
	st := &stream{s: s, r: r, id: id, version: since, out: http.NewResponseController(w), w: w}
	ended, stop := s.Door.Watch(who.Session)
	defer stop()
	if err := st.open(here); err == nil {
		st.run(l, ended)
	}
	return nil // whatever ended it: the listener comes again and is told then
}

// stream is one listener's.
type stream struct {
	s       *Site
	r       *http.Request
	w       http.ResponseWriter
	out     *http.ResponseController
	id      story.ID
	version int // the listener has all steps up to here
}

// open sends who is here, and the head with it.
func (st *stream) open(here []hub.Person) error {
	// The server's limits are for requests that end.
	if err := st.out.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	st.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	for _, p := range here {
		data, err := json.Marshal(p)
		if err != nil {
			return err
		}
		if err := st.send("presence", data); err != nil {
			return err
		}
	}
	return st.send("here", []byte("{}"))
}

// run sends what there is until the listener, its session or the hub ends.
func (st *stream) run(l *hub.Listener, ended <-chan struct{}) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for err := st.catchUp(); err == nil; {
		select {
		case e := <-l.Events:
			err = st.tell(e)
		case <-tick.C:
			err = st.beat()
		case <-ended:
			return
		case <-l.Closed:
			return
		case <-st.r.Context().Done():
			return
		}
	}
}

// tell sends an event. Steps come in the order of the journal: what was told
// out of turn is read from there.
func (st *stream) tell(e hub.Event) error {
	if e.Kind != "steps" {
		return st.send(e.Kind, e.Data)
	}
	var news desk.News
	switch err := json.Unmarshal(e.Data, &news); {
	case err != nil:
		return err
	case e.Version <= st.version: // it came with the journal
		return nil
	case e.Version-len(news.Steps) != st.version:
		return st.catchUp()
	}
	st.version = e.Version
	return st.send(e.Kind, e.Data)
}

// catchUp sends the steps that the listener lacks.
func (st *stream) catchUp() error {
	for {
		news, err := st.s.Desk.StepsSince(st.r.Context(), st.who(), st.id, st.version)
		if errors.Is(err, draft.ErrForgotten) {
			return errors.Join(st.send("erased", []byte("{}")), err)
		}
		if err != nil || len(news.Steps) == 0 {
			return err
		}
		data, err := json.Marshal(news)
		if err != nil {
			return err
		}
		if err := st.send("steps", data); err != nil {
			return err
		}
		st.version = news.Version
	}
}

// beat asks again whether the session lasts and the story may be read, then
// sends what a browser ignores.
func (st *stream) beat() error {
	if _, err := st.s.Desk.See(st.r.Context(), st.who(), st.id); err != nil {
		return err
	}
	return st.write(": beat\n\n")
}

// who is who listens, as they are now.
func (st *stream) who() policy.Principal { return st.s.Door.Principal(st.r) }

func (st *stream) send(kind string, data []byte) error {
	return st.write(fmt.Sprintf("event: %s\ndata: %s\n\n", kind, data))
}

func (st *stream) write(text string) error {
	if err := st.out.SetWriteDeadline(time.Now().Add(slowest)); err != nil {
		return err
	}
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	return st.out.Flush()
}

// moved takes where somebody's cursor is.
func (s *Site) moved(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	var in struct {
		Client string `json:"client"`
		hub.Place
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return bad("this is no JSON of the editor")
	}
	if _, err := s.Desk.See(r.Context(), who, id); err != nil {
		return err
	}
	s.Desk.Hub().Move(id, in.Client, who.Account, in.Place)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
