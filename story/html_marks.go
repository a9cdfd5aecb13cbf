package story

import "strings"

// text writes spans with as few tags as their marks need: an element stays open
// over neighbours that share it. Elements nest in one order only, outermost
// first: link, statement, language, erasure, strong, emphasis.
func (w *htmlWriter) text(t Text) {
	var open Marks
	for _, s := range t {
		if !GoodLink(s.Link) {
			s.Link = ""
		}
		if !GoodLang(s.Lang) {
			s.Lang = ""
		}
		if !goodDir(s.Dir) {
			s.Dir = ""
		}
		w.between(open, s.Marks)
		w.words(s.Text)
		open = s.Marks
	}
	w.between(open, Marks{})
}

// The levels of nesting.
const (
	levelLink = iota
	levelStatement
	levelForeign
	levelErased
	levelStrong
	levelEmphasis
	levels
)

// between closes what of a is not in b, and opens what b adds.
func (w *htmlWriter) between(a, b Marks) {
	if a == b && !a.Erased {
		return
	}
	same := 0
	for same < levels && sameLevel(a, b, same) {
		same++
	}
	for i := levels - 1; i >= same; i-- {
		w.closeMark(a, i)
	}
	for i := same; i < levels; i++ {
		w.openMark(b, i)
	}
}

func sameLevel(a, b Marks, level int) bool {
	switch level {
	case levelLink:
		return a.Link == b.Link
	case levelStatement:
		return a.Statement == b.Statement
	case levelForeign:
		return a.Lang == b.Lang && a.Dir == b.Dir
	case levelErased:
		return !a.Erased && !b.Erased // two erased pieces are two
	case levelStrong:
		return a.Strong == b.Strong
	}
	return a.Emphasis == b.Emphasis
}

func (w *htmlWriter) openMark(m Marks, level int) {
	switch {
	case level == levelLink && m.Link != "":
		w.put("<a")
		w.attr("href", w.address(m.Link))
		w.put(">")
	case level == levelStatement && m.Statement != "":
		w.put("<span")
		w.attr("data-statement", m.Statement)
		w.put(">")
	case level == levelForeign && (m.Lang != "" || m.Dir != ""):
		w.put("<span")
		w.foreign(m.Lang, m.Dir)
		w.put(">")
	case level == levelErased && m.Erased:
		w.put("<span data-erased>")
	case level == levelStrong && m.Strong:
		w.put("<strong>")
	case level == levelEmphasis && m.Emphasis:
		w.put("<em>")
	}
}

func (w *htmlWriter) closeMark(m Marks, level int) {
	switch {
	case level == levelLink && m.Link != "":
		w.put("</a>")
	case level == levelStatement && m.Statement != "",
		level == levelForeign && (m.Lang != "" || m.Dir != ""),
		level == levelErased && m.Erased:
		w.put("</span>")
	case level == levelStrong && m.Strong:
		w.put("</strong>")
	case level == levelEmphasis && m.Emphasis:
		w.put("</em>")
	}
}

func (w *htmlWriter) address(link string) string {
	if link[0] == '/' {
		return w.o.Absolute + link
	}
	return link
}

// words writes text with its hard line breaks.
func (w *htmlWriter) words(s string) {
	for {
		line, rest, more := strings.Cut(s, "\n")
		w.escape(line)
		if !more {
			return
		}
		w.put("<br>")
		s = rest
	}
}
