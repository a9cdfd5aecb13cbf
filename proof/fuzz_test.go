package proof

import (
	"bytes"
	"encoding/json"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
)

// A page, however hostile, is read to its end without a panic, and what is read
// can be digested and explained.
func FuzzPage(f *testing.F) {
	f.Add([]byte(storyHTML))
	f.Add([]byte(`<article data-story=x><div data-piece=body></article></div><p data-piece=lead><img><svg><title>`))
	f.Add([]byte(`<meta http-equiv=refresh content="0; url=//x"><script type=application/ld+json>[{"@graph":[{}]}`))
	f.Add([]byte(`<article data-teaser><a data-piece=headline href=%zz><article data-story>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := readPage(data, strict)
		empty := &facts{}
		if p.facts.digest() != empty.digest() && len(empty.differ(&p.facts)) == 0 {
			t.Error("digests differ and nothing explains it")
		}
	})
}

// A list that is read is written again byte for byte, and another JSON reader
// reads the same in it.
func FuzzPieceListJSON(f *testing.F) {
	line, _ := List{Leaf: 7, Entry: "stet/1\n", Pieces: samplePieces()}.Append(nil)
	f.Add(string(line))
	f.Add("{\"leaf\":0}\n")
	f.Add("{\"leaf\":1,\"pieces\":[]}\n")
	f.Fuzz(func(t *testing.T, line string) {
		l, err := ParseList(line)
		if err != nil {
			return
		}
		again, err := l.Append(nil)
		if err != nil || string(again) != line {
			t.Fatalf("%q\nis written again as\n%q (%v)", line, again, err)
		}
		var other struct {
			Leaf   int64                   `json:"leaf"`
			Pieces []struct{ Text string } `json:"pieces"`
		}
		if err := json.Unmarshal([]byte(line), &other); err != nil || other.Leaf != l.Leaf || len(other.Pieces) != len(l.Pieces) {
			t.Fatalf("%q is not JSON of the same: %v", line, err)
		}
		for i, p := range l.Pieces {
			if other.Pieces[i].Text != p.Text {
				t.Fatalf("%q is read as %q and as %q", line, p.Text, other.Pieces[i].Text)
			}
		}
	})
}

// A bundle that is read is written again byte for byte.
func FuzzEntries(f *testing.F) {
	f.Add(AppendEntry(AppendEntry(nil, []byte("one")), nil), 2)
	f.Add([]byte{0, 1}, 1)
	f.Fuzz(func(t *testing.T, data []byte, width int) {
		leaves, err := ParseEntries(data, min(max(width, 0), TileWidth))
		if err != nil {
			return
		}
		var again []byte
		for _, leaf := range leaves {
			again = AppendEntry(again, leaf)
		}
		if !bytes.Equal(again, data) {
			t.Fatalf("%x is written again as %x", data, again)
		}
	})
}

// However a proof is changed, it never proves another leaf, nor this one at
// another place.
func FuzzProof(f *testing.F) {
	signer, key, _ := testKey(f, "example.org")
	var stored memHashes
	for i := range int64(11) {
		h, _ := tlog.StoredHashes(i, []byte(itoa(i)), stored)
		stored = append(stored, h...)
	}
	root, _ := tlog.TreeHash(11, stored)
	signed, err := record.Checkpoint{Origin: "example.org", Size: 11, Root: root}.Sign(signer)
	if err != nil {
		f.Fatal(err)
	}
	hashes, _ := tlog.ProveRecord(11, 5, stored)
	f.Add(Inclusion{Index: 5, Hashes: hashes, Checkpoint: signed}.Text(), []byte("5"))
	f.Add(Inclusion{Index: 5, Hashes: hashes, Checkpoint: signed}.Text(), []byte("6"))
	f.Fuzz(func(t *testing.T, data, leaf []byte) {
		p, err := ParseInclusion(data)
		if err != nil {
			return
		}
		if _, err := p.Verify(leaf, key); err == nil && string(leaf) != itoa(p.Index) {
			t.Fatalf("%s\nproves the leaf %q", data, leaf)
		}
	})
}

// A manifest's text, signed or not, is read without a panic.
func FuzzManifest(f *testing.F) {
	f.Add(manifestHeader + "\n" + "00000000000000000000000000000000000000000000000000000000000000ff a/b\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseManifest(text)
		if err != nil {
			return
		}
		for i := range m.Len() {
			if j, ok := m.Find(m.Path(i)); !ok || i != j {
				t.Fatalf("line %d is found at %d", i, j)
			}
		}
	})
}
