package prose

import "slices"

// push appends a node to children; a text joins the one before it when both have
// the same marks.
func push(children []*node, n *node) []*node {
	if last := len(children) - 1; last >= 0 && n.typ.isText() && children[last].typ.isText() && sameMarks(children[last].marks, n.marks) {
		children[last] = newText(slices.Concat(children[last].text, n.text), n.marks)
		return children
	}
	return append(children, n)
}

// join strings lists of children together; the lists are not written to.
func join(lists ...[]*node) []*node {
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	out := make([]*node, 0, n)
	for _, l := range lists {
		for _, c := range l {
			out = push(out, c)
		}
	}
	return out
}

// cut is the part of children between two offsets; nodes at its ends are parted.
func cut(children []*node, from, to int) []*node {
	if from >= to {
		return nil
	}
	var out []*node
	begin := 0
	for _, c := range children {
		end := begin + c.outer()
		if end > from && begin < to {
			out = append(out, c.part(from-begin, to-begin))
		}
		if begin = end; begin >= to {
			break
		}
	}
	return out
}

// part is n between two offsets, counted from before it, as far as it reaches.
func (n *node) part(from, to int) *node {
	if from <= 0 && to >= n.outer() {
		return n
	}
	if n.typ.isText() {
		return newText(n.text[max(0, from):min(n.size, to)], n.marks)
	}
	return n.with(cut(n.children, max(0, from-1), min(n.size, to-1)))
}

func sizeOf(children []*node) int {
	n := 0
	for _, c := range children {
		n += c.outer()
	}
	return n
}
