package newsroom

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stet.news/internal/durable"
	"stet.news/record"
)

// A backup is one tar file: newsroom.toml, checkpoint, record.db, the keys, what is in look and standing, the pictures, published
// and not, and last SHA256SUMS over all of them, without which it is not whole.
// Pages are not in it: they are made again.

const sumsName = "SHA256SUMS"

// BackupOptions says what goes into a backup.
type BackupOptions struct {
	// WithoutKey leaves the signing key out; the restored newsroom cannot
	// publish until it is put back.
	WithoutKey bool
}

// Backup writes the newsroom into a new file, as of one moment, while others
// read and write. The file appears under its name only when it is whole and on
// the disk.
func (n *Newsroom) Backup(ctx context.Context, out string, o BackupOptions) error {
	if _, err := os.Stat(out); err == nil {
		return fmt.Errorf("%s is there already; a backup is never written over another", out)
	}
	work, err := os.MkdirTemp(filepath.Dir(out), ".stet-backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	// The checkpoint is read before the database is copied: one that is older
	// than the copy is fine, a newer one would make the copy look rolled back.
	head, err := os.ReadFile(n.Folder.Head())
	if err != nil {
		return err
	}
	database := filepath.Join(work, "record.db")
	if err := n.Store.Backup(ctx, database); err != nil {
		return fmt.Errorf("copy the record: %w", err)
	}
	tmp := filepath.Join(work, "backup.tar")
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	b := backupWriter{tar: tar.NewWriter(f), now: n.opts.Now().UTC().Truncate(time.Second)}
	err = b.all(ctx, n, head, database, o)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", out, err)
	}
	if err := os.Rename(tmp, out); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(out))
}

// backupWriter writes the parts and keeps their hashes for the end.
type backupWriter struct {
	tar  *tar.Writer
	now  time.Time
	sums bytes.Buffer
}

func (b *backupWriter) all(ctx context.Context, n *Newsroom, head []byte, database string, o BackupOptions) error {
	b.bytes("checkpoint", head)
	err := errors.Join(
		b.file("newsroom.toml", n.Folder.Settings()),
		b.file("record.db", database),
		b.file("keys/record.pub", n.Folder.PublicKey()),
	)
	if err == nil && !o.WithoutKey {
		err = b.file("keys/record.key", n.Folder.PrivateKey())
	}
	for _, folder := range []string{lookFolder, standingFolder} {
		files, e := n.Folder.filesIn(folder)
		err = errors.Join(err, e)
		for _, name := range files {
			err = errors.Join(err, b.file(folder+"/"+name, n.Folder.at(folder, name)))
		}
	}
	if err != nil {
		return err
	}
	if err := b.pictures(ctx, n); err != nil {
		return err
	}
	sums := bytes.Clone(b.sums.Bytes())
	if err := b.bytes(sumsName, sums); err != nil {
		return err
	}
	return b.tar.Close()
}

// pictures writes the unpublished ones first: one that is published meanwhile is
// then found among the published, too, and a backup with it twice is whole.
func (b *backupWriter) pictures(ctx context.Context, n *Newsroom) error {
	for folder, store := range n.Folder.pictureStores() {
		for name, err := range store.All() {
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			data, err := store.Get(name)
			if errors.Is(err, fs.ErrNotExist) { // erased since
				continue
			}
			if err == nil {
				err = b.bytes(folder+"/"+name, data)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *backupWriter) file(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return b.entry(name, f, info.Size())
}

func (b *backupWriter) bytes(name string, data []byte) error {
	return b.entry(name, bytes.NewReader(data), int64(len(data)))
}

func (b *backupWriter) entry(name string, r io.Reader, size int64) error {
	h := &tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: b.now, Format: tar.FormatPAX}
	if err := b.tar.WriteHeader(h); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(b.tar, sum), r); err != nil {
		return err
	}
	fmt.Fprintf(&b.sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), name)
	return nil
}

// ErrBadBackup says that a file is no whole backup.
var ErrBadBackup = errors.New("not a whole backup")

