package story

import (
	"golang.org/x/net/html/atom"
)

// reader turns a stream of tags and words into blocks. Tags need not match: it
// keeps its own stack of open elements and closes what HTML says is closed.
//
// Words gather in buf until a block ends; finished blocks gather in the topmost
// collector; when a list, table or figure ends, its collector is folded into
// one block (or several, when it held what it cannot hold) of the one below.
type reader struct {
	frames     []frame
	collectors []collector

	buf  []byte
	runs []run
	cut  bool // the next words begin a run of their own

	marks  Marks // of the words that come next; Lang and Dir are absolute here
	pre    int   // open elements in which line ends count
	quotes int   // open q elements

	// skip holds the open elements from a dropped one on; beyond its budget
	// they are only counted.
	skip []atom.Atom
	over int
}

// frame is an open element.
type frame struct {
	tag      atom.Atom
	role     role
	collects bool
	delta    delta
	before   Marks   // what Marks were before it
	env      Foreign // language and direction of its block
}

// run is a part of buf with one set of marks, from start to the next run.
type run struct {
	start int
	marks Marks
}

// delta is what an element does to the marks of the words in it.
type delta struct {
	strong, light, emphasis, quote, erased bool
	link, statement, lang                  string
	dir                                    Direction
}

func newReader() *reader {
	return &reader{
		frames:     make([]frame, 0, 16),
		collectors: append(make([]collector, 0, 4), collector{}),
		buf:        make([]byte, 0, 1024),
		runs:       make([]run, 0, 8),
	}
}

// finish closes what is open and gives the body.
func (r *reader) finish() Body {
	r.skip, r.over = nil, 0
	r.popTo(0)
	r.flush()
	return tidyBody(r.collectors[0].blocks, tidier{keepErased: true, cleanText: true})
}

func (r *reader) start(tag atom.Atom, a *attributes, closed bool) {
	if len(r.skip) > 0 {
		r.skipStart(tag, closed)
		return
	}
	role := roleOf(tag)
	if a.hidden && role != roleVoid {
		if role != roleInline {
			r.part(role)
		}
		role = roleDrop
	}
	switch role {
	case roleVoid:
		r.void(tag, a)
	case roleDrop:
		if tag == atom.Form || tag == atom.Nav {
			r.part(roleBlock)
		}
		r.skipStart(tag, closed)
	case roleInline:
		r.inline(tag, a)
	default:
		r.block(tag, role, a)
	}
}

// part ends what a block element that is itself dropped ends.
func (r *reader) part(role role) {
	r.closeImplied(0, role)
	r.flush()
}

func (r *reader) void(tag atom.Atom, a *attributes) {
	if a.hidden {
		return
	}
	switch tag {
	case atom.Br:
		r.lineBreak()
	case atom.Hr:
		r.part(roleBlock)
		r.put(Divider{})
	case atom.Img, atom.Image:
		if p, ok := a.picture(); ok {
			r.flush()
			r.put(PictureBlock{Picture: p})
		}
	}
}

// inline opens an element whose words belong to the block around it.
func (r *reader) inline(tag atom.Atom, a *attributes) {
	if tag == 0 || len(r.frames) >= maxDepth {
		return
	}
	if kind, ok := r.attributionHere(tag, a); ok {
		r.flush()
		r.push(frame{tag: tag, role: roleCaption}, a, collector{kind: kind})
		return
	}
	if tag == atom.A {
		r.end(atom.A) // a link within a link ends the first
	}
	d := delta{
		strong:    (tag == atom.B || tag == atom.Strong) && !a.light,
		light:     (tag == atom.B || tag == atom.Strong) && a.light,
		emphasis:  tag == atom.I || tag == atom.Em || tag == atom.Cite,
		quote:     tag == atom.Q,
		erased:    a.erased,
		statement: a.statement,
	}
	if tag == atom.A && GoodLink(a.href) {
		d.link = a.href
	}
	r.push(frame{tag: tag, role: roleInline, delta: d}, a, collector{})
	r.cut = r.cut || a.erased
	if d.quote {
		r.quoteMark(true)
		r.quotes++
	}
}

