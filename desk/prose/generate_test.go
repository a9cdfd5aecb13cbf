package prose

import (
	"math/rand/v2"
	"strings"
	"unicode/utf16"
)

// chance makes random documents and steps: many right ones, many that are wrong
// in one way, some that are wrong altogether.
type chance struct{ *rand.Rand }

func newChance(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 4))} }

func (c chance) one(in int) bool { return c.IntN(in) == 0 }

func oneOf[T any](c chance, list ...T) T { return list[c.IntN(len(list))] }

var words = strings.Fields("Kabul said the U.S. 3.5 naïve می\u200cرود کتاب\u200cها سړی ۱۲۳ 👩\u200d👩\u200d👧 ❤\ufe0f e\u0301 \U0001f600 «نقل» \" \\ < & \u0001x")

func (c chance) units() []uint16 {
	var w strings.Builder
	for range 1 + c.IntN(4) {
		w.WriteString(words[c.IntN(len(words))])
		w.WriteString(oneOf(c, " ", "", " "))
	}
	return utf16.Encode([]rune(w.String()))
}

func (c chance) mark(of []*markType) mark {
	switch t := of[c.IntN(len(of))]; t {
	case linkMark:
		return newMark(t, map[string]any{"href": oneOf(c, "/a", "https://example.org/?b=1&c", "mailto:a@example.org")})
	case foreignMark:
		return newMark(t, map[string]any{"lang": oneOf(c, "fa", "en", ""), "dir": oneOf(c, "rtl", "ltr", "")})
	case statementMark:
		return newMark(t, map[string]any{"name": oneOf(c, "Ali", "ګل محمد")})
	case commentMark:
		return newMark(t, map[string]any{"id": oneOf(c, "c1", "c2", "c3")})
	case insertedMark, deletedMark:
		return newMark(t, map[string]any{"id": oneOf(c, "s1", "s2"), "by": oneOf(c, "ali", "")})
	default:
		return newMark(t, nil)
	}
}

func (c chance) marks(of []*markType) []mark {
	var set []mark
	for len(of) > 0 && c.one(2) {
		set = c.mark(of).addTo(set)
	}
	return set
}

func (c chance) inline(in *nodeType) []*node {
	var out []*node
	for range c.IntN(5) {
		if in.content[0].types[len(in.content[0].types)-1] == breakType && c.one(4) {
			out = push(out, newMarked(breakType, nil, c.marks(in.marks), nil))
			continue
		}
		out = push(out, newText(c.units(), c.marks(in.marks)))
	}
	return out
}

func (c chance) several(t *nodeType) []*node {
	var out []*node
	for range 1 + c.IntN(3) {
		out = append(out, c.node(t))
	}
	return out
}

// node makes a node of a type with all it needs.
func (c chance) node(t *nodeType) *node {
	switch {
	case t == textType:
		return newText(c.units(), nil)
	case t == docType:
		out := []*node{c.node(headlineType), c.node(standfirstType), c.node(datelineType)}
		for range 1 + c.IntN(6) {
			out = append(out, c.node(oneOf(c, nodeTypes["doc"].content[3].types...)))
		}
		return newNode(t, nil, out)
	case t == quotationType:
		out := c.several(quotedType)
		if c.one(2) {
			out = append(out, c.node(attributionType))
		}
		return newNode(t, c.attrs(t), out)
	case t.holdsText():
		return newNode(t, c.attrs(t), c.inline(t))
	case t.isLeaf():
		return newNode(t, c.attrs(t), nil)
	}
	return newNode(t, c.attrs(t), c.several(t.content[0].types[0]))
}

func (c chance) attrs(t *nodeType) *attrs {
	values := map[string]any{}
	for _, a := range t.attrs {
		switch a.name {
		case "sha256":
			values[a.name] = strings.Repeat(oneOf(c, "a", "b", "0"), 64)
		case "type":
			values[a.name] = oneOf(c, "image/jpeg", "image/webp")
		case "url":
			values[a.name] = oneOf(c, "https://example.org/", "http://example.org/?a=<b>")
		case "lang":
			values[a.name] = oneOf(c, "", "", "fa", "en")
		case "level":
			values[a.name] = oneOf(c, 2.0, 3.0)
		case "alt", "caption", "title", "credit":
			values[a.name] = oneOf(c, "", "Words \"of\" <it>", "تصویر")
		case "header", "ordered", "decorative":
			values[a.name] = c.one(2)
		}
	}
	made, err := makeAttrs(t.attrs, withoutOdd(values))
	if err != nil {
		panic(err)
	}
	return made
}

