package newsroom_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/site"
	"stet.news/newsroom"
	"stet.news/picture"
	"stet.news/record"
	"stet.news/story"
)

// door lets everybody in as one person, whom a test may change.
type door struct{ who policy.Principal }

func (d *door) Principal(*http.Request) policy.Principal { return d.who }
func (d *door) LocalKey(context.Context, policy.Principal) ([]byte, error) {
	return make([]byte, 32), nil
}
func (d *door) Watch(string) (<-chan struct{}, func()) { return nil, func() {} }

// person has a role everywhere, and has just shown who they are.
func person(name string, role policy.Role, c *clock) policy.Principal {
	return policy.Principal{Account: name, Name: name, Session: "s", Lang: "en", Shown: c.now(), Grants: []policy.Grant{{Role: role}}}
}

// deskRoom is a newsroom with its desk, and with a story nobody has published:
// its lead picture is not public either.
type deskRoom struct {
	testing.TB
	*newsroom.Newsroom
	dir   string
	clock *clock
	door  *door
	site  *site.Site
	id    story.ID
	lead  story.Picture
}

func newDeskRoom(t testing.TB) *deskRoom {
	dir := filepath.Join(t.TempDir(), "room")
	makeRoom(t, dir)
	c := &clock{at: time.Now().Truncate(time.Second)}
	n := openAt(t, dir, c)
	t.Cleanup(func() { n.Close() })
	if err := n.Desk.Staff.At("http://localhost:8081"); err != nil {
		t.Fatal(err)
	}
	r := &deskRoom{TB: t, Newsroom: n, dir: dir, clock: c, door: &door{person("Editor", policy.Publisher, c)}, id: story.NewID()}
	var err error
	r.site, err = site.New(site.Options{
		Desk: n.Desk, Door: r.door, Now: c.now, Log: slog.New(slog.DiscardHandler), Newsroom: n.Settings.Name, Public: n.Settings.URL,
		Editions: n.Settings.Editions, Sections: n.Settings.Sections,
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.lead, err = n.Cabinet.Put(pngOf(t)); err != nil {
		t.Fatal(err)
	}
	r.lead.Alt = "A bridge"
	rev := act(3).Revision
	rev.Story, rev.Edition, rev.Headline, rev.Section, rev.Slug, rev.Published, rev.Lead = r.id, "en", "The unpublished bridge", "afghanistan", "", time.Time{}, &r.lead
	if err := n.SaveDrafts(t.Context(), []record.Draft{{ID: r.id, Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Desk.Open(t.Context(), r.door.who, r.id); err != nil {
		t.Fatal(err)
	}
	return r
}

// get asks the desk for a page, which must answer with this status.
func (r *deskRoom) get(path string, status int) *httptest.ResponseRecorder {
	r.Helper()
	path, _, _ = strings.Cut(path, "#")
	return r.ask(httptest.NewRequest("GET", path, nil), status)
}

func (r *deskRoom) post(path string, form url.Values, status int) *httptest.ResponseRecorder {
	r.Helper()
	req := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.ask(req, status)
}

func (r *deskRoom) ask(req *http.Request, status int) *httptest.ResponseRecorder {
	r.Helper()
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, req)
	if w.Code != status {
		r.Fatalf("%s %s: %d, want %d: %s", req.Method, req.URL, w.Code, status, w.Body)
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		r.Errorf("%s may be kept: %q", req.URL, w.Header().Get("Cache-Control"))
	}
	return w
}

// unseen makes sure that readers have nothing of the story.
func (r *deskRoom) unseen() {
	r.Helper()
	for page, err := range r.Pages.All() {
		if err != nil {
			r.Fatal(err)
		}
		if strings.Contains(string(page.Body), "unpublished bridge") || strings.Contains(string(page.Body), r.id.String()) {
			r.Errorf("readers have %s, which tells of it", page.Path)
		}
	}
	if _, err := r.Pictures.Get(picture.FileName(r.lead)); err == nil {
		r.Error("readers have its picture")
	}
}

var frameSource = regexp.MustCompile(`<iframe src="([^"]*)"`)

// frame gives the address that a page of the desk shows in its frame.
func (r *deskRoom) frame(w *httptest.ResponseRecorder) string {
	r.Helper()
	m := frameSource.FindStringSubmatch(w.Body.String())
	if m == nil {
		r.Fatalf("no frame in %s", w.Body)
	}
	return strings.ReplaceAll(m[1], "&amp;", "&")
}

// The preview of a story is the page that will be printed, with its pictures,
// for who may read the story; and nobody else has anything of it.
func TestPreview(t *testing.T) {
	r := newDeskRoom(t)
	proof, err := r.Desk.ProofStory(t.Context(), r.door.who, r.id, desk.Proofing{Version: -1})
	if err != nil {
		t.Fatal(err)
	}
	w := r.get(r.frame(r.get("/story/"+r.id.String()+"/preview", 200)), 200)
	body, csp := w.Body.String(), w.Header().Get("Content-Security-Policy")
	if !strings.Contains(body, "The unpublished bridge") || strings.Contains(body, "<script") || strings.Contains(body, "<link") {
		t.Errorf("the preview is %s", body)
	}
	if !strings.Contains(csp, "frame-ancestors 'self'") || strings.Contains(csp, "script-src") || !strings.Contains(csp, "style-src '"+proof.Style+"'") {
		t.Errorf("its policy is %s", csp)
	}
	file := regexp.MustCompile(`/proof/story/[^/]+/-1/file(/picture/[^" ]+)`).FindStringSubmatch(body)
	if file == nil {
		t.Fatalf("no picture of its own in %s", body)
	}
	if w := r.get(file[0], 200); !strings.HasPrefix(w.Header().Get("Content-Type"), "image/") || w.Body.Len() == 0 {
		t.Errorf("its picture is %s", w.Header().Get("Content-Type"))
	}
	r.get("/proof/story/"+r.id.String()+"/-1/file/picture/"+strings.Repeat("ab", 32)+".jpg", 404)
	r.get("/proof/story/"+r.id.String()+"/-1/file/en/", 404)
	r.unseen()
	size, _ := r.Record.Size(t.Context())

	r.door.who = person("Somebody", policy.Contributor, r.clock)
	r.get("/story/"+r.id.String()+"/preview", 403)
	r.get("/proof/story/"+r.id.String(), 403)
	r.get(file[0], 403)
	r.door.who = policy.Principal{}
	r.get("/proof/story/"+r.id.String(), 303)
	r.get(file[0], 303)

	if _, err := r.PublishDraft(t.Context(), r.id, time.Time{}); err != nil {
		t.Fatal(err)
	}
	page, err := r.Press.Page(proof.Story)
	if err != nil || string(page.Body) != string(proof.Body) {
		t.Errorf("the proof is not the page that was printed at %s: %v", proof.Story, err)
	}
	if now, _ := r.Record.Size(t.Context()); now != size+1 {
		t.Errorf("%d leaves, and %d before the publication", now, size)
	}
}

// Every way to see it, and what is not written yet.
func TestPreviewKinds(t *testing.T) {
	r := newDeskRoom(t)
	show := func(as string) string {
		return r.get(r.frame(r.get("/story/"+r.id.String()+"/preview?as="+as, 200)), 200).Body.String()
	}
	if css := show("print"); strings.Contains(css, "@media print") || !strings.Contains(css, "@media all{") {
		t.Error("the print preview does not show what paper does")
	}
	if item := show("feed"); !strings.Contains(item, "The unpublished bridge") || strings.Contains(item, "class=\"masthead\"") ||
		!strings.Contains(item, "/file/picture/") {
		t.Errorf("the feed item is %s", item)
	}
	bare, err := r.Desk.Begin(t.Context(), r.door.who, desk.Beginning{Edition: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if body := r.get("/proof/story/"+bare.ID.String(), 200).Body.String(); !strings.Contains(body, ">…</h1>") {
		t.Errorf("a story without a word is %s", body)
	}
	r.get("/proof/story/"+r.id.String()+"?part=7", 404)
	r.get("/proof/story/"+r.id.String()+"?version=999", 404)
	r.get("/proof/story/"+r.id.String()+"?version=x", 400)
}

// share makes a link and gives its path.
func (r *deskRoom) share(form url.Values) string {
	r.Helper()
	w := r.post("/story/"+r.id.String()+"/links", form, 200)
	m := regexp.MustCompile(`http://localhost:8081(/shared/[A-Za-z0-9_-]{43})"`).FindStringSubmatch(w.Body.String())
	if m == nil {
		r.Fatalf("no link in %s", w.Body)
	}
	return m[1]
}

// outside asks as somebody who is not signed in.
func (r *deskRoom) outside(path string, status int) *httptest.ResponseRecorder {
	r.Helper()
	was := r.door.who
	defer func() { r.door.who = was }()
	r.door.who = policy.Principal{}
	return r.get(path, status)
}

// A link opens for an outsider until its end, and is counted; after its end, a
// revocation, a retraction, or with another secret it is a page like any that is
// not there.
func TestShares(t *testing.T) {
	r := newDeskRoom(t)
	path := r.share(url.Values{"days": {"3"}, "which": {"newest"}, "label": {"a lawyer"}})
	w := r.outside(path, 200)
	body := w.Body.String()
	if !strings.Contains(body, "The unpublished bridge") {
		t.Errorf("it shows %s", body)
	}
	for name, want := range map[string]string{"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Error("others may frame it")
	}
	file := regexp.MustCompile(regexp.QuoteMeta(path) + `/file/picture/[^" ]+`).FindString(body)
	if file == "" {
		t.Fatalf("no picture in %s", body)
	}
	r.outside(file, 200)
	r.outside(path, 200)
	_, shares, err := r.Desk.Shares(t.Context(), r.door.who, r.id)
	if err != nil || len(shares) != 1 || shares[0].Opened != 2 {
		t.Fatalf("%+v, %v, want it opened twice", shares, err)
	}
	r.unseen()
	gone := r.outside("/shared/"+strings.Repeat("A", 43), 404).Body.String()
	shut := func(what, path string) {
		t.Helper()
		if r.outside(path, 404).Body.String() != gone {
			t.Errorf("%s is told from one that was never there", what)
		}
		r.outside(path+strings.TrimPrefix(file, file[:strings.Index(file, "/file/")]), 404)
	}
	revoked := r.share(url.Values{"days": {"3"}, "which": {"this"}})
	r.outside(revoked, 200)
	_, shares, _ = r.Desk.Shares(t.Context(), r.door.who, r.id)
	slices.SortFunc(shares, func(a, b draft.Share) int { return b.Version - a.Version }) // the one of a version first
	r.post("/story/"+r.id.String()+"/links/"+shares[0].ID+"/end", nil, 303)
	r.post("/story/"+r.id.String()+"/links/"+shares[0].ID+"/end", nil, 422)
	r.outside(path, 200)
	shut("a revoked link", revoked)
	r.clock.set(r.clock.now().Add(3 * 24 * time.Hour))
	shut("a link that is over", path)

	last := r.share(url.Values{"days": {"1"}, "which": {"newest"}})
	if _, err := r.PublishDraft(t.Context(), r.id, time.Time{}); err != nil {
		t.Fatal(err)
	}
	r.outside(last, 200)
	if _, err := r.Retract(t.Context(), r.id, "There is no bridge."); err != nil {
		t.Fatal(err)
	}
	shut("a link to a retracted story", last)
}

// Who may make links, and what an embargo does to them.
func TestSharesAndEmbargo(t *testing.T) {
	r := newDeskRoom(t)
	editor := r.door.who
	reporter := person("Reporter", policy.Reporter, r.clock)
	order := desk.ShareOrder{Version: -1, Until: r.clock.now().Add(time.Hour)}
	if _, _, err := r.Desk.Share(t.Context(), reporter, r.id, order); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("somebody else's story: %v", err)
	}
	own := func(change func(dr *draft.Draft)) {
		t.Helper()
		err := r.Store.Update(t.Context(), func(tx record.Tx) error {
			dr, err := draft.Must(tx, r.id)
			if err != nil {
				return err
			}
			dr.Author = reporter.Account
			change(&dr)
			return draft.Put(tx, dr)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	own(func(*draft.Draft) {})
	theirs, _, err := r.Desk.Share(t.Context(), reporter, r.id, order)
	if err != nil {
		t.Fatal(err)
	}
	ours, _, err := r.Desk.Share(t.Context(), editor, r.id, order)
	if err != nil {
		t.Fatal(err)
	}
	own(func(dr *draft.Draft) { dr.Embargo = r.clock.now().Add(30 * time.Minute) })
	if _, _, err := r.Desk.Share(t.Context(), reporter, r.id, order); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("under embargo: %v", err)
	}
	r.outside("/shared/"+theirs, 404)
	r.outside("/shared/"+ours, 200)
	r.unseen()
	r.clock.set(r.clock.now().Add(31 * time.Minute))
	r.outside("/shared/"+theirs, 200)
	for _, until := range []time.Time{r.clock.now(), r.clock.now().Add(desk.MaxShare + time.Minute)} {
		if _, _, err := r.Desk.Share(t.Context(), editor, r.id, desk.ShareOrder{Until: until}); !errors.Is(err, record.ErrInvalid) {
			t.Errorf("until %v: %v", until, err)
		}
	}
}

// Wrong secrets are not looked up for ever, and right ones of the same address
// are not kept out by fewer.
func TestGuessedSecrets(t *testing.T) {
	r := newDeskRoom(t)
	path := r.share(url.Values{"days": {"1"}, "which": {"newest"}})
	for range 15 {
		r.outside("/shared/nothing", 404)
		r.outside(path, 200)
	}
	for range 10 {
		r.outside("/shared/nothing", 404)
	}
	r.outside(path, 404) // as if it were not there
	r.clock.set(r.clock.now().Add(time.Minute))
	r.outside(path, 200)
}

// Outsiders with a link keep nobody at the desk from writing for long: few have a
// page printed at once, and none goes on asking for one without end.
func TestOutsidersWait(t *testing.T) {
	r := newDeskRoom(t)
	path := r.share(url.Values{"days": {"1"}, "which": {"newest"}})
	r.door.who = policy.Principal{}
	const outsiders = 12
	held, let, answers := make(chan bool), make(chan bool), make(chan int, outsiders)
	go r.Store.Update(t.Context(), func(record.Tx) error { // so that nothing is printed meanwhile
		held <- true
		<-let
		return nil
	})
	<-held
	for range outsiders {
		go func() {
			w := httptest.NewRecorder()
			r.site.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
			answers <- w.Code
		}()
	}
	codes := map[int]int{}
	for range outsiders - 4 {
		codes[<-answers]++
	}
	close(let)
	for range 4 {
		codes[<-answers]++
	}
	if codes[200] != 4 || codes[503] != outsiders-4 {
		t.Errorf("of %d at once, by status: %v", outsiders, codes)
	}
	for range 60 - outsiders {
		r.get(path, 200)
	}
	r.get(path, 503)
	r.clock.set(r.clock.now().Add(time.Second))
	r.get(path, 200)
}

// A front is arranged by forms, seen before, and only then put before readers.
func TestFrontPage(t *testing.T) {
	r := newDeskRoom(t)
	var ids []story.ID
	for i := range 4 {
		rev := act(uint64(10 + i)).Revision
		rev.Story, rev.Edition, rev.Section, rev.Headline, rev.Slug = story.NewID(), "en", "afghanistan", fmt.Sprintf("Number %d", i), ""
		if _, err := r.Newsroom.Publish(t.Context(), []record.Act{{Kind: record.Publish, Revision: rev}}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, rev.Story)
		r.clock.set(r.clock.now().Add(time.Minute))
	}
	r.get("/fronts", 200)
	page := r.get("/fronts/en", 200).Body.String()
	hidden := func(page, name string) string {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("no %s in %s", name, page)
		}
		return m[1]
	}
	to := r.post("/fronts/en", url.Values{"pins": {hidden(page, "pins")}, "mark": {hidden(page, "mark")}, "do": {"put:" + ids[0].String() + ":1"}}, 303).Header().Get("Location")
	proposed := r.get(to, 200)
	page = proposed.Body.String()
	if !strings.Contains(page, "not on the site yet") {
		t.Errorf("the page does not say that it is a proposal: %s", page)
	}
	if got := places(t, r.Newsroom, "/en/"); got != "3210" {
		t.Errorf("readers see %s before it is put there", got)
	}
	proof := r.get(r.frame(proposed), 200).Body.String()
	if first := strings.Index(proof, "Number 0"); first < 0 || first > strings.Index(proof, "Number 3") {
		t.Error("the proof does not show the proposal")
	}
	set := url.Values{"pins": {hidden(page, "pins")}, "mark": {hidden(page, "mark")}, "do": {"set"}}
	r.post("/fronts/en", set, 303)
	if got := places(t, r.Newsroom, "/en/"); got != "0321" {
		t.Errorf("readers see %s", got)
	}
	r.post("/fronts/en", set, 409) // made on what is there no more

	// At a time to come it shows what is scheduled until then, and nobody else does.
	due := r.clock.now().Add(time.Hour)
	if _, err := r.PublishDraft(t.Context(), r.id, due); err != nil {
		t.Fatal(err)
	}
	loc, err := time.LoadLocation(r.Settings.Editions[0].Zone)
	if err != nil {
		t.Fatal(err)
	}
	wall := func(at time.Time) string { return url.QueryEscape(at.In(loc).Format("2006-01-02T15:04")) }
	if body := r.get("/proof/front/en?at="+wall(due.Add(2*time.Minute)), 200).Body.String(); !strings.Contains(body, "The unpublished bridge") {
		t.Error("what will be public then is not on the front of then")
	}
	if body := r.get("/proof/front/en?at="+wall(due.Add(-2*time.Minute)), 200).Body.String(); strings.Contains(body, "The unpublished bridge") {
		t.Error("what is not public then is on the front of then")
	}
	r.unseen()

	r.door.who = person("Editor", policy.Editor, r.clock)
	r.get("/fronts/en", 403)
	r.post("/fronts/en", set, 403)
	r.get("/fronts/en/afghanistan", 200)
	r.get("/proof/front/en", 403)
	r.post("/breaking/en", url.Values{"story": {ids[0].String()}}, 403)
	r.get("/fronts/nowhere/afghanistan", 422)
}

// Breaking news is put up and taken down at the desk, with its trail.
func TestBreakingAtTheDesk(t *testing.T) {
	r := newDeskRoom(t)
	if _, err := r.PublishDraft(t.Context(), r.id, time.Time{}); err != nil {
		t.Fatal(err)
	}
	loc, err := time.LoadLocation(r.Settings.Editions[0].Zone)
	if err != nil {
		t.Fatal(err)
	}
	until := r.clock.now().In(loc).Add(2 * time.Hour).Format("2006-01-02T15:04")
	r.post("/breaking/en", url.Values{"story": {r.id.String()}, "until": {until}}, 303)
	if !hasBanner(t, r.Newsroom, "/en/") || !strings.Contains(r.get("/fronts/en", 200).Body.String(), "/breaking/en/end") {
		t.Error("it is not up")
	}
	r.post("/breaking/en/end", nil, 303)
	if hasBanner(t, r.Newsroom, "/en/") {
		t.Error("it is up")
	}
	r.post("/breaking/en/end", nil, 422)
	r.post("/breaking/en", url.Values{"story": {r.id.String()}, "until": {"2020-01-01T00:00"}}, 422)
	page := r.get("/trail?action=breaking", 200).Body.String()
	if strings.Count(page, "<td><code>breaking</code></td>") != 2 {
		t.Errorf("the trail says %s", page)
	}
	verify(t, r.dir, 0)
}

// BenchmarkPreview is a preview of a story of so many words. As long as it
// takes, nobody writes.
func BenchmarkPreview(b *testing.B) {
	for _, words := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			r := newDeskRoom(b)
			rev := act(1).Revision
			rev.Story, rev.Edition, rev.Section, rev.Slug, rev.Published, rev.Body = story.NewID(), "en", "afghanistan", "", time.Time{}, nil
			for i := range words / 50 {
				text := ""
				for j := range 50 {
					text += fmt.Sprintf("w%x%s ", (i*7919+j*104729)%5003, strings.Repeat("a", (i+j)%5))
				}
				rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(text)})
			}
			if err := r.SaveDrafts(b.Context(), []record.Draft{{ID: rev.Story, Revision: rev}}); err != nil {
				b.Fatal(err)
			}
			if _, err := r.Desk.Open(b.Context(), r.door.who, rev.Story); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := r.Desk.ProofStory(b.Context(), r.door.who, rev.Story, desk.Proofing{Version: -1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
