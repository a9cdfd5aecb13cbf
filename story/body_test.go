package story

import (
	"encoding/json"
	"reflect"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// TestIdentity: what is written is what is read, over both ways in.
func TestIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawClean(t)
		page := WriteHTML(want, HTMLOptions{})
		if got := ReadHTML(page); !reflect.DeepEqual(got, want) {
			t.Fatalf("wrote\n%s\ngot\n%swant\n%s", page, show(got), show(want))
		}
		if got := ReadNode(parse(t, page)); !reflect.DeepEqual(got, want) {
			t.Fatalf("from a parsed tree, wrote\n%s\ngot\n%swant\n%s", page, show(got), show(want))
		}
	})
}

func TestJSONIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawClean(t)
		d, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Body
		if err := json.Unmarshal(d, &got); err != nil {
			t.Fatalf("%s: %v", d, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("wrote\n%s\ngot\n%swant\n%s", d, show(got), show(want))
		}
	})
}

// TestCleanOnce: cleaning what is clean changes nothing, and what is clean is
// NFC across the bounds of spans.
func TestCleanOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Revision{Edition: rapid.SampledFrom([]string{"", "en", "fa-AF"}).Draw(t, "edition"), Headline: drawWords(t), Body: drawBody(t)}
		once := r.Clean()
		if twice := once.Clean(); !reflect.DeepEqual(once, twice) {
			t.Fatalf("once\n%stwice\n%s", show(once.Body), show(twice.Body))
		}
		for _, x := range once.Body {
			if p, ok := x.(Paragraph); ok && !norm.NFC.IsNormalString(p.Text.String()) {
				t.Fatalf("not NFC: %+q", p.Text.String())
			}
			if p, ok := x.(Paragraph); ok {
				for _, s := range p.Text {
					if s.Erased {
						t.Fatal("Clean left a mark of erasure")
					}
				}
			}
		}
	})
}

// TestCleanFastPath: isClean says so of exactly what clean would not change.
func TestCleanFastPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawText(t)
		breaks := rapid.Bool().Draw(t, "breaks")
		out := in.clean(breaks)
		if in.isClean(breaks) != (len(in) == len(out) && (len(in) == 0 || reflect.DeepEqual(in, out))) {
			t.Fatalf("isClean(%+q) = %v, cleaned %+q", in, in.isClean(breaks), out)
		}
		if !out.isClean(breaks) {
			t.Fatalf("cleaned %+q to %+q, which is not clean", in, out)
		}
	})
}

func TestJoin(t *testing.T) {
	bold := Marks{Strong: true}
	gone := Marks{Erased: true}
	in := Text{{Text: "a"}, {Text: "", Marks: bold}, {Text: "b"}, {Text: "c", Marks: bold}, {Text: "d", Marks: bold},
		{Text: ErasedText, Marks: gone}, {Text: ErasedText, Marks: gone}}
	want := Text{{Text: "ab"}, {Text: "cd", Marks: bold}, {Text: ErasedText, Marks: gone}, {Text: ErasedText, Marks: gone}}
	if got := in.Join(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := (Text{{Text: ""}}).Join(); got != nil {
		t.Errorf("nothing joined is %v", got)
	}
}

func TestJSONRefuses(t *testing.T) {
	for _, in := range []string{
		`{}`, `"text"`, `[1]`, `[null]`, `[{}]`, `[{"type":"script","text":"x"}]`, `[{"type":"paragraph","text":"x","html":"y"}]`,
		`[{"type":"paragraph","text":[{"text":"x","color":"red"}]}]`, `[{"type":"picture","picture":{"src":"x"}}]`, `[{"type":"divider","x":1}]`,
		`[{"type":"list","items":"x"}]`, `[{"type":"heading","level":"2","text":"x"}]`,
	} {
		var b Body
		if err := json.Unmarshal([]byte(in), &b); err == nil {
			t.Errorf("%s: read as %v", in, show(b))
		}
	}
}

func TestJSONBareString(t *testing.T) {
	var b Body
	err := json.Unmarshal([]byte(`[{"type":"paragraph","text":"plain"},{"type":"list","items":["one",[{"text":"two","strong":true}]]}]`), &b)
	want := Body{Paragraph{Text: Plain("plain")}, List{Items: []Text{Plain("one"), {{Text: "two", Marks: Marks{Strong: true}}}}}}
	if err != nil || !reflect.DeepEqual(b, want) {
		t.Errorf("%v, %v", show(b), err)
	}
}
