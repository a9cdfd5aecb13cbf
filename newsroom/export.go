package newsroom

import (
	"context"
	"fmt"
	"path/filepath"

	"stet.news/export"
	"stet.news/press"
)

// Export writes the tree of files that anybody can serve and verify. It needs
// the signing key, for the manifest, but neither the lock nor the server.
func (n *Newsroom) Export(ctx context.Context, out string, progress func(stage string, done, total int64)) (export.Summary, error) {
	if inside(string(n.Folder), out) {
		return export.Summary{}, fmt.Errorf("%s lies in the newsroom's own folder; name one outside", out)
	}
	signer, err := n.Folder.signer()
	if err != nil {
		return export.Summary{}, err
	}
	_, text, err := n.Folder.verifier()
	if err != nil {
		return export.Summary{}, err
	}
	if n.Pages == nil {
		if n.Pages, err = press.OpenStore(n.Folder.Pages(), 1<<20); err != nil {
			return export.Summary{}, err
		}
	}
	site, err := n.Folder.site(n.Settings)
	if err != nil { // the pages were printed with the one before
		site = n.Folder.lastSite(n.Settings)
	}
	cards := func(ctx context.Context, name string) ([]byte, error) {
		shown, err := press.CardOf(ctx, n.Record, site, name)
		if err != nil {
			return nil, noCard(name, err)
		}
		return drawCard(n.Renditions, shown)
	}
	return export.Write(ctx, export.Options{
		Record: n.Record, Pages: n.Pages, Pictures: n.Pictures, Renditions: n.Renditions, Cards: cards,
		Signer: signer, VerifierKey: text, Out: out, Progress: progress,
	})
}

// inside reports whether a path lies in a folder.
func inside(folder, path string) bool {
	from, err1 := filepath.Abs(folder)
	to, err2 := filepath.Abs(path)
	rel, err3 := filepath.Rel(from, to)
	return err1 == nil && err2 == nil && err3 == nil && filepath.IsLocal(rel)
}
