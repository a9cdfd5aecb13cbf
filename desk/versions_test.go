package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
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

// typing writes a word at the start of a story's body, as a browser does.
func typing(t *testing.T, r *desktest.Room, who policy.Principal, id story.ID, word string) {
	t.Helper()
	dr, head, err := r.Desk.Document(t.Context(), who, id, -1)
	if err != nil {
		t.Fatal(err)
	}
	at := 7 + len([]rune(dr.Headline))
	step, err := json.Marshal(map[string]any{"stepType": "replace", "from": at, "to": at,
		"slice": map[string]any{"content": []any{map[string]any{"type": "text", "text": word}}}})
	if err != nil {
		t.Fatal(err)
	}
	b := draft.Batch{Version: head.Version, Client: "page-" + who.Name, Steps: []json.RawMessage{step}}
	if _, err := r.Desk.Write(t.Context(), who, id, b); err != nil {
		t.Fatal(err)
	}
}

func begun(t *testing.T, r *desktest.Room, who policy.Principal) story.ID {
	t.Helper()
	dr, err := r.Desk.Begin(t.Context(), who, desk.Beginning{Edition: "en", Section: "world", Headline: "The river"})
	if err != nil {
		t.Fatal(err)
	}
	return dr.ID
}

// TestVersions: what people look for is listed, each with who wrote it.
func TestVersions(t *testing.T) {
	r := desktest.Open(t)
	zahra, omid := desktest.Person("zahra", policy.Editor), desktest.Person("omid", policy.Editor)
	id := begun(t, r, zahra)
	write := func(who policy.Principal, pause time.Duration, words ...string) {
		for _, w := range words {
			r.Pass(time.Second)
			typing(t, r, who, id, w)
		}
		r.Pass(pause)
	}
	write(zahra, time.Second, "a", "b")
	write(omid, time.Second, "c") // together with zahra
	write(zahra, time.Hour, "d")
	write(zahra, time.Minute, "e")
	write(omid, time.Hour, "f", "g") // took over
	check(t, r.Desk.NameVersion(t.Context(), zahra, id, "v3", "Before the flood"))
	if _, err := r.Desk.Restore(t.Context(), omid, id, "v4"); err != nil {
		t.Fatal(err)
	}
	doc, err := prose.FromRevision(story.Revision{Headline: "aside"})
	check(t, err)
	r.Pass(time.Second)
	check(t, r.Desk.SetAside(t.Context(), zahra, id, draft.Aside{ID: "x", Version: 5, Client: "p", Words: "lost words", Doc: doc}))
	v, err := r.Desk.Versions(t.Context(), zahra, id, -1)
	check(t, err)
	var got []string
	for _, x := range v.All {
		got = append(got, fmt.Sprint(x.Ref, x.People, x.Name, x.Words, x.Restored, map[bool]string{true: " now"}[x.Present]))
	}
	want := []string{"v8[omid]v4 now", "a-x[zahra]lost words", "v7[omid]", "v5[zahra]", "v4[zahra omid]", "v3[zahra]Before the flood", "v0[]"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestVersionsOfAPublishedStory(t *testing.T) {
	r := desktest.Open(t)
	zahra := desktest.Person("zahra", policy.Publisher)
	receipt := r.Publish(t, desktest.Revision("en", "The river rose"))
	if _, err := r.Desk.Open(t.Context(), zahra, receipt.Story); err != nil {
		t.Fatal(err)
	}
	v, err := r.Desk.Versions(t.Context(), zahra, receipt.Story, -1)
	check(t, err)
	if len(v.All) != 2 || v.All[0].Ref != "v0" || v.All[1].Ref != "r1" {
		t.Fatalf("got %+v", v.All)
	}
	_, doc, err := r.Desk.VersionAt(t.Context(), zahra, receipt.Story, "r1")
	check(t, err)
	if doc.Headline() != "The river rose" {
		t.Errorf("revision 1 is %q", doc.Plain())
	}
}

// TestRestoreLosesNothing: after 200 random restores every version there ever was
// can be read, and says what it said.
func TestRestoreLosesNothing(t *testing.T) {
	r := desktest.Open(t)
	zahra := desktest.Person("zahra", policy.Editor)
	id := begun(t, r, zahra)
	said := map[int]string{}
	remember := func() int {
		dr, head, err := r.Desk.Document(t.Context(), zahra, id, -1)
		check(t, err)
		said[dr.Version] = head.Doc.Plain()
		return dr.Version
	}
	remember()
	for i := range 200 {
		typing(t, r, zahra, id, fmt.Sprintf("word%d ", i))
		now := remember()
		to := rand.IntN(now + 1)
		_, doc, err := r.Desk.VersionAt(t.Context(), zahra, id, desk.VersionRef(to))
		check(t, err)
		version, err := r.Desk.Restore(t.Context(), zahra, id, desk.VersionRef(to))
		check(t, err)
		if remember() != version || version < now || said[version] != doc.Plain() {
			t.Fatalf("restored %d on %d: version %d says %q, want %q", to, now, version, said[version], doc.Plain())
		}
	}
	for version, want := range said {
		_, doc, err := r.Desk.VersionAt(t.Context(), zahra, id, desk.VersionRef(version))
		if err != nil || doc.Plain() != want {
			t.Fatalf("version %d: %v, %q, want %q", version, err, doc.Plain(), want)
		}
	}
}

func TestNoSuchVersion(t *testing.T) {
	r := desktest.Open(t)
	zahra := desktest.Person("zahra", policy.Editor)
	id := begun(t, r, zahra)
	for _, ref := range []desk.Ref{"", "v", "v7", "v-1", "r1", "r", "a-x", "x1", "12", "v99999999999999999999"} {
		if _, _, err := r.Desk.VersionAt(t.Context(), zahra, id, ref); !errors.Is(err, record.ErrNoStory) && !errors.Is(err, draft.ErrForgotten) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	if _, err := r.Desk.Restore(t.Context(), desktest.Person("gul", policy.Reporter), id, "v0"); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a reporter restored another's story: %v", err)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
