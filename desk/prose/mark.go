package prose

import (
	"fmt"
	"slices"
)

// mark is something said of a piece of text.
type mark struct {
	typ   *markType
	attrs *attrs
}

func (m mark) equal(o mark) bool { return m.typ == o.typ && m.attrs.equal(o.attrs) }

// excludes reports whether the two cannot stand on one text.
func (m mark) excludes(o mark) bool { return m.typ == o.typ && !m.typ.overlap }

// newMark makes a mark in our own code, from attributes that are right.
func newMark(t *markType, values map[string]any) mark {
	a, err := makeAttrs(t.attrs, values)
	if err != nil {
		panic("prose: " + t.name + ": " + err.Error())
	}
	return mark{t, a}
}

func sameMarks(a, b []mark) bool { return slices.EqualFunc(a, b, mark.equal) }

// addTo is set with m in its place: behind those of its rank, in place of the
// one it excludes.
func (m mark) addTo(set []mark) []mark {
	out := make([]mark, 0, len(set)+1)
	placed := false
	for _, o := range set {
		if m.equal(o) {
			return set
		}
		if m.excludes(o) {
			continue
		}
		if !placed && o.typ.rank > m.typ.rank {
			out = append(out, m)
			placed = true
		}
		out = append(out, o)
	}
	if !placed {
		out = append(out, m)
	}
	return out
}

func (m mark) removeFrom(set []mark) []mark {
	i := slices.IndexFunc(set, m.equal)
	if i < 0 {
		return set
	}
	return slices.Delete(slices.Clone(set), i, i+1)
}

// markOf gives the first mark of a type in set.
func markOf(set []mark, t *markType) (mark, bool) {
	for _, m := range set {
		if m.typ == t {
			return m, true
		}
	}
	return mark{}, false
}

// checkMarks: in order, none twice, none that excludes another.
func checkMarks(set []mark) error {
	for i, m := range set {
		if err := checkAttrs(m.typ.attrs, m.attrs); err != nil {
			return fmt.Errorf("mark %s: %w", m.typ.name, err)
		}
		for _, before := range set[:i] {
			if before.typ.rank > m.typ.rank || before.equal(m) || m.excludes(before) {
				return fmt.Errorf("the mark %s cannot stand beside %s", m.typ.name, before.typ.name)
			}
		}
	}
	return nil
}

func (t *nodeType) allows(set []mark) bool {
	for _, m := range set {
		if !t.allowsType(m.typ) {
			return false
		}
	}
	return true
}

func (t *nodeType) allowsType(m *markType) bool { return slices.Contains(t.marks, m) }

func weigh(marks []mark) int {
	n := 0
	for _, m := range marks {
		n += len(m.typ.name) + len(`{"type":""},`) + m.attrs.length()
	}
	return n
}
