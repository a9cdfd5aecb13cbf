package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// atOnce is how many pages are opened beside each other: light ones of the site,
// heavy ones of the desk.
const (
	lightAtOnce = 40
	heavyAtOnce = 4
)

// TestNothingRuns puts what others wrote to make browsers run it into every field
// there is, and opens it at the desk and on the site, with the pages' policy and
// without any. STET_XSS=all takes every payload of the shared corpora, and
// hours; STET_XSS=500 so many of them.
func TestNothingRuns(t *testing.T) {
	all := payloads(t, 25)
	r := newDeskRoom(t)
	bait := layBait(t, r, all)
	t.Logf("%d payloads in %d stories", len(all), len(bait.stories))
	for _, a := range []arm{withPolicy, withoutPolicy} {
		t.Run("site "+string(a), func(t *testing.T) { bait.openSite(t, r, a) })
		t.Run("desk "+string(a), func(t *testing.T) { bait.openDesk(t, r, a) })
		t.Run("typed "+string(a), func(t *testing.T) { typeAll(t, r, a, all) })
	}
}

// laid is where the payloads are.
type laid struct {
	all      []string
	stories  []story.ID
	paths    []string // on the site
	drafts   []story.ID
	pictures []string // hashes
}

// layBait publishes a story for each payload, imports a file for some, and writes
// drafts and pictures.
func layBait(t *testing.T, r *deskRoom, all []string) laid {
	t.Helper()
	l := laid{all: all}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48))); err != nil {
		t.Fatal(err)
	}
	shown, err := r.Cabinet.Put(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var revs []story.Revision
	for i := range all {
		rev := baited(all, i, shown)
		revs = append(revs, rev)
		l.stories = append(l.stories, rev.Story)
	}
	for len(revs) > 0 {
		n := min(len(revs), 200)
		receipts, err := r.Enter(t.Context(), baitActs(revs[:n], all))
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range receipts {
			if got.Revision == 1 {
				l.paths = append(l.paths, got.Path)
			}
		}
		revs = revs[n:]
	}
	if err := r.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.importFiles(t, r)
	l.writeDrafts(t, r, shown)
	l.bringPictures(t, r)
	return l
}

// importFiles imports some payloads as pages of another site, and as Markdown.
func (l *laid) importFiles(t *testing.T, r *deskRoom) {
	t.Helper()
	dir := t.TempDir()
	for _, i := range some(l.all, 20) {
		p := l.all[i]
		page := "<!doctype html><html lang=en><title>" + p + "</title><meta name=author content='" + p + "'><meta property='og:description' content=\"" + p + "\"><article><h1>" + p + "</h1><p>Before.</p>" + p + "<p>After.</p></article>"
		files := map[string]string{".html": page, ".md": "# " + line(p, 200) + "\n\n" + p + "\n"}
		for ending, text := range files {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d%s", i, ending)), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := r.Import(t.Context(), r.Newsroom, []string{dir}, newsroom.ImportOptions{Edition: "en", Section: "world", Publish: true}, func(got newsroom.ImportResult) error {
		if got.Err == nil {
			l.paths = append(l.paths, got.Path)
		}
		return nil // some have neither headline nor text left
	})
	if err != nil {
		t.Fatal(err)
	}
}

// writeDrafts begins stories at the desk with many payloads in each.
func (l *laid) writeDrafts(t *testing.T, r *deskRoom, shown story.Picture) {
	t.Helper()
	const each = 60
	for i := 0; i < len(l.all); i += each {
		rev := baited(l.all, i, shown)
		for _, p := range l.all[i:min(i+each, len(l.all))] {
			inner := shown
			inner.Alt, inner.Caption, inner.Credit = line(p, 300), line(p, 300), line(p, 300)
			rev.Body = append(rev.Body, story.ReadHTML(p)...)
			small := shown.ForCard()
			rev.Body = append(rev.Body, story.PictureBlock{Picture: inner}, story.Embed{URL: "https://video.example/1", Title: line(p, 200), Provider: line(p, 60), Picture: &small},
				story.Table{Caption: line(p, 200), Rows: [][]story.Text{{story.Plain(line(p, 200))}}})
		}
		err := r.SaveDrafts(t.Context(), []record.Draft{{ID: rev.Story, Revision: rev.Clean()}})
		if err == nil {
			_, err = r.Desk.Open(t.Context(), policy.House, rev.Story)
		}
		if err != nil {
			t.Fatalf("payloads %d to %d: %v", i, i+each, err)
		}
		idea := desk.Beginning{Edition: rev.Edition, Section: "world", Headline: rev.Headline, Idea: true, Brief: line(l.all[i], 500)}
		dr, err := r.Desk.Begin(t.Context(), policy.House, idea)
		if err != nil {
			t.Fatal(err)
		}
		l.drafts = append(l.drafts, rev.Story, dr.ID)
	}
}

