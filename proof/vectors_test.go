package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
)

// vectors is what this package reads of docs/record-vectors.json.
type vectors struct {
	Key       struct{ Public string }
	Revisions []struct{ Name, Root, Line string }
	Log       struct {
		Leaves        []struct{ Text, Hash string }
		Entries, Tile string
		Proofs        []string
	}
	LongLog struct {
		Size  int64
		Root  string
		Tiles map[string]string
	} `json:"long_log"`
	Refused []struct{ What, Form, Text string }
}

func readVectors(t *testing.T) (v vectors) {
	t.Helper()
	data, err := os.ReadFile("../docs/record-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Revisions) == 0 || len(v.Log.Leaves) == 0 || len(v.Refused) == 0 {
		t.Fatal("the vectors are not what this test reads")
	}
	return v
}

func TestVectorLines(t *testing.T) {
	v := readVectors(t)
	for _, r := range v.Revisions {
		line := r.Line
		if line[len(line)-1] != '\n' {
			line += "\n"
		}
		l, err := ParseList(line)
		if err != nil {
			t.Errorf("%s: %v", r.Name, err)
			continue
		}
		if root := record.Root(l.Pieces); hex.EncodeToString(root[:]) != r.Root {
			t.Errorf("%s: root %x, want %s", r.Name, root, r.Root)
		}
	}
	for _, r := range v.Refused {
		if r.Form != "line" {
			continue
		}
		if _, err := ParseList(r.Text); err == nil {
			t.Errorf("%s: a line that must be refused is read", r.What)
		}
	}
}

func TestVectorLog(t *testing.T) {
	v := readVectors(t)
	var entries []byte
	h := hasher{tile: func(level int, n int64, hashes []byte) {
		if level == 0 && hex.EncodeToString(hashes) != v.Log.Tile {
			t.Errorf("tile %x, want %s", hashes, v.Log.Tile)
		}
	}}
	for _, l := range v.Log.Leaves {
		entries = AppendEntry(entries, []byte(l.Text))
		h.add(tlog.RecordHash([]byte(l.Text)))
	}
	h.rest()
	if hex.EncodeToString(entries) != v.Log.Entries {
		t.Error("the bundle of leaves differs")
	}
	key, err := note.NewVerifier(v.Key.Public)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range v.Log.Proofs {
		p, err := ParseInclusion([]byte(text))
		if err != nil {
			t.Fatalf("proof %d: %v", i, err)
		}
		if _, err := p.Verify([]byte(v.Log.Leaves[i].Text), key); err != nil || p.Index != int64(i) {
			t.Errorf("proof %d: %v", i, err)
		}
		if string(p.Text()) != text {
			t.Errorf("proof %d is written again as\n%s", i, p.Text())
		}
	}
}

func TestVectorLongLog(t *testing.T) {
	v := readVectors(t)
	seen := 0
	h := hasher{tile: func(level int, n int64, hashes []byte) {
		seen++
		sum := sha256.Sum256(hashes)
		name := TilePath(level, n, len(hashes)/tlog.HashSize)
		if want := v.LongLog.Tiles[name]; hex.EncodeToString(sum[:]) != want && !bytes.Equal([]byte(hex.EncodeToString(hashes)), []byte(want)) {
			t.Errorf("%s: %x, want %s", name, sum, want)
		}
	}}
	for i := range v.LongLog.Size {
		h.add(tlog.RecordHash([]byte(itoa(i) + "\n")))
	}
	h.rest()
	if root := h.root(); hex.EncodeToString(root[:]) != v.LongLog.Root || seen != len(v.LongLog.Tiles) {
		t.Errorf("root %x, want %s; %d tiles, want %d", root, v.LongLog.Root, seen, len(v.LongLog.Tiles))
	}
}
