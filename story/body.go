package story

// Body is the text of a story: typed blocks in reading order. The Go types are
// the authority on what a body may hold; whatever is not here cannot be
// published.
type Body []Block

// Block is one of Paragraph, Heading, List, Quotation, PictureBlock, Table,
// Embed and Divider, always as a value, never as a pointer.
type Block interface {
	// Kind is the block's name in JSON and in the record.
	Kind() string
}

// The kinds of block, as they are written in JSON and in the record.
const (
	KindParagraph = "paragraph"
	KindHeading   = "heading"
	KindList      = "list"
	KindQuotation = "quotation"
	KindPicture   = "picture"
	KindTable     = "table"
	KindEmbed     = "embed"
	KindDivider   = "divider"
)

// Paragraph is a paragraph of text.
type Paragraph struct {
	Text Text `json:"text"`
	Foreign
}

// Heading divides the body. Level is 2 or 3: 1 is the headline's.
type Heading struct {
	Level int  `json:"level"`
	Text  Text `json:"text"`
	Foreign
}

// List is a list of one level; each item is a line of text.
type List struct {
	Ordered bool   `json:"ordered,omitempty"`
	Items   []Text `json:"items"`
	Foreign
}

// Quotation is a passage of somebody else's words, in paragraphs, with who
// said or wrote it.
type Quotation struct {
	Paragraphs  []Text `json:"paragraphs"`
	Attribution Text   `json:"attribution,omitempty"`
	Foreign
}

// PictureBlock is a picture within the body.
type PictureBlock struct {
	Picture Picture `json:"picture"`
}

// Table is a plain table: rows of cells, all rows of one length. Header says
// that the first row names the columns.
type Table struct {
	Caption string   `json:"caption,omitempty"`
	Header  bool     `json:"header,omitempty"`
	Rows    [][]Text `json:"rows"`
	Foreign
}

// Embed is a card for something on another site: a link with a stored title and
// perhaps a stored picture. Nothing of the other site is ever part of the page.
type Embed struct {
	URL      string `json:"url"`
	Title    string `json:"title"`
	Provider string `json:"provider,omitempty"`
	// Picture is the newsroom's own copy of what the other site shows for the
	// page. It decorates the link and has no words: the title says what it is,
	// the provider whose.
	Picture *Picture `json:"picture,omitempty"`
}

// Divider is a pause between parts.
type Divider struct{}

// Foreign marks a block whose language is not the edition's. Both fields are
// empty when it is.
type Foreign struct {
	Lang string    `json:"lang,omitempty"`
	Dir  Direction `json:"dir,omitempty"`
}

// Kind implementations: the one place a type is tied to its name.
func (Paragraph) Kind() string    { return KindParagraph }
func (Heading) Kind() string      { return KindHeading }
func (List) Kind() string         { return KindList }
func (Quotation) Kind() string    { return KindQuotation }
func (PictureBlock) Kind() string { return KindPicture }
func (Table) Kind() string        { return KindTable }
func (Embed) Kind() string        { return KindEmbed }
func (Divider) Kind() string      { return KindDivider }

// Text is a run of words with marks. It holds no empty span and no two
// neighbouring spans with the same marks; Join brings it into that form.
// A "\n" in a span is a hard line break.
type Text []Span

// Span is a piece of text under one set of marks.
type Span struct {
	Text string `json:"text"`
	Marks
}

// Marks is what can be said of a piece of text. The zero Marks is plain.
type Marks struct {
	Strong   bool `json:"strong,omitempty"`
	Emphasis bool `json:"emphasis,omitempty"`
	// Link is an absolute http, https, mailto or tel address, or a path on
	// this site beginning with "/".
	Link string `json:"link,omitempty"`
	// Lang and Dir are set for words in a language that is not the block's.
	Lang string    `json:"lang,omitempty"`
	Dir  Direction `json:"dir,omitempty"`
	// Statement is the name of the person whose quoted words these are.
	Statement string `json:"statement,omitempty"`
	// Erased says that the words that stood here were erased from the record.
	// The span's text is then ErasedText. Only the record sets it.
	Erased bool `json:"erased,omitempty"`
}

// Plain makes unmarked text of s.
func Plain(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Text: s}}
}

// String is the text without its marks.
func (t Text) String() string {
	switch len(t) {
	case 0:
		return ""
	case 1:
		return t[0].Text
	}
	n := 0
	for _, s := range t {
		n += len(s.Text)
	}
	b := make([]byte, 0, n)
	for _, s := range t {
		b = append(b, s.Text...)
	}
	return string(b)
}

// Join drops empty spans and merges neighbours with the same marks. Neighbours
// that stand for erased words stay apart: each is one erased piece.
func (t Text) Join() Text {
	out := make(Text, 0, len(t))
	for i := 0; i < len(t); {
		if t[i].Text == "" {
			i++
			continue
		}
		j := i + 1
		for j < len(t) && (t[j].Text == "" || mergeable(t[i].Marks, t[j].Marks)) {
			j++
		}
		out = append(out, Span{Text: t[i:j].String(), Marks: t[i].Marks})
		i = j
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// joined is Join, without a copy when there is nothing to join.
func (t Text) joined() Text {
	for i, s := range t {
		if s.Text == "" || i > 0 && mergeable(t[i-1].Marks, s.Marks) {
			return t.Join()
		}
	}
	return t
}

func mergeable(a, b Marks) bool { return a == b && !a.Erased }
