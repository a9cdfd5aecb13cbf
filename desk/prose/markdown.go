package prose

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"stet.news/story"
)

// A form without scripts has the body as Markdown. Markdown has no word for much
// that a document holds: pictures with their captions, cards, suggestions, words
// in another language. A block with any of those stands in the text as its number,
// ((4: picture)), and comes back as it was; people may move or delete it.

// ErrMarkdown says that a text cannot be taken, and what in it.
var ErrMarkdown = errors.New("this cannot be written here")

// keptBlock is the line that stands for a block.
var keptBlock = regexp.MustCompile(`^\(\((\d+)(?:: .*)?\)\)$`)

// Markdown is the body of the document for a form.
func (d Doc) Markdown() string {
	var body story.Body
	for i, n := range d.root.children[3:] {
		b := withoutForeign(blockOf(n))
		switch {
		case !sayable(n, b):
			body = append(body, story.Paragraph{Text: story.Plain(keptLine(i+1, n))})
		case b != nil:
			body = append(body, b)
		}
	}
	return story.Markdown(body)
}

func keptLine(number int, n *node) string {
	line := "((" + strconv.Itoa(number) + ": " + n.typ.name
	all := n.attrs.text("caption") + " " + n.attrs.text("title")
	n.lines(0, func(line *node, _ int) { all += " " + line.String() })
	words := []rune(story.Line(all))
	if len(words) > 40 {
		words = append(words[:40], '…')
	}
	if len(words) > 0 {
		line += ": " + string(words)
	}
	return line + "))"
}

// withoutForeign leaves out that a block is in another language: a changed block
// keeps that from the one it was.
func withoutForeign(b story.Block) story.Block {
	switch x := b.(type) {
	case story.Paragraph:
		x.Foreign = story.Foreign{}
		return x
	case story.Heading:
		x.Foreign = story.Foreign{}
		return x
	case story.List:
		x.Foreign = story.Foreign{}
		return x
	case story.Quotation:
		x.Foreign = story.Foreign{}
		return x
	case story.Table:
		x.Foreign = story.Foreign{}
		return x
	}
	return b
}

// sayable reports whether Markdown can say a block: what is read from it is the
// block again.
func sayable(n *node, b story.Block) bool {
	if suggested(n) || n.typ == pictureType || n.typ == embedType {
		return false
	}
	probe := b
	switch x := b.(type) {
	case nil, story.Divider:
		return true
	case story.Heading: // read alone, its level might be another
		probe = story.Paragraph{Text: x.Text}
	case story.Paragraph:
		if keptBlock.MatchString(x.Text.String()) {
			return false
		}
	}
	back, err := readMarkdown(story.Markdown(story.Body{probe}))
	return err == nil && reflect.DeepEqual(back, story.Body{probe})
}

// suggested reports whether there is a suggestion in a block.
func suggested(n *node) (yes bool) {
	n.lines(0, func(line *node, _ int) {
		for _, c := range line.children {
			for _, m := range c.marks {
				yes = yes || m.typ == insertedMark || m.typ == deletedMark
			}
		}
	})
	return yes
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table))

// A Markdown reader's time grows with the square of the signs that may belong
// together, so there are no more of them than people set.
const (
	signsInBlock = 4_000
	signsInAll   = 40_000
)

func checkSigns(text string) error {
	all := 0
	for block := range strings.SplitSeq(text, "\n\n") {
		n := 0
		for i := range len(block) {
			if strings.IndexByte("[]*_()<>!`~", block[i]) >= 0 {
				n++
			}
		}
		if all += n; n > signsInBlock || all > signsInAll {
			return fmt.Errorf("%w: so many brackets and signs without an empty line between", ErrMarkdown)
		}
	}
	return nil
}

func readMarkdown(text string) (story.Body, error) {
	if err := checkSigns(text); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMarkdown, err)
	}
	switch s := out.String(); {
	case strings.Contains(s, "<!-- raw HTML omitted -->"):
		return nil, fmt.Errorf("%w: HTML; write it in Markdown, or put a backslash before <", ErrMarkdown)
	case strings.Contains(s, "<img"):
		return nil, fmt.Errorf("%w: a picture; the editor places those, and the ones there are stand here as their number", ErrMarkdown)
	}
	page, err := html.Parse(&out)
	if err != nil {
		return nil, fmt.Errorf("%w: text that is nested too deep", ErrMarkdown)
	}
	body := story.ReadNode(page)
	for i, b := range body {
		if q, ok := b.(story.Quotation); ok {
			body[i] = attributed(q)
		}
	}
	return body, nil
}

