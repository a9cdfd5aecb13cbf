package site

import (
	"strings"
	"testing"
)

// TestTypingDari: what was typed in Dari is in the document, joiners and digits too.
func TestTypingDari(t *testing.T) {
	b := editor(t, "fa-AF", emptyDoc)
	b.Type("گفت")
	b.Press("Shift+Space")
	b.Type("وگو\nلید\nکابل\nاو \"نه\" گفت. ۱۲ تن، 34 روز")
	b.Press("Control+Shift+2")
	b.Type("ها")
	want := "گفت\u200cوگو\nلید\nکابل\nاو «نه» گفت. ۱۲ تن، 34 روز\u200cها"
	if got := b.text(); got != want {
		t.Errorf("the document says %+q\nwant %+q", got, want)
	}
}

// TestTypography: what straight marks become, in which language, and that
// Backspace right behind one gives back what was typed.
func TestTypography(t *testing.T) {
	for _, c := range []struct{ lang, typed, want string }{
		{"en", `"No," he said, "it's '90".`, "“No,” he said, “it’s ‘90”."},
		{"en", `He said "she told me 'no' then"`, "He said “she told me ‘no’ then”"},
		{"en", "Yes -- no...", "Yes — no…"},
		{"en", "10-12 o'clock", "10-12 o’clock"},
		{"fa-AF", `گفت: "او "نه" گفت"`, "گفت: «او ‹نه› گفت»"},
		{"fa-AF", "یک -- دو", "یک – دو"},
		{"ps", `هغه "هو" وویل`, "هغه «هو» وویل"},
		{"fa-AF", "it's", "it's"},
	} {
		b := editorFor(t, c.lang)
		b.empty()
		b.Type(c.typed)
		if got := strings.TrimSpace(b.text()); got != c.want {
			t.Errorf("%s: %s became %s, want %s", c.lang, c.typed, got, c.want)
		}
	}
	b := editorFor(t, "en")
	b.empty()
	b.Type(`"`)
	b.Press("Backspace")
	b.Type("a--")
	b.Press("Backspace")
	if got := strings.TrimSpace(b.text()); got != `"a--` {
		t.Errorf("taken back by Backspace: %s", got)
	}
}

// editorFor gives one editor for each edition, for tests that begin with empty.
func editorFor(t *testing.T, edition string) *tab {
	t.Helper()
	if editors[t] == nil {
		editors[t] = map[string]*tab{}
		t.Cleanup(func() { delete(editors, t) })
	}
	if editors[t][edition] == nil {
		editors[t][edition] = editor(t, edition, emptyDoc)
	}
	return editors[t][edition]
}

var editors = map[*testing.T]map[string]*tab{}

// TestBlocks: every kind of block by its key, and what Enter and Backspace make of them.
func TestBlocks(t *testing.T) {
	b := editorFor(t, "en")
	for _, c := range []struct{ what, keys, want string }{
		{"a heading", "Control+Alt+2 Head Enter text", "h2: Head\np: text"},
		{"a heading that is none any more", "Control+Alt+3 Head Home Backspace", "p: Head"},
		{"a list that ends", "Control+Shift+8 one Enter two Enter Enter after", "ul: one | two\np: after"},
		{"a numbered list", "Control+Shift+7 one Enter two", "ol: one | two"},
		{"a list of the other kind", "Control+Shift+7 one Control+Shift+8", "ul: one"},
		{"an item that leaves the list", "Control+Shift+8 one Enter two Enter three ArrowUp Control+Shift+8", "ul: one\np: two\nul: three"},
		{"a quotation with its speaker", "Control+Shift+9 words Enter more Enter Enter Gul Enter after", "quotation: words | more — Gul\np: after"},
		{"a quotation that is none any more", "Control+Shift+9 words Enter more Control+Shift+9", "p: words\np: more"},
		{"a quotation out of a list", "Control+Shift+8 a Enter b Control+a Control+Shift+9", "quotation: a | b — "},
		{"marks", "Control+b bold Control+b Space Control+i slant Control+i Space plain", "p: *bold* _slant_ plain"},
		{"a break", "one Shift+Enter two", "p: one⏎two"},
		{"a table", "Control+Alt+t a Tab b Tab c Tab d Enter e Tab Tab Tab Tab Tab f", "table: a ; b ; c | d⏎e ;  ;  |  ;  ; f\np: "},
		{"a row at the end", "Control+Alt+t Shift+Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab x", "table:  ;  ;  |  ;  ;  |  ;  ;  | x ;  ; \np: "},
		{"rows and columns", "Control+Alt+t a Control+Alt+ArrowRight b Control+Alt+ArrowDown c Control+Alt+ArrowUp Control+Alt+ArrowLeft", "table: a ;  ;  |  ;  ;  |  ;  ; \np: "},
		{"a divider", "one Control+Alt+d two", "p: one\ndivider\np: two"},
		{"undo and again", "one Control+Alt+2 Control+z", "p: one"},
		{"two lists that meet", "Control+Shift+8 a Enter Enter b Control+Shift+8", "ul: a | b"},
	} {
		b.empty()
		b.Keys(c.keys)
		if got := b.outline(); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.what, got, c.want)
		}
	}
}

// TestEnds: neither Backspace nor Delete, nor typing over a selection, joins what
// must stay apart: the lines above the body, the cells of a table.
func TestEnds(t *testing.T) {
	b := editorFor(t, "en")
	b.empty()
	b.Keys("Control+Alt+t a Tab b")
	for _, key := range []string{"Home", "Backspace", "ArrowLeft", "End", "Delete"} {
		b.Press(key)
	}
	if got := b.outline(); !strings.HasPrefix(got, "table: a ; b ;  |") {
		t.Errorf("cells were joined: %s", got)
	}
	b.empty()
	eval[bool](b, "trial.select(1, 1), true")
	b.Type("Head\nStand\nPlace\nBody")
	for range 4 {
		b.Press("Home")
		b.Press("Backspace")
	}
	if got := b.text(); got != "Head\nStand\nPlace\nBody" {
		t.Errorf("lines were joined: %q", got)
	}
	eval[bool](b, "trial.select(3, 10), true")
	b.Type("x")
	if got := b.text(); got != "Hex\nnd\nPlace\nBody" {
		t.Errorf("typed over two lines: %q", got)
	}
	b.Keys("Control+a Backspace")
	if got := b.text(); got != "\n\n\n" {
		t.Errorf("all deleted: %q", got)
	}
}
