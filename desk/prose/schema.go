package prose

import (
	"fmt"
	"strings"
)

// nodeType is a kind of node: what it may hold and what is said of it.
type nodeType struct {
	name    string
	content content
	inline  bool // stands among text
	attrs   []attribute
	marks   []*markType // allowed on what it holds
	plain   *attrs      // the attributes of a node that says nothing of itself
}

func (t *nodeType) isText() bool { return t == textType }

// isLeaf: can hold nothing.
func (t *nodeType) isLeaf() bool { return len(t.content) == 0 }

// holdsText: its content stands in lines of text.
func (t *nodeType) holdsText() bool { return !t.isLeaf() && t.content[0].types[0].inline }

// markType is a kind of mark. Sets of marks are kept in the order of rank.
type markType struct {
	name    string
	rank    int
	attrs   []attribute
	overlap bool // several with different attributes may stand on one text
}

// The marks, in the order of rank, which the editor's schema shares.
var (
	strongMark    = &markType{name: "strong", rank: 0}
	emphasisMark  = &markType{name: "emphasis", rank: 1}
	linkMark      = &markType{name: "link", rank: 2, attrs: []attribute{{"href", needed, isLink}}}
	foreignMark   = &markType{name: "foreign", rank: 3, attrs: foreignAttrs}
	statementMark = &markType{name: "statement", rank: 4, attrs: []attribute{{"name", needed, line(maxName)}}}
	erasedMark    = &markType{name: "erased", rank: 5}
	commentMark   = &markType{name: "comment", rank: 6, attrs: []attribute{{"id", needed, isID}}, overlap: true}
	insertedMark  = &markType{name: "inserted", rank: 7, attrs: suggestionAttrs}
	deletedMark   = &markType{name: "deleted", rank: 8, attrs: suggestionAttrs}

	allMarks  = []*markType{strongMark, emphasisMark, linkMark, foreignMark, statementMark, erasedMark, commentMark, insertedMark, deletedMark}
	deskMarks = allMarks[6:]
)

var (
	foreignAttrs    = []attribute{{"lang", "", isLang}, {"dir", "", isDir}}
	suggestionAttrs = []attribute{{"id", needed, isID}, {"by", "", line(maxName)}}
	pictureAttrs    = []attribute{
		{"sha256", needed, isSHA256}, {"type", needed, isPictureType}, {"width", 0.0, integer(0, maxPixels)}, {"height", 0.0, integer(0, maxPixels)},
		{"alt", "", line(maxCaption)}, {"decorative", false, isBool}, {"caption", "", line(maxCaption)}, {"credit", "", line(maxCaption)},
		{"focal_x", 0.0, integer(0, 1000)}, {"focal_y", 0.0, integer(0, 1000)},
	}
)

// The nodes. Their contents are written as ProseMirror's content expressions and
// read by compile, once all of them are there to be named.
var (
	docType        = &nodeType{name: "doc", attrs: storyAttrs}
	headlineType   = &nodeType{name: "headline"}
	standfirstType = &nodeType{name: "standfirst"}
	datelineType   = &nodeType{name: "dateline"}

	paragraphType   = &nodeType{name: "paragraph", attrs: foreignAttrs}
	headingType     = &nodeType{name: "heading", attrs: append([]attribute{{"level", 2.0, integer(2, 3)}}, foreignAttrs...)}
	listType        = &nodeType{name: "list", attrs: append([]attribute{{"ordered", false, isBool}}, foreignAttrs...)}
	itemType        = &nodeType{name: "item"}
	quotationType   = &nodeType{name: "quotation", attrs: foreignAttrs}
	quotedType      = &nodeType{name: "quoted"}
	attributionType = &nodeType{name: "attribution"}
	pictureType     = &nodeType{name: "picture", attrs: pictureAttrs}
	tableType       = &nodeType{name: "table", attrs: append([]attribute{{"caption", "", line(maxCaption)}, {"header", false, isBool}}, foreignAttrs...)}
	rowType         = &nodeType{name: "row"}
	cellType        = &nodeType{name: "cell"}
	embedType       = &nodeType{name: "embed", attrs: []attribute{{"url", needed, isEmbed}, {"title", "", line(maxCaption)}, {"provider", "", line(maxName)}, {"picture", nil, isPictureOrNull}}}
	dividerType     = &nodeType{name: "divider"}

	textType  = &nodeType{name: "text", inline: true}
	breakType = &nodeType{name: "break", inline: true}

	nodeTypes = byName()
	markTypes = marksByName()
)

// storyAttrs are the fields that stand beside the text.
var storyAttrs = []attribute{
	{"section", "", line(maxName)}, {"topics", []any{}, credits("key")}, {"bylines", []any{}, credits("person")},
	{"slug", "", line(maxName)}, {"lead", nil, isPictureOrNull},
}

// contents says what each node that is no leaf may hold.
var contents = map[string]string{
	"doc": "headline standfirst dateline block+", "headline": "text*", "standfirst": "text*", "dateline": "text*",
	"paragraph": "inline*", "heading": "inline*", "list": "item+", "item": "inline*",
	"quotation": "quoted+ attribution?", "quoted": "inline*", "attribution": "inline*",
	"table": "row+", "row": "cell+", "cell": "inline*",
}

// groups are the names that contents uses for several nodes.
var groups = map[string]string{
	"block":  "paragraph heading list quotation picture table embed divider",
	"inline": "text break",
}

// byName gathers the nodes and reads their contents.
func byName() map[string]*nodeType {
	all := map[string]*nodeType{}
	for _, t := range []*nodeType{
		docType, headlineType, standfirstType, datelineType, paragraphType, headingType, listType, itemType, quotationType,
		quotedType, attributionType, pictureType, tableType, rowType, cellType, embedType, dividerType, textType, breakType,
	} {
		all[t.name] = t
	}
	for name, t := range all {
		t.content = compile(contents[name], all)
		t.marks = allowedMarks(t)
		t.plain = plainAttrs(t.attrs)
	}
	return all
}

// allowedMarks: the fields above the text hold plain lines, on which only the
// desk writes; what holds no text holds nothing that could be marked.
func allowedMarks(t *nodeType) []*markType {
	switch {
	case t == headlineType, t == standfirstType, t == datelineType:
		return deskMarks
	case strings.HasPrefix(contents[t.name], "inline"):
		return allMarks
	}
	return nil
}

func marksByName() map[string]*markType {
	all := map[string]*markType{}
	for _, t := range allMarks {
		all[t.name] = t
	}
	return all
}

// compile reads a content expression: names of nodes or groups, each alone or
// with one of + * ?, in the order in which they must come.
func compile(expression string, all map[string]*nodeType) content {
	var c content
	for _, word := range strings.Fields(expression) {
		name := strings.TrimRight(word, "+*?")
		p := part{least: 1, most: 1}
		switch word[len(name):] {
		case "+":
			p.most = 0
		case "*":
			p.least, p.most = 0, 0
		case "?":
			p.least = 0
		}
		if group, ok := groups[name]; ok {
			name = group
		}
		for _, n := range strings.Fields(name) {
			if all[n] == nil {
				panic(fmt.Sprintf("prose: content %q names no node: %s", expression, n))
			}
			p.types = append(p.types, all[n])
		}
		c = append(c, p)
	}
	return c
}
