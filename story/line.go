package story

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line brings s into the form of one line of text: NFC; every run of white
// space, no-break spaces and line ends too, is one space; none at the ends.
// Control characters, bidirectional embeddings and overrides, soft hyphens,
// zero width spaces, noncharacters and invalid UTF-8 are dropped. A zero width
// non-joiner stays between two letters, marks or digits and is dropped
// anywhere else. A line with nothing to see in it is empty.
func Line(s string) string {
	if one := (Text{{Text: s}}); !one.isClean(false) {
		return one.clean(false).String()
	}
	return s
}

// class says what becomes of a character in a line.
type class uint8

const (
	classOther  class = iota // kept
	classWord                // a letter, mark or digit: a ZWNJ may stand beside it
	classSpace               // white space
	classBreak               // "\n"
	classZWNJ                // kept inside words only
	classJoiner              // ZWJ: kept behind something, for emoji and the Persian "ه‍"
	classHidden              // kept, but nothing a reader sees: LRM, RLM, variation selectors
	classDrop                // never kept
)

const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

func classOf(r rune) class {
	switch {
	case r < 0x80:
		return classASCII(r)
	case r >= 0x0621 && r <= 0x06D3: // most of Arabic script, its digits and points
		if r == 0x066A || r == 0x066B || r == 0x066C || r == 0x066D {
			return classOther
		}
		return classWord
	case r >= 0x2000 && r <= 0x206F:
		return classPunctuation(r)
	case r == 0x85 || r == 0xA0 || r == 0x1680 || r == 0x3000:
		return classSpace
	case r == 0x061C || r >= 0xFE00 && r <= 0xFE0F:
		return classHidden
	case dropped(r):
		return classDrop
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
		return classWord
	}
	return classOther
}

func classASCII(r rune) class {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return classWord
	case r == ' ', r == '\t', r == '\r', r == '\v', r == '\f':
		return classSpace
	case r == '\n':
		return classBreak
	case r < ' ', r == 0x7F:
		return classDrop
	}
	return classOther
}

// classPunctuation sorts U+2000–206F, where the dangerous ones live.
func classPunctuation(r rune) class {
	switch {
	case r <= 0x200A, r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F:
		return classSpace
	case r == zwnj:
		return classZWNJ
	case r == zwj:
		return classJoiner
	case r == 0x200E, r == 0x200F:
		return classHidden
	case r == 0x200B, r >= 0x202A && r <= 0x202E, r >= 0x2060:
		return classDrop
	}
	return classOther
}

