package words

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestEveryLanguageSaysTheSame(t *testing.T) {
	c, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	english := c.For("en")
	for _, l := range c.Langs() {
		for _, key := range english.Keys() {
			if !l.Has(key) {
				t.Errorf("%s does not say %q", l.Tag, key)
			}
		}
		for _, key := range l.Keys() {
			if !english.Has(key) {
				t.Errorf("%s says %q, which English does not", l.Tag, key)
			}
			if topic, _, ok := strings.Cut(key, "."); !ok || topic == "" {
				t.Errorf("the key %q has no topic", key)
			}
		}
		if n := len(l.Keys()); n != len(slices.Compact(slices.Sorted(slices.Values(l.Keys())))) {
			t.Errorf("%s says something twice", l.Tag)
		}
	}
}

func TestDirections(t *testing.T) {
	c, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for tag, dir := range map[string]string{"en": "ltr", "fa-AF": "rtl", "ps": "rtl"} {
		if got := c.For(tag).Dir; got != dir {
			t.Errorf("%s is written %s, want %s", tag, got, dir)
		}
	}
}

func TestPreferred(t *testing.T) {
	c, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"": "en", "fa": "fa-AF", "prs, en;q=0.3": "en", "ps-AF,en;q=0.5": "ps", "de": "en", "en-GB": "en", ";;;": "en",
	} {
		if got := c.Preferred(header).Tag; got != want {
			t.Errorf("%q prefers %s, want %s", header, got, want)
		}
	}
}

// A translator adds a language, and changes a word, with a file and nothing else.
func TestOwnWords(t *testing.T) {
	c, err := Load(fstest.MapFS{
		"tr.toml": {Data: []byte("[\"frame.language\"]\nother = \"Türkçe\"\n[\"frame.save\"]\nother = \"Kaydet\"\n")},
		"en.toml": {Data: []byte("[\"frame.desk\"]\nother = \"Newsdesk\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ lang, key, text string }{
		{"tr", "frame.save", "Kaydet"}, {"tr", "frame.cancel", "Cancel"}, {"en", "frame.desk", "Newsdesk"}, {"en", "frame.save", "Save"},
	} {
		if got := c.For(want.lang).T(want.key); got != want.text {
			t.Errorf("%s %s: %q, want %q", want.lang, want.key, got, want.text)
		}
	}
	if _, err := Load(fstest.MapFS{"nonsense name.toml": {Data: []byte("")}}); err == nil || !strings.Contains(err.Error(), "language tag") {
		t.Errorf("a file that names no language: %v", err)
	}
}