// bringPictures fills the library, with files that are pages, too.
func (l *laid) bringPictures(t *testing.T, r *deskRoom) {
	t.Helper()
	for _, i := range some(l.all, 8) {
		m := image.NewGray(image.Rect(0, 0, 64, 48))
		m.Pix[0], m.Pix[1] = uint8(i), uint8(i>>8)+1
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		got, err := r.Desk.AddPicture(t.Context(), policy.House, append(b.Bytes(), l.all[i]...)) // a page behind the picture's end
		if err == nil {
			err = r.Desk.ChangePicture(t.Context(), policy.House, got.SHA256, story.Picture{Alt: line(l.all[i], 300), Caption: line(l.all[len(l.all)-1-i], 300), Credit: line(l.all[i], 300), FocalX: 1})
		}
		if err != nil {
			t.Fatal(err)
		}
		l.pictures = append(l.pictures, got.SHA256)
	}
}

// openSite opens every story, the lists that have them, and the search for payloads.
func (l laid) openSite(t *testing.T, r *deskRoom, a arm) {
	look := watch(t, newTabAt(t, watched(t, r.site, a)))
	paths := append([]string{"/en/", "/fa-AF/", "/ps/", "/en/latest/", "/en/section/world/", "/en/topic/topic/", "/en/by/somebody/", "/en/archive/"}, l.paths...)
	for _, i := range some(l.all, 20) {
		paths = append(paths, "/en/search/?q="+url.QueryEscape(l.all[i]))
	}
	look.openAll(paths, lightAtOnce)
}

// openDesk opens what a person at the desk sees of it.
func (l laid) openDesk(t *testing.T, r *deskRoom, a arm) {
	b, _ := r.signedIn(t, line(l.all[0], 60)+string(a), policy.Grant{Role: policy.Publisher}, policy.Grant{Role: policy.Administrator})
	b.site = watched(t, r.desk, a)
	look := watch(t, b)
	light := []string{"/", "/board", "/pictures", "/trail", "/people", "/inbox", "/account", "/fronts", "/requests"}
	for _, hash := range l.pictures {
		light = append(light, "/picture/"+hash)
	}
	for _, i := range some(l.all, 10) {
		q := url.QueryEscape(l.all[i])
		light = append(light, "/pictures?q="+q, "/?q="+q, "/trail?account="+q, "/people/"+url.PathEscape(l.all[i]), "/story/new?headline="+q)
	}
	var heavy []string
	for _, id := range l.drafts {
		at := "/story/" + id.String()
		heavy = append(heavy, at)
		for _, part := range []string{"/versions", "/versions/0", "/compare", "/preview", "/publish", "/schedule", "/embargo", "/links", "/retract", "/erase", "/published"} {
			light = append(light, at+part)
		}
		light = append(light, "/proof"+at)
	}
	for _, i := range some(l.stories, 5) {
		light = append(light, "/story/"+l.stories[i].String()+"/open")
	}
	for _, hash := range l.pictures { // the file by itself, as a page
		look.open("/picture/" + hash + "/file")
		for _, s := range append(look.caught(), look.here()...) {
			t.Errorf("the file of %s: %s", hash, s)
		}
	}
	look.openAll(light, lightAtOnce/2)
	look.openAll(heavy, heavyAtOnce)
}

// openAll opens pages and fails for whatever ran or could have.
func (l *lookout) openAll(paths []string, atOnce int) {
	l.T.Helper()
	for i := 0; i < len(paths); i += atOnce {
		part := paths[i:min(i+atOnce, len(paths))]
		for _, s := range l.frames(part) {
			l.T.Error(s)
		}
		for _, s := range l.caught() {
			l.T.Errorf("one of %s …: %s", part[0], s)
		}
	}
	l.T.Logf("%d pages", len(paths))
}

