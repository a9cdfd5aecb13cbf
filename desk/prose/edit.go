package prose

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf16"
)

// Edit gives steps that make of one document the other, to be applied in order.
// They touch what differs: a field, a block that is new or gone, within a changed
// block what lies between its common beginning and its common end.
func Edit(from, to Doc) []Step {
	var steps []Step
	for _, a := range docType.attrs {
		if v := to.root.attrs.get(a.name); !sameValue(from.root.attrs.get(a.name), v) {
			steps = append(steps, setField(a.name, v))
		}
	}
	return append(steps, editChildren(from.root, to.root, 0)...)
}

func sameValue(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

// editChildren works from the last child to the first, so that no step moves what
// those after it are about. start is where the old node's content begins.
func editChildren(old, new *node, start int) []Step {
	pairs := align(old.children, new.children)
	if old.typ == docType { // the three lines above the body are always there
		pairs = slices.Concat([]pair{{0, 0}, {1, 1}, {2, 2}}, shift(align(old.children[3:], new.children[3:]), 3, 3))
	}
	begins := begins(old.children, start)
	var steps []Step
	for end := len(pairs); end > 0; {
		p := pairs[end-1]
		if p.old >= 0 && p.new >= 0 {
			steps = append(steps, editNode(old.children[p.old], new.children[p.new], begins[p.old])...)
			end--
			continue
		}
		first := end - 1
		for first > 0 && (pairs[first-1].old < 0 || pairs[first-1].new < 0) {
			first--
		}
		steps = append(steps, swap(pairs[first:end], new.children, begins, nextOld(pairs[:first])))
		end = first
	}
	return steps
}

// begins gives where each child begins, and where the last ends.
func begins(children []*node, start int) []int {
	out := make([]int, 0, len(children)+1)
	for _, c := range children {
		out = append(out, start)
		start += c.outer()
	}
	return append(out, start)
}

// nextOld is the index of the old child that comes next behind pairs.
func nextOld(pairs []pair) int {
	next := 0
	for _, p := range pairs {
		next = max(next, p.old+1)
	}
	return next
}

// swap puts the new nodes of pairs that have no partner into the old ones' place,
// in one step: a list must not be empty in between.
func swap(pairs []pair, children []*node, begins []int, next int) Step {
	s := replaceStep{from: begins[next]}
	for _, p := range pairs {
		if p.old >= 0 {
			next = p.old + 1
		} else {
			s.slice.content = append(s.slice.content, children[p.new])
		}
	}
	s.to = begins[next]
	return s
}

// editNode edits one node that begins at pos.
func editNode(old, new *node, pos int) []Step {
	if old.equal(new) {
		return nil
	}
	var steps []Step
	for _, a := range old.typ.attrs {
		if v := new.attrs.get(a.name); old.attrs.get(a.name) != v {
			steps = append(steps, setAttr(pos, a.name, v))
		}
	}
	switch {
	case old.typ.holdsText():
		return append(steps, editText(old, new, pos+1)...)
	case old.typ.isLeaf():
		return steps
	}
	return append(steps, editChildren(old, new, pos+1)...)
}

// editText replaces what lies between the common beginning and the common end.
func editText(old, new *node, start int) []Step {
	head, tail := common(unitsOf(old), unitsOf(new), unit.equal)
	if head == old.size && head == new.size {
		return nil
	}
	return []Step{replaceStep{
		from: start + head, to: start + old.size - tail,
		slice: slice{content: cut(new.children, head, new.size-tail)},
	}}
}

// common counts how many positions two lines have in common at their beginnings
// and at their ends, and never parts the halves of a pair.
func common(a, b []unit, same func(u, v unit) bool) (head, tail int) {
	for head < len(a) && head < len(b) && same(a[head], b[head]) {
		head++
	}
	if head > 0 && a[head-1].half(0xD800) {
		head--
	}
	for tail < len(a)-head && tail < len(b)-head && same(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	if tail > 0 && a[len(a)-tail].half(0xDC00) {
		tail--
	}
	return head, tail
}

// unit is a position of a line of text: a code unit or a break, with its marks.
type unit struct {
	code uint16
	of   *node
}

func unitsOf(line *node) []unit {
	out := make([]unit, 0, line.size)
	for _, n := range line.children {
		if !n.typ.isText() {
			out = append(out, unit{0, n})
		}
		for _, u := range n.text {
			out = append(out, unit{u, n})
		}
	}
	return out
}

func (u unit) equal(v unit) bool {
	return u.code == v.code && u.of.typ == v.of.typ && (u.of == v.of || sameMarks(u.of.marks, v.of.marks))
}

// half reports whether u is a surrogate of the range that begins at first.
func (u unit) half(first uint16) bool {
	return utf16.IsSurrogate(rune(u.code)) && u.code&0xFC00 == first
}
