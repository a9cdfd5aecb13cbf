package prose

import "fmt"

// place is a position with the way that leads there from the root.
type place struct {
	pos    int
	path   []turn
	offset int // from the start of the innermost node's content
}

// turn is one node on the way: where in it the way goes on, and at what position
// the child there begins.
type turn struct {
	node  *node
	index int
	start int // absolute
}

// find goes to a position, which must be within the root's content.
func find(root *node, pos int) (place, error) {
	if pos < 0 || pos > root.size {
		return place{}, fmt.Errorf("%w: position %d is outside of the document", ErrRefused, pos)
	}
	p := place{pos: pos, offset: pos}
	start := 0
	for n := root; ; {
		index, offset := n.childAt(p.offset)
		p.path = append(p.path, turn{n, index, start + offset})
		rest := p.offset - offset
		if rest == 0 || n.children[index].typ.isText() {
			return p, nil
		}
		n = n.children[index]
		p.offset = rest - 1
		start += offset + 1
	}
}

// childAt gives the child at an offset within n, and the offset at which it
// begins; behind the last child, their number.
func (n *node) childAt(offset int) (index, begin int) {
	for i, c := range n.children {
		end := begin + c.outer()
		if offset < end {
			return i, begin
		}
		begin = end
	}
	return len(n.children), begin
}

func (p place) depth() int           { return len(p.path) - 1 }
func (p place) node(depth int) *node { return p.path[depth].node }
func (p place) index(depth int) int  { return p.path[depth].index }
func (p place) parent() *node        { return p.path[p.depth()].node }

// inText is how far into a text node the place is; 0 when it is between nodes.
func (p place) inText() int { return p.pos - p.path[p.depth()].start }

// start is the position at which the content of the node at depth begins.
func (p place) start(depth int) int {
	if depth == 0 {
		return 0
	}
	return p.path[depth-1].start + 1
}

func (p place) end(depth int) int { return p.start(depth) + p.node(depth).size }

// shared is the depth down to which pos has the same nodes around it.
func (p place) shared(pos int) int {
	for d := p.depth(); d > 0; d-- {
		if p.start(d) <= pos && pos <= p.end(d) {
			return d
		}
	}
	return 0
}

// after is the index of the child that comes next at depth.
func (p place) after(depth int) int {
	if depth == p.depth() && p.inText() == 0 {
		return p.index(depth)
	}
	return p.index(depth) + 1
}
