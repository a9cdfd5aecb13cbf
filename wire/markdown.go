package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gtext "github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"stet.news/story"
)

// parseMarkdown reads a story in Markdown with its fields in a front matter.
// The body goes through HTML and story.ReadNode like any other; raw HTML in it
// is dropped.
func parseMarkdown(dir string, data []byte, o Options) (draft, error) {
	text, note, err := decode(data, "", o.Edition.Tag)
	if err != nil {
		return draft{}, err
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	fields, body, _, err := splitFrontMatter(text)
	if err != nil {
		return draft{}, err
	}
	var d draft
	if note != "" {
		d.note("%s", note)
	}
	m := matter{d: &d, o: o, pics: pictures{dir: dir, store: o.Picture}}
	if err := m.read(fields); err != nil {
		return draft{}, err
	}
	if err := m.body(body); err != nil {
		return draft{}, err
	}
	m.pics.notes(&d)
	return d, nil
}

// matter is a front matter being read into a draft.
type matter struct {
	d    *draft
	o    Options
	pics pictures

	picture, alt, caption, credit field
}

// read takes every field; the ones it does not know it names in a note,
// because other systems put theirs there too.
func (m *matter) read(fields []field) error {
	var unknown []string
	for _, f := range fields {
		known, err := m.take(f)
		if err != nil {
			return onField(f, err)
		}
		if !known {
			unknown = append(unknown, f.key)
		}
	}
	if len(unknown) > 0 {
		m.d.note("not read from the front matter: %s", strings.Join(unknown, ", "))
	}
	// Dates are read last, in the zone of the edition the file names.
	if err := m.dates(fields); err != nil {
		return err
	}
	return m.lead()
}

// onField gives an error the line of its field.
func onField(f field, err error) error {
	e := asError("", err)
	if e.Line == 0 {
		e.Line = f.line
	}
	return e
}

// take reads one field.
func (m *matter) take(f field) (known bool, err error) {
	rev := &m.d.rev
	switch f.key {
	case "headline", "title":
		return true, f.into(&rev.Headline)
	case "standfirst", "summary", "description":
		return true, f.into(&rev.Standfirst)
	case "dateline":
		return true, f.into(&rev.Dateline)
	case "source", "canonical", "originalurl":
		return true, f.into(&rev.Source)
	case "byline", "bylines", "author", "authors":
		if f.list {
			for _, name := range f.values {
				rev.Bylines = append(rev.Bylines, story.Byline{Name: name, Person: story.Key(name)})
			}
		} else if len(f.values) == 1 {
			rev.Bylines = bylinesOf(f.values[0])
		}
		return true, nil
	case "topic", "topics", "tags", "keywords":
		names := f.values
		if !f.list && len(names) == 1 {
			names = splitNames(names[0])
		}
		rev.Topics = topicsOf(names)
		return true, nil
	case "section":
		return true, m.section(f)
	case "slug":
		return true, m.slug(f)
	case "edition":
		return true, f.into(&rev.Edition)
	case "lang", "language":
		return true, m.language(f)
	case "translationof":
		return true, m.translation(f)
	case "picture", "image", "photo":
		m.picture = f
		return true, nil
	case "alt", "caption", "credit":
		*map[string]*field{"alt": &m.alt, "caption": &m.caption, "credit": &m.credit}[f.key] = f
		return true, nil
	case "date", "published", "embargo":
		return true, nil // by dates
	}
	return false, nil
}

// into puts a field's one value into a text.
func (f field) into(to *string) error {
	if f.list || len(f.values) > 1 {
		return wrong(f.key+" is a list, want one value", "")
	}
	if len(f.values) == 1 {
		*to = f.values[0]
	}
	return nil
}

// one is the field's one value, or empty.
func (f field) one() string {
	if len(f.values) == 0 {
		return ""
	}
	return f.values[0]
}

func (m *matter) section(f field) error {
	var name string
	if err := f.into(&name); err != nil || name == "" {
		return err
	}
	m.d.rev.Section = name
	if _, err := story.ParseSlug(name); err != nil {
		m.d.rev.Section = string(story.MakeSlug(name, story.SlugNative))
		m.d.note("section: %q read as the key %q", name, m.d.rev.Section)
	}
	return nil
}

func (m *matter) slug(f field) error {
	slug, err := story.ParseSlug(f.one())
	if err != nil && f.one() != "" {
		return wrong(fmt.Sprintf("slug: %q: %v", shortened(f.one()), err), fmt.Sprintf("write it as %q, or leave it out", story.MakeSlug(f.one(), story.SlugNative)))
	}
	m.d.rev.Slug = slug
	return nil
}

// language chooses the edition only when nobody else did: a file's "fa" may
// well be meant for the edition fa-AF.
func (m *matter) language(f field) error {
	tag := f.one()
	switch {
	case tag == "" || m.d.rev.Edition != "":
	case m.o.Edition.Tag == "":
		m.d.rev.Edition = tag
	case baseLanguage(tag) != baseLanguage(m.o.Edition.Tag):
		m.d.note("the file says its language is %s, the edition is %s", tag, m.o.Edition.Tag)
	}
	return nil
}

func (m *matter) translation(f field) error {
	if f.one() == "" {
		return nil
	}
	id, err := story.ParseID(f.one())
	if err != nil {
		return wrong(fmt.Sprintf("translation_of: %q: %v", shortened(f.one()), err), "give the ID that stet list shows")
	}
	m.d.rev.TranslationOf = id
	return nil
}

func (m *matter) dates(fields []field) error {
	o := m.o
	if tag := m.d.rev.Edition; tag != "" && tag != o.Edition.Tag {
		o.Edition = story.TagInfo(tag)
	}
	for _, f := range fields {
		var to *time.Time
		name := "published"
		switch f.key {
		case "date", "published":
			to = &m.d.rev.Published
		case "embargo":
			to, name = &m.d.embargo, "embargo"
		default:
			continue
		}
		at, err := givenDate(name, f.one(), o)
		if err != nil {
			return onField(f, err)
		}
		*to = at
	}
	return nil
}

// lead takes in the picture above the body. A person asked for it, so what is
// wrong with it is an error and not a note.
func (m *matter) lead() error {
	if m.picture.one() == "" {
		return nil
	}
	pic, err := m.pics.load(m.picture.one())
	if errors.Is(err, errNoStore) {
		return nil
	}
	if err != nil {
		return onField(m.picture, wrong("picture: "+err.Error(), "put the picture file beside the story"))
	}
	pic.Alt, pic.Caption = m.alt.one(), m.caption.one()
	if m.credit.one() != "" { // else the file's own stands
		pic.Credit = m.credit.one()
	}
	if pic.Alt == "" {
		return onField(m.picture, wrong("picture: it has no alt text", "add a field alt that says what the picture shows"))
	}
	m.d.rev.Lead = &pic
	return nil
}

// body reads the text. A heading of the first level at its head is the
// headline, if the fields give none, or repeats it.
func (m *matter) body(source string) error {
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	src := []byte(source)
	doc := md.Parser().Parse(gtext.NewReader(src))
	if h, ok := doc.FirstChild().(*ast.Heading); ok && h.Level == 1 {
		title := markdownText(h, src)
		if m.d.rev.Headline == "" {
			m.d.rev.Headline = title
		}
		if foldLine(m.d.rev.Headline) == foldLine(title) {
			doc.RemoveChild(doc, h)
		}
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, src, doc); err != nil {
		return err
	}
	if strings.Contains(out.String(), "<!-- raw HTML omitted -->") {
		m.d.note("HTML in the text was dropped; write it in Markdown")
	}
	page, err := html.Parse(&out)
	if err != nil {
		return wrong("the text is nested too deep", "").because(ErrTooBig)
	}
	m.pics.place(page, m.d)
	m.d.rev.Body = story.ReadNode(page)
	return nil
}

// markdownText is the text of a node without its marks.
func markdownText(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok && entering {
			b.Write(t.Segment.Value(src))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		if s, ok := c.(*ast.String); ok && entering {
			b.Write(s.Value)
		}
		return ast.WalkContinue, nil
	})
	return story.Line(b.String())
}
