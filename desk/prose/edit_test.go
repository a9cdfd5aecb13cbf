package prose

import (
	"encoding/json"
	"testing"
)

// TestEditMakesTheOther: of any document any other, and every step by itself is
// one that a browser could have sent.
func TestEditMakesTheOther(t *testing.T) {
	for i := range 1000 {
		c := newChance(uint64(i))
		from, to := c.doc(), c.doc()
		if c.one(2) { // a document not far from it
			to = from
			for range 1 + c.IntN(4) {
				if next, err := Apply(to, reread(t, c.step(to.root))); err == nil {
					to = next
				}
			}
		}
		got := from
		for j, s := range Edit(from, to) {
			var err error
			if got, err = Apply(got, reread(t, s)); err != nil {
				data, _ := json.Marshal(s)
				t.Fatalf("seed %d, step %d: %v\n%s", i, j, err, data)
			}
		}
		if !got.Equal(to) {
			t.Fatalf("seed %d: another document", i)
		}
		if again := Edit(to, to); len(again) != 0 {
			t.Fatalf("seed %d: %d steps from a document to itself", i, len(again))
		}
	}
}

// TestEditIsSmall: one changed word is one step of that word.
func TestEditIsSmall(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"a word":     {`{"type":"text","text":"The old mayor"}`, `{"type":"text","text":"The new mayor"}`, `{"stepType":"replace","from":11,"to":14,"slice":{"content":[{"type":"text","text":"new"}],"openStart":0,"openEnd":0}}`},
		"an emoji":   {`{"type":"text","text":"😀"}`, `{"type":"text","text":"😁"}`, `{"stepType":"replace","from":7,"to":9,"slice":{"content":[{"type":"text","text":"😁"}],"openStart":0,"openEnd":0}}`},
		"a mark":     {`{"type":"text","text":"ab"}`, `{"type":"text","text":"a"},{"type":"text","text":"b","marks":[{"type":"strong"}]}`, `{"stepType":"replace","from":8,"to":9,"slice":{"content":[{"type":"text","marks":[{"type":"strong"}],"text":"b"}],"openStart":0,"openEnd":0}}`},
		"a deletion": {`{"type":"text","text":"aab"}`, `{"type":"text","text":"ab"}`, `{"stepType":"replace","from":8,"to":9}`},
	} {
		steps := Edit(mustParse(t, paragraphOf(c.old)), mustParse(t, paragraphOf(c.new)))
		data, _ := json.Marshal(steps)
		if string(data) != "["+c.want+"]" {
			t.Errorf("%s: %s", name, data)
		}
	}
}

func BenchmarkEdit(b *testing.B) {
	from := long(b)
	to, err := Apply(from, replaceStep{from: from.Size() / 2, to: from.Size()/2 + 1})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Edit(from, to)
	}
}
