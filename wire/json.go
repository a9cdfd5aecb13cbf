package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"stet.news/story"
)

// parseJSON reads one story in our own form: what "stet show --json" prints.
func parseJSON(data []byte, o Options) (draft, error) {
	text, note, err := decode(data, "", o.Edition.Tag)
	if err != nil {
		return draft{}, err
	}
	d, err := decodeStory([]byte(text), o)
	if note != "" {
		d.note("%s", note)
	}
	return d, err
}

// jsonStory is a story being read: the revision's fields, and those beside it.
type jsonStory struct {
	rev       story.Revision
	published string
	text      *string
	blocks    bool
	embargo   string
}

// into gives the place for a field's value; nil for a field that is printed
// but not read back, because it follows from the others or is the record's.
func (s *jsonStory) into(key string) (any, bool) {
	switch key {
	case "id":
		return &s.rev.Story, true
	case "edition":
		return &s.rev.Edition, true
	case "slug":
		return &s.rev.Slug, true
	case "section":
		return &s.rev.Section, true
	case "headline":
		return &s.rev.Headline, true
	case "standfirst":
		return &s.rev.Standfirst, true
	case "bylines":
		return &s.rev.Bylines, true
	case "dateline":
		return &s.rev.Dateline, true
	case "topics":
		return &s.rev.Topics, true
	case "lead":
		return &s.rev.Lead, true
	case "blocks":
		s.blocks = true
		return &s.rev.Body, true
	case "text":
		return &s.text, true
	case "translation_of":
		return &s.rev.TranslationOf, true
	case "published":
		return &s.published, true
	case "grade":
		return &s.rev.Grade, true
	case "note":
		return &s.rev.Note, true
	case "source":
		return &s.rev.Source, true
	case "embargo":
		return &s.embargo, true
	case "revision", "path", "url", "leaf", "at", "state", "due", "file", "notes", "updated":
		return nil, true
	}
	return nil, false
}

// maxNesting bounds how deep JSON may go; a body needs about six.
const maxNesting = 64

// decodeStory reads one JSON object. An error tells line and column.
func decodeStory(data []byte, o Options) (draft, error) {
	if err := checkJSON(data); err != nil {
		return draft{}, err
	}
	var s jsonStory
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return draft{}, placed(data, 0, "a story is a JSON object {…}", "for many stories put one object on a line of a .jsonl file").because(ErrForm)
	}
	seen := map[string]bool{}
	for dec.More() {
		at := skipSpace(data, int(dec.InputOffset()))
		t, err := dec.Token()
		if err != nil {
			return draft{}, syntaxError(data, err)
		}
		key, _ := t.(string)
		if seen[key] {
			return draft{}, placed(data, at, fmt.Sprintf("the field %q comes twice", key), "keep one")
		}
		seen[key] = true
		if err := s.field(data, dec, key, at); err != nil {
			return draft{}, err
		}
	}
	return s.draft(data, o)
}

// field reads one value into its place.
func (s *jsonStory) field(data []byte, dec *json.Decoder, key string, at int) error {
	place, known := s.into(key)
	if !known {
		return placed(data, at, fmt.Sprintf("unknown field %q", key), "see docs/import.md for the fields of a story").because(ErrForm)
	}
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return syntaxError(data, err)
	}
	if place == nil || string(raw) == "null" {
		return nil
	}
	start := int(dec.InputOffset()) - len(raw)
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if err := strict.Decode(place); err != nil {
		return placed(data, start+offsetIn(err), fmt.Sprintf("%s: %s", key, plainJSON(err)), "").because(err)
	}
	return nil
}

// offsetIn is where within a value an error was met.
func offsetIn(err error) int {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return max(0, int(t.Offset)-1)
	}
	return 0
}

