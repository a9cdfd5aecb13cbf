package proof

import (
	"context"

	"stet.news/record"
)

// Source is a log, its piece lists and the site that was printed from it. FromTree
// and Opened make one. An error of a Source says that something is not there or
// unreadable; Verify reports it as a mismatch.
type Source interface {
	// Checkpoint is the signed checkpoint.
	Checkpoint() ([]byte, error)
	// Size is how many leaves there are beside what the checkpoint says; -1 when
	// the source does not count them.
	Size() (int64, error)
	// Leaves gives the texts of the leaves from first to before end, which lie
	// in one bundle of TileWidth.
	Leaves(first, end int64) ([][]byte, error)
	// Tile gives the first width hashes of a tile, end to end.
	Tile(level int, n int64, width int) ([]byte, error)
	// Lists readies the piece lists of such leaves. The calls come one after
	// the other; the functions they give, which do the work, may run at once.
	// A leaf without a piece list has nil.
	Lists(first, end int64) func() ([][]record.Piece, error)
	// Files hands over every page and file of the site, in any order.
	Files(ctx context.Context, f func(File) error) error
	// Manifest is the signed manifest; nil when the source is not of a kind
	// that has one.
	Manifest() ([]byte, error)
	// Parts reports whether the site's pictures are among the files, and whether
	// proof and piece list lie beside each story's page.
	Parts() (pictures, beside bool)
}

// File is one page or file of the site.
type File struct {
	// Name is the file's path in the tree: "en/index.html". It is what a
	// manifest lists and problems name.
	Name string
	// Path is its address: "/en/".
	Path string
	// Redirect is where the page leads readers; empty for a page of its own.
	Redirect string
	// Read gives the bytes. It may be called at once with other files' Read.
	Read func() ([]byte, error)
}
