package newsroom

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/press"
	"stet.news/proof"
	"stet.news/record"
)

// VerifyOptions says what is trusted and what is asked.
type VerifyOptions struct {
	// Key is the key to verify by. Empty: the folder's own, or the one an
	// exported tree names, which proves that it is whole, not whose it is.
	Key string
	// Last is a checkpoint remembered from an earlier time. Empty: for a
	// folder, the one kept beside its database; for a tree, none.
	Last []byte
	// MaxAge is how old the newest leaf may be; 0: any age.
	MaxAge time.Duration
	// Progress may be nil.
	Progress func(stage string, done, total int64)
}

// Verify verifies a newsroom's folder, whether it is served or not, or an
// exported tree. What is wrong stands in the report; an error says that there
// was nothing to verify.
func Verify(ctx context.Context, path string, o VerifyOptions) (*proof.Report, error) {
	if _, err := os.Stat(Folder(path).Settings()); err == nil {
		return verifyFolder(ctx, Folder(path), o)
	}
	tree := os.DirFS(path)
	if _, err := fs.Stat(tree, proof.CheckpointFile); err != nil {
		return nil, fmt.Errorf("%w, nor an exported tree: %s has neither newsroom.toml nor %s", ErrNoNewsroom, path, proof.CheckpointFile)
	}
	po, err := o.proof(func() (note.Verifier, error) { return proof.TreeKey(tree) })
	if err != nil {
		return nil, err
	}
	return proof.Verify(ctx, proof.FromTree(tree), po)
}

func (o VerifyOptions) proof(own func() (note.Verifier, error)) (proof.Options, error) {
	po := proof.Options{Last: o.Last, MaxAge: o.MaxAge, Furniture: press.Furniture, Progress: o.Progress}
	var err error
	if o.Key == "" {
		po.Key, err = own()
		return po, err
	}
	if po.Key, err = note.NewVerifier(o.Key); err != nil {
		err = fmt.Errorf("%w: %.80q is no public key", ErrKey, o.Key)
	}
	return po, err
}

// verifyTries is how often a folder that is being published into is verified
// before a mismatch is believed.
const verifyTries = 5

// verifyFolder verifies record and pages. Pages are read one after the other
// while a server may print new ones, so what looks wrong is looked at again if
// the record has moved meanwhile.
func verifyFolder(ctx context.Context, f Folder, o VerifyOptions) (report *proof.Report, err error) {
	for range verifyTries {
		n, err := OpenReading(ctx, string(f), Options{})
		if err != nil {
			return nil, err
		}
		report, err = n.verifyOnce(ctx, o)
		moved := n.moved()
		n.Close()
		if err != nil || len(report.Problems) == 0 || !moved {
			return report, err
		}
	}
	return report, nil
}

// moved reports whether something was published since the newsroom was opened.
func (n *Newsroom) moved() bool {
	now, err := os.ReadFile(n.Folder.Head())
	return err == nil && string(now) != string(n.Record.Checkpoint())
}

func (n *Newsroom) verifyOnce(ctx context.Context, o VerifyOptions) (report *proof.Report, err error) {
	po, err := o.proof(func() (note.Verifier, error) {
		key, _, err := n.Folder.verifier()
		return key, err
	})
	if err != nil {
		return nil, err
	}
	if n.Pages, err = press.OpenStore(n.Folder.Pages(), 1<<20); err != nil {
		return nil, err
	}
	err = n.Record.View(ctx, func(rd record.Reader) error {
		src := proof.Opened{Reader: rd, Signed: n.Record.Checkpoint(), Site: n.site(), Pictures: true}
		report, err = proof.Verify(ctx, src, po)
		return err
	})
	return report, err
}

// site gives every printed page and every picture as a file of the site.
func (n *Newsroom) site() iter.Seq2[proof.File, error] {
	return func(yield func(proof.File, error) bool) {
		for page, err := range n.Pages.All() {
			if err != nil {
				if !yield(proof.File{Name: "pages"}, err) {
					return
				}
				continue
			}
			name, _ := proof.FilePath(page.Path)
			file := proof.File{Name: name, Path: page.Path, Redirect: page.Location, Read: func() ([]byte, error) { return page.Body, nil }}
			if !yield(file, nil) {
				return
			}
		}
		for name, err := range n.Pictures.All() {
			file := proof.File{Name: filepath.Join(proof.PictureDir, name), Path: "/" + proof.PictureDir + "/" + name}
			file.Read = func() ([]byte, error) { return n.Pictures.Get(name) }
			if !yield(file, err) {
				return
			}
		}
	}
}

// Checkpoint reads a remembered checkpoint from a file, or from an exported
// tree or a newsroom's folder that was kept.
func Checkpoint(path string) ([]byte, error) {
	for _, name := range []string{path, filepath.Join(path, "checkpoint"), filepath.Join(path, proof.CheckpointFile)} {
		b, err := os.ReadFile(name)
		if err == nil {
			return b, nil
		}
	}
	return nil, fmt.Errorf("%s: there is no checkpoint", path)
}

// errorPage is what the edge shows when a page cannot be had.
func (n *Newsroom) errorPage(status int, path string) *press.Page {
	edition, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return n.Press.ErrorPage(status, edition)
}
