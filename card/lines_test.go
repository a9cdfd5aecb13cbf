package card

import (
	"strings"
	"testing"

	"stet.news/story"
)

// The runs of a line stand in the order in which a browser shows them. The order
// is given from left to right.
func TestRunsStandInVisualOrder(t *testing.T) {
	rtl, ltr := story.RightToLeft, story.LeftToRight
	for _, c := range []struct {
		dir        story.Direction
		text, want string
	}{
		{ltr, "peace talks", "peace talks"},
		{rtl, "صلح", "صلح"},
		{rtl, "دیدار با NATO در", " در|NATO|دیدار با "},
		{rtl, "BBC گزارش", " گزارش|BBC"},
		{rtl, "سال ۲۰۲۶ بود", " بود|۲۰۲۶|سال "},
		{rtl, "با NATO 2026 در", " در|NATO 2026|با "},
		{ltr, "he said «در ۲۰۲۶ بود» today", "he said «| بود|۲۰۲۶|در |» |today"},
		{ltr, "صلح begins", "صلح| begins"},
	} {
		s := newSetter("fa", c.dir)
		lines := s.lines(c.text, 40, 5000)
		if len(lines) != 1 {
			t.Fatalf("%q: %d lines", c.text, len(lines))
		}
		letters := []rune(c.text)
		var got []string
		for _, run := range lines[0].runs {
			got = append(got, string(letters[run.Runes.Offset:run.Runes.Offset+run.Runes.Count]))
		}
		if shown := strings.Join(got, "|"); shown != c.want {
			t.Errorf("%q: %q, want %q", c.text, shown, c.want)
		}
	}
}

// Letters join, and a zero-width non-joiner keeps them apart.
func TestLettersJoin(t *testing.T) {
	s := newSetter("fa", story.RightToLeft)
	glyphs := func(text string) (ids []uint32) {
		for _, run := range s.shape([]rune(text), 40) {
			for _, g := range run.Glyphs {
				ids = append(ids, uint32(g.GlyphID))
			}
		}
		return ids
	}
	joined, apart := glyphs("می"), glyphs("م\u200cی")
	if joined[len(joined)-1] == apart[len(apart)-1] {
		t.Errorf("meem looks the same before yeh and before a non-joiner: %v, %v", joined, apart)
	}
	if alone := glyphs("م"); joined[len(joined)-1] == alone[0] {
		t.Errorf("meem looks the same alone and before yeh: %v, %v", joined, alone)
	}
}

// No last line is left with one word: five words of which four fit in a line
// are set as three and two.
func TestLinesAreBalanced(t *testing.T) {
	s := newSetter("en", story.LeftToRight)
	const text = "measures measures measures measures measures"
	four := s.lines("measures measures measures measures", 60, 5000)[0].width
	b := s.fit(text, four, 400, sizes{60, 60, 1})
	if got := read(b, text); got != "measures measures measures|measures measures" {
		t.Errorf("%q", got)
	}
}

// read gives the lines of a block.
func read(b block, text string) string {
	var lines []string
	for _, l := range b.lines {
		line := ""
		for _, run := range l.runs {
			line += string([]rune(text)[run.Runes.Offset : run.Runes.Offset+run.Runes.Count])
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.Join(lines, "|")
}

// Only a text that does not fit in the smallest type is cut, after a whole word.
func TestLongTextIsCut(t *testing.T) {
	s := newSetter("en", story.LeftToRight)
	long := strings.Repeat("measures ", 60)
	b := s.fit(long, 588, 300, headlineBeside)
	if b.size != headlineBeside.smallest || b.height() > 300 {
		t.Errorf("size %d, %d high", b.size, b.height())
	}
	if got := cut([]rune("one two three"), 9); got != "one two…" {
		t.Errorf("%q", got)
	}
}
