package prose

import "fmt"

// replace puts a slice in the place of what is between two positions, as
// ProseMirror's Node.replace does: the slice's open nodes are joined to those
// around the positions, and every node that is joined must be whole afterwards.
func (n *node) replace(from, to int, s slice) (*node, error) {
	if from > to {
		return nil, fmt.Errorf("%w: from %d to %d", ErrRefused, from, to)
	}
	a, err := find(n, from)
	if err != nil {
		return nil, err
	}
	b, err := find(n, to)
	if err != nil {
		return nil, err
	}
	if s.openStart > a.depth() || a.depth()-s.openStart != b.depth()-s.openEnd {
		return nil, fmt.Errorf("%w: the piece is open to another depth than its place", ErrRefused)
	}
	return (&replacing{from: a, to: b, slice: s}).at(0)
}

type replacing struct {
	from, to place
	slice    slice
	// The two ends of the slice, below nodes like those around from, so that
	// start is as deep as from and end as deep as to.
	start, end place
}

// at makes the node at depth on the way to both positions anew.
func (r *replacing) at(depth int) (*node, error) {
	n, i := r.from.node(depth), r.from.index(depth)
	switch {
	case i == r.to.index(depth) && depth < r.from.depth()-r.slice.openStart:
		child, err := r.at(depth + 1)
		if err != nil {
			return nil, err
		}
		return n.withChild(i, child), nil
	case len(r.slice.content) == 0:
		return n.closed(seam(r.from, r.to, depth))
	case r.slice.openStart == 0 && r.slice.openEnd == 0 && r.from.depth() == depth && r.to.depth() == depth:
		return n.closed(join(cut(n.children, 0, r.from.offset), r.slice.content, cut(n.children, r.to.offset, n.size)), nil)
	}
	if err := r.hang(); err != nil {
		return nil, err
	}
	return n.closed(r.seams(depth))
}

// hang finds the slice's two ends.
func (r *replacing) hang() (err error) {
	extra := r.from.depth() - r.slice.openStart
	n := r.from.node(extra).with(r.slice.content)
	for i := extra - 1; i >= 0; i-- {
		n = r.from.node(i).with([]*node{n})
	}
	if r.start, err = find(n, r.slice.openStart+extra); err == nil {
		r.end, err = find(n, n.size-r.slice.openEnd-extra)
	}
	return err
}

// closed is n with the children, if it may hold them.
func (n *node) closed(children []*node, err error) (*node, error) {
	if err != nil {
		return nil, err
	}
	out := n.with(children)
	if err := out.checkContent(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return out, nil
}

// seams gives the content at depth: what is before from, the slice, what is
// behind to, with a node where the slice is open on either side.
func (r *replacing) seams(depth int) ([]*node, error) {
	opens, closes := r.from.depth() > depth, r.to.depth() > depth
	if opens && closes && r.start.index(depth) == r.end.index(depth) {
		child, err := r.through(depth + 1)
		if err != nil {
			return nil, err
		}
		return behind(push(before(nil, r.from, depth), child), r.to, depth), nil
	}
	out, err := before(nil, r.from, depth), error(nil)
	if opens {
		if out, err = pushJoined(out, r.from, r.start, depth+1); err != nil {
			return nil, err
		}
	}
	out = between(out, r.start, r.end, depth)
	if closes {
		if out, err = pushJoined(out, r.end, r.to, depth+1); err != nil {
			return nil, err
		}
	}
	return behind(out, r.to, depth), nil
}

// through makes the node at depth that begins before the slice and ends behind it.
func (r *replacing) through(depth int) (*node, error) {
	n := r.from.node(depth)
	for _, pair := range [][2]place{{r.from, r.start}, {r.end, r.to}, {r.from, r.end}} {
		if err := checkJoin(pair[0], pair[1], depth); err != nil {
			return nil, err
		}
	}
	return n.closed(r.seams(depth))
}

// seam gives the content at depth when what is before a meets what is behind b.
func seam(a, b place, depth int) ([]*node, error) {
	out, err := before(nil, a, depth), error(nil)
	if a.depth() > depth {
		if out, err = pushJoined(out, a, b, depth+1); err != nil {
			return nil, err
		}
	}
	return behind(out, b, depth), nil
}

// pushJoined appends the node at depth that begins before a and ends behind b.
func pushJoined(out []*node, a, b place, depth int) ([]*node, error) {
	if err := checkJoin(a, b, depth); err != nil {
		return nil, err
	}
	child, err := a.node(depth).closed(seam(a, b, depth))
	if err != nil {
		return nil, err
	}
	return push(out, child), nil
}

// checkJoin: what is behind b at depth may go on where a stops.
func checkJoin(a, b place, depth int) error {
	if main, sub := a.node(depth).typ, b.node(depth).typ; !joinable(main, sub) {
		return fmt.Errorf("%w: a %s cannot be joined onto a %s", ErrRefused, sub.name, main.name)
	}
	return nil
}

// before appends what the node at depth holds before p, not what p is in.
func before(out []*node, p place, depth int) []*node {
	n, i := p.node(depth), p.index(depth)
	out = append(out, n.children[:i]...)
	if at := p.inText(); p.depth() == depth && at > 0 {
		out = append(out, n.children[i].part(0, at))
	}
	return out
}

// behind appends what the node at depth holds behind p, not what p is in.
func behind(out []*node, p place, depth int) []*node {
	n, i := p.node(depth), p.index(depth)
	switch at := p.inText(); {
	case p.depth() > depth:
		i++
	case at > 0:
		out = push(out, n.children[i].part(at, n.children[i].size))
		i++
	}
	if i < len(n.children) { // only the first can join what is there
		out = append(push(out, n.children[i]), n.children[i+1:]...)
	}
	return out
}

// between appends what lies between the two ends of a slice, not what they are in.
func between(out []*node, start, end place, depth int) []*node {
	i := start.index(depth)
	if start.depth() > depth {
		i++
	}
	for _, c := range start.node(depth).children[i:end.index(depth)] {
		out = push(out, c)
	}
	return out
}