// attributed takes a last paragraph that begins with a dash for who said it, as
// story.Markdown writes it.
func attributed(q story.Quotation) story.Quotation {
	last := len(q.Paragraphs) - 1
	if last < 1 || len(q.Attribution) > 0 || !strings.HasPrefix(q.Paragraphs[last][0].Text, "— ") {
		return q
	}
	q.Attribution = slices.Clone(q.Paragraphs[last])
	q.Attribution[0].Text = strings.TrimPrefix(q.Attribution[0].Text, "— ")
	q.Attribution, q.Paragraphs = q.Attribution.Join(), q.Paragraphs[:last]
	return q
}

// FromMarkdown is d as a form gives it back: with other lines above the body, and
// a body made from d.Markdown(). What Markdown cannot say is kept from d, where
// the text still has its number; comments stay where their words stayed. The
// error wraps ErrMarkdown, ErrMalformed or ErrTooLarge.
func (d Doc) FromMarkdown(headline, standfirst, dateline, body string) (Doc, error) {
	read, err := readMarkdown(body)
	if err != nil {
		return Doc{}, err
	}
	var children []*node
	for i, s := range []string{headline, standfirst, dateline} {
		n, err := lineFrom(d.root.children[i], s)
		if err != nil {
			return Doc{}, err
		}
		children = append(children, n)
	}
	blocks, err := d.blocksOf(read)
	if err != nil {
		return Doc{}, err
	}
	made := Doc{d.root.with(append(children, carriedAll(d.root.children[3:], blocks)...))}
	if made.root.weight > MaxDocument {
		return Doc{}, ErrTooLarge
	}
	if err := made.Check(); err != nil {
		return Doc{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return made, nil
}

// lineFrom is a line above the body as a form gives it back.
func lineFrom(old *node, s string) (*node, error) {
	switch s = story.Line(s); {
	case s == story.Line(textOf(old).String()):
		return old, nil
	case suggested(old):
		return nil, fmt.Errorf("%w: another %s; accept or refuse what is suggested there first", ErrMarkdown, old.typ.name)
	}
	return carried(old, fieldNode(old.typ, s)), nil
}

// blocksOf makes nodes of what was read, with those of d where it names them.
func (d Doc) blocksOf(read story.Body) ([]*node, error) {
	var out []*node
	seen := map[int]bool{}
	for _, b := range read {
		number := 0
		if p, ok := b.(story.Paragraph); ok {
			if m := keptBlock.FindStringSubmatch(p.Text.String()); m != nil {
				number, _ = strconv.Atoi(m[1])
			}
		}
		if number < 1 || number > len(d.root.children)-3 || sayable(d.root.children[number+2], withoutForeign(blockOf(d.root.children[number+2]))) {
			out = append(out, blockNode(b))
			continue
		}
		if seen[number] {
			return nil, fmt.Errorf("%w: block %d twice", ErrMarkdown, number)
		}
		seen[number] = true
		out = append(out, d.root.children[number+2])
	}
	if len(out) == 0 {
		out = []*node{newNode(paragraphType, nil, nil)}
	}
	return out, nil
}

// carriedAll pairs new nodes with the ones they were, and carries over to each
// what Markdown does not say.
func carriedAll(old, new []*node) []*node {
	out := make([]*node, 0, len(new))
	for _, p := range align(old, new) {
		switch {
		case p.new < 0:
		case p.old < 0:
			out = append(out, new[p.new])
		default:
			out = append(out, carried(old[p.old], new[p.new]))
		}
	}
	return out
}

func carried(old, new *node) *node {
	if old == new {
		return new
	}
	a := new.attrs
	for _, name := range []string{"lang", "dir"} {
		if v := old.attrs.text(name); v != "" {
			var err error
			if a, err = a.with(new.typ.attrs, name, v); err != nil {
				panic("prose: " + err.Error()) // the value was good in old, and the type is the same
			}
		}
	}
	if !new.typ.holdsText() {
		return newNode(new.typ, a, carriedAll(old.children, new.children))
	}
	head, tail := common(unitsOf(old), unitsOf(new), unit.sameButComments)
	return newNode(new.typ, a, join(cut(old.children, 0, head), cut(new.children, head, new.size-tail), cut(old.children, old.size-tail, old.size)))
}

// sameButComments is equal, whatever is commented on.
func (u unit) sameButComments(v unit) bool {
	return u.code == v.code && u.of.typ == v.of.typ && sameMarks(withoutComments(u.of.marks), withoutComments(v.of.marks))
}

func withoutComments(set []mark) []mark {
	var out []mark
	for _, m := range set {
		if m.typ != commentMark {
			out = append(out, m)
		}
	}
	return out
}
