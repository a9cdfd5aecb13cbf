package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/story"
)

// What the story editor's script asks for: the document, the steps that came
// since, to take steps of its own or a document it could not merge. See the
// script's sync.ts for the other side.

// maxWriting bounds a batch of steps and a document set aside; a story's document
// has 2 MiB at most.
const maxWriting = 3 << 20

// maxClient is how long the name of a page is at most, or of what it sets aside.
const maxClient = 64

func (s *Site) writingRoutes() {
	s.route("GET /story/{id}/doc", policy.StoryRead, s.ofStory(s.document))
	s.route("GET /story/{id}/steps", policy.StoryRead, s.ofStory(s.stepsSince))
	s.routeUpTo(maxWriting, "POST /story/{id}/steps", policy.StoryEdit, s.ofStory(s.takeSteps))
	s.routeUpTo(maxWriting, "POST /story/{id}/aside", policy.StoryRead, s.ofStory(s.takeAside))
}

// opened is a document as the editor opens it.
type opened struct {
	Version int       `json:"version"`
	Doc     prose.Doc `json:"doc"`
	Account string    `json:"account"`
	// Keys open what this browser kept; the first is to keep with.
	Keys []localKey `json:"keys"`
}

type localKey struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
}

func (s *Site) document(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	at, err := number(r, "at", -1)
	if err != nil {
		return err
	}
	_, head, err := s.Desk.Document(r.Context(), who, id, at)
	if err != nil {
		return err
	}
	key, err := s.Door.LocalKey(r.Context(), who)
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, opened{head.Version, head.Doc, who.Account, []localKey{keyOf(key)}})
}

// keyOf names a key, so that a browser knows with which of them it kept what.
func keyOf(secret []byte) localKey {
	sum := sha256.Sum256(secret)
	return localKey{hex.EncodeToString(sum[:8]), base64.StdEncoding.EncodeToString(secret)}
}

func (s *Site) stepsSince(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	since, err := number(r, "since", 0)
	if err != nil {
		return err
	}
	news, err := s.Desk.StepsSince(r.Context(), who, id, since)
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, news)
}

// sent is what the editor sends: steps, or a document to set aside. Account is
// who typed it: if meanwhile somebody else signed in, it waits for the first.
type sent struct {
	Account string            `json:"account"`
	Client  string            `json:"client"`
	Version int               `json:"version"`
	Steps   []json.RawMessage `json:"steps,omitempty"`

	ID   string    `json:"id,omitempty"`
	Doc  prose.Doc `json:"doc,omitzero"`
	Text string    `json:"text,omitempty"`
}

func readSent(r *http.Request, who policy.Principal) (b sent, err error) {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	var large *http.MaxBytesError
	if err := d.Decode(&b); errors.As(err, &large) || errors.Is(err, prose.ErrMalformed) || errors.Is(err, prose.ErrTooLarge) {
		return b, err
	} else if err != nil {
		return b, bad("this is no JSON of the editor: " + err.Error())
	}
	switch {
	case b.Account != who.Account:
		return b, policy.ErrSignIn
	case b.Client == "" || len(b.Client) > maxClient || len(b.ID) > maxClient || b.Version < 0:
		return b, bad("client, id or version is none of the editor's")
	}
	return b, nil
}

func (s *Site) takeSteps(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	in, err := readSent(r, who)
	if err != nil {
		return err
	}
	if len(in.Steps) == 0 {
		return bad("there are no steps")
	}
	for i := range in.Steps {
		in.Steps[i] = compact(in.Steps[i])
	}
	version, err := s.Desk.Write(r.Context(), who, id, draft.Batch{Version: in.Version, Client: in.Client, Steps: in.Steps})
	if errors.Is(err, draft.ErrBehind) {
		return s.sendNewer(w, r, who, id, in.Version)
	}
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, map[string]int{"version": version})
}

// sendNewer answers steps that came too late with those that came before them.
func (s *Site) sendNewer(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID, since int) error {
	news, err := s.Desk.StepsSince(r.Context(), who, id, since)
	if err != nil {
		return err
	}
	if len(news.Steps) == 0 {
		return bad("the journal has no such version yet")
	}
	return sendJSON(w, http.StatusConflict, news)
}

func (s *Site) takeAside(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	in, err := readSent(r, who)
	if err != nil {
		return err
	}
	if in.ID == "" || in.Doc.IsZero() {
		return bad("there is no document")
	}
	a := draft.Aside{ID: in.ID, Version: in.Version, Client: in.Client, Words: in.Text, Doc: in.Doc}
	if err := s.Desk.SetAside(r.Context(), who, id, a); err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, map[string]string{"id": in.ID})
}

func compact(text json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, text) != nil {
		return text // the journal says what is wrong with it
	}
	return b.Bytes()
}

// pathStory reads the story's id in a path.
func pathStory(r *http.Request) (story.ID, error) {
	id, err := story.ParseID(r.PathValue("id"))
	if err != nil {
		err = errMissing
	}
	return id, err
}

// number reads a whole number from the query.
func number(r *http.Request, name string, without int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return without, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, bad(name + " is no number")
	}
	return n, nil
}
