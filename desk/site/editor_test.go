package site

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"stet.news/desk/draft"
	"stet.news/desk/prose"
	"stet.news/internal/require"
	"stet.news/story"
)

// trialScript is the editor without a server (script/trial), bundled once.
var trialScript = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "stet-trial-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "trial.js")
	cmd := exec.Command("go", "tool", "esbuild", "script/trial/trial.ts", "--bundle", "--format=esm", "--target=es2022", "--charset=utf8", "--log-level=warning", "--outfile="+file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return out, err
	}
	return os.ReadFile(file)
})

const emptyDoc = `{"type":"doc","content":[{"type":"headline"},{"type":"standfirst"},{"type":"dateline"},{"type":"paragraph"}]}`

// sha is the name of a picture.
const sha = "00000000000000000000000000000000000000000000000000000000000000aa"

// fullBlocks is a document with one of each.
const fullBlocks = `{"type":"doc","attrs":{"section":"world","topics":[{"name":"Water","key":"water"}],"bylines":[{"name":"زهرا","person":""}],"slug":"x","lead":{"sha256":"` + sha + `","type":"image/png","width":4,"height":3,"alt":"","caption":"","credit":""}},"content":[
{"type":"headline","content":[{"type":"text","text":"A headline"}]},{"type":"standfirst"},{"type":"dateline"},
{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Heading"}]},
{"type":"paragraph","content":[{"type":"text","text":"TK words "},{"type":"text","text":"کابل","marks":[{"type":"link","attrs":{"href":"/x"}},{"type":"foreign","attrs":{"lang":"fa-AF","dir":"rtl"}}]}]},
{"type":"list","attrs":{"ordered":true},"content":[{"type":"item","content":[{"type":"text","text":"one"}]}]},
{"type":"quotation","content":[{"type":"quoted","content":[{"type":"text","text":"Said."}]},{"type":"attribution","content":[{"type":"text","text":"Gul"}]}]},
{"type":"table","attrs":{"caption":"Flow","header":true},"content":[{"type":"row","content":[{"type":"cell","content":[{"type":"text","text":"Year"}]}]},{"type":"row","content":[{"type":"cell","content":[{"type":"text","text":"2024"}]}]}]},
{"type":"picture","attrs":{"sha256":"` + sha + `","type":"image/png","width":4,"height":3}},{"type":"embed","attrs":{"url":"https://example.org/","title":"Title","provider":"example.org","picture":{"sha256":"` + sha + `","type":"image/png","width":4,"height":3,"decorative":true}}},{"type":"divider"},{"type":"paragraph"}]}`

// editor opens the editor on a document, on the page and under the policy that
// the desk has, in an edition and for somebody who reads in its language.
func editor(t *testing.T, edition, doc string) *tab {
	t.Helper()
	return editorAs(t, edition, doc, true)
}

func editorAs(t *testing.T, edition, doc string, canEdit bool) *tab {
	t.Helper()
	script, err := trialScript()
	if err != nil {
		require.Missing(t, "esbuild or the packages the editor is made of ("+strings.TrimSpace(string(script))+")")
	}
	who := someone
	who.Lang = edition
	s := newSite(t, who, nil)
	s.Sections = []story.Section{{Key: "world", Names: map[string]string{"en": "World", "fa-AF": "جهان", "ps": "نړۍ"}}}
	page := httptest.NewRecorder()
	v := storyView{
		Draft: draft.Draft{ID: story.ID{1}, Edition: edition, State: draft.Writing}, Edition: story.TagInfo(edition), CanEdit: canEdit,
		Sections: s.sections(edition), Texts: s.words.For(edition).Texts("editor", "sync"),
	}
	if err := s.page(page, httptest.NewRequest("GET", "/story/x", nil), who, "story", v); err != nil {
		t.Fatal(err)
	}
	html := strings.Replace(page.Body.String(), `id="editor"`, `id="trial"`, 1)
	html = strings.Replace(html, s.static["editor.js"].path, "/trial.js", 1)
	html = strings.Replace(html, "</head>", `<script type="application/json" id="doc">`+strings.ReplaceAll(doc, "<", `\u003c`)+"</script></head>", 1)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", contentPolicy)
		w.Write([]byte(html))
	})
	mux.HandleFunc("GET /trial.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		w.Write(script)
	})
	answer := func(path, json string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(json)) })
	}
	answer("POST /embed", `{"title":"The river from above","provider":"Example","picture":{"sha256":"`+sha+`","type":"image/png","width":4,"height":3,"decorative":true}}`)
	answer("GET /story/{id}/names", `{"topics":[{"name":"Water","key":"water"}],"bylines":[]}`)
	answer("GET /favicon.ico", "")
	mux.Handle("/", s)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b := newTab(t)
	b.Do(chromedp.Navigate(server.URL + "/"))
	eval[bool](b, `new Promise(done => { const wait = () => globalThis.trial ? done(true) : setTimeout(wait, 10); wait() })`)
	t.Cleanup(func() {
		for _, line := range b.complaints() {
			t.Errorf("the browser complains: %s", line)
		}
	})
	return b
}

// check has the document checked by the schema and by the server's reading of it.
func (b *tab) check() {
	b.T.Helper()
	eval[bool](b, "trial.check()")
	if _, err := prose.Parse([]byte(eval[string](b, "JSON.stringify(trial.doc())"))); err != nil {
		b.T.Errorf("the server would refuse the document: %v", err)
	}
}

// text is all words of the document, a line for each block.
func (b *tab) text() string {
	b.T.Helper()
	b.check()
	return eval[string](b, "trial.text()")
}

// paste pastes HTML and plain text, and gives how many milliseconds it took.
func (b *tab) paste(html, text string) float64 {
	b.T.Helper()
	return eval[float64](b, "trial.paste("+script(html)+", "+script(text)+")")
}

// script writes a text as JavaScript has it.
func script(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestTypingEnglish(t *testing.T) {
	b := editor(t, "en", emptyDoc)
	b.Type("Talks go on\nMinisters met\nKabul\nFirst paragraph.\nSecond one.")
	want := "Talks go on\nMinisters met\nKabul\nFirst paragraph.\nSecond one."
	if got := b.text(); got != want {
		t.Errorf("typed %q, the document says %q", want, got)
	}
}
