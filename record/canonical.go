package record

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"stet.news/story"
)

// The piece types that stand before the body, in their order.
const (
	typeHeadline    = "headline"
	typeStandfirst  = "standfirst"
	typeByline      = "byline"
	typeDateline    = "dateline"
	typeSlug        = "slug"
	typeSection     = "section"
	typeTopic       = "topic"
	typePublished   = "published"
	typeSource      = "source"
	typeTranslation = "translation"
	typeNote        = "note"
	typeLead        = "lead"
	typeBody        = "body"
)

// ErrTooMany says that a revision has more, or longer, pieces than a record takes.
var ErrTooMany = errors.New("the revision is too long for the record")

// Pieces writes a revision, which must be Clean, in canonical form, with a
// fresh random salt for every piece.
func Pieces(rev story.Revision) ([]Piece, error) {
	w := pieceWriter{}
	w.field(typeHeadline, rev.Headline)
	w.field(typeStandfirst, rev.Standfirst)
	for _, b := range rev.Bylines {
		w.add(typeByline, b.Name, attr("person", b.Person))
	}
	w.field(typeDateline, rev.Dateline)
	w.field(typeSlug, string(rev.Slug))
	w.field(typeSection, rev.Section)
	for _, t := range rev.Topics {
		w.add(typeTopic, t.Name, attr("key", t.Key))
	}
	if !rev.Published.IsZero() {
		w.field(typePublished, rev.Published.Format(time.RFC3339))
	}
	w.field(typeSource, rev.Source)
	w.field(typeTranslation, rev.TranslationOf.String())
	w.field(typeNote, rev.Note)
	if rev.Lead != nil {
		w.picture(typeLead, *rev.Lead)
	}
	for i, block := range rev.Body {
		w.block(i, block)
	}
	return w.done()
}

// pieceWriter collects pieces; salts are drawn once at the end, in one read.
type pieceWriter struct{ pieces []Piece }

// field adds a piece unless there is nothing to say.
func (w *pieceWriter) field(typ, text string) {
	if text != "" {
		w.add(typ, text)
	}
}

// add adds a piece: its words, and below them the attributes that are set.
func (w *pieceWriter) add(typ, words string, attrs ...string) {
	text := words
	for _, a := range attrs {
		if a != "" {
			text += "\n" + a
		}
	}
	w.pieces = append(w.pieces, Piece{Type: typ, Text: text})
}

func (w *pieceWriter) done() ([]Piece, error) {
	if len(w.pieces) > MaxPieces {
		return nil, fmt.Errorf("%w: %d pieces, at most %d", ErrTooMany, len(w.pieces), MaxPieces)
	}
	salts := make([]byte, SaltSize*len(w.pieces))
	rand.Read(salts)
	size := 0
	for i := range w.pieces {
		p := &w.pieces[i]
		copy(p.Salt[:], salts[i*SaltSize:])
		if len(p.Text) > MaxPieceText {
			return nil, fmt.Errorf("%w: one %s has %d bytes, at most %d", ErrTooMany, p.Type, len(p.Text), MaxPieceText)
		}
		size += len(p.Type) + len(p.Text) + 64
	}
	if size > MaxBlob {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooMany, size, MaxBlob)
	}
	return w.pieces, nil
}

// attr is one line below the words, or nothing when the value is empty.
func attr(name, value string) string {
	if value == "" {
		return ""
	}
	return name + " " + value
}

func (w *pieceWriter) picture(typ string, p story.Picture) {
	focal, decorative := "", ""
	if p.FocalX != 0 || p.FocalY != 0 {
		focal = fmt.Sprintf("focal %d %d", p.FocalX, p.FocalY)
	}
	if p.Decorative {
		decorative = "decorative"
	}
	w.add(typ, p.Caption,
		attr("sha256", p.SHA256), attr("type", p.Type), fmt.Sprintf("size %d %d", p.Width, p.Height),
		attr("alt", p.Alt), decorative, focal, attr("credit", p.Credit))
}

// block writes one block of the body. Its place and shape are in the types:
// "body 4 list ordered 2 lang ps dir rtl".
func (w *pieceWriter) block(i int, block story.Block) {
	at := func(shape string, f story.Foreign) string {
		s := typeBody + " " + strconv.Itoa(i) + " " + block.Kind()
		if shape != "" {
			s += " " + shape
		}
		if f.Lang != "" {
			s += " lang " + f.Lang
		}
		if f.Dir != "" {
			s += " dir " + string(f.Dir)
		}
		return s
	}
	switch b := block.(type) {
	case story.Paragraph:
		w.text(at("", b.Foreign), b.Text)
	case story.Heading:
		w.text(at(strconv.Itoa(b.Level), b.Foreign), b.Text)
	case story.List:
		shape := "bulleted"
		if b.Ordered {
			shape = "ordered"
		}
		for n, item := range b.Items {
			w.text(at(shape+" "+strconv.Itoa(n), b.Foreign), item)
		}
	case story.Quotation:
		for n, par := range b.Paragraphs {
			w.text(at(strconv.Itoa(n), b.Foreign), par)
		}
		if len(b.Attribution) > 0 {
			w.text(at("attribution", b.Foreign), b.Attribution)
		}
	case story.PictureBlock:
		w.picture(at("", story.Foreign{}), b.Picture)
	case story.Table:
		if b.Caption != "" {
			w.add(at("caption", b.Foreign), b.Caption)
		}
		shape := "cell"
		if b.Header {
			shape = "header"
		}
		for y, row := range b.Rows {
			for x, cell := range row {
				w.text(at(fmt.Sprintf("%s %d %d", shape, y, x), b.Foreign), cell)
			}
		}
	case story.Embed:
		w.add(at("", story.Foreign{}), b.Title, attr("url", b.URL), attr("provider", b.Provider))
		if b.Picture != nil {
			w.picture(at(shapePicture, story.Foreign{}), *b.Picture)
		}
	case story.Divider:
		w.add(at("", story.Foreign{}), "")
	}
}

