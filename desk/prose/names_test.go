package prose

import (
	"slices"
	"strings"
	"testing"
)

// TestNames: language, text, and the names in it.
func TestNames(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"fa-AF", "آقای سپهرداد به شهر رفت.", "سپهرداد"},
		{"fa-AF", "داکتر تورمان سپهرداد به شهر رفت.", "تورمان سپهرداد"},
		{"fa-AF", "محمد سپهرداد به شهر رفت.", "محمد سپهرداد"},
		{"fa-AF", "رئیس جمهور سپهرداد به شهر رفت.", "سپهرداد"},
		{"fa-AF", "تورمان سپهرداد گفت که مردم به شهر رفتند.", "تورمان سپهرداد"},
		{"fa-AF", "«مردم به شهر رفتند»، گفت سپهرداد.", ""},
		{"fa-AF", "آقای مردم به شهر رفت. وی گفت. محمد گفت.", ""},
		{"fa-AF", "مردم به سپهرداد رفتند.", ""},
		{"ps", "ښاغلی سپهرداد ښار ته لاړ.", "سپهرداد"},
		{"ps", "ولسمشر سپهرداد وویل، خلک لاړل.", "سپهرداد"},
		{"ps", "تورمان سپهرداد وویل، خلک لاړل.", "تورمان سپهرداد"},
		{"ar", "قال تورمان سپهرداد في المدينة.", "تورمان سپهرداد"},
		{"ar", "الرئيس سپهرداد في المدينة.", "سپهرداد"},
		{"en", "But Torman Daad came.", "Torman Daad"},
		{"en", "The minister, Mr. Torman, met President Daad.", "Torman | Daad"},
		{"en", "He met spokesman Torman. The Governor left Kabul.", "Torman"},
		{"en", "Mr and Mrs Torman met the Prime Minister.", "Torman"},
	} {
		archive := shelf(`به شهر رفت رفتند مردم ښار ته لاړ لاړل خلک المدينة`, "")
		names, err := Names(paragraphs(c.text).Body, c.lang, archive)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range names {
			if !slices.Contains(got, n.Words) {
				got = append(got, n.Words)
			}
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%s: %q\n got  %q\n want %q", c.lang, c.text, s, c.want)
		}
	}
}
