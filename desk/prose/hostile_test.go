package prose

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const lines = `{"type":"headline"},{"type":"standfirst"},{"type":"dateline"},`

// docOf is a document with one block, given as JSON.
func docOf(block string) string { return `{"type":"doc","content":[` + lines + block + `]}` }

func paragraphOf(inline string) string {
	return docOf(`{"type":"paragraph","content":[` + inline + `]}`)
}

// TestHostileDocuments: each is refused, with one error that says what is wrong.
func TestHostileDocuments(t *testing.T) {
	picture := func(attrs string) string {
		return docOf(`{"type":"picture","attrs":{"sha256":"` + strings.Repeat("a", 64) + `","type":"image/png"` + attrs + `}}`)
	}
	link := func(href string) string {
		return paragraphOf(fmt.Sprintf(`{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":%q}}]}`, href))
	}
	cases := map[string]string{
		"no JSON":               `{`,
		"null":                  `null`,
		"a list":                `[]`,
		"no doc":                `{"type":"paragraph"}`,
		"an empty doc":          `{"type":"doc"}`,
		"no block":              `{"type":"doc","content":[` + strings.TrimSuffix(lines, ",") + `]}`,
		"unknown node":          docOf(`{"type":"script"}`),
		"type of another case":  docOf(`{"Type":"paragraph"}`),
		"unknown field":         docOf(`{"type":"paragraph","html":"<b>"}`),
		"unknown attribute":     docOf(`{"type":"paragraph","attrs":{"onclick":"x"}}`),
		"wrong attribute":       docOf(`{"type":"paragraph","attrs":{"lang":7}}`),
		"unspelled language":    docOf(`{"type":"paragraph","attrs":{"lang":"\"><script>"}}`),
		"odd direction":         docOf(`{"type":"paragraph","attrs":{"dir":"up"}}`),
		"level 1":               docOf(`{"type":"heading","attrs":{"level":1}}`),
		"level 2.5":             docOf(`{"type":"heading","attrs":{"level":2.5}}`),
		"paragraph in itself":   docOf(`{"type":"paragraph","content":[{"type":"paragraph"}]}`),
		"list without items":    docOf(`{"type":"list"}`),
		"attribution first":     docOf(`{"type":"quotation","content":[{"type":"attribution"},{"type":"quoted"}]}`),
		"marked block":          docOf(`{"type":"paragraph","marks":[{"type":"strong"}]}`),
		"marked doc":            `{"type":"doc","marks":[{"type":"strong"}],"content":[` + lines + `{"type":"divider"}]}`,
		"strong headline":       `{"type":"doc","content":[{"type":"headline","content":[{"type":"text","text":"x","marks":[{"type":"strong"}]}]},{"type":"standfirst"},{"type":"dateline"},{"type":"divider"}]}`,
		"empty text":            paragraphOf(`{"type":"text","text":""}`),
		"text of a number":      paragraphOf(`{"type":"text","text":1}`),
		"text with children":    paragraphOf(`{"type":"text","text":"x","content":[]}`),
		"paragraph with text":   docOf(`{"type":"paragraph","text":"x"}`),
		"unknown mark":          paragraphOf(`{"type":"text","text":"x","marks":[{"type":"onload"}]}`),
		"mark twice":            paragraphOf(`{"type":"text","text":"x","marks":[{"type":"strong"},{"type":"strong"}]}`),
		"two links":             paragraphOf(`{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"/a"}},{"type":"link","attrs":{"href":"/b"}}]}`),
		"many marks":            paragraphOf(`{"type":"text","text":"x","marks":[` + strings.Repeat(`{"type":"strong"},`, 99) + `{"type":"strong"}]}`),
		"link to a script":      link("javascript:alert(1)"),
		"link to a Script":      link("JaVaScRiPt:alert(1)"),
		"link with a tab":       link("java\tscript:alert(1)"),
		"link to data":          link("data:text/html,<script>"),
		"link elsewhere":        link("//evil.example"),
		"comment without id":    paragraphOf(`{"type":"text","text":"x","marks":[{"type":"comment"}]}`),
		"picture without hash":  docOf(`{"type":"picture","attrs":{"type":"image/png"}}`),
		"picture with a path":   docOf(`{"type":"picture","attrs":{"sha256":"../../etc/passwd","type":"image/png"}}`),
		"picture of svg":        docOf(`{"type":"picture","attrs":{"sha256":"` + strings.Repeat("a", 64) + `","type":"image/svg+xml"}}`),
		"picture of no width":   picture(`,"width":-1`),
		"picture of half":       picture(`,"height":1.5`),
		"focal point outside":   picture(`,"focal_x":1001`),
		"decorative in words":   picture(`,"decorative":"yes"`),
		"a book as alt text":    picture(`,"alt":"` + strings.Repeat("a", 5000) + `"`),
		"embed of a script":     docOf(`{"type":"embed","attrs":{"url":"javascript:alert(1)"}}`),
		"embed of a mail":       docOf(`{"type":"embed","attrs":{"url":"mailto:a@example.org"}}`),
		"topics of numbers":     `{"type":"doc","attrs":{"topics":[1]},"content":[` + lines + `{"type":"divider"}]}`,
		"bylines of no list":    `{"type":"doc","attrs":{"bylines":{}},"content":[` + lines + `{"type":"divider"}]}`,
		"lead without a hash":   `{"type":"doc","attrs":{"lead":{"type":"image/png"}},"content":[` + lines + `{"type":"divider"}]}`,
		"lead with more":        `{"type":"doc","attrs":{"lead":{"sha256":"` + strings.Repeat("a", 64) + `","type":"image/png","src":"x"}},"content":[` + lines + `{"type":"divider"}]}`,
		"section of a list":     `{"type":"doc","attrs":{"section":[]},"content":[` + lines + `{"type":"divider"}]}`,
		"nodes within nodes":    docOf(strings.Repeat(`{"type":"quotation","content":[`, 2000) + strings.Repeat(`]}`, 2000)),
		"lists within lists":    strings.Repeat("[", 100_000),
		"a second document":     docOf(`{"type":"divider"}`) + docOf(`{"type":"divider"}`),
		"a content that is one": `{"type":"doc","content":{"type":"paragraph"}}`,
	}
	for name, data := range cases {
		_, err := Parse([]byte(data))
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s := err.Error(); len(s) > 300 || strings.Contains(s, "\n") {
			t.Errorf("%s: not one clear line: %q", name, s)
		}
	}
	if _, err := Parse([]byte(docOf(`{"type":"divider"}`))); err != nil {
		t.Errorf("the document the others are made from: %v", err)
	}
	if _, err := Parse(make([]byte, MaxDocument+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too much: %v", err)
	}
}

// TestHostileSteps: none of them is read.
func TestHostileSteps(t *testing.T) {
	for name, data := range map[string]string{
		"no JSON":            `{`,
		"no step":            `{}`,
		"unknown step":       `{"stepType":"eval"}`,
		"unknown field":      `{"stepType":"replace","from":1,"to":1,"then":"x"}`,
		"no positions":       `{"stepType":"replace"}`,
		"null position":      `{"stepType":"replace","from":null,"to":1}`,
		"position in words":  `{"stepType":"replace","from":"1","to":1}`,
		"half a position":    `{"stepType":"replace","from":1.5,"to":2}`,
		"before the start":   `{"stepType":"replace","from":-1,"to":2}`,
		"huge position":      `{"stepType":"replace","from":1e300,"to":2}`,
		"slice of a script":  `{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"script"}]}}`,
		"open too deep":      `{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"paragraph"}],"openStart":2}}`,
		"open nothing":       `{"stepType":"replace","from":1,"to":1,"slice":{"content":[],"openStart":1}}`,
		"closed list":        `{"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"list"}]}}`,
		"mark of a script":   `{"stepType":"addMark","from":1,"to":2,"mark":{"type":"link","attrs":{"href":"javascript:x"}}}`,
		"no mark":            `{"stepType":"addMark","from":1,"to":2}`,
		"sets within sets":   strings.Repeat(`{"stepType":"markSet","steps":[`, 300) + strings.Repeat(`]}`, 300),
		"a set of others":    `{"stepType":"markSet","steps":[{"stepType":"docAttr","attr":"slug","value":""}]}`,
		"attribute unnamed":  `{"stepType":"docAttr","value":1}`,
		"structure in words": `{"stepType":"replace","from":1,"to":1,"structure":"yes"}`,
	} {
		if s, err := ParseStep([]byte(data)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	if _, err := ParseStep(make([]byte, MaxStep+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too much: %v", err)
	}
}

// TestStepsThatDoNotFit: read, and refused by the document they come to.
func TestStepsThatDoNotFit(t *testing.T) {
	d := mustParse(t, paragraphOf(`{"type":"text","text":"abc"}`))
	for name, data := range map[string]string{
		"outside":             `{"stepType":"replace","from":1,"to":999}`,
		"backwards":           `{"stepType":"replace","from":9,"to":8}`,
		"gap outside":         `{"stepType":"replaceAround","from":6,"to":11,"gapFrom":5,"gapTo":10,"insert":0}`,
		"gap backwards":       `{"stepType":"replaceAround","from":6,"to":11,"gapFrom":8,"gapTo":7,"insert":0}`,
		"headline deleted":    `{"stepType":"replace","from":0,"to":2}`,
		"headline joined":     `{"stepType":"replace","from":1,"to":3}`,
		"attribute of text":   `{"stepType":"attr","pos":8,"attr":"lang","value":"fa"}`,
		"language of nobody":  `{"stepType":"attr","pos":6,"attr":"lang","value":"<"}`,
		"section of a number": `{"stepType":"docAttr","attr":"section","value":7}`,
		"needless picture":    `{"stepType":"docAttr","attr":"lead","value":{"sha256":"x"}}`,
		"marked text node":    `{"stepType":"addNodeMark","pos":8,"mark":{"type":"strong"}}`,
		"marked block":        `{"stepType":"addNodeMark","pos":6,"mark":{"type":"strong"}}`,
		"text overwritten":    `{"stepType":"replace","from":7,"to":9,"structure":true}`,
	} {
		s, err := ParseStep([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := Apply(d, s); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	d := New()
	long := mustStep(t, `{"stepType":"replace","from":7,"to":7,"slice":{"content":[{"type":"text","text":"`+strings.Repeat("کابل", 100_000)+`"}]}}`)
	var err error
	for n := 0; err == nil; n++ {
		if n > 3 {
			t.Fatal("a document of 800 kB and as much again and again was let in")
		}
		d, err = Apply(d, long)
	}
	if !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// TestWeight: a document as heavy as may be can be read back.
func TestWeight(t *testing.T) {
	for i := range 500 {
		d := newChance(uint64(i)).doc()
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if d.root.weight < len(data)*9/10 || d.root.weight > len(data)*3/2 {
			t.Fatalf("weighs %d, and is %d bytes long", d.root.weight, len(data))
		}
	}
}

func mustParse(t testing.TB, data string) Doc {
	t.Helper()
	d, err := Parse([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustStep(t testing.TB, data string) Step {
	t.Helper()
	s, err := ParseStep([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