// plainJSON says what a decoding error means without naming Go's types.
func plainJSON(err error) string {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		want := map[string]string{"string": "a text", "int": "a number", "bool": "true or false", "slice": "a list", "struct": "an object"}[t.Type.Kind().String()]
		if want == "" {
			want = "something else"
		}
		if t.Field != "" {
			return fmt.Sprintf("%s is a %s, want %s", t.Field, t.Value, want)
		}
		return fmt.Sprintf("a %s stands here, want %s", t.Value, want)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// draft makes the story of its fields.
func (s *jsonStory) draft(data []byte, o Options) (draft, error) {
	d := draft{rev: s.rev}
	if !s.blocks && s.text != nil {
		d.rev.Body = paragraphsOf(*s.text)
		d.note("body: made of the plain text, %d paragraphs", len(d.rev.Body))
	}
	if !s.blocks && s.text == nil {
		return d, wrong("the story has neither \"blocks\" nor \"text\"", "add one").because(ErrNoStory)
	}
	var err error
	if d.rev.Published, err = givenDate("published", s.published, o); err != nil {
		return d, err
	}
	d.embargo, err = givenDate("embargo", s.embargo, o)
	return d, err
}

// paragraphsOf makes a body of plain text: an empty line parts paragraphs.
func paragraphsOf(text string) story.Body {
	var b story.Body
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var cur []string
	flush := func() {
		if p := story.Line(strings.Join(cur, " ")); p != "" {
			b = append(b, story.Paragraph{Text: story.Plain(p)})
		}
		cur = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		cur = append(cur, line)
	}
	flush()
	return b
}

// givenDate reads a date somebody wrote into a field; a wrong one is an error,
// because dropping it would publish the story on another day.
func givenDate(field, value string, o Options) (time.Time, error) {
	if strings.TrimSpace(value) == "" {
		return time.Time{}, nil
	}
	w, ok := parseDate(value, o.zone())
	if !ok {
		return time.Time{}, wrong(fmt.Sprintf("%s: %q is not a date", field, shortened(value)), "write it as 2026-11-23T17:00:00+04:30")
	}
	if o.ambiguous(w) {
		return time.Time{}, wrong(fmt.Sprintf("%s: in %q day and month could be either", field, shortened(value)), "write it as 2026-11-23")
	}
	at := w.time.Truncate(time.Second)
	if at.Year() < firstYear {
		return time.Time{}, wrong(fmt.Sprintf("%s: %q is before there were newspapers", field, shortened(value)), "check the year")
	}
	if field == "published" && at.After(o.Now().Add(dateSlack)) {
		return time.Time{}, wrong(fmt.Sprintf("published: %q is in the future", shortened(value)), "use embargo for a story that may not be public yet")
	}
	return at, nil
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:57]) + "…"
	}
	return s
}

// checkJSON refuses what is not one whole JSON value, and what is nested so
// deep that only an attack would be.
func checkJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	depth := 0
	for {
		t, err := dec.Token()
		if err == io.EOF {
			if depth == 0 {
				return nil
			}
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return syntaxError(data, err)
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxNesting {
				return placed(data, int(dec.InputOffset())-1, "the JSON is nested too deep", "").because(ErrTooBig)
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			rest := skipSpace(data, int(dec.InputOffset()))
			if rest < len(data) {
				return placed(data, rest, "something follows the JSON object", "for many stories put one object on a line of a .jsonl file").because(ErrForm)
			}
			return nil
		}
	}
}

func skipSpace(data []byte, at int) int {
	for at < len(data) && strings.ContainsRune(" \t\r\n,", rune(data[at])) {
		at++
	}
	return at
}

// syntaxError says where JSON stops being JSON.
func syntaxError(data []byte, err error) *Error {
	// Reading token by token tells another offset than reading the whole does.
	var s *json.SyntaxError
	var whole json.RawMessage
	if errors.As(json.Unmarshal(data, &whole), &s) && int(s.Offset) < len(data) {
		return placed(data, max(0, int(s.Offset)-1), "malformed JSON: "+s.Error(), "").because(ErrForm)
	}
	if errors.As(err, &s) && int(s.Offset) < len(data)-1 {
		return placed(data, int(s.Offset), "malformed JSON: "+s.Error(), "").because(ErrForm)
	}
	if s != nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return placed(data, len(data), "malformed JSON: it ends in the middle", "the file may be cut off").because(ErrForm)
	}
	return placed(data, 0, "malformed JSON: "+err.Error(), "").because(ErrForm)
}

// placed is an error at an offset of data.
func placed(data []byte, offset int, what, mend string) *Error {
	offset = min(max(offset, 0), len(data))
	line := 1 + bytes.Count(data[:offset], []byte("\n"))
	column := offset - bytes.LastIndexByte(data[:offset], '\n')
	return &Error{Line: line, Column: column, What: what, Mend: mend}
}
