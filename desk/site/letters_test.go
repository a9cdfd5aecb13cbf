package site

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestNoLetterAltered: what an input method composes, and what is pasted at
// length in any script, is in the document code point by code point.
func TestNoLetterAltered(t *testing.T) {
	b := editorFor(t, "fa-AF")
	b.empty()
	composed := []string{"سلام", "می\u200cرود", "日本語", "한국어", "e\u0301té", "“'\"--...", "ක්\u200dෂ", "👩🏽\u200d🚒"}
	for _, word := range composed {
		b.compose(word)
		b.Press("Space")
	}
	if got, want := strings.TrimRight(b.text(), "\n"), "\n\n\n"+strings.Join(composed, " ")+" "; got != want {
		t.Errorf("composed %+q\nthe document says %+q", want, got)
	}

	b.empty()
	lines := longText(200 << 10)
	html := "<p>" + strings.Join(lines, "</p><p>") + "</p>"
	took := b.paste(html, "")
	t.Logf("%d bytes of HTML pasted in %.0f ms", len(html), took)
	if got := b.text(); got != "\n\n\n"+strings.Join(lines, "\n") {
		t.Errorf("of %d bytes pasted as HTML, %d are in the document, or others", len(strings.Join(lines, "\n")), len(got))
	}
	b.empty()
	took = b.paste("", strings.Join(lines, "\n\n"))
	t.Logf("%d bytes of text pasted in %.0f ms", len(strings.Join(lines, "\n\n")), took)
	if got := b.text(); got != "\n\n\n"+strings.Join(lines, "\n") {
		t.Error("pasted as text, the document says something else")
	}
}

// longText is text of many scripts, in lines, no two alike.
func longText(size int) (lines []string) {
	sentences := []string{
		"وزارت خارجه گفت که گفت\u200cوگوها با کشورهای همسایه ادامه می\u200cیابد و «تاریخی» تعیین نشده است.",
		"د بهرنیو چارو وزارت وویل چې خبرې به دوام ومومي؛ ۱۲ تنه راغلل.", "The ministry said talks would go on — ‘no date’, it added.",
		"Übergrößen, naïve, Dvořák, İstanbul; Кабул, Αθήνα, ירושלים, 東京, 서울, नेपाल.", "٣٤ 34 ۳۴ ½ x² 👩🏽\u200d🚒 ‎RTL‏",
	}
	for n, at := 0, 0; n < size; at++ {
		line := fmt.Sprintf("%d %s", at, sentences[at%len(sentences)])
		lines = append(lines, line)
		n += len(line)
	}
	return lines
}

// compose types a word through an input method: it grows, and is then taken.
func (b *tab) compose(word string) {
	b.T.Helper()
	letters := []rune(word)
	for i := range letters {
		text := string(letters[:i+1])
		n := int64(len([]rune(text)))
		if _, err := chromedp.Call(b, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n}); err != nil {
			b.T.Fatal(err)
		}
	}
	if _, err := chromedp.Call(b, input.InsertText, input.InsertTextParams{Text: word}); err != nil {
		b.T.Fatal(err)
	}
}

// TestCaretWalks: the arrow keys go through a paragraph of two directions with
// marks, letter by letter, and back the same way; the caret is never stuck.
func TestCaretWalks(t *testing.T) {
	for lang, c := range map[string]struct{ doc, ahead, back string }{
		"fa-AF": {`{"type":"text","text":"وزارت "},{"type":"text","text":"خارجه","marks":[{"type":"strong"}]},{"type":"text","text":" به "},{"type":"text","text":"BBC News","marks":[{"type":"foreign","attrs":{"lang":"en","dir":"ltr"}}]},{"type":"text","text":" در "},{"type":"text","text":"کابل","marks":[{"type":"link","attrs":{"href":"https://example.org/"}}]},{"type":"text","text":" گفت ۱۲ می‌رود."}`, "ArrowLeft", "ArrowRight"},
		"en":    {`{"type":"text","text":"Talks in "},{"type":"text","text":"کابل و هرات","marks":[{"type":"foreign","attrs":{"lang":"fa-AF","dir":"rtl"}}]},{"type":"text","text":" go "},{"type":"text","text":"on","marks":[{"type":"emphasis"}]},{"type":"text","text":", said 12."}`, "ArrowRight", "ArrowLeft"},
	} {
		b := editorFor(t, lang)
		eval[bool](b, `trial.set({type:"doc",content:[{type:"headline"},{type:"standfirst"},{type:"dateline"},{type:"paragraph",content:[`+c.doc+`]}]}), trial.select(7, 7), true`)
		length := eval[int](b, "trial.text().length") - 3
		ahead, back := b.walk(c.ahead, 7+length), b.walk(c.back, 7)
		if len(ahead) < length-4 { // a joiner and what it joins are one stop
			t.Errorf("%s: %d stops ahead through %d letters: %v", lang, len(ahead), length, ahead)
		}
		if len(back) != len(ahead) {
			t.Errorf("%s: %d stops ahead, %d back: %v, %v", lang, len(ahead), len(back), ahead, back)
		}
		if last := ahead[len(ahead)-1]; last != 7+length {
			t.Errorf("%s: the walk ends at %d, the paragraph at %d", lang, last, 7+length)
		}
		for range 8 {
			b.Press("Shift+" + c.ahead)
		}
		if want, got := eval[string](b, "trial.text().slice(3, 11)"), eval[string](b, "getSelection().toString()"); !strings.HasPrefix(want+"\u200c", got) || len(got) < 6 {
			t.Errorf("%s: selected %q, want %q", lang, got, want)
		}
	}
}

// walk presses a key until the caret is at a place, or moves no more, and gives
// where it was.
func (b *tab) walk(key string, end int) (stops []int) {
	b.T.Helper()
	for last := eval[int](b, "trial.head()"); last != end; {
		b.Press(key)
		at := eval[int](b, "trial.head()")
		if at == last {
			break
		}
		stops = append(stops, at)
		last = at
	}
	return stops
}
