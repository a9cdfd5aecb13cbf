package record_test

// This file is what a stranger would write from docs/record-format.md alone: it
// uses nothing of ours and none of the libraries we use for the log. If it no
// longer agrees with the vectors, either the page or the program is wrong.

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

type strangerFile struct {
	Key    struct{ Public string }
	Pieces []strangerPiece
	Trees  []struct {
		Hashes []string
		Root   string
	} `json:"piece_trees"`
	Revisions []struct {
		Name, Root, Stored, Line string
		Leaf                     int64
		Pieces                   []strangerPiece
	}
	Later []struct {
		Name, Root, Stored string
		Version            byte
		Pieces             []strangerPiece
	}
	Log struct {
		Leaves      []struct{ Text, Hash string }
		Checkpoints []string
		Entries     string
		Tile        string
		Proofs      []string
		Consistency []struct {
			Old, Size int64
			Hashes    []string
		}
	}
	Long struct {
		Size     int64
		Root     string
		Proof255 []string `json:"proof_255"`
		Proof256 []string `json:"proof_256"`
	} `json:"long_log"`
}

type strangerPiece struct{ Salt, Type, Text, Hash string }

func TestStranger(t *testing.T) {
	data, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var f strangerFile
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	s := stranger{t}
	for _, p := range f.Pieces {
		s.same("a piece's hash", s.piece(p), s.hex(p.Hash))
	}
	for _, tree := range f.Trees {
		s.same("a tree of pieces", head(s.hexes(tree.Hashes)), s.hex(tree.Root))
	}
	var leaves [][]byte
	for _, l := range f.Log.Leaves {
		leaves = append(leaves, leafHash([]byte(l.Text)))
		s.same("a leaf's hash", leafHash([]byte(l.Text)), s.hex(l.Hash))
	}
	for _, r := range f.Revisions {
		s.same(r.Name+": root", s.root(r.Pieces), s.hex(r.Root))
		s.same(r.Name+": root in the leaf", s.base64(s.value(f.Log.Leaves[r.Leaf].Text, "root")), s.hex(r.Root))
		s.same(r.Name+": stored", s.stored(1, r.Pieces), s.hex(r.Stored))
		s.line(r.Line, r.Leaf, r.Pieces)
	}
	for _, r := range f.Later {
		s.same(r.Name+": root", s.root(r.Pieces), s.hex(r.Root))
		s.same(r.Name+": stored", s.stored(r.Version, r.Pieces), s.hex(r.Stored))
	}
	for i, signed := range f.Log.Checkpoints {
		size, root := s.checkpoint(signed, f.Key.Public)
		if size != int64(i+1) {
			t.Errorf("checkpoint %d is of %d leaves", i, size)
		}
		s.same("a checkpoint's root", root, head(leaves[:size]))
	}
	s.bundle(f)
	s.same("the tile", s.hex(f.Log.Tile), bytes.Join(leaves, nil))
	for i, p := range f.Log.Proofs {
		s.proof(p, f.Key.Public, leaves[i])
	}
	for _, c := range f.Log.Consistency {
		s.consistent(c.Old, c.Size, s.hexes(c.Hashes), head(leaves[:c.Old]), head(leaves[:c.Size]))
	}
	var long [][]byte
	for i := range f.Long.Size {
		long = append(long, leafHash([]byte(strconv.FormatInt(i, 10)+"\n")))
	}
	s.same("the long log's root", head(long), s.hex(f.Long.Root))
	s.same("by proof 255", included(255, f.Long.Size, long[255], s.hexes(f.Long.Proof255)), s.hex(f.Long.Root))
	s.same("by proof 256", included(256, f.Long.Size, long[256], s.hexes(f.Long.Proof256)), s.hex(f.Long.Root))
}

type stranger struct{ *testing.T }

func (s stranger) same(what string, got, want []byte) {
	s.Helper()
	if !bytes.Equal(got, want) {
		s.Errorf("%s: %x instead of %x", what, got, want)
	}
}

func (s stranger) hex(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		s.Fatal(err)
	}
	return b
}

func (s stranger) hexes(texts []string) (out [][]byte) {
	for _, t := range texts {
		out = append(out, s.hex(t))
	}
	return out
}

func (s stranger) base64(text string) []byte {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		s.Fatal(err)
	}
	return b
}

// value is what stands behind a name in a leaf.
func (s stranger) value(leaf, name string) string {
	for _, line := range strings.Split(leaf, "\n") {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			return v
		}
	}
	return ""
}

