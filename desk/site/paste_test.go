package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/story"
)

// outline is the body of the document, a line for each block.
func (b *tab) outline() string {
	b.T.Helper()
	b.check()
	return eval[string](b, "trial.outline()")
}

// empty puts an empty document in place of what there is, with the caret in its body.
func (b *tab) empty() {
	b.T.Helper()
	eval[bool](b, "trial.set("+emptyDoc+"), trial.body(), true")
}

// TestPaste pastes what programs put on the clipboard (testdata/paste): what
// comes in is blocks of ours, with nothing else in them.
func TestPaste(t *testing.T) {
	files, err := filepath.Glob("testdata/paste/*.want")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	tabs := map[string]*tab{"en": editor(t, "en", emptyDoc), "fa-AF": editor(t, "fa-AF", emptyDoc)}
	for _, file := range files {
		b := tabs["en"]
		if strings.Contains(file, "dari") || strings.Contains(file, "whatsapp-web") {
			b = tabs["fa-AF"]
		}
		name := strings.TrimSuffix(file, ".want")
		want := read(t, file)
		b.empty()
		if html, err := os.ReadFile(name + ".html"); err == nil {
			b.paste(string(html), "")
		} else {
			b.paste("", read(t, name+".txt"))
		}
		if got := b.outline() + "\n"; got != want {
			t.Errorf("%s became\n%swant\n%s", name, got, want)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	d, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(d)
}

// TestCopyComesBack: what is copied here and pasted over itself changes nothing,
// and pasted into a table or a list becomes what those hold.
func TestCopyComesBack(t *testing.T) {
	b := editorFor(t, "en")
	eval[bool](b, "trial.set("+fullBlocks+"), true")
	before := b.outline()
	html := eval[string](b, "trial.copyAll()")
	b.paste(html, "")
	if got := b.outline(); got != before {
		t.Errorf("copied\n%s\npasted over itself\n%s", before, got)
	}
	b.empty()
	b.Press("Control+Shift+8")
	b.Type("zero")
	b.paste("<ul><li>one<li>two</ul><p>three</p>", "")
	if got := b.outline(); got != "ul: zeroone | two | three" {
		t.Errorf("pasted into a list: %s", got)
	}
	b.empty()
	b.Press("Control+Alt+t")
	b.paste("<h2>one</h2><p>two</p><table><tr><td>three<td>four</table>", "")
	if got := b.outline(); got != "table: one⏎two⏎three⏎four ;  ;  |  ;  ;  |  ;  ; \np: " {
		t.Errorf("pasted into a cell: %s", got)
	}
	b.empty()
	eval[bool](b, "trial.select(1, 1), true")
	b.paste("<h1>The headline</h1><p>First.</p><p>Second.</p>", "")
	if got := b.text(); got != "The headline\n\n\nFirst.\nSecond." {
		t.Errorf("a story pasted into the headline: %q", got)
	}
}

// TestAddressesAsServer: what the editor takes for an address the server takes too.
// One that it refused would have it refuse the whole change.
func TestAddressesAsServer(t *testing.T) {
	b := editorFor(t, "en")
	for address, usual := range map[string]bool{
		"https://example.org": true, "http://example.org:8080/a?b=c#d": true, "https://example.org/پل?x=۱": true, "https://کابل.example/": true,
		"mailto:desk@example.org": true, "tel:+93-70-1234": true, "/en/2026/": true, "/": true, "https://192.0.2.1/": true,
		"javascript:alert(1)": false, "JaVaScRiPt:alert(1)": false, " https://example.org": false, "//example.org/": false, "/\\example.org": false,
		"https://user:pass@example.org/": false, "https://example.org/%zz": false, "https:///x": false, "https://": false, "https://./": false,
		"https://exa mple.org/": false, "https://example.org/\u202e": false, "https://a\u200cb.example/": false, "data:text/html,x": false,
		"mailto:": false, "mailto:nobody": false, "tel:abc": false, "tel:<1>": false, "ftp://example.org/": false, "": false, "http:example.org": false,
		"https://example.org:99999999/": false, "https://example.org/\"": false, "/a%2": false, "https://[::1]/": false, "https://ex%41mple.org/": false,
	} {
		got := eval[bool](b, "trial.goodLink("+script(address)+")")
		if got && !story.GoodLink(address) {
			t.Errorf("%q is good to the editor, not to the server", address)
		}
		if got != usual {
			t.Errorf("%q is good to the editor: %v", address, got)
		}
		if eval[bool](b, "trial.goodPage("+script(address)+")") && !story.GoodEmbed(address) {
			t.Errorf("%q is a page to the editor, not to the server", address)
		}
	}
}
