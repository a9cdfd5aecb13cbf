package story

import (
	"encoding/json"
	"fmt"
)

// MarshalJSON writes blocks with their type first.
func (b Body) MarshalJSON() ([]byte, error) {
	out := []byte{'['}
	for i, x := range b {
		if i > 0 {
			out = append(out, ',')
		}
		d, err := json.Marshal(x)
		if err != nil {
			return nil, err
		}
		out = append(out, `{"type":"`+x.Kind()+`"`...)
		if len(d) > 2 {
			out = append(out, ',')
		}
		out = append(out, d[1:]...)
	}
	return append(out, ']'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (b *Body) UnmarshalJSON(d []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(d, &raw); err != nil {
		return err
	}
	for _, r := range raw {
		var p struct {
			Type string
			Paragraph
		}
		if err := json.Unmarshal(r, &p); err != nil {
			return err
		}
		if p.Type != KindParagraph {
			return fmt.Errorf("unknown type %q", p.Type)
		}
		*b = append(*b, p.Paragraph)
	}
	return nil
}
