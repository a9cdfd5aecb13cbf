package prose

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// MarshalJSON writes ProseMirror's JSON, all attributes included.
func (d Doc) MarshalJSON() ([]byte, error) {
	if d.root == nil {
		return []byte("null"), nil
	}
	return d.root.appendJSON(make([]byte, 0, d.root.weight)), nil
}

func (n *node) appendJSON(b []byte) []byte {
	b = append(b, `{"type":"`+n.typ.name+`"`...)
	b = n.attrs.appendJSON(b)
	if len(n.children) > 0 {
		b = appendContent(append(b, `,"content":`...), n.children)
	}
	if len(n.marks) > 0 {
		b = append(b, `,"marks":[`...)
		for i, m := range n.marks {
			if i > 0 {
				b = append(b, ',')
			}
			b = m.appendJSON(b)
		}
		b = append(b, ']')
	}
	if n.typ.isText() {
		b = appendUnits(append(b, `,"text":`...), n.text)
	}
	return append(b, '}')
}

func appendContent(b []byte, nodes []*node) []byte {
	b = append(b, '[')
	for i, c := range nodes {
		if i > 0 {
			b = append(b, ',')
		}
		b = c.appendJSON(b)
	}
	return append(b, ']')
}

func (m mark) appendJSON(b []byte) []byte {
	b = append(b, `{"type":"`+m.typ.name+`"`...)
	return append(m.attrs.appendJSON(b), '}')
}

func (a *attrs) appendJSON(b []byte) []byte {
	if a == nil {
		return b
	}
	return append(append(b, `,"attrs":`...), a.json...)
}

// appendUnits writes text as a JSON string. Half a surrogate pair is written as
// an escape, as JavaScript does, so that the JSON is UTF-8 and nothing is lost.
func appendUnits(b []byte, text []uint16) []byte {
	b = append(b, '"')
	for i := 0; i < len(text); i++ {
		r := rune(text[i])
		if utf16.IsSurrogate(r) {
			if i+1 < len(text) {
				r = utf16.DecodeRune(r, rune(text[i+1]))
			}
			if r < 0x10000 {
				b = fmt.Appendf(b, `\u%04x`, text[i])
				continue
			}
			i++
		}
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < 0x20:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
