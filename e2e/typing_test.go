package e2e

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/policy"
)

// TestTypedIsKept types a story in two languages, key by key; what the server then
// has is what was typed, letter by letter, in the typed body's form.
func TestTypedIsKept(t *testing.T) {
	r := newDeskRoom(t)
	b, me := r.signedIn(t, "Zahra Karimi", policy.Grant{Role: policy.Editor})
	who := r.Desk.Staff.Principal(me.Request("GET", "/"))
	for edition, c := range map[string]struct{ typed, want string }{
		"en": {"Talks go on\nMinisters met\nKabul\nHe said \"no -- not now\".\nIt’s 12 o'clock.",
			`[["headline","Talks go on"],["standfirst","Ministers met"],["dateline","Kabul"],["paragraph","He said “no — not now”."],["paragraph","It’s 12 o’clock."]]`},
		"fa-AF": {"گفت‌وگوها\nلید\nکابل\nاو گفت: \"نمی‌دانم\"؛ ۱۲ تن، 34 روز.\nBBC هم گفت.",
			`[["headline","گفت‌وگوها"],["standfirst","لید"],["dateline","کابل"],["paragraph","او گفت: «نمی‌دانم»؛ ۱۲ تن، 34 روز."],["paragraph","BBC هم گفت."]]`},
	} {
		d, err := r.Desk.Begin(t.Context(), who, desk.Beginning{Edition: edition})
		if err != nil {
			t.Fatal(err)
		}
		b.open("/story/" + d.ID.String())
		b.Do(chromedp.WaitVisible(chromedp.CSS(".story-text.ProseMirror-focused")))
		b.Type(c.typed)
		got := ""
		for range 300 { // sent a quarter of a second after the last key
			_, head, err := r.Desk.Document(t.Context(), who, d.ID, -1)
			if err != nil {
				t.Fatal(err)
			}
			if got = typedBlocks(t, head.Doc); got == c.want {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		if got != c.want {
			t.Errorf("%s: the server has\n%s\nwant\n%s", edition, got, c.want)
		}
	}
	if foreign, logged := b.heard(); len(foreign)+len(logged) > 0 {
		t.Error(foreign, logged)
	}
}

// typedBlocks writes the blocks of a document with their words.
func typedBlocks(t *testing.T, doc any) string {
	t.Helper()
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Content []struct {
			Type    string
			Content []struct{ Text string }
		}
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	var all [][2]string
	for _, block := range d.Content {
		words := ""
		for _, span := range block.Content {
			words += span.Text
		}
		all = append(all, [2]string{block.Type, words})
	}
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(all); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out.String())
}