func sum(parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func leafHash(text []byte) []byte        { return sum([]byte{0}, text) }
func nodeHash(left, right []byte) []byte { return sum([]byte{1}, left, right) }

// head is RFC 6962, section 2.1, over leaf hashes.
func head(leaves [][]byte) []byte {
	switch len(leaves) {
	case 0:
		return sum()
	case 1:
		return leaves[0]
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	return nodeHash(head(leaves[:k]), head(leaves[k:]))
}

func (s stranger) piece(p strangerPiece) []byte {
	b := []byte{0}
	for _, field := range [][]byte{s.hex(p.Salt), []byte(p.Type), []byte(p.Text)} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
		b = append(b, field...)
	}
	return sum(b)
}

func (s stranger) root(pieces []strangerPiece) []byte {
	var hashes [][]byte
	for _, p := range pieces {
		if p.Salt == "" { // erased
			hashes = append(hashes, s.hex(p.Hash))
			continue
		}
		hashes = append(hashes, s.piece(p))
	}
	return head(hashes)
}

func (s stranger) stored(version byte, pieces []strangerPiece) []byte {
	b := binary.AppendUvarint([]byte{version}, uint64(len(pieces)))
	for _, p := range pieces {
		if p.Salt == "" {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
		b = binary.AppendUvarint(b, uint64(len(p.Type)))
		b = append(b, p.Type...)
		if p.Salt == "" {
			b = append(b, s.hex(p.Hash)...)
			continue
		}
		b = append(b, s.hex(p.Salt)...)
		b = binary.AppendUvarint(b, uint64(len(p.Text)))
		b = append(b, p.Text...)
	}
	return b
}

// line reads an exported piece list with an ordinary JSON reader.
func (s stranger) line(text string, leaf int64, pieces []strangerPiece) {
	s.Helper()
	var l struct {
		Leaf   int64
		Pieces []struct{ Type, Salt, Text, Hash string }
	}
	if err := json.Unmarshal([]byte(text), &l); err != nil || l.Leaf != leaf || len(l.Pieces) != len(pieces) {
		s.Errorf("the line %.60s: %v", text, err)
		return
	}
	for i, p := range pieces {
		got := l.Pieces[i]
		if got.Type != p.Type || got.Text != p.Text || hex.EncodeToString(s.base64(got.Salt)) != p.Salt {
			s.Errorf("piece %d of the line %.60s", i, text)
		}
		if p.Salt == "" {
			s.same("an erased piece of a line", s.base64(got.Hash), s.hex(p.Hash))
		}
	}
}

// checkpoint verifies a signed note by the one key there is.
func (s stranger) checkpoint(signed, key string) (size int64, root []byte) {
	s.Helper()
	name, rest, _ := strings.Cut(key, "+")
	id, encoded, _ := strings.Cut(rest, "+")
	public := s.base64(encoded)
	if public[0] != 1 || hex.EncodeToString(sum([]byte(name+"\n"), public)[:4]) != id {
		s.Fatal("the key does not hold its own hash")
	}
	text, signatures, ok := strings.Cut(signed, "\n\n")
	text += "\n"
	line, isOurs := strings.CutPrefix(signatures, "— "+name+" ")
	if !ok || !isOurs {
		s.Fatalf("no signature of %s: %q", name, signed)
	}
	signature := s.base64(strings.TrimSuffix(line, "\n"))
	if hex.EncodeToString(signature[:4]) != id || !ed25519.Verify(public[1:], []byte(text), signature[4:]) {
		s.Errorf("the signature is wrong: %q", signed)
	}
	lines := strings.Split(text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || len(lines) != 4 || lines[0] != name {
		s.Errorf("the checkpoint %q", text)
	}
	return size, s.base64(lines[2])
}

// bundle holds the entry bundle against the leaves.
func (s stranger) bundle(f strangerFile) {
	rest := s.hex(f.Log.Entries)
	for _, l := range f.Log.Leaves {
		n := int(binary.BigEndian.Uint16(rest))
		s.same("an entry", rest[2:2+n], []byte(l.Text))
		rest = rest[2+n:]
	}
	if len(rest) > 0 {
		s.Errorf("%d bytes behind the entries", len(rest))
	}
}

// proof checks a tlog-proof.
func (s stranger) proof(text, key string, leaf []byte) {
	s.Helper()
	top, signed, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(top, "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || lines[0] != "c2sp.org/tlog-proof@v1" {
		s.Fatalf("the proof %q", text)
	}
	var path [][]byte
	for _, line := range lines[2:] {
		path = append(path, s.base64(line))
	}
	size, root := s.checkpoint(signed, key)
	s.same("by a proof", included(index, size, leaf, path), root)
}

// included is RFC 9162, section 2.1.3.2: the root that the path leads to.
func included(index, size int64, hash []byte, path [][]byte) []byte {
	fn, sn := index, size-1
	for _, p := range path {
		if sn == 0 {
			return nil
		}
		if fn&1 == 1 || fn == sn {
			hash = nodeHash(p, hash)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			hash = nodeHash(hash, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	if sn != 0 {
		return nil
	}
	return hash
}

// consistent is RFC 9162, section 2.1.4.2.
func (s stranger) consistent(old, size int64, path [][]byte, oldRoot, newRoot []byte) {
	s.Helper()
	if old == size {
		s.same("the same tree", oldRoot, newRoot)
		return
	}
	if old&(old-1) == 0 {
		path = append([][]byte{oldRoot}, path...)
	}
	fn, sn := old-1, size-1
	for fn&1 == 1 {
		fn, sn = fn>>1, sn>>1
	}
	fr, sr := path[0], path[0]
	for _, c := range path[1:] {
		if fn&1 == 1 || fn == sn {
			fr, sr = nodeHash(c, fr), nodeHash(c, sr)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			sr = nodeHash(sr, c)
		}
		fn, sn = fn>>1, sn>>1
	}
	s.same("the old root by the proof", fr, oldRoot)
	s.same("the new root by the proof", sr, newRoot)
}
