package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// outline is the body of the document, a line for each block.
func (b *tab) outline() string {
	b.t.Helper()
	eval[bool](b, "trial.check()")
	return eval[string](b, "trial.outline()")
}

// empty puts an empty document in place of what there is, with the caret in its body.
func (b *tab) empty() {
	b.t.Helper()
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