// text writes a run of words, a piece for each sentence. A sentence keeps its
// trailing space, so the words of a block are its pieces' words end to end and
// nobody ever has to find the bounds again. An empty run, an empty table cell,
// is one empty piece.
func (w *pieceWriter) text(typ string, t story.Text) {
	words := t.String()
	if words == "" {
		w.add(typ, "")
		return
	}
	start := 0
	for _, end := range story.Sentences(words) {
		w.add(typ, strings.ReplaceAll(words[start:end], "\n", " "), markLines(t, start, end)...)
		start = end
	}
}

// Revision reads a revision back from its pieces. What was erased stands as
// story.ErasedText under the Erased mark, or is left out where a mark cannot
// stand. The fields that only the leaf has (Story, Number, Edition, Grade) are
// the caller's to fill in.
func Revision(pieces []Piece) (story.Revision, error) {
	r := pieceReader{}
	for i, p := range pieces {
		if err := r.piece(p); err != nil {
			return story.Revision{}, fmt.Errorf("%w: piece %d (%s): %w", ErrBadPieces, i, p.Type, err)
		}
	}
	r.endBlock()
	return r.rev, nil
}

// pieceReader builds a revision piece by piece.
type pieceReader struct {
	rev   story.Revision
	block blockReader
}

func (r *pieceReader) piece(p Piece) error {
	words, attrs := splitText(p)
	rev := &r.rev
	switch p.Type {
	case typeHeadline:
		rev.Headline = words
	case typeStandfirst:
		rev.Standfirst = words
	case typeByline:
		rev.Bylines = append(rev.Bylines, story.Byline{Name: words, Person: attrs["person"]})
	case typeDateline:
		rev.Dateline = words
	case typeSlug:
		if !p.Erased {
			rev.Slug = story.Slug(words)
		}
	case typeSection:
		if !p.Erased {
			rev.Section = words
		}
	case typeTopic:
		if !p.Erased {
			rev.Topics = append(rev.Topics, story.Topic{Name: words, Key: attrs["key"]})
		}
	case typePublished:
		if !p.Erased {
			return readTime(words, &rev.Published)
		}
	case typeSource:
		if !p.Erased {
			rev.Source = words
		}
	case typeTranslation:
		if !p.Erased {
			return rev.TranslationOf.UnmarshalText([]byte(words))
		}
	case typeNote:
		rev.Note = words
	case typeLead:
		if p.Erased {
			return nil
		}
		pic, err := readPicture(words, attrs)
		rev.Lead = &pic
		return err
	default:
		return r.bodyPiece(p, words, attrs)
	}
	return nil
}

// splitText parts a piece's words from the attributes below them. Of mark
// lines, which repeat, it keeps nothing: readMarks reads those.
func splitText(p Piece) (words string, attrs map[string]string) {
	if p.Erased {
		return story.ErasedText, nil
	}
	words, rest, more := strings.Cut(p.Text, "\n")
	if !more {
		return words, nil
	}
	attrs = map[string]string{}
	for line := range strings.SplitSeq(rest, "\n") {
		name, value, _ := strings.Cut(line, " ")
		attrs[name] = value
	}
	return words, attrs
}

func readTime(s string, t *time.Time) (err error) {
	*t, err = time.Parse(time.RFC3339, s)
	if err == nil && t.Format(time.RFC3339) != s {
		err = fmt.Errorf("time %q", s)
	}
	return err
}

func readPicture(caption string, attrs map[string]string) (story.Picture, error) {
	p := story.Picture{Caption: caption, SHA256: attrs["sha256"], Type: attrs["type"], Alt: attrs["alt"], Credit: attrs["credit"]}
	_, p.Decorative = attrs["decorative"]
	if _, err := fmt.Sscanf(attrs["size"], "%d %d", &p.Width, &p.Height); err != nil {
		return p, fmt.Errorf("size %q", attrs["size"])
	}
	if f := attrs["focal"]; f != "" {
		if _, err := fmt.Sscanf(f, "%d %d", &p.FocalX, &p.FocalY); err != nil {
			return p, fmt.Errorf("focal %q", f)
		}
	}
	return p, nil
}
