package proof

import (
	"golang.org/x/mod/sumdb/tlog"
)

// hasher grows the log's tree leaf by leaf. It keeps only the hashes of the
// full subtrees on the right edge, so a log of any length takes a page of memory,
// and hands out every tile as soon as it is full.
type hasher struct {
	size  int64
	edge  [64]tlog.Hash // edge[i] is a full subtree of 2^i leaves, when bit i of size is set
	tiles [8][]byte     // the tile being filled, for each level that a log can have here
	tile  func(level int, n int64, hashes []byte)
}

// add appends a leaf's hash.
func (h *hasher) add(leaf tlog.Hash) {
	h.fill(0, leaf)
	node := leaf
	bit := 0
	for ; h.size>>bit&1 == 1; bit++ {
		node = tlog.NodeHash(h.edge[bit], node)
		if (bit+1)%8 == 0 {
			h.fill((bit+1)/8, node)
		}
	}
	h.edge[bit] = node
	h.size++
}

// fill puts a hash into the tile of its level.
func (h *hasher) fill(level int, hash tlog.Hash) {
	if level >= len(h.tiles) {
		return
	}
	t := append(h.tiles[level], hash[:]...)
	if len(t) == TileWidth*tlog.HashSize {
		n := (h.size >> (8 * level)) / TileWidth
		h.tile(level, n, t)
		t = t[:0]
	}
	h.tiles[level] = t
}

// rest hands out the tiles that are partly full.
func (h *hasher) rest() {
	for level, t := range h.tiles {
		if len(t) > 0 {
			h.tile(level, tilesAt(level, h.size)/TileWidth, t)
		}
	}
}

// root is the RFC 6962 tree head.
func (h *hasher) root() tlog.Hash {
	if h.size == 0 {
		root, _ := tlog.TreeHash(0, nil)
		return root
	}
	var root tlog.Hash
	first := true
	for bit := range h.edge {
		switch {
		case h.size>>bit&1 == 0:
		case first:
			root, first = h.edge[bit], false
		default:
			root = tlog.NodeHash(h.edge[bit], root)
		}
	}
	return root
}
