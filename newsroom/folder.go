package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/internal/durable"
	"stet.news/picture"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

// What a caller can act on.
var (
	// ErrNoNewsroom: the folder holds none.
	ErrNoNewsroom = errors.New("not a newsroom's folder")
	// ErrInUse: another process has the newsroom open for writing.
	ErrInUse = errors.New("the newsroom is in use by another process")
	// ErrKey: the signing key cannot be used.
	ErrKey = errors.New("the signing key cannot be used")
)

// Folder is the path of a newsroom and knows where its parts lie.
type Folder string

func (f Folder) at(parts ...string) string {
	return filepath.Join(append([]string{string(f)}, parts...)...)
}

// The parts of a newsroom's folder; docs/architecture.md says what each is for.
func (f Folder) Settings() string   { return f.at("newsroom.toml") }
func (f Folder) Database() string   { return f.at("record.db") }
func (f Folder) PrivateKey() string { return f.at("keys", "record.key") }
func (f Folder) PublicKey() string  { return f.at("keys", "record.pub") }
func (f Folder) Head() string       { return f.at("checkpoint") }
func (f Folder) Pictures() string   { return f.at("pictures") }
func (f Folder) Renditions() string { return f.at("renditions") }
func (f Folder) Pages() string      { return f.at("pages") }

// Unpublished holds pictures that no published story shows, and what was made of them.
func (f Folder) Unpublished() string { return f.at("unpublished") }

func (f Folder) Cards() string   { return f.at("cards") }
func (f Folder) Search() string  { return f.at("pages", "search.db") }
func (f Folder) Lock() string    { return f.at("lock") }
func (f Folder) Erasing() string { return f.at("erasing.json") }
func (f Folder) Serving() string { return f.at("serve.json") }

// Init makes a newsroom in a folder that does not exist yet or is empty. When
// it fails, nothing is left behind.
func Init(ctx context.Context, dir string, s Settings, now func() time.Time) error {
	if err := s.Check(); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	made := errors.Is(err, fs.ErrNotExist)
	if err != nil && !made {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty; name a new folder", dir)
	}
	f := Folder(dir)
	if err := f.fill(ctx, s, now); err != nil {
		f.undo(made)
		return err
	}
	return nil
}

// fill makes the parts. The settings come after the record: a folder
// without them is no newsroom, so a crash on the way leaves none.
func (f Folder) fill(ctx context.Context, s Settings, now func() time.Time) error {
	for _, dir := range []string{string(f), f.at("keys"), f.Pictures(), f.Pages()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if err := os.Chmod(f.at("keys"), 0o700); err != nil {
		return err
	}
	u, err := url.Parse(s.URL)
	if err != nil {
		return err
	}
	if err := f.newKey(u.Host); err != nil {
		return err
	}
	store, err := sqlite.Create(ctx, f.Database(), sqlite.Options{})
	if err != nil {
		return err
	}
	_, err = f.openRecord(ctx, store, s, now, forWriting)
	if e := store.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if err := s.save(f.Settings()); err != nil {
		return err
	}
	n, err := Open(ctx, string(f), Options{Now: now}) // which prints the first pages
	if err != nil {
		return err
	}
	return n.Close()
}

// undo removes what fill made, and the folder when it was not there before.
func (f Folder) undo(made bool) {
	if made {
		os.RemoveAll(string(f))
		return
	}
	for _, part := range []string{"keys", "pictures", "renditions", "unpublished", "cards", "pages", "record.db", "record.db-wal", "record.db-shm", "checkpoint", "lock", "newsroom.toml"} {
		os.RemoveAll(f.at(part))
	}
}

// newKey makes the pair of keys: the private one for the owner's eyes only.
func (f Folder) newKey(origin string) error {
	private, public, err := record.NewKey(origin)
	if err != nil {
		return err
	}
	if err := durable.Write(f.PrivateKey(), []byte(private+"\n"), 0o600); err != nil {
		return err
	}
	return durable.Write(f.PublicKey(), []byte(public+"\n"), 0o644)
}

// access is what a record is opened for.
type access int

const (
	forReading access = iota
	forWriting
	forMending
)

// openRecord opens the record over a store.
func (f Folder) openRecord(ctx context.Context, store record.Store, s Settings, now func() time.Time, a access) (*record.Record, error) {
	verifier, text, err := f.verifier()
	if err != nil {
		return nil, err
	}
	o := record.Options{
		Editions: s.Editions, Verifier: verifier, VerifierKey: text,
		Head: record.HeadFile(f.Head()), Now: now, Mending: a == forMending,
	}
	if a == forWriting {
		if o.Signer, err = f.signer(); err != nil {
			return nil, err
		}
	}
	return record.Open(ctx, store, o)
}

// signer loads the private key, which must be nobody else's to read.
func (f Folder) signer() (note.Signer, error) {
	path := f.PrivateKey()
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing; put it back from where you keep it safe", ErrKey, path)
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: others may read %s (mode %04o); chmod 600 it, and ask who has read it", ErrKey, path, info.Mode().Perm())
	}
	text, err := readLine(path)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %s holds no signing key", ErrKey, path)
	}
	return signer, nil
}

// verifier loads the public key.
func (f Folder) verifier() (note.Verifier, string, error) {
	text, err := readLine(f.PublicKey())
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrKey, err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %s holds no public key", ErrKey, f.PublicKey())
	}
	return v, text, nil
}

func readLine(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// DefaultSections are what a new newsroom begins with.
func DefaultSections() []story.Section {
	names := func(en, prs, ps, ar string) map[string]string {
		return map[string]string{"en": en, "fa": prs, "fa-AF": prs, "prs": prs, "ps": ps, "ar": ar}
	}
	return []story.Section{
		{Key: "afghanistan", Names: names("Afghanistan", "افغانستان", "افغانستان", "أفغانستان")},
		{Key: "world", Names: names("World", "جهان", "نړۍ", "العالم")},
		{Key: "economy", Names: names("Economy", "اقتصاد", "اقتصاد", "اقتصاد")},
		{Key: "culture", Names: names("Culture", "فرهنگ", "کلتور", "ثقافة")},
		{Key: "sport", Names: names("Sport", "ورزش", "سپورت", "رياضة")},
		{Key: "opinion", Names: names("Opinion", "دیدگاه", "لیدلوری", "رأي")},
	}
}

// pictures is the folder's store of published pictures.
func (f Folder) pictures() *picture.Store { return picture.Open(f.Pictures()) }

// pictureStores gives all pictures there are, by the folder of a backup they go into.
func (f Folder) pictureStores() iter.Seq2[string, *picture.Store] {
	return func(yield func(string, *picture.Store) bool) {
		_ = yield("unpublished", f.waiting()) && yield("pictures", f.pictures())
	}
}

// waiting is its store of those that are not.
func (f Folder) waiting() *picture.Store { return picture.Open(f.at("unpublished", "pictures")) }

// renditionsMark is there when the renditions that pages name are.
func (f Folder) renditionsMark() string { return f.at("renditions", "complete") }