// attributionHere recognises who said it: the credit in a caption, and a cite
// that stands in a quotation outside its paragraphs.
func (r *reader) attributionHere(tag atom.Atom, a *attributes) (collectorKind, bool) {
	if len(r.collectors) >= maxCollectors {
		return 0, false
	}
	switch r.top().kind {
	case collectCaption:
		return collectCredit, a.credit
	case collectQuote:
		return collectAttribution, tag == atom.Cite && len(r.buf) == 0 && r.blockFrame() == atom.Blockquote
	}
	return 0, false
}

// blockFrame is the innermost open element that is not inline.
func (r *reader) blockFrame() atom.Atom {
	for i := len(r.frames) - 1; i >= 0; i-- {
		if r.frames[i].role != roleInline {
			return r.frames[i].tag
		}
	}
	return 0
}

// block opens an element that parts words.
func (r *reader) block(tag atom.Atom, role role, a *attributes) {
	r.closeImplied(tag, role)
	r.flush()
	if len(r.frames) >= maxDepth {
		return
	}
	r.push(frame{tag: tag, role: role}, a, r.collectorFor(tag, role, a))
	if tag == atom.Pre || tag == atom.Listing {
		r.pre++
	}
}

// push opens f, with c unless c is the zero collector.
func (r *reader) push(f frame, a *attributes, c collector) {
	f.delta.lang, f.delta.dir = a.lang, a.dir
	f.before = r.marks
	r.marks = f.delta.apply(r.marks)
	if n := len(r.frames); n > 0 {
		f.env = r.frames[n-1].env
	}
	if f.role != roleInline {
		f.env = Foreign{r.marks.Lang, r.marks.Dir}
	}
	if c.kind != collectBody && len(r.collectors) < maxCollectors {
		f.collects = true
		c.env = f.env
		r.collectors = append(r.collectors, c)
	}
	r.frames = append(r.frames, f)
}

// apply gives the marks within an element that stands among words marked m. A
// new language takes its own direction unless one is given.
func (d *delta) apply(m Marks) Marks {
	m.Strong = (m.Strong || d.strong) && !d.light
	m.Emphasis = m.Emphasis || d.emphasis
	m.Erased = m.Erased || d.erased
	if d.link != "" {
		m.Link = d.link
	}
	if d.statement != "" {
		m.Statement = d.statement
	}
	if d.lang != "" && d.lang != m.Lang {
		m.Lang, m.Dir = d.lang, ""
	}
	if d.dir != "" {
		m.Dir = d.dir
	}
	return m
}

// closeImplied closes what a new block element ends without an end tag: an open
// paragraph, and of items, headings, rows and cells the one before.
func (r *reader) closeImplied(tag atom.Atom, role role) {
	r.closeParagraph()
	top := r.top().kind
	switch role {
	case roleHeading, roleList, roleTable, roleQuote, roleFigure:
		if top == collectHeading {
			r.closeNearest(func(f *frame) bool { return f.collects })
		}
	case roleItem:
		r.closeWithin(roleList, func(f *frame) bool { return f.role == roleItem })
	case roleCell:
		r.closeWithin(roleTable, func(f *frame) bool { return f.role == roleCell || f.role == roleCaption })
	case rolePart:
		r.closeWithin(roleTable, func(f *frame) bool {
			return f.role == roleCell || f.role == roleCaption || f.tag == tag || tag != atom.Tr && f.role == rolePart
		})
	}
	if tag == atom.Dt || tag == atom.Dd {
		r.closeWithin(roleCell, func(f *frame) bool { return f.tag == atom.Dt || f.tag == atom.Dd })
	}
}

// closeParagraph closes an open p: only inline elements can stand within it.
func (r *reader) closeParagraph() {
	for i := len(r.frames) - 1; i >= 0; i-- {
		if r.frames[i].role != roleInline {
			if r.frames[i].tag == atom.P {
				r.popTo(i)
			}
			return
		}
	}
}

