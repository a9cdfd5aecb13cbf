package export

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"stet.news/internal/durable"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/proof"
	"stet.news/record"
)

// Options says what is exported, and where to.
type Options struct {
	Record   *record.Record
	Pages    *press.Store
	Pictures *picture.Store
	// Renditions of the pictures are exported too, made if they are missing.
	Renditions *picture.Renditions
	// Cards draws the pictures that previews show of pages, by their file name. It
	// may be called by several goroutines at once; nil: none are written. An error
	// that wraps fs.ErrNotExist: there is none any more.
	Cards func(ctx context.Context, name string) ([]byte, error)
	// Signer is the record's key; it signs the manifest. VerifierKey is the
	// text of its public half.
	Signer      note.Signer
	VerifierKey string
	// Out is the folder to be made. It must not exist, or be empty.
	Out string
	// Progress is told how far each stage is; total is 0 when unknown. It may
	// be nil.
	Progress func(stage string, done, total int64)
}

// The stages of Progress.
const (
	StageLog      = "log"
	StageStories  = "proofs"
	StagePages    = "pages"
	StagePictures = "pictures"
)

// Summary is what was written.
type Summary struct {
	Leaves   int64 `json:"leaves"`
	Stories  int64 `json:"stories"`
	Pages    int64 `json:"pages"`
	Pictures int64 `json:"pictures"`
	Files    int64 `json:"files"`
	Bytes    int64 `json:"bytes"`
}

var (
	// ErrNotEmpty: the folder to be made is there and holds something.
	ErrNotEmpty = errors.New("the folder is not empty")
	// ErrMoved: something was published while the tree was written.
	ErrMoved = errors.New("something was published meanwhile; export again")
	// ErrNothing: the record has no signed checkpoint to export.
	ErrNothing = errors.New("the record has no signed checkpoint")
)

// Write writes the tree. When it fails nothing is left of it.
func Write(ctx context.Context, o Options) (Summary, error) {
	if err := vacant(o.Out); err != nil {
		return Summary{}, err
	}
	parent := filepath.Dir(filepath.Clean(o.Out))
	tmp, err := os.MkdirTemp(parent, ".export-*")
	if err != nil {
		return Summary{}, err
	}
	defer os.RemoveAll(tmp) // nothing is left there once it was renamed
	if err := os.Chmod(tmp, 0o755); err != nil {
		return Summary{}, err
	}
	w := newWriter(o, tmp)
	if err := w.tree(ctx); err != nil {
		return Summary{}, fmt.Errorf("export: %w", err)
	}
	if err := os.Remove(o.Out); err != nil && !errors.Is(err, os.ErrNotExist) {
		return Summary{}, err
	}
	if err := os.Rename(tmp, o.Out); err != nil {
		return Summary{}, err
	}
	return w.sum, durable.SyncDir(parent)
}

// vacant makes sure that nothing stands where the tree shall be.
func vacant(out string) error {
	entries, err := os.ReadDir(out)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s: %w; name a new one", out, ErrNotEmpty)
	}
	return nil
}

// writer is one export.
type writer struct {
	Options
	files  *files
	sum    Summary
	signed []byte
	head   record.Checkpoint
	hashes hashes
	drawn  sync.Map // the cards that are written, by their file
}

func newWriter(o Options, dir string) *writer {
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	return &writer{Options: o, files: newFiles(dir)}
}

// tree writes the parts; the manifest, which lists the others, comes last.
func (w *writer) tree(ctx context.Context) error {
	var err error
	if w.signed = w.Record.Checkpoint(); w.signed == nil {
		return ErrNothing
	}
	key, err := note.NewVerifier(w.VerifierKey)
	if err != nil {
		return fmt.Errorf("verifier key: %w", err)
	}
	if w.head, err = record.OpenCheckpoint(w.signed, key); err != nil {
		return err
	}
	if err := w.Record.View(ctx, func(rd record.Reader) error { return w.log(ctx, rd) }); err != nil {
		return err
	}
	if err := w.pages(ctx); err != nil {
		return err
	}
	if string(w.Record.Checkpoint()) != string(w.signed) {
		return ErrMoved
	}
	if err := w.files.write(proof.CheckpointFile, w.signed); err != nil {
		return err
	}
	if err := w.files.write(proof.KeyFile, []byte(w.VerifierKey+"\n")); err != nil {
		return err
	}
	manifest, err := proof.SignManifest(w.files.sums, w.Signer)
	if err != nil {
		return err
	}
	if err := w.files.write(proof.ManifestFile, manifest); err != nil {
		return err
	}
	w.sum.Files, w.sum.Bytes = w.files.count, w.files.bytes
	return nil
}

// hashes are the log's stored hashes, in memory: 64 bytes for each leaf. They
// make a tlog.HashReader.
type hashes []tlog.Hash

// ReadHashes gives stored hashes by their indexes.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		if n >= int64(len(h)) {
			return nil, fmt.Errorf("the tree has no hash %d", n)
		}
		out[i] = h[n]
	}
	return out, nil
}
