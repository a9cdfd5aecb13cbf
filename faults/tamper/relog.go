package main

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/proof"
	"stet.news/record"
	"stet.news/story"
)

// What somebody who holds the signing key can do: sign anew whatever they like.

// sign signs the tree's files as they now are.
func (t tree) sign(signer note.Signer) {
	var sums []proof.Sum
	for name, data := range t {
		if name != proof.ManifestFile {
			sums = append(sums, proof.Sum{Path: name, Hash: sha256.Sum256(data)})
		}
	}
	manifest, err := proof.SignManifest(sums, signer)
	if err != nil {
		panic(fmt.Sprint("sign: ", err))
	}
	t[proof.ManifestFile] = manifest
}

// logged is a log taken apart.
type logged struct {
	texts [][]byte
	lists [][]record.Piece
}

// size of the small logs here: one bundle holds them all.
func (t tree) size() int {
	for name := range t {
		var width int
		if _, err := fmt.Sscanf(name, "log/tile/entries/000.p/%d", &width); err == nil {
			return width
		}
	}
	panic("a sample's log does not fit one bundle")
}

func (t tree) log() logged {
	width := t.size()
	texts, err := proof.ParseEntries(t[proof.EntriesPath(0, width)], width)
	if err != nil {
		panic(fmt.Sprint("a sample's leaves: ", err))
	}
	l := logged{texts: append([][]byte(nil), texts...)}
	for line := range strings.Lines(string(t[proof.ListsPath(0)])) {
		list, err := proof.ParseList(line)
		if err != nil {
			panic(fmt.Sprint("a sample's piece lists: ", err))
		}
		l.lists = append(l.lists, list.Pieces)
	}
	return l
}

// setLists writes the piece lists, and nothing else, into the tree.
func (t tree) setLists(l logged) {
	var b []byte
	for i, pieces := range l.lists {
		b, _ = proof.List{Leaf: int64(i), Pieces: pieces}.Append(b)
	}
	t[proof.ListsPath(0)] = b
}

// setEntries writes the leaves, and nothing else, into the tree.
func (t tree) setEntries(l logged) {
	var b []byte
	for _, text := range l.texts {
		b = proof.AppendEntry(b, text)
	}
	t[proof.EntriesPath(0, t.size())] = b
}

// setLog makes the whole tree one that is signed for this log: tiles,
// checkpoint, proofs and manifest. Pages stay as they are.
func (t tree) setLog(l logged, signer note.Signer) {
	old := t.size()
	delete(t, proof.EntriesPath(0, old))
	delete(t, proof.TilePath(0, 0, old))
	var stored hashes
	var tile, entries []byte
	for i, text := range l.texts {
		h, err := tlog.StoredHashes(int64(i), text, stored)
		if err != nil {
			panic(fmt.Sprint("hash: ", err))
		}
		stored = append(stored, h...)
		tile = append(tile, h[0][:]...)
		entries = proof.AppendEntry(entries, text)
	}
	size := int64(len(l.texts))
	t[proof.EntriesPath(0, int(size))] = entries
	t[proof.TilePath(0, 0, int(size))] = tile
	t.setLists(l)
	root, _ := tlog.TreeHash(size, stored)
	signed, err := record.Checkpoint{Origin: origin, Size: size, Root: root}.Sign(signer)
	if err != nil {
		panic(fmt.Sprint("sign: ", err))
	}
	t[proof.CheckpointFile] = signed
	t.setProofs(l, stored, signed)
	t.sign(signer)
}

// setProofs writes proof and piece list of every page that has them anew.
func (t tree) setProofs(l logged, stored hashes, signed []byte) {
	current := map[story.ID]int64{}
	for i, text := range l.texts {
		if leaf, err := record.ParseLeaf(text); err == nil && l.lists[i] != nil {
			current[leaf.Story] = int64(i)
		}
	}
	for _, dir := range t.storyDirs() {
		leaf, ok := current[t.storyOf(dir)]
		if !ok {
			continue
		}
		path, err := tlog.ProveRecord(int64(len(l.texts)), leaf, stored)
		if err != nil {
			panic(fmt.Sprint("prove: ", err))
		}
		t[dir+proof.ProofName] = proof.Inclusion{Index: leaf, Hashes: path, Checkpoint: signed}.Text()
		t[dir+proof.ListName], _ = proof.List{Leaf: leaf, Entry: string(l.texts[leaf]), Pieces: l.lists[leaf]}.Append(nil)
	}
}

// storyDirs gives the folders of stories' pages: "en/2026/03/01/slug/".
func (t tree) storyDirs() []string {
	names := t.names(func(name string) bool { return strings.HasSuffix(name, "/"+proof.ListName) })
	for i := range names {
		names[i] = strings.TrimSuffix(names[i], proof.ListName)
	}
	return names
}

// storyOf gives the story whose page lies in a folder.
func (t tree) storyOf(dir string) story.ID {
	_, rest, _ := strings.Cut(string(t[dir+proof.IndexName]), `data-story="`)
	id, _, _ := strings.Cut(rest, `"`)
	got, _ := story.ParseID(id)
	return got
}

// hashes are a log's stored hashes.
type hashes []tlog.Hash

// ReadHashes makes them a tlog.HashReader.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		out[i] = h[n]
	}
	return out, nil
}
