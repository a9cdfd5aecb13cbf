package card

import (
	"slices"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"stet.news/story"
)

// setter sets text in one language and direction. It is used by one goroutine.
type setter struct {
	faces  family
	dir    di.Direction
	lang   language.Language
	shaper shaping.HarfbuzzShaper
	split  shaping.Segmenter
	wrap   shaping.LineWrapper
	levels bidi.Paragraph
}

func newSetter(lang string, dir story.Direction) *setter {
	s := &setter{faces: familyFor(dir), lang: language.NewLanguage(lang), dir: di.DirectionLTR}
	if dir == story.RightToLeft {
		s.dir = di.DirectionRTL
	}
	return s
}

// line is a line of text: its runs from left to right, and its width in pixels.
type line struct {
	runs  []shaping.Output
	width int
}

// lines breaks a text into lines at most width pixels wide. A word that is wider
// is broken where it must be.
func (s *setter) lines(text string, size, width int) []line {
	if text == "" {
		return nil
	}
	runes := []rune(text)
	runs := s.shape(runes, size)
	wrapped, _ := s.wrap.WrapParagraph(shaping.WrapConfig{Direction: s.dir, DisableTrailingWhitespaceTrim: true}, width, runes, shaping.NewSliceIterator(runs))
	levels := s.levelsOf(runes)
	out := make([]line, len(wrapped))
	for i, w := range wrapped {
		own := slices.Clone(w) // the wrapper uses its memory again
		trim(own, runes)
		out[i] = line{runs: visual(own, levels)}
		var advance fixed.Int26_6
		for _, run := range own {
			advance += run.Advance
		}
		out[i].width = advance.Ceil()
	}
	return out
}

// shape turns a text into glyphs, run by run, in reading order.
func (s *setter) shape(runes []rune, size int) []shaping.Output {
	whole := shaping.Input{Text: runes, RunEnd: len(runes), Direction: s.dir, Size: fixed.I(size), Language: s.lang}
	var out []shaping.Output
	for _, in := range s.split.Split(whole, s.faces) {
		out = append(out, s.shaper.Shape(in))
	}
	return out
}

// levelsOf gives the embedding level of each character (Unicode Annex 9).
func (s *setter) levelsOf(runes []rune) []bidi.Level {
	base := bidi.LeftToRight
	if s.dir == di.DirectionRTL {
		base = bidi.RightToLeft
	}
	runs := s.levels.Segment(runes, base)
	levels := make([]bidi.Level, len(runes))
	for i := range runs.NumRuns() {
		r := runs.Run(i)
		for at := r.Start; at < r.End; at++ {
			levels[at] = r.Level
		}
	}
	return levels
}

// trim takes the space at the end of a line out of its width.
func trim(line []shaping.Output, runes []rune) {
	if len(line) == 0 {
		return
	}
	last := &line[len(line)-1]
	end := last.Runes.Offset + last.Runes.Count
	if end == 0 || runes[end-1] != ' ' {
		return
	}
	last.Glyphs = slices.Clone(last.Glyphs)
	for i := range last.Glyphs {
		if last.Glyphs[i].TextIndex() == end-1 {
			last.Advance -= last.Glyphs[i].Advance
			last.Glyphs[i].Advance = 0
		}
	}
}

// visual puts the runs of a line in order from left to right: from the highest
// level down, what is at a level or above is turned round (rule L2). The line
// wrapper's own order is wrong for numbers inside a foreign phrase.
func visual(line []shaping.Output, levels []bidi.Level) []shaping.Output {
	level := func(run shaping.Output) bidi.Level { return levels[run.Runes.Offset] }
	var highest bidi.Level
	for _, run := range line {
		highest = max(highest, level(run))
	}
	out := slices.Clone(line)
	for at := highest; at > 0; at-- {
		for i := 0; i < len(out); i++ {
			j := i
			for j < len(out) && level(out[j]) >= at {
				j++
			}
			slices.Reverse(out[i:j])
			i = max(i, j-1)
		}
	}
	return out
}

// leading is the distance of two lines in pixels: joined scripts have letters
// that reach further up and down.
func (s *setter) leading(size int) int {
	if s.dir == di.DirectionRTL {
		return size * 142 / 100
	}
	return size * 118 / 100
}
