package prose

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// saying gives an attribute another value. Without a value it takes the one given
// back, as ProseMirror does with what undoes a step that had nothing to do.
type saying struct {
	Name  string `json:"attr"`
	Value *any   `json:"value,omitempty"`
}

func readSaying(f map[string]json.RawMessage) (s saying, err error) {
	if err := json.Unmarshal(f["attr"], &s.Name); err != nil || s.Name == "" {
		return s, errors.New("attr: want a name")
	}
	if data, ok := f["value"]; ok {
		s.Value = new(any)
		err = json.Unmarshal(data, s.Value)
	}
	return s, err
}

// of is n with the attribute changed. One that such a node does not have is
// passed over, as ProseMirror does: somebody else may have made another kind of
// node of it, and the browser that sent the step saw nothing wrong.
func (s saying) of(n *node) (*node, error) {
	if !slices.ContainsFunc(n.typ.attrs, func(a attribute) bool { return a.name == s.Name }) {
		return n, nil
	}
	given := maps.Clone(n.attrs.values)
	if delete(given, s.Name); s.Value != nil {
		given[s.Name] = *s.Value
	}
	a, err := makeAttrs(n.typ.attrs, given)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrRefused, n.typ.name, err)
	}
	return newMarked(n.typ, a, n.marks, n.children), nil
}

// attrStep changes an attribute of the node at a position.
type attrStep struct {
	Type string `json:"stepType"`
	Pos  int    `json:"pos"`
	saying
}

func readAttrStep(f map[string]json.RawMessage) (Step, error) {
	n, err := numbers(f, "pos")
	if err != nil {
		return nil, err
	}
	s, err := readSaying(f)
	return attrStep{"attr", n[0], s}, err
}

func (s attrStep) apply(root *node) (*node, error) { return root.changeAt(s.Pos, s.of) }

// MarshalJSON writes ProseMirror's JSON.
func (s attrStep) MarshalJSON() ([]byte, error) {
	type plain attrStep
	return json.Marshal(plain(s))
}

// docAttrStep changes a field beside the text.
type docAttrStep struct {
	Type string `json:"stepType"`
	saying
}

func readDocAttrStep(f map[string]json.RawMessage) (Step, error) {
	s, err := readSaying(f)
	return docAttrStep{"docAttr", s}, err
}

func (s docAttrStep) apply(root *node) (*node, error) { return s.of(root) }

// MarshalJSON writes ProseMirror's JSON.
func (s docAttrStep) MarshalJSON() ([]byte, error) {
	type plain docAttrStep
	return json.Marshal(plain(s))
}

// setField and setAttr make such steps in our own code.
func setField(name string, value any) Step { return docAttrStep{"docAttr", saying{name, &value}} }

func setAttr(pos int, name string, value any) Step {
	return attrStep{"attr", pos, saying{name, &value}}
}
