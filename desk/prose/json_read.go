package prose

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf16"
)

// Parse reads a document from ProseMirror's JSON and checks all of it. What it
// does not know it refuses: a document that silently lost something would be
// saved without it. The error wraps ErrMalformed or ErrTooLarge.
func Parse(data []byte) (Doc, error) {
	if len(data) > MaxDocument {
		return Doc{}, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), MaxDocument)
	}
	n, err := readNode(data, 0)
	if err == nil && (n.typ != docType || len(n.marks) > 0) {
		err = errors.New("the outermost node is no doc, or is marked")
	}
	if err == nil {
		err = n.check()
	}
	if err != nil {
		return Doc{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return Doc{n}, nil
}

// UnmarshalJSON is Parse.
func (d *Doc) UnmarshalJSON(data []byte) (err error) {
	*d, err = Parse(data)
	return err
}

// fields reads an object whose names are all known. encoding/json would match
// them in any case, which a browser does not.
func fields(data []byte, known ...string) (map[string]json.RawMessage, error) {
	var f map[string]json.RawMessage
	if err := json.Unmarshal(data, &f); err != nil || f == nil {
		return nil, errors.New("want an object")
	}
	for name := range f {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("unknown field %.40q", name)
		}
	}
	return f, nil
}

func readNode(data []byte, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, errors.New("nodes within nodes within nodes")
	}
	f, err := fields(data, "type", "attrs", "content", "marks", "text")
	if err != nil {
		return nil, err
	}
	t, err := readName(f["type"], nodeTypes)
	if err != nil {
		return nil, err
	}
	n, err := readParts(t, f, depth)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.name, err)
	}
	return n, nil
}

func readName[T any](data json.RawMessage, known map[string]*T) (*T, error) {
	var name string
	if err := json.Unmarshal(data, &name); err != nil {
		return nil, errors.New("a type is missing")
	}
	t, ok := known[name]
	if !ok {
		return nil, fmt.Errorf("unknown type %.40q", name)
	}
	return t, nil
}

func readParts(t *nodeType, f map[string]json.RawMessage, depth int) (*node, error) {
	marks, err := readMarks(f["marks"])
	if err != nil {
		return nil, err
	}
	if t.isText() {
		return readText(f, marks)
	}
	if f["text"] != nil {
		return nil, errors.New("has a text of its own")
	}
	a, err := readAttrs(t.attrs, f["attrs"])
	if err != nil {
		return nil, err
	}
	children, err := readContent(f["content"], depth+1)
	if err != nil {
		return nil, err
	}
	return newMarked(t, a, marks, children), nil
}

func readText(f map[string]json.RawMessage, marks []mark) (*node, error) {
	if f["attrs"] != nil || f["content"] != nil {
		return nil, errors.New("holds nothing but its text")
	}
	text, err := readUnits(f["text"])
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, errors.New("is empty")
	}
	return newText(text, marks), nil
}

func readContent(data json.RawMessage, depth int) ([]*node, error) {
	list, err := readList(data)
	if err != nil {
		return nil, err
	}
	var out []*node
	for _, raw := range list {
		n, err := readNode(raw, depth)
		if err != nil {
			return nil, err
		}
		out = push(out, n)
	}
	return out, nil
}

func readList(data json.RawMessage) ([]json.RawMessage, error) {
	if data == nil {
		return nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, errors.New("want a list")
	}
	return list, nil
}

// maxMarks is far more than people set on one word.
const maxMarks = 64

func readMarks(data json.RawMessage) ([]mark, error) {
	list, err := readList(data)
	if err != nil {
		return nil, err
	}
	if len(list) > maxMarks {
		return nil, fmt.Errorf("%d marks on one text", len(list))
	}
	var out []mark
	for _, raw := range list {
		m, err := readMark(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b mark) int { return a.typ.rank - b.typ.rank })
	return out, nil
}

func readMark(data []byte) (mark, error) {
	f, err := fields(data, "type", "attrs")
	if err != nil {
		return mark{}, err
	}
	t, err := readName(f["type"], markTypes)
	if err != nil {
		return mark{}, fmt.Errorf("mark: %w", err)
	}
	a, err := readAttrs(t.attrs, f["attrs"])
	if err != nil {
		return mark{}, fmt.Errorf("mark %s: %w", t.name, err)
	}
	return mark{t, a}, nil
}

func readAttrs(known []attribute, data json.RawMessage) (*attrs, error) {
	var given map[string]any
	if data != nil {
		if err := json.Unmarshal(data, &given); err != nil {
			return nil, errors.New("attrs: want an object")
		}
	}
	return makeAttrs(known, given)
}

// readUnits reads a JSON string into code units. encoding/json would put U+FFFD
// for half a surrogate pair, and the other half could never join it.
func readUnits(data json.RawMessage) ([]uint16, error) {
	if len(data) < 2 || data[0] != '"' {
		return nil, errors.New("want a text")
	}
	s := string(data[1 : len(data)-1]) // the decoder above has seen that it is well formed
	var out []uint16
	for from, at := 0, 0; ; {
		for at < len(s) && s[at] != '\\' {
			at++
		}
		for _, r := range s[from:at] {
			out = utf16.AppendRune(out, r)
		}
		if at == len(s) {
			return out, nil
		}
		u, n := readEscape(s[at+1:])
		out = append(out, u)
		at += 1 + n
		from = at
	}
}

// readEscape reads what stands behind a backslash, and says how long it is.
func readEscape(s string) (uint16, int) {
	switch s[0] {
	case 'u':
		u, _ := strconv.ParseUint(s[1:5], 16, 16)
		return uint16(u), 5
	case 'b':
		return '\b', 1
	case 'f':
		return '\f', 1
	case 'n':
		return '\n', 1
	case 'r':
		return '\r', 1
	case 't':
		return '\t', 1
	}
	return uint16(s[0]), 1
}
