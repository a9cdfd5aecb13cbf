package proof

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/internal/require"
	"stet.news/record"
)

func TestTilePaths(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{TilePath(0, 0, 256), "log/tile/0/000"},
		{TilePath(1, 5, 17), "log/tile/1/005.p/17"},
		{TilePath(0, 1234067, 256), "log/tile/0/x001/x234/067"},
		{EntriesPath(1000, 3), "log/tile/entries/x001/000.p/3"},
		{ListsPath(1067), "log/pieces/x001/067.jsonl"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestFilePath(t *testing.T) {
	for path, want := range map[string]string{
		"/": "index.html", "/en/": "en/index.html", "/robots.txt": "robots.txt",
		"/fa-AF/2026/11/23/کابل/": "fa-AF/2026/11/23/کابل/index.html",
	} {
		got, ok := FilePath(path)
		if !ok || got != want {
			t.Errorf("FilePath(%q) = %q, %v; want %q", path, got, ok, want)
		}
		if back := pagePath(got); back != path {
			t.Errorf("pagePath(%q) = %q, want %q", got, back, path)
		}
	}
	for _, path := range []string{"", "en", "/../x", "/a/../b", "//x", "/a//", "/a\x00", "/a\nb", "/..", "/a\\b"} {
		if got, ok := FilePath(path); ok {
			t.Errorf("FilePath(%q) = %q; it cannot be a file", path, got)
		}
	}
}

// A log of any size hashes to what x/mod's own code makes of it, tile by tile.
func TestHasher(t *testing.T) {
	var stored memHashes
	h := hasher{}
	tiles := map[string][]byte{}
	h.tile = func(level int, n int64, hashes []byte) {
		tiles[TilePath(level, n, len(hashes)/32)] = bytes.Clone(hashes)
	}
	for i := range int64(70_000) {
		leaf := []byte(itoa(i))
		hashes, err := tlog.StoredHashes(i, leaf, stored)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		h.add(tlog.RecordHash(leaf))
		if i < 600 || i%9973 == 0 || i == 65_535 {
			if want, _ := tlog.TreeHash(i+1, stored); h.root() != want {
				t.Fatalf("root of %d leaves differs", i+1)
			}
		}
	}
	h.rest()
	// The example of the specification.
	if len(tiles) != 273+1+1+1+1 {
		t.Errorf("%d tiles", len(tiles))
	}
	for _, name := range []string{TilePath(0, 272, 256), TilePath(0, 273, 112), TilePath(1, 0, 256), TilePath(1, 1, 17), TilePath(2, 0, 1)} {
		if tiles[name] == nil {
			t.Errorf("no tile %s", name)
		}
	}
	if got, want := tiles[TilePath(2, 0, 1)], stored[tlog.StoredHashIndex(16, 0)]; !bytes.Equal(got, want[:]) {
		t.Error("the hash of 65,536 leaves differs")
	}
}

type memHashes []tlog.Hash

func (m memHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		if n >= int64(len(m)) {
			return nil, errors.New("no such hash")
		}
		out[i] = m[n]
	}
	return out, nil
}

// A log that another implementation wrote is read the same way, at each of its
// sizes.
func TestTesseraLog(t *testing.T) {
	dir := require.Shared(t, "data/standards/tlog/tessera-log")
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey.txt"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		t.Fatal(err)
	}
	for size := int64(1); size <= 15; size++ {
		signed, err := os.ReadFile(filepath.Join(dir, "log", "checkpoint."+itoa(size)))
		if err != nil {
			t.Fatal(err)
		}
		head, err := record.OpenCheckpoint(signed, key)
		if err != nil {
			t.Fatal(err)
		}
		read := func(path string) []byte {
			data, err := os.ReadFile(filepath.Join(dir, path))
			if errors.Is(err, os.ErrNotExist) && size != 14 && size != 15 {
				t.Skipf("size %d: %s was not kept", size, path)
			}
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
		leaves, err := ParseEntries(read(EntriesPath(0, int(size))), int(size))
		if err != nil {
			t.Fatal(err)
		}
		h := hasher{tile: func(level int, n int64, hashes []byte) {
			if got := read(TilePath(level, n, len(hashes)/32)); !bytes.Equal(got, hashes) {
				t.Errorf("tile %d of size %d differs", n, size)
			}
		}}
		for _, leaf := range leaves {
			h.add(tlog.RecordHash(leaf))
		}
		h.rest()
		if h.root() != head.Root {
			t.Errorf("size %d: root %v, the checkpoint has %v", size, h.root(), head.Root)
		}
	}
}

func TestParseEntriesRefuses(t *testing.T) {
	two := AppendEntry(AppendEntry(nil, []byte("one")), []byte("two"))
	if got, err := ParseEntries(two, 2); err != nil || string(got[1]) != "two" {
		t.Fatalf("%q, %v", got, err)
	}
	long := AppendEntry(nil, make([]byte, record.MaxLeaf+1))
	for name, c := range map[string]struct {
		data  []byte
		width int
	}{
		"too few": {two, 3}, "too many": {two, 1}, "cut": {two[:len(two)-1], 2}, "half a length": {two[:6], 2}, "long leaf": {long, 1},
	} {
		if _, err := ParseEntries(c.data, c.width); !errors.Is(err, ErrBadBundle) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func samplePieces() []record.Piece {
	p := []record.Piece{
		{Type: "headline", Text: "Bridge \"reopens\" \\ at noon"},
		{Type: "body 0 paragraph", Text: "در کابل می\u200cگوید.\nstrong 0 2\n\x01"},
		{Type: "byline", Text: "Nilofar"},
	}
	for i := range p {
		rand.Read(p[i].Salt[:])
	}
	p[2] = p[2].Erase()
	return p
}

func TestListSpelling(t *testing.T) {
	l := List{Leaf: 18231, Entry: "stet/1\nact publish\n", Pieces: samplePieces()}
	line, err := l.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseList(string(line))
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := got.Append(nil); !bytes.Equal(line, again) {
		t.Errorf("%s\nread and written again is\n%s", line, again)
	}
	if record.Root(got.Pieces) != record.Root(l.Pieces) {
		t.Error("the root changed")
	}
	var any struct {
		Leaf   int64
		Pieces []struct{ Type, Text, Salt, Hash string }
	}
	if err := json.Unmarshal(line, &any); err != nil || any.Leaf != 18231 || any.Pieces[1].Text != l.Pieces[1].Text {
		t.Errorf("another JSON reader got %+v, %v", any, err)
	}
}

func TestParseListRefuses(t *testing.T) {
	good, _ := List{Leaf: 1, Pieces: samplePieces()}.Append(nil)
	line := string(good)
	if _, err := ParseList(line); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", "\n", "{}\n", line[:len(line)-1], line + "\n", " " + line,
		strings.Replace(line, `"leaf":1`, `"leaf":01`, 1),
		strings.Replace(line, `"leaf":1`, `"leaf":-1`, 1),
		strings.Replace(line, `"leaf":1`, `"leaf": 1`, 1),
		strings.Replace(line, `\"`, `\u0022`, 1),
		strings.Replace(line, `Bridge`, `\u0042ridge`, 1),
		strings.Replace(line, `\u0001`, "\x01", 1),
		strings.Replace(line, `\\`, `\/`, 1),
		strings.Replace(line, `Bridge`, "\xff", 1),
		strings.Replace(line, `"salt":"`, `"salt":"A`, 1),
		strings.Replace(line, `]}`, `,]}`, 1),
		strings.Replace(line, `"pieces"`, `"entry":"","pieces"`, 1),
	} {
		if _, err := ParseList(bad); !errors.Is(err, ErrBadList) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestListRefusesWhatIsNotUTF8(t *testing.T) {
	if _, err := (List{Pieces: []record.Piece{{Type: "headline", Text: "\xff"}}}).Append(nil); !errors.Is(err, ErrBadList) {
		t.Errorf("%v", err)
	}
}

// testLog signs logs.
func testKey(t testing.TB, origin string) (note.Signer, note.Verifier, string) {
	t.Helper()
	private, public, err := record.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier, public
}

func TestInclusion(t *testing.T) {
	signer, key, _ := testKey(t, "example.org")
	var stored memHashes
	const size = 300
	for i := range int64(size) {
		h, _ := tlog.StoredHashes(i, []byte(itoa(i)), stored)
		stored = append(stored, h...)
	}
	root, _ := tlog.TreeHash(size, stored)
	signed, err := record.Checkpoint{Origin: "example.org", Size: size, Root: root}.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{0, 1, 255, 256, 299} {
		hashes, err := tlog.ProveRecord(size, n, stored)
		if err != nil {
			t.Fatal(err)
		}
		text := Inclusion{Index: n, Hashes: hashes, Checkpoint: signed}.Text()
		p, err := ParseInclusion(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if head, err := p.Verify([]byte(itoa(n)), key); err != nil || head.Size != size {
			t.Errorf("leaf %d: %v", n, err)
		}
		if _, err := p.Verify([]byte("forged"), key); !errors.Is(err, ErrBadProof) {
			t.Errorf("a forged leaf %d: %v", n, err)
		}
		withExtra := bytes.Replace(text, []byte("\nindex"), []byte("\nextra aGk=\nindex"), 1)
		if p, err := ParseInclusion(withExtra); err != nil || p.Index != n {
			t.Errorf("extra data: %v", err)
		}
	}
}

func TestManifest(t *testing.T) {
	signer, key, _ := testKey(t, "example.org")
	_, stranger, _ := testKey(t, "example.org")
	data, err := SignManifest([]Sum{{Path: "b"}, {Path: "a/index.html", Hash: [32]byte{1}}}, signer)
	if err != nil {
		t.Fatal(err)
	}
	m, err := OpenManifest(data, key)
	if err != nil {
		t.Fatal(err)
	}
	i, ok := m.Find("a/index.html")
	if !ok || i != 0 || !m.Matches(i, [32]byte{1}) || m.Matches(i, [32]byte{2}) {
		t.Error("the listed file is not found as it is")
	}
	if _, ok := m.Find("c"); ok {
		t.Error("a file that is not listed is found")
	}
	for name, bad := range map[string][]byte{
		"changed":    bytes.Replace(data, []byte("01"), []byte("02"), 1),
		"checkpoint": mustSign(t, signer, "example.org\n1\nAAAA\n"),
		"unsorted":   mustSign(t, signer, manifestHeader+"\n"+strings.Repeat("0", 64)+" b\n"+strings.Repeat("0", 64)+" a\n"),
		"twice":      mustSign(t, signer, manifestHeader+"\n"+strings.Repeat("0", 64)+" a\n"+strings.Repeat("0", 64)+" a\n"),
		"no hash":    mustSign(t, signer, manifestHeader+"\nx a\n"),
	} {
		if _, err := OpenManifest(bad, key); !errors.Is(err, ErrBadManifest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenManifest(data, stranger); !errors.Is(err, ErrBadManifest) {
		t.Errorf("foreign key: %v", err)
	}
}

func mustSign(t *testing.T, signer note.Signer, text string) []byte {
	t.Helper()
	data, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A manifest can never be taken for a checkpoint, though one key signs both.
func TestManifestIsNoCheckpoint(t *testing.T) {
	signer, key, _ := testKey(t, "example.org")
	data, err := SignManifest([]Sum{{Path: "x"}}, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := record.OpenCheckpoint(data, key); err == nil {
		t.Error("a manifest opened as a checkpoint")
	}
}