// typeAll pastes every payload into the editor, as markup and as text, and writes it
// into each line and field of it.
func typeAll(t *testing.T, r *deskRoom, a arm, all []string) {
	b, _ := r.signedIn(t, "Zahra "+string(a), policy.Grant{Role: policy.Publisher})
	b.site = watched(t, r.desk, a)
	look := watch(t, b)
	const each = 50
	for i := 0; i < len(all); i += each {
		part := all[i:min(i+each, len(all))]
		dr, err := r.Desk.Begin(t.Context(), policy.House, desk.Beginning{Edition: "en", Section: "world", Headline: "Typed"})
		if err != nil {
			t.Fatal(err)
		}
		b.open("/story/" + dr.ID.String())
		b.Do(chromedp.WaitVisible(chromedp.CSS(".ProseMirror")))
		list, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		patient[int](b, typing(string(list)))
		if n := eval[int](b, `document.querySelector(".ProseMirror").innerText.length`); n < 10*len(part) {
			t.Errorf("payloads %d to %d: only %d letters came in; nothing was tried", i, i+len(part), n)
		}
		for _, s := range append(look.here(), look.caught()...) {
			t.Errorf("payloads %d to %d: %s", i, i+len(part), s)
		}
		if !reached(t, r, dr.ID, 10*len(part)) {
			t.Errorf("payloads %d to %d: what was typed did not reach the desk", i, i+len(part))
		}
		b.open("/story/" + dr.ID.String())
		b.Do(chromedp.WaitVisible(chromedp.CSS(".ProseMirror")))
		for _, s := range append(look.here(), look.caught()...) {
			t.Errorf("payloads %d to %d, opened again: %s", i, i+len(part), s)
		}
	}
}

// reached waits until the desk's own document of a story has so many bytes of text.
func reached(t *testing.T, r *deskRoom, id story.ID, bytes int) bool {
	t.Helper()
	for range 600 {
		_, head, err := r.Desk.Document(t.Context(), policy.House, id, -1)
		if err != nil {
			t.Fatal(err)
		}
		if len(story.PlainText(head.Doc.Body())) > bytes {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}

// typing is the script that pastes and types.
func typing(list string) string {
	return `(async () => {
		const editor = document.querySelector(".ProseMirror"), pause = () => new Promise(done => setTimeout(done))
		const at = (node, end) => { const s = getSelection(); s.selectAllChildren(node); if (end) s.collapseToEnd(); document.dispatchEvent(new Event("selectionchange")) }
		const paste = (type, text) => {
			const data = new DataTransfer()
			data.setData(type, text)
			if (type == "text/html") data.setData("text/plain", "x " + text)
			editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
		}
		editor.focus()
		for (const payload of ` + list + `) {
			at(editor.lastElementChild, true)
			await pause()
			paste("text/html", payload)
			at(editor.lastElementChild, true)
			await pause()
			paste("text/plain", payload)
			for (const line of editor.querySelectorAll("[data-line]")) {
				at(line)
				await pause()
				document.execCommand("insertText", false, payload.replace(/\s+/g, " "))
			}
			for (const field of document.querySelectorAll("#fields input:not([type=hidden]), #fields textarea, .ProseMirror input:not([type=checkbox]), .ProseMirror textarea")) {
				if (field.disabled) continue
				field.focus()
				field.value = payload.replace(/\s+/g, " ")
				field.dispatchEvent(new Event("input", { bubbles: true }))
				field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))
				field.dispatchEvent(new Event("change", { bubbles: true }))
			}
			await pause()
		}
		return 0
	})()`
}

// TestLookoutSees: with nothing between a payload and the page, the same tab with the
// same traps sees a good part of the payloads run, and the policy keeps all of them
// from it. Else the tests above would see nothing because they are blind.
func TestLookoutSees(t *testing.T) {
	all := payloads(t, 25)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var n int
		if _, err := fmt.Sscanf(q.URL.Path, "/%d", &n); err != nil || n >= len(all) {
			http.NotFound(w, q)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if q.URL.Query().Has("policy") {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'")
		}
		fmt.Fprint(w, "<!doctype html><title>x</title><main>", all[n], "</main>")
	}))
	t.Cleanup(server.Close)
	run := func(a arm, query string) (ran map[string]bool, suspect int) {
		look := watch(t, newTabAt(t, watched(t, server.URL, a)))
		ran = map[string]bool{}
		for i := 0; i < len(all); i += lightAtOnce {
			var paths []string
			for n := i; n < min(i+lightAtOnce, len(all)); n++ {
				paths = append(paths, fmt.Sprintf("/%d%s", n, query))
			}
			suspect += len(look.frames(paths))
			for _, what := range look.caught() {
				if _, at, ok := strings.Cut(what, " in "); ok {
					ran[at] = true
				}
			}
		}
		return ran, suspect
	}
	open, suspect := run(withoutPolicy, "")
	shut, _ := run(withPolicy, "?policy")
	t.Logf("of %d payloads %d ran by themselves, %d things were suspect; under the policy %d ran", len(all), len(open), suspect, len(shut))
	if len(open) < 15 || suspect < len(all)/2 { // most wait for somebody to point or click
		t.Errorf("%d ran and %d were suspect of %d payloads: the traps do not see them", len(open), suspect, len(all))
	}
	if len(shut) > 0 {
		t.Errorf("under the policy %d ran", len(shut))
	}
}
