package site

import (
	"os"
	"strings"
	"testing"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
)

// TestSpikePages: a story is spiked, found and taken back by forms.
func TestSpikePages(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Section: "world", Headline: "A river of words"})
	page := "/story/" + id.String()
	shows := func(who, path, text string, want bool) {
		t.Helper()
		if w := o.get(who, path); w.Code != 200 || strings.Contains(w.Body.String(), text) != want {
			t.Errorf("%s as %s: %d, has %q: %v", path, who, w.Code, text, !want)
		}
	}
	shows("ruhi", page, `value="spiked"`, true)
	if w := o.post("ruhi", page+"/move", "from", "draft", "to", "spiked", "note", "Too long"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	shows("edris", "/", "A river of words", false)
	shows("edris", "/board", "A river of words", false)
	shows("edris", "/?state=spiked&q=river", "A river of words", true)
	shows("edris", page, "it will not run", true)
	shows("edris", page, "/take", false)
	shows("edris", page, "/publish", false)
	shows("edris", page+"/links", "No link opens it", true)
	if w := o.post("edris", page+"/move", "from", "spiked", "to", "draft"); w.Code != 303 || o.row(id).State != draft.Writing {
		t.Errorf("back: %d, it is %s", w.Code, o.row(id).State)
	}
	shows("edris", "/board", "A river of words", true)
}

// TestGiveUpForm: a change is given up, not spiked.
func TestGiveUpForm(t *testing.T) {
	o := newOffice(t)
	id := o.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	page := "/story/" + id.String()
	if w := o.post("edris", page+"/open"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := o.get("edris", page).Body.String(); !strings.Contains(got, page+"/give-up") || strings.Contains(got, `value="spiked"`) {
		t.Error("the page offers to spike it, or not to give it up")
	}
	if w := o.post("edris", page+"/give-up", "from", "draft", "note", "As it was"); w.Code != 303 || o.row(id).State != draft.Published {
		t.Errorf("%d, it is %s", w.Code, o.row(id).State)
	}
}

// TestSpikeLooks looks at the story page's moves; with STET_SHOTS=dir it keeps
// pictures of them.
func TestSpikeLooks(t *testing.T) {
	o := newOffice(t)
	spiked := o.begin("ruhi", desk.Beginning{Edition: "fa-AF", Section: "world", Headline: "رودی از کلمات"})
	o.post("ruhi", "/story/"+spiked.String()+"/move", "from", "draft", "to", "spiked", "note", "دراز است")
	changed := o.Publish(t, desktest.Revision("en", "The bridge is open")).Story
	o.post("edris", "/story/"+changed.String()+"/open")
	b := newTab(t)
	home, shots := serveSite(t, o.site), os.Getenv("STET_SHOTS")
	for _, look := range []struct {
		lang, scheme, path string
		width              int64
	}{
		{"fa-AF", "dark", "/story/" + spiked.String(), 390}, {"en", "light", "/story/" + changed.String(), 1280}, {"fa-AF", "dark", "/?state=spiked", 390},
	} {
		o.enter("edris", look.lang)
		b.As(look.width, look.scheme)
		b.good(home+look.path, "")
		if strings.HasPrefix(look.path, "/story/") {
			eval[bool](b, `document.querySelector(".story-moves").open = true`)
			b.judge(look.path)
		}
		if shots != "" {
			b.shoot(shots, home+look.path)
		}
	}
}