// dropped reports characters outside U+2000–206F that no page may hold:
// controls, the soft hyphen, the byte order mark, interlinear and musical
// formatting, tags (text nobody sees) and noncharacters.
func dropped(r rune) bool {
	switch {
	case r < 0xA0, r == 0xAD, r == 0x180E, r == 0xFEFF:
		return true
	case r >= 0xFFF9 && r <= 0xFFFB, r >= 0x1D173 && r <= 0x1D17A, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// isClean reports whether clean would give t back. It allocates nothing: nearly
// all text that is cleaned was clean before.
func (t Text) isClean(breaks bool) bool {
	l := looker{prev: classSpace, breaks: breaks}
	for i, s := range t {
		if s.Text == "" || i > 0 && mergeable(t[i-1].Marks, s.Marks) {
			return false
		}
		if i > 0 && l.prev != classSpace && !t[i-1].Erased && joinsBack(s.Text) || !l.span(s.Text) {
			return false
		}
	}
	return len(t) == 0 || l.seen && l.prev != classSpace && !l.zwnj
}

// looker is isClean's state.
type looker struct {
	prev   class
	breaks bool
	seen   bool // something visible was seen
	zwnj   bool // the character before was one
	rare   bool // something in the span may not be NFC
}

// span looks at one span. The usual characters, ASCII and the letters of Arabic
// script, are told by their bytes.
func (l *looker) span(s string) bool {
	l.rare = false
	for at := 0; at < len(s); {
		switch c := s[at]; {
		case c > ' ' && c < 0x7F:
			l.prev = classASCII(rune(c))
			if l.zwnj && l.prev != classWord {
				return false
			}
			l.zwnj, l.seen = false, true
			at++
		case c == ' ':
			if l.prev == classSpace || l.zwnj {
				return false
			}
			l.prev = classSpace
			at++
		case c >= 0xD8 && c <= 0xDB && at+1 < len(s) && arabicLetterAt(c, s[at+1]):
			l.prev, l.zwnj, l.seen = classWord, false, true
			at += 2
		default:
			r, n := utf8.DecodeRuneInString(s[at:])
			if r == utf8.RuneError && n <= 1 || !l.char(r) {
				return false
			}
			at += n
		}
	}
	return !l.rare || norm.NFC.IsNormalString(s)
}

// arabicLetterAt reports whether two bytes are a letter or digit of Arabic
// script that stays what it is in NFC.
func arabicLetterAt(a, b byte) bool {
	r := rune(a&0x1F)<<6 | rune(b&0x3F)
	return b&0xC0 == 0x80 && classOf(r) == classWord && alwaysNFC(r)
}

// char looks at one character of the rarer kind.
func (l *looker) char(r rune) bool {
	c := classOf(r)
	if l.zwnj && c != classWord {
		return false
	}
	l.zwnj = false
	l.rare = l.rare || !alwaysNFC(r)
	switch c {
	case classWord, classOther:
		l.seen = true
	case classBreak:
		if !l.breaks || l.prev == classSpace {
			return false
		}
		c = classSpace
	case classZWNJ:
		l.zwnj = true
		return l.prev == classWord
	case classJoiner:
		return l.prev != classSpace
	case classHidden:
		c = classOther
	case classSpace, classDrop:
		return false
	}
	l.prev = c
	return true
}

// alwaysNFC knows the commonest characters that stay what they are in NFC
// whatever stands beside them, to save the look into the big tables.
func alwaysNFC(r rune) bool {
	switch {
	case r < 0x300:
		return true
	case r >= 0x400 && r <= 0x482: // Cyrillic
		return true
	case r >= 0x620 && r <= 0x64A, r >= 0x660 && r <= 0x66F, r >= 0x671 && r <= 0x6D5, r >= 0x6F0 && r <= 0x6FF: // Arabic
		return true
	case r >= 0x200C && r <= 0x200F, r >= 0x2010 && r <= 0x2027: // joiners, dashes, quotation marks
		return true
	}
	return false
}

func badUTF8(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	return n <= 1
}

// joinsBack reports whether s begins with a character that composes with what
// stands before it, so that a span boundary there would hide a letter's mark.
func joinsBack(s string) bool {
	return s[0] >= 0xCC && !norm.NFC.PropertiesString(s).BoundaryBefore()
}

// clean is the slow path of isClean: it writes t anew, character by character.
// A run of white space belongs to the span where it began. With breaks, a run
// that holds a "\n" becomes "\n", otherwise " ".
func (t Text) clean(breaks bool) Text {
	w := cleaner{in: t, out: make(Text, 0, len(t))}
	for i, s := range t {
		for at, r := range s.Text {
			if r == utf8.RuneError && badUTF8(s.Text[at:]) {
				continue
			}
			c := classOf(r)
			if c == classBreak && !breaks {
				c = classSpace
			}
			w.add(i, s.Text[at:], r, c)
		}
	}
	w.flush()
	if !w.seen {
		return nil
	}
	for i := range w.out {
		w.out[i].Text = norm.NFC.String(w.out[i].Text)
	}
	return w.out.Join()
}

// cleaner is clean's state. Characters arrive with the number of their span and
// leave in order; waiting ones leave when the next shows that they may.
type cleaner struct {
	in   Text
	out  Text
	buf  []byte
	span int   // the span that buf belongs to
	prev class // of the last character written, classSpace at the start
	any  bool  // something was written
	seen bool  // something visible was written

	space     rune // waiting white space: 0, ' ' or '\n'
	spaceSpan int
	zwnj      bool // waiting ZWNJ
	zwnjSpan  int
}

func (w *cleaner) add(span int, rest string, r rune, c class) {
	switch c {
	case classDrop:
		return
	case classSpace, classBreak:
		w.wait(span, c)
		return
	case classZWNJ:
		if w.any && w.space == 0 && w.prev == classWord && !w.zwnj {
			w.zwnj, w.zwnjSpan = true, span
		}
		return
	case classJoiner:
		w.zwnj = false
		if w.any && w.space == 0 {
			w.write(span, r)
		}
		return
	}
	w.release(c)
	if w.any && span != w.span && w.prev != classSpace && c == classWord && !w.in[w.span].Erased && joinsBack(rest) {
		span = w.span
	}
	w.write(span, r)
	w.any, w.prev = true, c
	if c == classHidden {
		w.prev = classOther
		return
	}
	w.seen = true
}

// wait notes white space that is written only if something follows.
func (w *cleaner) wait(span int, c class) {
	w.zwnj = false
	if c == classBreak && w.space != '\n' {
		w.space, w.spaceSpan = '\n', span
	}
	if w.space == 0 {
		w.space, w.spaceSpan = ' ', span
	}
}

// release writes what waited, before a character of class c.
func (w *cleaner) release(c class) {
	if w.space != 0 && w.any {
		w.write(w.spaceSpan, w.space)
		w.prev = classSpace
	}
	if w.zwnj && c == classWord {
		w.write(w.zwnjSpan, zwnj)
	}
	w.space, w.zwnj = 0, false
}

func (w *cleaner) write(span int, r rune) {
	if span != w.span {
		w.flush()
		w.span = span
	}
	w.buf = utf8.AppendRune(w.buf, r)
}

func (w *cleaner) flush() {
	if len(w.buf) > 0 {
		w.out = append(w.out, Span{Text: string(w.buf), Marks: w.in[w.span].Marks})
		w.buf = w.buf[:0]
	}
}
