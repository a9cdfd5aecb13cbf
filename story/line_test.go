package story

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"as it is", "Kabul today", "Kabul today"},
		{"white space", "\t a\u00a0b\r\n c\u3000\u2009d \u2028", "a b c d"},
		{"NFC", "e\u0301", "é"},
		{"ZWNJ in a word", "می\u200cرود", "می\u200cرود"},
		{"ZWNJ at the ends", "\u200cمی\u200c رود\u200c", "می رود"},
		{"ZWNJ twice", "می\u200c\u200cرود", "می\u200cرود"},
		{"ZWNJ beside a sign", "می\u200c!", "می!"},
		{"ZWJ behind a letter", "سال ۱۳۵۷ ه\u200d. ش.", "سال ۱۳۵۷ ه\u200d. ش."},
		{"ZWJ alone", "\u200d a \u200d", "a"},
		{"an emoji of several", "👩\u200d👧", "👩\u200d👧"},
		{"marks of direction stay", "«نقل»\u200f!", "«نقل»\u200f!"},
		{"overrides go", "a\u202eb\u202c\u2066c\u2069", "abc"},
		{"controls go", "a\x00\x1b\x7f\u0085b", "a b"},
		{"invisible ones go", "a\u200b\u00ad\ufeff\u2060\U000e0041b", "ab"},
		{"invalid UTF-8 goes", "a\xff\xc0\xafb\xe2\x82", "ab"},
		{"a written replacement character stays", "a\ufffdb", "a\ufffdb"},
		{"noncharacters go", "a\uffff\ufdd0b", "ab"},
		{"nothing to see", "\u200f \u200e", ""},
		{"Pashto", "سړی سړي سړې سړۍ سړئ ګ گ ک ك", "سړی سړي سړې سړۍ سړئ ګ گ ک ك"},
	} {
		if got := Line(c.in); got != c.want {
			t.Errorf("%s: got %+q, want %+q", c.name, got, c.want)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, s := range someWords {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := Line(in)
		if again := Line(got); again != got {
			t.Fatalf("%+q: %+q, then %+q", in, got, again)
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || strings.TrimSpace(got) != got || strings.Contains(got, "  ") || strings.ContainsAny(got, "\n\t\u202e\u00ad") {
			t.Fatalf("%+q: %+q", in, got)
		}
	})
}
