package proof

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// An exported tree is the site, a file for each address, and beside it:
//
//	log/checkpoint             the signed checkpoint
//	log/key                    the verifier key, one line
//	log/tile/L/N[.p/W]         hashes, C2SP tlog-tiles
//	log/tile/entries/N[.p/W]   leaves, C2SP tlog-tiles
//	log/pieces/N.jsonl         piece lists of 256 leaves, a line each (List)
//	log/manifest               every other file's SHA-256, signed (Manifest)
//	redirects.txt              "FROM TO" lines, for servers that redirect
//	PATH/index.html            the page of PATH
//	PATH/pieces.json           the List a story's page shows
//	PATH/proof.tlog-proof      its leaf's place in the log, C2SP tlog-proof
//	picture/HASH.jpg           published pictures
//	card/ID-REVISION.jpg       what previews show of a page
//	picture/HALF-640.jpg       their renditions, named by the first half of the hash
const (
	CheckpointFile = "log/checkpoint"
	KeyFile        = "log/key"
	ManifestFile   = "log/manifest"
	RedirectsFile  = "redirects.txt"
	PictureDir     = "picture"
	IndexName      = "index.html"
	ListName       = "pieces.json"
	ProofName      = "proof.tlog-proof"
)

// TileWidth is how many hashes, leaves or piece lists make a full file.
const TileWidth = 256

// TilePath is the file of a tile of hashes. Width is 1 to TileWidth.
func TilePath(level int, n int64, width int) string {
	return "log/tile/" + strconv.Itoa(level) + "/" + indexPath(n) + partial(width)
}

// EntriesPath is the file of a bundle of leaves.
func EntriesPath(n int64, width int) string {
	return "log/tile/entries/" + indexPath(n) + partial(width)
}

// ListsPath is the file of a bundle of piece lists. It carries no width: an
// erasure may change it at any time, so nobody may keep it as immutable.
func ListsPath(n int64) string {
	return "log/pieces/" + indexPath(n) + ".jsonl"
}

// indexPath writes a tile's number as C2SP tlog-tiles does: 1234067 is
// x001/x234/067.
func indexPath(n int64) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	return s
}

func partial(width int) string {
	if width == TileWidth {
		return ""
	}
	return ".p/" + strconv.Itoa(width)
}

// tilesAt gives how many hashes a level of a log's tiles holds.
func tilesAt(level int, size int64) int64 { return size >> (8 * level) }

// FilePath is the file of a page's path: "/en/" is en/index.html,
// "/robots.txt" is robots.txt. ok is false for a path no file can stand for.
func FilePath(pagePath string) (file string, ok bool) {
	rest, ok := strings.CutPrefix(pagePath, "/")
	if !ok {
		return "", false
	}
	if rest == "" || strings.HasSuffix(rest, "/") {
		rest += IndexName
	}
	return rest, fs.ValidPath(rest) && !strings.ContainsAny(rest, "\x00\n\\")
}

// pagePath is the way back.
func pagePath(file string) string {
	if rest, ok := strings.CutSuffix("/"+file, "/"+IndexName); ok {
		return rest + "/"
	}
	return "/" + file
}
