package prose

import (
	"encoding/json"
	"errors"
	"fmt"
)

// slice is a piece cut out of a document. The nodes along its left edge down to
// openStart, and along its right edge down to openEnd, were cut through: they are
// closed again by what they are joined to, and may hold too little until then.
type slice struct {
	content            []*node
	openStart, openEnd int
}

func readSlice(data json.RawMessage) (slice, error) {
	if data == nil || string(data) == "null" {
		return slice{}, nil
	}
	f, err := fields(data, "content", "openStart", "openEnd")
	if err != nil {
		return slice{}, fmt.Errorf("slice: %w", err)
	}
	var s slice
	if s.content, err = readContent(f["content"], 0); err != nil {
		return slice{}, fmt.Errorf("slice: %w", err)
	}
	if s.openStart, err = number(f, "openStart", false); err != nil {
		return slice{}, err
	}
	if s.openEnd, err = number(f, "openEnd", false); err != nil {
		return slice{}, err
	}
	return s, s.checkOpen()
}

// checkOpen makes sure that the open nodes are there.
func (s slice) checkOpen() error {
	left, right := s.content, s.content
	for range s.openStart {
		if len(left) == 0 || left[0].typ.isLeaf() {
			return errors.New("slice: open deeper than it is")
		}
		left = left[0].children
	}
	for range s.openEnd {
		if len(right) == 0 || right[len(right)-1].typ.isLeaf() {
			return errors.New("slice: open deeper than it is")
		}
		right = right[len(right)-1].children
	}
	return nil
}

// check goes through all that is closed in the slice. What is open is checked
// when it is joined, except for its attributes, which are checked here.
func (s slice) check() error { return checkOpenNodes(s.content, s.openStart, s.openEnd) }

func checkOpenNodes(nodes []*node, openStart, openEnd int) error {
	for i, n := range nodes {
		left, right := 0, 0
		if i == 0 {
			left = openStart
		}
		if i == len(nodes)-1 {
			right = openEnd
		}
		if left == 0 && right == 0 {
			if err := n.check(); err != nil {
				return err
			}
			continue
		}
		if err := checkMarks(n.marks); err != nil {
			return err
		}
		if err := checkOpenNodes(n.children, max(0, left-1), max(0, right-1)); err != nil {
			return err
		}
	}
	return nil
}

// insert puts nodes into the slice at an offset, counted without the open starts.
func (s slice) insert(at int, nodes []*node) (slice, bool) {
	content, ok := insertInto(s.content, at+s.openStart, nodes)
	return slice{content, s.openStart, s.openEnd}, ok
}

func insertInto(children []*node, at int, nodes []*node) ([]*node, bool) {
	size := sizeOf(children)
	if at < 0 || at > size {
		return nil, false
	}
	begin := 0
	for i, c := range children {
		if at > begin && at < begin+c.outer() && !c.typ.isText() {
			inner, ok := insertInto(c.children, at-begin-1, nodes)
			if !ok {
				return nil, false
			}
			return join(children[:i], []*node{c.with(inner)}, children[i+1:]), true
		}
		begin += c.outer()
	}
	return join(cut(children, 0, at), nodes, cut(children, at, size)), true
}