// Restore makes a newsroom in a new folder from a backup, prints its pages, and
// leaves nothing behind when it fails. checkpoint, if not nil, is a later
// checkpoint that was kept elsewhere: with it a backup that is behind it will
// refuse to publish until it is mended by Recover.
func Restore(ctx context.Context, file, dir string, checkpoint []byte, o Options) error {
	entries, err := os.ReadDir(dir)
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty; name a new folder", dir)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a file, say, which must not be lost
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	work := dir + ".restoring"
	if err := os.Mkdir(work, 0o755); err != nil {
		if errors.Is(err, fs.ErrExist) {
			err = fmt.Errorf("%s is left of an earlier try; remove it first", work)
		}
		return err
	}
	defer os.RemoveAll(work)
	if err := unpack(ctx, file, Folder(work)); err != nil {
		return err
	}
	if checkpoint != nil {
		if err := checkGiven(Folder(work), checkpoint); err != nil {
			return err
		}
		if err := durable.Write(Folder(work).Head(), checkpoint, 0o644); err != nil {
			return err
		}
	}
	if err := checkRestored(ctx, Folder(work), checkpoint != nil, o); err != nil {
		return err
	}
	os.Remove(dir) // an empty folder may stand there
	if err := os.Rename(work, dir); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(dir))
}

// checkGiven makes sure that a checkpoint is one that the backup's key signed.
func checkGiven(f Folder, checkpoint []byte) error {
	key, _, err := f.verifier()
	if err != nil {
		return err
	}
	if _, err := record.OpenCheckpoint(checkpoint, key); err != nil {
		return fmt.Errorf("the given checkpoint is not this newsroom's: %w", err)
	}
	return nil
}

// checkRestored opens what was unpacked and prints its pages.
func checkRestored(ctx context.Context, f Folder, mending bool, o Options) error {
	if mending { // it may be behind the checkpoint; recovering comes next
		return nil
	}
	if _, err := os.Stat(f.PrivateKey()); err != nil {
		n, err := OpenReading(ctx, string(f), o)
		if err != nil {
			return err
		}
		return n.Close()
	}
	o.serving = true
	n, err := Open(ctx, string(f), o)
	if err != nil {
		return err
	}
	return n.Close()
}

// unpack writes the backup's files and holds them against SHA256SUMS.
func unpack(ctx context.Context, file string, f Folder) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	for _, dir := range []string{f.at("keys"), f.Pictures(), f.Pages()} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
	}
	if err := os.Chmod(f.at("keys"), 0o700); err != nil {
		return err
	}
	r := tar.NewReader(in)
	var sums strings.Builder
	for {
		h, err := r.Next()
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("%w: %s: it ends before %s: %w", ErrBadBackup, file, sumsName, err)
		}
		if h.Name == sumsName {
			want, err := io.ReadAll(io.LimitReader(r, h.Size))
			if err != nil || string(want) != sums.String() {
				return fmt.Errorf("%w: %s: its contents are not those that were written", ErrBadBackup, file)
			}
			return nil
		}
		sum, err := f.unpackOne(h, r)
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrBadBackup, file, err)
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum, h.Name)
	}
}

// unpackTo gives the place of a file that is one of many: a picture, or what
// people wrote for the look of the site.
func (f Folder) unpackTo(name string) (string, error) {
	folder, rest, _ := strings.Cut(name, "/")
	switch {
	case folder == "pictures" || folder == "unpublished":
		for of, store := range f.pictureStores() {
			if path, err := store.Path(rest); err == nil && of == folder {
				return path, nil
			}
		}
	case (folder == lookFolder || folder == standingFolder) && fs.ValidPath(rest) && rest != "." && filepath.IsLocal(rest):
		return f.at(folder, filepath.FromSlash(rest)), nil
	}
	return "", fmt.Errorf("unknown file %q", name)
}

// unpackOne writes one file, under the only names that a backup has.
func (f Folder) unpackOne(h *tar.Header, r io.Reader) (sum string, err error) {
	var path string
	mode := fs.FileMode(0o644)
	switch h.Name {
	case "newsroom.toml":
		path = f.Settings()
	case "checkpoint":
		path = f.Head()
	case "record.db":
		path = f.Database()
	case "keys/record.pub":
		path = f.PublicKey()
	case "keys/record.key":
		path, mode = f.PrivateKey(), 0o600
	default:
		if path, err = f.unpackTo(h.Name); err != nil {
			return "", err
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", err
		}
	}
	if h.Typeflag != tar.TypeReg {
		return "", fmt.Errorf("%q is not a plain file", h.Name)
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, hash), r)
	if err == nil {
		err = out.Sync()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return hex.EncodeToString(hash.Sum(nil)), err
}
