package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/internal/require"
)

// TestLanguageOf guesses the language of 71 news stories in fifteen languages.
// A wrong note troubles an editor, so a guess must be right or general.
func TestLanguageOf(t *testing.T) {
	data := gunzip(t, filepath.Join(require.Shared(t, "data/archive"), "ntrex-parallel-news.jsonl.gz"))
	named, wrongs, all := map[string]int{}, 0, map[string]int{}
	in := bufio.NewScanner(bytes.NewReader(data))
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		var doc struct {
			ID, Lang, Title string
			Sentences       []string
		}
		if err := json.Unmarshal(in.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		all[doc.Lang]++
		got := languageOf(doc.Title + "\n" + strings.Join(doc.Sentences, " "))
		if got == baseLanguage(doc.Lang) {
			named[doc.Lang]++
		} else if got != "" && !sameLanguage(got, doc.Lang) {
			wrongs++
			t.Logf("%s: taken for %s", doc.ID, got)
		}
	}
	t.Logf("named %v of %v, wrong %d", named, all, wrongs)
	for _, lang := range []string{"en", "de", "fr", "es", "tr", "ru", "zh", "hi", "ar", "ps", "ur", "fa", "prs"} {
		if named[lang]*100 < all[lang]*95 {
			t.Errorf("%s named in %d of %d", lang, named[lang], all[lang])
		}
	}
	if wrongs > 0 {
		t.Errorf("%d stories would get a wrong note", wrongs)
	}
}

func TestLanguageNote(t *testing.T) {
	for _, c := range []struct {
		edition, text string
		note          bool
	}{
		{"en", "The mayor of the city said on Monday that the bridge is open and that it will stay open for the winter.", false},
		{"fa-AF", "The mayor of the city said on Monday that the bridge is open and that it will stay open for the winter.", true},
		{"ps", "شاروال وویل چې پل پرانیستل شو او ښايي ژمي کې هم پرانیستی وي، دا خبره یې د دوشنبې په ورځ وکړه.", false},
		{"fa-AF", "شاروال وویل چې پل پرانیستل شو او ښايي ژمي کې هم پرانیستی وي، دا خبره یې د دوشنبې په ورځ وکړه.", true},
		{"en", "Short.", false},
	} {
		d := draft{}
		d.rev.Edition, d.rev.Headline = c.edition, c.text
		d.checkLanguage(Options{})
		if got := len(d.notes) > 0; got != c.note {
			t.Errorf("%s, %q: notes %v", c.edition, c.text, d.notes)
		}
	}
}
