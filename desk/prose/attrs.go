package prose

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// attribute is one thing said of a node or mark: its value when nothing is said,
// and what values it may have.
type attribute struct {
	name  string
	plain any // needed: there is no node without
	check func(any) error
}

// needed is the plain value of an attribute that must be given.
var needed any = new(int)

// attrs are the attributes of one node or mark, as JSON decodes them, with the
// JSON itself: keys in order, so that equal attributes have equal bytes. They
// are never changed; nil has none.
type attrs struct {
	values map[string]any
	json   []byte
}

func (a *attrs) get(name string) any {
	if a == nil {
		return nil
	}
	return a.values[name]
}

func (a *attrs) text(name string) string {
	s, _ := a.get(name).(string)
	return s
}

func (a *attrs) flag(name string) bool {
	b, _ := a.get(name).(bool)
	return b
}

func (a *attrs) number(name string) int {
	n, _ := a.get(name).(float64)
	return int(n)
}

func (a *attrs) equal(b *attrs) bool {
	return a == b || a != nil && b != nil && bytes.Equal(a.json, b.json)
}

func (a *attrs) length() int {
	if a == nil {
		return 0
	}
	return len(a.json) + len(`"attrs":,`)
}

// packAttrs keeps values, which were checked.
func packAttrs(values map[string]any) *attrs {
	var w bytes.Buffer
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if err := e.Encode(values); err != nil {
		panic(fmt.Sprintf("prose: attributes that JSON cannot hold: %v", err)) // they came from JSON, or from our own code
	}
	return &attrs{values, bytes.TrimSpace(w.Bytes())}
}

// plainAttrs are the attributes of a node of which nothing is said, or nil when
// it has none or there is no such node.
func plainAttrs(known []attribute) *attrs {
	values := map[string]any{}
	for _, a := range known {
		if a.plain == needed {
			return nil
		}
		values[a.name] = a.plain
	}
	if len(values) == 0 {
		return nil
	}
	return packAttrs(values)
}

// makeAttrs checks what is given and fills in what is not.
func makeAttrs(known []attribute, given map[string]any) (*attrs, error) {
	if err := examine(known, given); err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, nil
	}
	values := make(map[string]any, len(known))
	for _, a := range known {
		v, ok := given[a.name]
		if !ok {
			v = a.plain
		}
		values[a.name] = v
	}
	return packAttrs(values), nil
}

// examine says what is wrong with attributes, or missing.
func examine(known []attribute, given map[string]any) error {
	there := 0
	for _, a := range known {
		v, ok := given[a.name]
		if !ok && a.plain == needed {
			return fmt.Errorf("attribute %s is missing", a.name)
		}
		if !ok {
			continue
		}
		there++
		if err := a.check(v); err != nil {
			return fmt.Errorf("attribute %s: %w", a.name, err)
		}
	}
	if there == len(given) {
		return nil
	}
	for name := range given {
		if !slices.ContainsFunc(known, func(a attribute) bool { return a.name == name }) {
			return fmt.Errorf("unknown attribute %.40q", name)
		}
	}
	return nil
}

// with is a with one value changed.
func (a *attrs) with(known []attribute, name string, value any) (*attrs, error) {
	given := maps.Clone(a.values)
	given[name] = value
	return makeAttrs(known, given)
}

// checkAttrs says what is wrong with attributes that are there.
func checkAttrs(known []attribute, a *attrs) error {
	if a == nil {
		if len(known) > 0 {
			return errors.New("attributes are missing")
		}
		return nil
	}
	return examine(known, a.values)
}
