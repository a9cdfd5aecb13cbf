package story

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestSentences: "|" shows where the text is cut.
func TestSentences(t *testing.T) {
	for _, want := range []string{
		"", "No end", "One. |Two! |Three? |Four… |Five",
		"Mr. Karzai met Dr. A. B. Khan and Gen. Smith. |He left.",
		"U.S. President Biden spoke. |It was 5 p.m. in Kabul. |He left at 5 p.m. |The talks go on.",
		"It rose 3.5 percent, to 1.250.000 people. |See No. 5 and example.org/a.b for more.",
		"“Stop!” he said. |“I won’t.” |“Why?” |“Because.”",
		"“We will go.” |She left. |(They stayed.) |Why?! |Nobody knows...",
		"Well... maybe. |Yahoo! is a firm. |He said no. |Then he left.",
		"In 2019. |The end. |The U.N. |He was born in Jan. 1980.",
		"1. First things first. |2. Then the rest.",
		"Acme Inc. said so. |Acme Inc. |It said so.",
		"او رفت. |آیا آمد؟ |نه! |شاید… |پایان",
		"«او رفت.» |گفت: «نه؟!» |بله.",
		"دا یوه جمله ده۔ |دا بله ده۔ |پای",
		"در سال ۱۳۵۷ ه\u200d.ش. کودتا شد. |جمعیت ۳.۵ میلیون است.",
		"Он ушёл. |«Почему?» — спросил г. Иванов. |Нет.",
		"Er kam z.B. gestern. |„Warum?“ |Darum.",
		"« Il aime jouer. » |Il part. |« Pourquoi ? » demande-t-elle. |»So.« |Gut.",
		"Ends in spaces. |Here.  \n",
	} {
		in := strings.ReplaceAll(want, "|", "")
		var got strings.Builder
		last := 0
		for i, end := range Sentences(in) {
			if i > 0 {
				got.WriteString("|")
			}
			got.WriteString(in[last:end])
			last = end
		}
		if got.String() != want {
			t.Errorf("\n got %s\nwant %s", got.String(), want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("Mr. A. said “no.” He left. «او رفت.» بله؟ ۔ ...  ")
	f.Add(". . . ! a.b.c. \n")
	f.Fuzz(func(t *testing.T, s string) {
		ends := Sentences(s)
		if !slices.IsSorted(ends) || len(slices.Compact(slices.Clone(ends))) != len(ends) {
			t.Fatalf("%q: %v", s, ends)
		}
		if (s == "") != (len(ends) == 0) || s != "" && ends[len(ends)-1] != len(s) {
			t.Fatalf("%q: %v does not end at %d", s, ends, len(s))
		}
		for _, end := range ends[:max(0, len(ends)-1)] {
			before, _ := utf8.DecodeLastRuneInString(s[:end])
			after, _ := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsSpace(before) || unicode.IsSpace(after) {
				t.Fatalf("%q is cut at %d", s, end)
			}
		}
	})
}
