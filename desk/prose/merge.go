package prose

import "slices"

// Conflict is a block that was changed on both sides. The merged document has
// both, theirs first, so that nothing is lost and a person can settle it; of a
// line above the body and of a field, which there is only one of, it has mine.
type Conflict struct {
	Kind         string // of the node, or the field's name
	Theirs, Mine string
}

// Merge brings together what two sides made of base: each block is taken from the
// side that changed it. What one side deleted and the other changed stays.
func Merge(base, mine, theirs Doc) (Doc, []Conflict) {
	values, conflicts := mergeFields(base, mine, theirs)
	children := make([]*node, 3)
	for i := range children {
		n, c := mergeNode(base.root.children[i], mine.root.children[i], theirs.root.children[i])
		children[i] = n[len(n)-1]
		conflicts = append(conflicts, c...)
	}
	blocks, c := mergeBlocks(base.root.children[3:], mine.root.children[3:], theirs.root.children[3:])
	if len(blocks) == 0 { // each side deleted what the other left
		blocks = []*node{newNode(paragraphType, nil, nil)}
	}
	return Doc{newNode(docType, packAttrs(values), append(children, blocks...))}, append(conflicts, c...)
}

func mergeFields(base, mine, theirs Doc) (map[string]any, []Conflict) {
	values := map[string]any{}
	var conflicts []Conflict
	for _, a := range docType.attrs {
		was, m, t := base.root.attrs.get(a.name), mine.root.attrs.get(a.name), theirs.root.attrs.get(a.name)
		values[a.name] = m
		switch {
		case sameValue(was, m):
			values[a.name] = t
		case !sameValue(was, t) && !sameValue(m, t):
			conflicts = append(conflicts, Conflict{a.name, shown(t), shown(m)})
		}
	}
	return values, conflicts
}

// mergeNode merges one node, of which mine and theirs are what the sides made; nil
// is a deletion. It gives both when they cannot be one.
func mergeNode(was, mine, theirs *node) ([]*node, []Conflict) {
	switch {
	case mine == nil && theirs == nil, mine == nil && was.equal(theirs), theirs == nil && was.equal(mine):
		return nil, nil
	case theirs == nil:
		return []*node{mine}, nil
	case mine == nil, was.equal(mine):
		return []*node{theirs}, nil
	case was.equal(theirs), mine.equal(theirs):
		return []*node{mine}, nil
	}
	return []*node{theirs, mine}, []Conflict{{was.typ.name, theirs.String(), mine.String()}}
}

func mergeBlocks(base, mine, theirs []*node) (out []*node, conflicts []Conflict) {
	m, t := fateOf(base, mine), fateOf(base, theirs)
	for i := range len(base) + 1 {
		out = append(out, t.fresh[i]...)
		for _, n := range m.fresh[i] {
			if !slices.ContainsFunc(t.fresh[i], n.equal) {
				out = append(out, n)
			}
		}
		if i < len(base) {
			n, c := mergeNode(base[i], m.become[i], t.become[i])
			out, conflicts = append(out, n...), append(conflicts, c...)
		}
	}
	return out, conflicts
}

// fate is what one side made of each block of the base, and what it put before it.
type fate struct {
	become []*node // nil: deleted
	fresh  [][]*node
}

func fateOf(base, side []*node) fate {
	f := fate{make([]*node, len(base)), make([][]*node, len(base)+1)}
	next := 0
	for _, p := range align(base, side) {
		switch {
		case p.old < 0:
			f.fresh[next] = append(f.fresh[next], side[p.new])
			continue
		case p.new >= 0:
			f.become[p.old] = side[p.new]
		}
		next = p.old + 1
	}
	return f
}
