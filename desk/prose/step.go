package prose

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Step is one change of a document: a replacement, a mark set or taken away, an
// attribute given. It is what browsers send and what the journal keeps, as
// ProseMirror's JSON, which MarshalJSON writes.
type Step interface {
	json.Marshaler
	apply(root *node) (*node, error)
}

// Apply gives the document after a step. The error wraps ErrRefused when the step
// does not fit, ErrTooLarge when it would make too much of the document.
func Apply(d Doc, s Step) (Doc, error) {
	root, err := s.apply(d.root)
	if err != nil {
		return Doc{}, err
	}
	if root.weight > MaxDocument && root.weight > d.root.weight {
		return Doc{}, fmt.Errorf("%w: over %d bytes", ErrTooLarge, MaxDocument)
	}
	return Doc{root}, nil
}

// ApplyAll applies one step after the other.
func ApplyAll(d Doc, steps []Step) (Doc, error) {
	for i, s := range steps {
		var err error
		if d, err = Apply(d, s); err != nil {
			return Doc{}, fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return d, nil
}

// ParseStep reads a step from ProseMirror's JSON. The error wraps ErrMalformed or
// ErrTooLarge.
func ParseStep(data []byte) (Step, error) {
	if len(data) > MaxStep {
		return nil, fmt.Errorf("%w: a step of %d bytes, at most %d", ErrTooLarge, len(data), MaxStep)
	}
	s, err := readStep(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return s, nil
}

// stepFields are the fields of each kind of step.
var stepFields = map[string][]string{
	"replace":        {"stepType", "from", "to", "slice", "structure"},
	"replaceAround":  {"stepType", "from", "to", "gapFrom", "gapTo", "insert", "slice", "structure"},
	"addMark":        {"stepType", "mark", "from", "to"},
	"removeMark":     {"stepType", "mark", "from", "to"},
	"markSet":        {"stepType", "steps"},
	"addNodeMark":    {"stepType", "mark", "pos"},
	"removeNodeMark": {"stepType", "mark", "pos"},
	"attr":           {"stepType", "pos", "attr", "value"},
	"docAttr":        {"stepType", "attr", "value"},
}

func readStep(data []byte) (Step, error) {
	var kind struct {
		Type string `json:"stepType"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return nil, errors.New("a step is an object with a stepType")
	}
	known, ok := stepFields[kind.Type]
	if !ok {
		return nil, fmt.Errorf("unknown step %.40q", kind.Type)
	}
	f, err := fields(data, known...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Type, err)
	}
	s, err := readStepOf(kind.Type, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind.Type, err)
	}
	return s, nil
}

func readStepOf(kind string, f map[string]json.RawMessage) (Step, error) {
	switch kind {
	case "replace":
		return readReplace(f)
	case "replaceAround":
		return readReplaceAround(f)
	case "markSet":
		return readMarkSet(f)
	case "addMark", "removeMark":
		return readMarkStep(kind, f)
	case "addNodeMark", "removeNodeMark":
		return readNodeMarkStep(kind, f)
	case "attr":
		return readAttrStep(f)
	}
	return readDocAttrStep(f)
}

// numbers reads fields that must be there.
func numbers(f map[string]json.RawMessage, names ...string) ([]int, error) {
	out := make([]int, len(names))
	for i, name := range names {
		var err error
		if out[i], err = number(f, name, true); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// number reads a count of positions.
func number(f map[string]json.RawMessage, name string, must bool) (int, error) {
	data, ok := f[name]
	if !ok && !must {
		return 0, nil
	}
	var n int
	if err := json.Unmarshal(data, &n); err != nil || string(data) == "null" || n < 0 || n > MaxDocument {
		return 0, fmt.Errorf("%s: want a position", name)
	}
	return n, nil
}

func readFlag(f map[string]json.RawMessage, name string) (b bool, err error) {
	if data, ok := f[name]; ok {
		err = json.Unmarshal(data, &b)
	}
	return b, err
}
