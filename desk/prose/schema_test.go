package prose

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// described is the schema as the editor's says it of itself.
type described struct {
	Nodes map[string]struct {
		Content string
		Inline  bool
		Attrs   map[string]any
		Marks   string
		Groups  string
	}
	Marks map[string]struct {
		Rank     int
		Attrs    map[string]any
		Excludes string
	}
}

// TestSchemaIsTheEditors: both sides know the same nodes, marks and attributes.
func TestSchemaIsTheEditors(t *testing.T) {
	var theirs described
	if err := json.Unmarshal(ask(t, []any{question{Ask: "schema"}})[0], &theirs); err != nil {
		t.Fatal(err)
	}
	if len(theirs.Nodes) != len(nodeTypes) || len(theirs.Marks) != len(markTypes) {
		t.Errorf("the editor has %d nodes and %d marks, we have %d and %d", len(theirs.Nodes), len(theirs.Marks), len(nodeTypes), len(markTypes))
	}
	for name, ours := range nodeTypes {
		n := theirs.Nodes[name]
		same(t, name+", content", n.Content, contents[name])
		same(t, name+", inline", n.Inline, ours.inline)
		same(t, name+", marks", n.Marks, names(ours.marks))
		for group, members := range groups {
			same(t, name+", in "+group, slices.Contains(strings.Fields(n.Groups), group), slices.Contains(strings.Fields(members), name))
		}
		sameAttrs(t, name, n.Attrs, ours.attrs)
	}
	for name, ours := range markTypes {
		m := theirs.Marks[name]
		same(t, name+", rank", m.Rank, ours.rank)
		excludes := name
		if ours.overlap {
			excludes = ""
		}
		same(t, name+", excludes", m.Excludes, excludes)
		sameAttrs(t, name, m.Attrs, ours.attrs)
	}
}

func same(t *testing.T, what string, theirs, ours any) {
	t.Helper()
	if !reflect.DeepEqual(theirs, ours) {
		t.Errorf("%s: the editor says %v, we say %v", what, theirs, ours)
	}
}

// sameAttrs: where the editor has an empty text and we need one, ours refuses the
// empty text; the editor's is a picture or card that waits for its contents.
func sameAttrs(t *testing.T, of string, theirs map[string]any, ours []attribute) {
	t.Helper()
	same(t, of+", attributes", len(theirs), len(ours))
	for _, a := range ours {
		if theirs, what := theirs[a.name], of+"."+a.name; a.plain != needed {
			same(t, what, fmt.Sprint(theirs), fmt.Sprint(a.plain))
		} else if theirs != "needed" && a.check(theirs) == nil {
			t.Errorf("%s: the editor has %v where we need a value", what, theirs)
		}
	}
}

func names(marks []*markType) string {
	var out []string
	for _, m := range marks {
		out = append(out, m.name)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
