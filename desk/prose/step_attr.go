package prose

import (
	"encoding/json"
	"errors"
	"fmt"
)

// attrStep gives an attribute of the node at a position another value.
type attrStep struct {
	pos   int
	name  string
	value any
}

func readAttrStep(f map[string]json.RawMessage) (Step, error) {
	n, err := numbers(f, "pos")
	if err != nil {
		return nil, err
	}
	name, value, err := readValue(f)
	return attrStep{n[0], name, value}, err
}

// readValue reads the name and value of attribute steps.
func readValue(f map[string]json.RawMessage) (name string, value any, err error) {
	if err := json.Unmarshal(f["attr"], &name); err != nil || name == "" {
		return "", nil, errors.New("attr: want a name")
	}
	if err := json.Unmarshal(f["value"], &value); err != nil {
		return "", nil, errors.New("a value is missing")
	}
	return name, value, nil
}

func (s attrStep) apply(root *node) (*node, error) {
	return root.changeAt(s.pos, func(n *node) (*node, error) { return n.say(s.name, s.value) })
}

// say is n with one attribute changed.
func (n *node) say(name string, value any) (*node, error) {
	a, err := n.attrs.with(n.typ.attrs, name, value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n.typ.name, err)
	}
	return newMarked(n.typ, a, n.marks, n.children), nil
}

// MarshalJSON writes ProseMirror's JSON.
func (s attrStep) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"stepType": "attr", "pos": s.pos, "attr": s.name, "value": s.value})
}

// docAttrStep gives a field beside the text another value.
type docAttrStep struct {
	name  string
	value any
}

func readDocAttrStep(f map[string]json.RawMessage) (Step, error) {
	name, value, err := readValue(f)
	return docAttrStep{name, value}, err
}

func (s docAttrStep) apply(root *node) (*node, error) {
	n, err := root.say(s.name, s.value)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return n, nil
}

// MarshalJSON writes ProseMirror's JSON.
func (s docAttrStep) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"stepType": "docAttr", "attr": s.name, "value": s.value})
}
