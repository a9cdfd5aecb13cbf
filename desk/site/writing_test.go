package site

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/story"
)

// byName is a door through which people come by saying their name: scripts in a
// header, browsers in a cookie.
type byName struct {
	people map[string]policy.Principal
	mu     sync.Mutex
	ended  map[string]chan struct{} // by session
}

func (d *byName) Principal(r *http.Request) policy.Principal {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := r.Header.Get("X-Name")
	if c, err := r.Cookie("name"); err == nil {
		name = c.Value
	}
	return d.people[name]
}

// enter lets somebody in again, in a new session.
func (d *byName) enter(name string, role policy.Role) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := desktest.Person(name, role)
	p.Session += "2"
	d.people[name] = p
}

func (d *byName) LocalKey(_ context.Context, who policy.Principal) ([]byte, error) {
	return []byte(fmt.Sprintf("%032s", who.Session)), nil
}

func (d *byName) Watch(session string) (<-chan struct{}, func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ended[session] == nil {
		d.ended[session] = make(chan struct{})
	}
	return d.ended[session], func() {}
}

// end shows somebody out.
func (d *byName) end(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.ended[d.people[name].Session])
	delete(d.people, name)
}

// writingRoom is the site over a real record, with one story of Zahra's.
type writingRoom struct {
	*desktest.Room
	door *byName
	url  string
	id   story.ID
	site *Site
}

