package story

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrBadBody says that JSON is not a body's. The message names the block.
var ErrBadBody = errors.New("not a body")

// MarshalJSON writes [{"type":"paragraph","text":[{"text":"…"}]}, …].
func (b Body) MarshalJSON() ([]byte, error) {
	out := []byte{'['}
	for i, x := range b {
		if x == nil {
			return nil, fmt.Errorf("block %d: %w: nil", i+1, ErrBadBody)
		}
		d, err := json.Marshal(x)
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", i+1, err)
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, `{"type":"`+x.Kind()+`"`...)
		if len(d) > len("{}") {
			out = append(out, ',')
		}
		out = append(out, d[1:]...)
	}
	return append(out, ']'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote. Types and fields it does not know
// are errors that wrap ErrBadBody: a body that silently lost something would be
// published without it.
func (b *Body) UnmarshalJSON(d []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(d, &raw); err != nil {
		return fmt.Errorf("%w: want a list of blocks", ErrBadBody)
	}
	var out Body
	for i, r := range raw {
		x, err := decodeBlock(r)
		if err != nil {
			return fmt.Errorf("%w: block %d: %w", ErrBadBody, i+1, err)
		}
		out = append(out, x)
	}
	*b = out
	return nil
}

func decodeBlock(d []byte) (Block, error) {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(d, &kind); err != nil {
		return nil, errors.New(`want an object with a "type"`)
	}
	// The outer type is read again below, so that it is a known field there.
	switch kind.Type {
	case KindParagraph:
		var v struct {
			Type string `json:"type"`
			Paragraph
		}
		err := strict(d, &v)
		return v.Paragraph, err
	case KindHeading:
		var v struct {
			Type string `json:"type"`
			Heading
		}
		err := strict(d, &v)
		return v.Heading, err
	case KindList:
		var v struct {
			Type string `json:"type"`
			List
		}
		err := strict(d, &v)
		return v.List, err
	case KindQuotation:
		var v struct {
			Type string `json:"type"`
			Quotation
		}
		err := strict(d, &v)
		return v.Quotation, err
	case KindPicture:
		var v struct {
			Type string `json:"type"`
			PictureBlock
		}
		err := strict(d, &v)
		return v.PictureBlock, err
	case KindTable:
		var v struct {
			Type string `json:"type"`
			Table
		}
		err := strict(d, &v)
		return v.Table, err
	case KindEmbed:
		var v struct {
			Type string `json:"type"`
			Embed
		}
		err := strict(d, &v)
		return v.Embed, err
	case KindDivider:
		var v struct {
			Type string `json:"type"`
			Divider
		}
		err := strict(d, &v)
		return v.Divider, err
	}
	return nil, fmt.Errorf("unknown type %q", kind.Type)
}

// strict decodes d and refuses fields that v does not have.
func strict(d []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(d))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

// MarshalJSON writes a list of spans, [] for no words.
func (t Text) MarshalJSON() ([]byte, error) {
	if len(t) == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal([]Span(t))
}

// UnmarshalJSON reads a list of spans, or a bare string: plain text.
func (t *Text) UnmarshalJSON(d []byte) error {
	if d = bytes.TrimSpace(d); len(d) > 0 && d[0] == '"' {
		var s string
		if err := json.Unmarshal(d, &s); err != nil {
			return err
		}
		*t = Plain(s)
		return nil
	}
	var spans []Span
	if err := strict(d, &spans); err != nil {
		return err
	}
	*t = nil
	if len(spans) > 0 {
		*t = spans
	}
	return nil
}
