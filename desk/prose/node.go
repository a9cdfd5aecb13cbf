package prose

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"
)

// node is a node of a document. It is never changed once it is made.
type node struct {
	typ      *nodeType
	attrs    *attrs
	marks    []mark
	text     []uint16 // of a text node, in UTF-16 code units, never empty
	children []*node
	size     int // of the content in positions; of a text node, its own
	weight   int // about the length of its JSON
}

func newNode(t *nodeType, a *attrs, children []*node) *node { return newMarked(t, a, nil, children) }

func newMarked(t *nodeType, a *attrs, marks []mark, children []*node) *node {
	if a == nil {
		a = t.plain
	}
	n := &node{typ: t, attrs: a, marks: marks, children: children, weight: len(t.name) + len(`{"type":"","content":[]},`) + a.length()}
	for _, c := range children {
		n.size += c.outer()
		n.weight += c.weight
	}
	n.weight += weigh(marks)
	return n
}

// newText makes a text node; text must not be empty.
func newText(text []uint16, marks []mark) *node {
	weight := len(`{"type":"text","text":""},`) + weigh(marks)
	for _, u := range text {
		weight += units(u)
	}
	return &node{typ: textType, marks: marks, text: text, size: len(text), weight: weight}
}

// units is about how many bytes JSON needs for a code unit; a half of a pair
// counts for half of four.
func units(u uint16) int {
	switch {
	case u < 0x20:
		return 6
	case u < 0x80:
		return 1
	case u < 0x800, utf16.IsSurrogate(rune(u)):
		return 2
	}
	return 3
}

// outer is how many positions the node takes in its parent.
func (n *node) outer() int {
	switch {
	case n.typ.isText():
		return n.size
	case n.typ.isLeaf():
		return 1
	}
	return n.size + 2
}

// with is n with other children.
func (n *node) with(children []*node) *node { return newMarked(n.typ, n.attrs, n.marks, children) }

// marked is n with other marks.
func (n *node) marked(marks []mark) *node {
	if n.typ.isText() {
		return newText(n.text, marks)
	}
	return newMarked(n.typ, n.attrs, marks, n.children)
}

// withChild is n with one child changed.
func (n *node) withChild(i int, child *node) *node {
	children := slices.Clone(n.children)
	children[i] = child
	return n.with(children)
}

func (n *node) equal(m *node) bool {
	return n == m || n.typ == m.typ && n.size == m.size && n.attrs.equal(m.attrs) && sameMarks(n.marks, m.marks) &&
		slices.Equal(n.text, m.text) && slices.EqualFunc(n.children, m.children, (*node).equal)
}

// String is the text under n, without anything between its blocks. Halves of
// surrogate pairs are U+FFFD.
func (n *node) String() string {
	if n.typ.isText() {
		return string(utf16.Decode(n.text))
	}
	if n.typ == breakType {
		return "\n"
	}
	if len(n.children) == 1 {
		return n.children[0].String()
	}
	var b []byte
	for _, c := range n.children {
		b = append(b, c.String()...)
	}
	return string(b)
}

// check says what breaks the schema in n and everything under it.
func (n *node) check() error {
	if err := n.checkSelf(); err != nil {
		return err
	}
	for _, c := range n.children {
		if err := c.check(); err != nil {
			return err
		}
	}
	return nil
}

// checkSelf is check without the nodes under n.
func (n *node) checkSelf() error {
	if err := checkAttrs(n.typ.attrs, n.attrs); err != nil {
		return fmt.Errorf("%s: %w", n.typ.name, err)
	}
	if err := checkMarks(n.marks); err != nil {
		return fmt.Errorf("%s: %w", n.typ.name, err)
	}
	if n.typ.isText() && len(n.text) == 0 {
		return errors.New("text without a letter")
	}
	return n.checkContent()
}

// checkContent says whether n may have the children it has.
func (n *node) checkContent() error {
	if !n.typ.content.matches(n.children) {
		return fmt.Errorf("a %s cannot hold what it is given", n.typ.name)
	}
	for _, c := range n.children {
		if len(c.marks) > maxMarks {
			return fmt.Errorf("%d marks on one text", len(c.marks))
		}
		if !n.typ.allows(c.marks) {
			return fmt.Errorf("a mark that a %s does not allow", n.typ.name)
		}
	}
	return nil
}