// withoutOdd leaves out what cannot be a value of JSON's strings here.
func withoutOdd(values map[string]any) map[string]any {
	if u, ok := values["url"].(string); ok && strings.Contains(u, "<") {
		values["url"] = "https://example.org/b"
	}
	return values
}

func (c chance) doc() Doc { return Doc{c.node(docType)} }

// place is a position; now and then one that is not there.
func (c chance) place(n *node) int { return c.IntN(n.size + 1 + oneOf(c, 0, 0, 0, 2)) }

// span is two positions, mostly near each other.
func (c chance) span(n *node) (from, to int) {
	from = c.place(n)
	if to = from + c.IntN(8); c.one(3) {
		to = c.place(n)
	}
	return min(from, to), max(from, to)
}

// slice is a piece of some document, or nodes that may stand nowhere together.
func (c chance) slice() slice {
	switch c.IntN(4) {
	case 0:
		return slice{}
	case 1:
		return slice{content: []*node{newText(c.units(), c.marks(allMarks))}}
	case 2:
		var s slice
		for range 1 + c.IntN(2) {
			t := oneOf(c, paragraphType, listType, itemType, quotationType, quotedType, attributionType, tableType, rowType, cellType,
				textType, breakType, dividerType, headlineType, headingType)
			n := c.node(t)
			if c.one(3) && !t.isLeaf() {
				n = n.with(nil)
			}
			s.content = push(s.content, n)
		}
		s.openStart, s.openEnd = c.IntN(3), c.IntN(3)
		if s.checkOpen() != nil && !c.one(5) {
			s.openStart, s.openEnd = 0, 0
		}
		return s
	}
	d := c.doc().root
	from, to := c.IntN(d.size), c.IntN(d.size)
	s, err := d.slice(min(from, to), max(from, to))
	if err != nil {
		panic(err)
	}
	return s
}

// around is a step that wraps, unwraps or changes a node: what an editor's block
// commands make, and random numbers.
func (c chance) around(n *node) Step {
	var s replaceAroundStep
	s.from, s.to = c.span(n)
	s.gapFrom, s.gapTo = s.from, s.to
	s.slice, s.structure = c.slice(), c.one(3)
	if c.one(3) {
		s.gapFrom = s.from + c.IntN(min(3, s.to-s.from+1))
		s.gapTo, s.insert = s.to-c.IntN(min(3, s.to-s.gapFrom+1)), c.IntN(4)
		return s
	}
	p, err := find(n, min(s.from, n.size))
	if err != nil || p.depth() == 0 {
		return s
	}
	d := 1 + c.IntN(p.depth())
	s.gapFrom, s.gapTo = p.start(d), p.end(d)
	s.from, s.to = s.gapFrom-1, s.gapTo+1
	t := oneOf(c, paragraphType, headingType, listType, quotationType, tableType, itemType, cellType, rowType, quotedType)
	switch c.IntN(4) {
	case 0: // another kind
		s.slice, s.insert = slice{content: []*node{newNode(t, nil, nil)}}, 1
	case 1: // a wrapping
		s.gapFrom, s.gapTo = s.from, s.to
		s.slice, s.insert = slice{content: []*node{newNode(t, nil, nil)}}, 1
	case 2: // a kind that needs another around it
		s.slice, s.insert = slice{content: []*node{newNode(listType, nil, []*node{newNode(itemType, nil, nil)})}}, 2
	case 3: // an unwrapping
		s.slice, s.insert = slice{}, 0
	}
	return s
}

func (c chance) step(n *node) Step {
	from, to := c.span(n)
	switch c.IntN(10) {
	case 0, 1:
		return c.around(n)
	case 2, 3:
		return markStep{from, to, c.mark(allMarks), c.one(2)}
	case 4:
		return markSetStep{markStep{from, to, c.mark(allMarks), true}, markStep{from, to, c.mark(allMarks), false}}
	case 5:
		return nodeMarkStep{from, c.mark(allMarks), c.one(2)}
	case 6:
		return setAttr(from, "lang", oneOf(c, "fa", "", "en"))
	case 7:
		return setField("slug", string(utf16.Decode(c.units())))
	}
	return replaceStep{from, to, c.slice(), c.one(5)}
}
