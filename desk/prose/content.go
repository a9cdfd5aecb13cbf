package prose

import "slices"

// content says what children a node may have: parts, one after the other. No
// two neighbouring parts of our schema share a type, so children are matched
// without ever going back.
type content []part

// part is at least so many children of these types, and at most so many; most 0
// is no limit.
type part struct {
	types       []*nodeType
	least, most int
}

// matches reports whether children are what c asks for.
func (c content) matches(children []*node) bool {
	at := 0
	for _, p := range c {
		n := 0
		for at < len(children) && (p.most == 0 || n < p.most) && slices.Contains(p.types, children[at].typ) {
			at++
			n++
		}
		if n < p.least {
			return false
		}
	}
	return at == len(children)
}

// sharesStart reports whether some node could come first in both, which is when
// ProseMirror lets one node be joined onto another.
func (c content) sharesStart(d content) bool {
	for _, t := range c.firsts() {
		if slices.Contains(d.firsts(), t) {
			return true
		}
	}
	return false
}

func (c content) firsts() []*nodeType {
	var out []*nodeType
	for _, p := range c {
		out = append(out, p.types...)
		if p.least > 0 {
			break
		}
	}
	return out
}

// joinable reports whether the content of sub may be joined onto main.
func joinable(main, sub *nodeType) bool {
	return main == sub || sub.content.sharesStart(main.content)
}
