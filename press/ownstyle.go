package press

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// sheetBudget is how many bytes the style sheet may take in a compressed page:
// it stands in every page, and the page has textBudget.
const sheetBudget = 5_500

// Where a newsroom's style lies, for messages.
const (
	baseFile  = "look/base.css"
	styleFile = "look/style.css"
)

// sheet is the whole style sheet: ours or the newsroom's base, then what follows
// from the settings, then the newsroom's additions, which win.
func (l Look) sheet() string {
	base := l.Base
	if base == "" {
		base = StyleSheet()
	}
	parts := []string{base}
	if l.Logo != nil {
		parts = append(parts, static("logo.css"))
	}
	if l.front() == FrontGrid {
		parts = append(parts, static("grid.css"))
	}
	if l.Type != 0 && l.Type != 1 {
		parts = append(parts, fmt.Sprintf("html{font-size:%.4g%%}", l.Type*100))
	}
	for _, s := range []struct {
		scheme     string
		own, usual Colours
	}{{"light", l.Light, light}, {"dark", l.Dark, dark}} {
		if s.own != (Colours{}) { // never on paper, which has colours of its own
			parts = append(parts, fmt.Sprintf("@media screen and (prefers-color-scheme:%s){:root{%s}}", s.scheme, s.own.sheet(s.usual)))
		}
	}
	return strings.Join(append(parts, l.Style), "\n")
}

// weighSheet makes sure that the newsroom's style leaves room for a page.
func (p *Press) weighSheet() error {
	l := p.site.Look
	page := &Page{Type: typeHTML, Body: []byte(p.sheet.text)}
	if p.compress.press(page); len(page.Brotli) <= sheetBudget || l.Base == "" && l.Style == "" {
		return nil
	}
	m := &Mistake{File: styleFile, Mend: "make it shorter: it stands in every page, which has 14,000 bytes in all"}
	if l.Style == "" {
		m.File = baseFile
	}
	m.What = fmt.Sprintf("with it the whole sheet has %d compressed bytes; at most %d fit", len(page.Brotli), sheetBudget)
	return m
}

// checkSheets looks at what the newsroom wrote of the style.
func (l Look) checkSheets() error {
	for _, f := range []struct{ file, text string }{{baseFile, l.Base}, {styleFile, l.Style}} {
		if err := checkSheet(f.file, f.text); err != nil {
			return err
		}
	}
	return nil
}

// checkSheet refuses a style that is not whole, or that would make a page ask
// another site for something: the Content-Security-Policy stops that, and the
// page would lack it.
func checkSheet(file, text string) error {
	m := &Mistake{File: file, Text: text}
	if bad := strings.IndexFunc(text, func(r rune) bool { return r == utf8.RuneError || r == 0 }); bad >= 0 {
		m.What, m.Mend = "it is not UTF-8", "save it as UTF-8"
		return m.at(bad)
	}
	if i := strings.Index(text, "</"); i >= 0 { // anywhere: it would end the style element
		m.What, m.Mend = "the sheet stands inside of the pages and must not hold </", "remove it, or write <\\/"
		return m.at(i)
	}
	var open []int // where the brackets that are open stand
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch c := text[i]; {
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				m.What, m.Mend = "this comment has no end", "close it with */"
				return m.at(i)
			}
			i += end + 3
		case c == '"' || c == '\'':
			end := endOfString(rest)
			if end < 0 {
				m.What, m.Mend = "this text in quotes has no end", "close it on its line with "+string(c)
				return m.at(i)
			}
			i += end
		case c == '\\':
			i++
		case c == '{' || c == '(' || c == '[':
			open = append(open, i)
		case c == '}' || c == ')' || c == ']':
			if len(open) == 0 || closing[text[open[len(open)-1]]] != c {
				m.What, m.Mend = fmt.Sprintf("nothing is open that this %c could close", c), "remove it, or look for what is missing before it"
				return m.at(i)
			}
			open = open[:len(open)-1]
		case hasFold(rest, "@import"):
			m.What, m.Mend = "@import would make a second file to wait for", "put its rules here"
			return m.at(i)
		case hasFold(rest, "url(") || hasFold(rest, "image-set(") || hasFold(rest, "src("):
			if to := strings.TrimLeft(rest[strings.IndexByte(rest, '(')+1:], " \t\r\n\"'"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
				m.What, m.Mend = "a page may load nothing from elsewhere", "name a path on this site, such as /picture/…"
				return m.at(i)
			}
		}
	}
	if len(open) > 0 {
		at := open[len(open)-1]
		m.What, m.Mend = fmt.Sprintf("this %c is never closed", text[at]), fmt.Sprintf("close it with %c", closing[text[at]])
		return m.at(at)
	}
	return nil
}

var closing = map[byte]byte{'{': '}', '(': ')', '[': ']'}

// endOfString gives where the quoted text that begins here ends; -1: on no place
// of its line.
func endOfString(s string) int {
	for i := 1; i < len(s) && s[i] != '\n'; i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i
		}
	}
	return -1
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