func newWritingRoom(t *testing.T) *writingRoom {
	t.Helper()
	r := &writingRoom{Room: desktest.Open(t), id: story.NewID()}
	r.door = &byName{ended: map[string]chan struct{}{}, people: map[string]policy.Principal{
		"zahra": desktest.Person("zahra", policy.Contributor), "omid": desktest.Person("omid", policy.Editor),
		"farid": desktest.Person("farid", policy.Reporter), "guest": desktest.Person("guest", policy.Contributor),
	}}
	err := r.Update(t.Context(), func(tx record.Tx) error {
		d := draft.Draft{ID: r.id, Edition: "en", State: draft.Idea, Author: "zahra", Began: r.Now(), Changed: r.Now()}
		if err := draft.Put(tx, d); err != nil {
			return err
		}
		return draft.Start(tx, d, prose.New())
	})
	if err != nil {
		t.Fatal(err)
	}
	r.site, err = New(Options{
		Desk: r.Desk, Door: r.door, Now: r.Now, Log: slog.New(slog.DiscardHandler), Newsroom: "Paper", Public: "https://paper.example",
		Editions: desktest.Editions, Sections: desktest.Sections,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(r.site)
	t.Cleanup(func() { r.Desk.Hub().Close(); server.Close() })
	r.url = server.URL + "/story/" + r.id.String() + "/"
	return r
}

// ask sends a request as somebody and gives the status and the answer.
func (r *writingRoom) ask(t *testing.T, name, what string, body any) (int, map[string]any) {
	t.Helper()
	method, text := "GET", []byte(nil)
	if body != nil {
		method = "POST"
		if s, ok := body.(string); ok {
			text = []byte(s)
		} else {
			text, _ = json.Marshal(body)
		}
	}
	req, _ := http.NewRequestWithContext(t.Context(), method, r.url+what, bytes.NewReader(text))
	req.Header.Set("X-Name", name)
	req.Header.Set("Accept", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)
	if c := resp.Header.Get("Cache-Control"); c != "no-store" {
		t.Errorf("%s may be kept: %q", what, c)
	}
	out := map[string]any{}
	json.Unmarshal(answer, &out)
	return resp.StatusCode, out
}

// steps is what a page sends.
func steps(account string, version int, texts ...string) map[string]any {
	var all []map[string]any
	for i, text := range texts {
		all = append(all, map[string]any{"stepType": "replace", "from": 1 + i, "to": 1 + i,
			"slice": map[string]any{"content": []any{map[string]any{"type": "text", "text": text}}}})
	}
	return map[string]any{"account": account, "client": "page of " + account, "version": version, "steps": all}
}

func TestWriting(t *testing.T) {
	r := newWritingRoom(t)
	code, doc := r.ask(t, "zahra", "doc", nil)
	if code != 200 || doc["version"] != 0.0 || doc["account"] != "zahra" || len(doc["keys"].([]any)) != 1 {
		t.Fatalf("the document: %d %v", code, doc)
	}
	for _, c := range []struct {
		name, who, what string
		body            any
		code            int
		version         any
	}{
		{"steps", "zahra", "steps", steps("zahra", 0, "a", "b"), 200, 2.0},
		{"the same again", "zahra", "steps", steps("zahra", 0, "a", "b"), 200, 2.0},
		{"too late", "omid", "steps", steps("omid", 0, "c"), 409, 2.0},
		{"what came before", "omid", "steps?since=1", nil, 200, 2.0},
		{"in time", "omid", "steps", steps("omid", 2, "c"), 200, 3.0},
		{"a version", "zahra", "doc?at=1", nil, 200, 1.0},
		{"no version", "zahra", "doc?at=9", nil, 404, nil},
		{"from a version that is not", "zahra", "steps", steps("zahra", 9, "d"), 400, nil},
		{"typed by somebody else", "omid", "steps", steps("zahra", 3, "d"), 401, nil},
		{"signed out", "nobody", "steps", steps("zahra", 3, "d"), 401, nil},
		{"not hers to change", "farid", "steps", steps("farid", 3, "d"), 403, nil},
		{"not hers to read", "guest", "doc", nil, 403, nil},
		{"no steps", "zahra", "steps", steps("zahra", 3), 400, nil},
		{"no JSON", "zahra", "steps", "{", 400, nil},
		{"a step that does not fit", "zahra", "steps", `{"account":"zahra","client":"c","version":3,"steps":[{"stepType":"replace","from":1,"to":99}]}`, 422, nil},
		{"much too much", "zahra", "steps", steps("zahra", 3, strings.Repeat("x", maxWriting)), 413, nil},
		{"a step too long", "zahra", "steps", steps("zahra", 3, strings.Repeat("x", prose.MaxStep)), 413, nil},
		{"nothing to set aside", "zahra", "aside", map[string]any{"account": "zahra", "client": "c", "id": "1"}, 400, nil},
		{"no document to set aside", "zahra", "aside", `{"account":"zahra","client":"c","id":"1","doc":{"type":"script"}}`, 422, nil},
	} {
		code, got := r.ask(t, c.who, c.what, c.body)
		if code != c.code || got["version"] != c.version {
			t.Errorf("%s: %d %v, want %d and version %v", c.name, code, got, c.code, c.version)
		}
	}
}

// TestAsideReachesTheDesk: also from somebody who may not change the story any more.
func TestAsideReachesTheDesk(t *testing.T) {
	r := newWritingRoom(t)
	aside := map[string]any{"account": "farid", "client": "c", "id": "one", "version": 0, "text": "words", "doc": prose.New()}
	for range 2 {
		if code, got := r.ask(t, "farid", "aside", aside); code != 200 {
			t.Fatalf("%d %v", code, got)
		}
	}
	r.View(t.Context(), func(rd record.Reader) error {
		all, err := draft.Asides(rd, r.id)
		if err != nil || len(all) != 1 || all[0].Words != "words" || all[0].Account != "farid" {
			t.Errorf("%+v %v", all, err)
		}
		return nil
	})
}

// listen opens a stream and gives its events as "kind data".
func (r *writingRoom) listen(t *testing.T, name, client string, since int) <-chan string {
	t.Helper()
	req, _ := http.NewRequestWithContext(t.Context(), "GET", fmt.Sprintf("%sevents?since=%d&client=%s", r.url, since, client), nil)
	req.Header.Set("X-Name", name)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%d %v", resp.StatusCode, resp.Header)
	}
	events := make(chan string, 100)
	go func() {
		defer resp.Body.Close()
		defer close(events)
		kind := ""
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if k, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				kind = k
			} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				events <- kind + " " + data
			}
		}
	}()
	return events
}

