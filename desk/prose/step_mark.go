package prose

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// markStep sets a mark on all text in a range where it is allowed, or takes it
// away.
type markStep struct {
	from, to int
	mark     mark
	remove   bool
}

func readMarkStep(kind string, f map[string]json.RawMessage) (Step, error) {
	n, err := numbers(f, "from", "to")
	if err != nil {
		return nil, err
	}
	m, err := readMark(f["mark"])
	return markStep{n[0], n[1], m, kind == "removeMark"}, err
}

func (s markStep) apply(root *node) (*node, error) {
	piece, err := root.slice(s.from, s.to)
	if err != nil {
		return nil, err
	}
	p, err := find(root, s.from)
	if err != nil {
		return nil, err
	}
	piece.content = s.over(piece.content, p.node(p.shared(s.to)).typ)
	return root.replace(s.from, s.to, piece)
}

// over marks nodes, which stand in a node of type in, and those under them.
func (s markStep) over(nodes []*node, in *nodeType) []*node {
	var out []*node
	for _, n := range nodes {
		if len(n.children) > 0 {
			n = n.with(s.over(n.children, n.typ))
		}
		if n.typ.inline {
			n = s.on(n, in)
		}
		out = push(out, n)
	}
	return out
}

func (s markStep) on(n *node, in *nodeType) *node {
	if s.remove {
		return n.marked(s.mark.removeFrom(n.marks))
	}
	if !in.allowsType(s.mark.typ) {
		return n
	}
	return n.marked(s.mark.addTo(n.marks))
}

// MarshalJSON writes ProseMirror's JSON.
func (s markStep) MarshalJSON() ([]byte, error) {
	kind := "addMark"
	if s.remove {
		kind = "removeMark"
	}
	b := s.mark.appendJSON([]byte(`{"stepType":"` + kind + `","mark":`))
	return fmt.Appendf(b, `,"from":%d,"to":%d}`, s.from, s.to), nil
}

// markSetStep is several markSteps: what undoes a mark that stood on parts of a
// range only.
type markSetStep []Step

func readMarkSet(f map[string]json.RawMessage) (Step, error) {
	list, err := readList(f["steps"])
	if err != nil {
		return nil, err
	}
	set := markSetStep{}
	for _, raw := range list {
		s, err := readStep(raw)
		if err != nil {
			return nil, err
		}
		if _, ok := s.(markStep); !ok {
			return nil, errors.New("want steps that set marks")
		}
		set = append(set, s)
	}
	return set, nil
}

func (s markSetStep) apply(root *node) (*node, error) {
	d, err := ApplyAll(Doc{root}, s)
	return d.root, err
}

// MarshalJSON writes ProseMirror's JSON.
func (s markSetStep) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"stepType": "markSet", "steps": []Step(s)})
}

// nodeMarkStep sets a mark on one node, or takes it away. In our schema that can
// only be a hard break.
type nodeMarkStep struct {
	pos    int
	mark   mark
	remove bool
}

func readNodeMarkStep(kind string, f map[string]json.RawMessage) (Step, error) {
	n, err := numbers(f, "pos")
	if err != nil {
		return nil, err
	}
	m, err := readMark(f["mark"])
	return nodeMarkStep{n[0], m, kind == "removeNodeMark"}, err
}

func (s nodeMarkStep) apply(root *node) (*node, error) {
	return root.changeAt(s.pos, func(n *node) (*node, error) {
		if s.remove {
			return n.marked(s.mark.removeFrom(n.marks)), nil
		}
		return n.marked(s.mark.addTo(n.marks)), nil
	})
}

// MarshalJSON writes ProseMirror's JSON.
func (s nodeMarkStep) MarshalJSON() ([]byte, error) {
	kind := "addNodeMark"
	if s.remove {
		kind = "removeNodeMark"
	}
	b := s.mark.appendJSON(fmt.Appendf(nil, `{"stepType":"%s","pos":%d,"mark":`, kind, s.pos))
	return append(b, '}'), nil
}

// changeAt changes the one node, no text, that begins at a position.
func (n *node) changeAt(pos int, change func(*node) (*node, error)) (*node, error) {
	p, err := find(n, pos)
	if err != nil {
		return nil, err
	}
	parent, i := p.parent(), p.index(p.depth())
	if i == len(parent.children) || parent.children[i].typ.isText() {
		return nil, fmt.Errorf("%w: no node begins at %d", ErrRefused, pos)
	}
	changed, err := change(parent.children[i])
	if err != nil {
		return nil, err
	}
	children := slices.Clone(parent.children)
	children[i] = changed
	out, err := parent.closed(children, nil)
	if err != nil {
		return nil, err
	}
	for d := p.depth() - 1; d >= 0; d-- {
		out = p.node(d).withChild(p.index(d), out)
	}
	return out, nil
}
