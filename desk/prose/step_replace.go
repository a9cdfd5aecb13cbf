package prose

import (
	"encoding/json"
	"fmt"
)

// replaceStep puts a slice in the place of a range. With structure it refuses to
// overwrite text: it was made to move boundaries of nodes only.
type replaceStep struct {
	from, to  int
	slice     slice
	structure bool
}

func readReplace(f map[string]json.RawMessage) (Step, error) {
	n, err := numbers(f, "from", "to")
	if err != nil {
		return nil, err
	}
	s := replaceStep{from: n[0], to: n[1]}
	if s.slice, err = readSlice(f["slice"]); err != nil {
		return nil, err
	}
	if s.structure, err = readFlag(f, "structure"); err != nil {
		return nil, err
	}
	return s, s.slice.check()
}

func (s replaceStep) apply(root *node) (*node, error) {
	if s.structure && hasContent(root, s.from, s.to) {
		return nil, fmt.Errorf("%w: it would overwrite text", ErrRefused)
	}
	return root.replace(s.from, s.to, s.slice)
}

// MarshalJSON writes ProseMirror's JSON.
func (s replaceStep) MarshalJSON() ([]byte, error) {
	b := fmt.Appendf(nil, `{"stepType":"replace","from":%d,"to":%d`, s.from, s.to)
	return append(s.slice.appendFields(b, s.structure), '}'), nil
}

// replaceAroundStep is a replaceStep that keeps a range within, the gap, and puts
// it into the slice at insert: what wraps, unwraps and changes kinds of blocks.
type replaceAroundStep struct {
	replaceStep
	gapFrom, gapTo, insert int
}

func readReplaceAround(f map[string]json.RawMessage) (Step, error) {
	n, err := numbers(f, "from", "to", "gapFrom", "gapTo", "insert")
	if err != nil {
		return nil, err
	}
	s := replaceAroundStep{gapFrom: n[2], gapTo: n[3], insert: n[4]}
	s.from, s.to = n[0], n[1]
	if s.slice, err = readSlice(f["slice"]); err != nil {
		return nil, err
	}
	s.structure, err = readFlag(f, "structure")
	return s, err
}

func (s replaceAroundStep) apply(root *node) (*node, error) {
	if s.from > s.gapFrom || s.gapFrom > s.gapTo || s.gapTo > s.to {
		return nil, fmt.Errorf("%w: the gap is not within the range", ErrRefused)
	}
	if s.structure && (hasContent(root, s.from, s.gapFrom) || hasContent(root, s.gapTo, s.to)) {
		return nil, fmt.Errorf("%w: it would overwrite text", ErrRefused)
	}
	gap, err := root.slice(s.gapFrom, s.gapTo)
	if err != nil {
		return nil, err
	}
	if gap.openStart > 0 || gap.openEnd > 0 {
		return nil, fmt.Errorf("%w: the gap is not flat", ErrRefused)
	}
	whole, ok := s.slice.insert(s.insert, gap.content)
	if !ok {
		return nil, fmt.Errorf("%w: the gap does not fit", ErrRefused)
	}
	// Only now can be said whether the slice is right: an empty list waits for
	// its items.
	// And the gap may have come behind what was open.
	err = whole.checkOpen()
	if err == nil {
		err = whole.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return root.replace(s.from, s.to, whole)
}

// MarshalJSON writes ProseMirror's JSON.
func (s replaceAroundStep) MarshalJSON() ([]byte, error) {
	b := fmt.Appendf(nil, `{"stepType":"replaceAround","from":%d,"to":%d,"gapFrom":%d,"gapTo":%d,"insert":%d`,
		s.from, s.to, s.gapFrom, s.gapTo, s.insert)
	return append(s.slice.appendFields(b, s.structure), '}'), nil
}

func (s slice) appendFields(b []byte, structure bool) []byte {
	if len(s.content) > 0 {
		b = append(appendContent(append(b, `,"slice":{"content":`...), s.content), fmt.Sprintf(`,"openStart":%d,"openEnd":%d}`, s.openStart, s.openEnd)...)
	}
	if structure {
		b = append(b, `,"structure":true`...)
	}
	return b
}

// slice cuts a piece out.
func (n *node) slice(from, to int) (slice, error) {
	if from == to {
		return slice{}, nil
	}
	a, err := find(n, from)
	if err != nil {
		return slice{}, err
	}
	b, err := find(n, to)
	if err != nil {
		return slice{}, err
	}
	depth := a.shared(to)
	start := a.start(depth)
	return slice{cut(a.node(depth).children, from-start, to-start), a.depth() - depth, b.depth() - depth}, nil
}

// hasContent reports whether there is more between two positions than ends of
// nodes and then beginnings.
func hasContent(root *node, from, to int) bool {
	p, err := find(root, from)
	if err != nil {
		return true // replace will say why
	}
	left, depth := to-from, p.depth()
	for left > 0 && depth > 0 && p.after(depth) == len(p.node(depth).children) {
		depth--
		left--
	}
	if left <= 0 {
		return false
	}
	n, i := p.node(depth), p.after(depth)
	for ; left > 0; left-- {
		if i >= len(n.children) || n.children[i].typ.isLeaf() {
			return true
		}
		n, i = n.children[i], 0
	}
	return false
}
