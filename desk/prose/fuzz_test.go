package prose

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzApply: whatever comes, nothing panics; a document that is made passes its
// check and comes back from its JSON.
func FuzzApply(f *testing.F) {
	for i := range 40 {
		c := newChance(uint64(i))
		d := c.doc()
		doc, _ := json.Marshal(d)
		step, _ := json.Marshal(c.step(d.root))
		f.Add(doc, step)
	}
	f.Fuzz(func(t *testing.T, doc, step []byte) {
		d, err := Parse(doc)
		if err != nil {
			return
		}
		thereAndBack(t, d)
		s, err := ParseStep(step)
		if err != nil {
			return
		}
		if d, err = Apply(d, s); err != nil {
			return
		}
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		thereAndBack(t, d)
	})
}

func thereAndBack(t *testing.T, d Doc) {
	data, err := json.Marshal(d)
	if err != nil || !utf8.Valid(data) {
		t.Fatal(err, data)
	}
	if again, err := Parse(data); err != nil || !again.Equal(d) {
		t.Fatalf("%v\n%s", err, data)
	}
	if err := d.Body().Clean().Check(); err != nil && len(d.Plain()) > 0 {
		t.Logf("not yet to be published: %v", err)
	}
}