// hears waits for the next event; it must hold the text.
func hears(t *testing.T, events <-chan string, text string) {
	t.Helper()
	select {
	case e, ok := <-events:
		if !ok || !strings.Contains(e, text) {
			t.Fatalf("heard %q (%v), want %q", e, ok, text)
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("heard nothing, want %q", text)
	}
}

func TestEvents(t *testing.T) {
	r := newWritingRoom(t)
	r.ask(t, "zahra", "steps", steps("zahra", 0, "a", "b"))
	zahra := r.listen(t, "zahra", "z", 1)
	hears(t, zahra, "here {}")
	hears(t, zahra, `steps {"version":2`)
	omid := r.listen(t, "omid", "o", 2)
	hears(t, zahra, `presence {"client":"o","account":"omid","name":"omid","colour":1}`)
	hears(t, omid, `presence {"client":"z"`)
	hears(t, omid, "here {}")
	r.ask(t, "omid", "steps", steps("omid", 2, "c"))
	for _, events := range []<-chan string{zahra, omid} {
		hears(t, events, `"clients":["page of omid"],"by":["omid"]`)
	}
	r.ask(t, "omid", "presence", map[string]any{"client": "o", "anchor": 1, "head": 2, "version": 3})
	hears(t, zahra, `"anchor":1,"head":2,"version":3`)
	r.Desk.TellState(r.id, draft.Review)
	hears(t, zahra, `state {"state":"review"}`)
	r.door.end("omid")
	hears(t, omid, "state")
	if e, ok := <-omid; ok {
		t.Errorf("after the session's end: %q", e)
	}
	hears(t, zahra, `"gone":true`)
	if code, _ := r.ask(t, "guest", "events?since=0&client=g", nil); code != 403 {
		t.Errorf("a stranger's stream: %d", code)
	}
}

// TestFirstStepsBeginTheStory: an assignment becomes a draft with its first word.
func TestFirstStepsBeginTheStory(t *testing.T) {
	r := newWritingRoom(t)
	zahra := r.listen(t, "zahra", "z", 0)
	hears(t, zahra, "here")
	r.ask(t, "zahra", "steps", steps("zahra", 0, "a"))
	hears(t, zahra, "steps")
	hears(t, zahra, `state {"state":"draft"}`)
	dr, err := r.Desk.See(t.Context(), desktest.Person("omid", policy.Editor), r.id)
	if err != nil || dr.State != draft.Writing || dr.Headline != "a" {
		t.Errorf("%+v %v", dr, err)
	}
}

// TestManyWriters: what comes at once comes in one order, to all, without a gap.
func TestManyWriters(t *testing.T) {
	r := newWritingRoom(t)
	events := r.listen(t, "zahra", "z", 0)
	hears(t, events, "here")
	omid := desktest.Person("omid", policy.Editor)
	const writers, each = 8, 20
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for n, version := 0, 0; n < each; {
				step := json.RawMessage(`{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"text","text":"x"}]}}`)
				_, err := r.Desk.Write(t.Context(), omid, r.id, draft.Batch{Version: version, Client: fmt.Sprint(i), Steps: []json.RawMessage{step}})
				if err == nil {
					n++
				}
				news, err := r.Desk.StepsSince(t.Context(), omid, r.id, version)
				if err != nil {
					t.Error(err)
					return
				}
				version = news.Version
			}
		})
	}
	all.Wait()
	for version := 0; version < writers*each; {
		e, open := <-events
		if !open { // who hears too slowly is sent away, and comes again from where it was
			events = r.listen(t, "zahra", "z", version)
			continue
		}
		data, ok := strings.CutPrefix(e, "steps ")
		if !ok {
			continue
		}
		var news desk.News
		if err := json.Unmarshal([]byte(data), &news); err != nil || news.Version-len(news.Steps) != version {
			t.Fatalf("after version %d came %s (%v)", version, e, err)
		}
		version = news.Version
	}
}