func (r *reader) closeNearest(is func(*frame) bool) {
	for i := len(r.frames) - 1; i >= 0; i-- {
		if is(&r.frames[i]) {
			r.popTo(i)
			return
		}
	}
}

// closeWithin closes the outermost matching element above the nearest border.
func (r *reader) closeWithin(border role, is func(*frame) bool) {
	at := -1
	for i := len(r.frames) - 1; i >= 0 && r.frames[i].role != border; i-- {
		if is(&r.frames[i]) {
			at = i
		}
		if border != roleTable && r.frames[i].role == roleTable {
			break
		}
	}
	if at >= 0 {
		r.popTo(at)
	}
}

// end closes the nearest open element of that name, if there is one within the
// same cell or caption.
func (r *reader) end(tag atom.Atom) {
	if len(r.skip) > 0 && !r.skipEnd(tag) {
		return
	}
	if tag == atom.Br {
		r.lineBreak()
		return
	}
	if i := r.open(tag); i >= 0 {
		if r.frames[i].role == roleInline {
			r.remove(i)
			return
		}
		r.popTo(i)
	}
}

// open finds the frame that an end tag closes, or -1.
func (r *reader) open(tag atom.Atom) int {
	role := roleOf(tag)
	table := role == roleCell || role == rolePart || role == roleTable || role == roleCaption || role == roleFigure
	for i := len(r.frames) - 1; i >= 0 && tag != 0; i-- {
		f := &r.frames[i]
		if f.tag == tag || role == roleHeading && f.role == roleHeading {
			return i
		}
		border := f.role == roleCell || f.role == roleCaption
		if border && !table || f.role == roleTable {
			return -1
		}
	}
	return -1
}

// remove takes an inline element out from under others that stay open.
func (r *reader) remove(i int) {
	if i == len(r.frames)-1 {
		r.pop()
		return
	}
	f := r.frames[i]
	r.closeQuote(&f)
	r.frames = append(r.frames[:i], r.frames[i+1:]...)
	m := f.before
	for j := i; j < len(r.frames); j++ {
		r.frames[j].before = m
		m = r.frames[j].delta.apply(m)
	}
	r.marks = m
}

func (r *reader) popTo(i int) {
	for len(r.frames) > i {
		r.pop()
	}
}

func (r *reader) pop() {
	f := r.frames[len(r.frames)-1]
	r.closeQuote(&f)
	if f.role != roleInline {
		r.flush()
	}
	r.frames = r.frames[:len(r.frames)-1]
	r.marks = f.before
	if f.tag == atom.Pre || f.tag == atom.Listing {
		r.pre--
	}
	if f.collects {
		n := len(r.collectors) - 1
		c := r.collectors[n]
		r.collectors = r.collectors[:n]
		r.fold(&c)
	}
}

// skipStart notes an element within a dropped one, or the dropped one itself.
func (r *reader) skipStart(tag atom.Atom, closed bool) {
	foreign := tag == atom.Svg || tag == atom.Math || len(r.skip) > 0 && (r.skip[0] == atom.Svg || r.skip[0] == atom.Math)
	switch {
	case isVoid(tag), closed && foreign:
	case len(r.skip) < maxDepth:
		r.skip = append(r.skip, tag)
	default:
		r.over++
	}
}

// skipEnd notes an end tag within a dropped element. It reports true when the
// tag closes a block that was open before: then a dropped element that nobody
// closed ends there rather than swallow the rest.
func (r *reader) skipEnd(tag atom.Atom) bool {
	for i := len(r.skip) - 1; i >= 0; i-- {
		if r.skip[i] == tag {
			if r.over > 0 && i == len(r.skip)-1 {
				r.over--
				return false
			}
			r.skip = r.skip[:i]
			return false
		}
	}
	if i := r.open(tag); i < 0 || r.frames[i].role == roleInline {
		return false
	}
	r.skip, r.over = r.skip[:0], 0
	return true
}
