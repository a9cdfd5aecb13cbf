package record

import (
	"context"
	"database/sql"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/story"
)

// Store is what the record needs of a database. record/sqlite is one; the
// contract, as a test-suite that an engine hands itself to, is
// record/recordtest.
type Store interface {
	// View runs f over one unchanging state of the database. It never waits
	// for a writer.
	View(ctx context.Context, f func(Reader) error) error
	// Update runs f in the one write transaction there can be at a time. When
	// it returns nil, everything f wrote is durable; when it returns an error,
	// nothing of it is in the database. f is run once.
	Update(ctx context.Context, f func(Tx) error) error
	// Scrub makes sure that what was overwritten or deleted is not left in
	// free pages or logs of the engine either. It may wait for Views to end, so
	// it must not be called inside one.
	Scrub(ctx context.Context) error
	// Backup writes a whole copy of the database, as of one moment, to a new
	// file at path.
	Backup(ctx context.Context, path string) error
	Close() error
}

// Reader reads one state of the database. What is asked for and not there is
// reported by ok = false or an empty answer, never by an error.
type Reader interface {
	// Size is how many leaves the log has.
	Size() (int64, error)
	// ReadHashes makes every Reader a tlog.HashReader over the stored hashes.
	ReadHashes(indexes []int64) ([]tlog.Hash, error)
	// Leaves calls f for the leaves from first to before end, in order. blob
	// is the piece list of a leaf that has one, else nil. text and blob may be
	// kept.
	Leaves(first, end int64, f func(index int64, text, blob []byte) error) error
	// Changed gives the keys that the leaves from first on changed, in order,
	// leaf by leaf. If those of leaf first were forgotten, it is ErrForgotten.
	Changed(first int64, f func(index int64, keys []string) error) error
	// ActLeaf gives the first leaf that an act, by its client's id, made.
	ActLeaf(id string) (index int64, ok bool, err error)
	// RevisionLeaf gives the leaf of a story's revision.
	RevisionLeaf(id story.ID, number int) (index int64, ok bool, err error)

	// Story gives the present state of a story.
	Story(id story.ID) (Entry, bool, error)
	// SlugOwner gives the story that has, or once had, the slug with this key.
	SlugOwner(edition, key string) (id story.ID, ok bool, err error)
	// Slugs gives every slug a story ever had, the oldest first.
	Slugs(id story.ID) ([]story.Slug, error)
	// List gives stories of a list, newest published first; before limits it
	// to those that stand after that place. Limit is at least 1.
	List(list string, before Place, limit int) ([]Listed, error)
	// Run gives the stories number first to before end of a list, in the order
	// in which they came into it. Stories that left it leave gaps.
	Run(list string, first, end int64) ([]Listed, error)
	// NumberIn gives a story's number in a list.
	NumberIn(list string, id story.ID) (n int64, ok bool, err error)
	// Tally tells how many stories have come into a list since it last was
	// empty, and how many are in it.
	Tally(list string) (came, here int64, err error)
	// ListsOf gives the lists a story stands in.
	ListsOf(id story.ID) ([]string, error)
	// Lists gives the non-empty lists whose names begin with prefix, by name.
	Lists(prefix string) ([]ListTally, error)
	// Translations gives the stories that say again what root says, root not
	// among them, by edition.
	Translations(root story.ID) ([]story.ID, error)

	// Draft and Drafts give unpublished work; Due gives those whose time has come.
	Draft(id story.ID) (Draft, bool, error)
	Drafts() ([]Draft, error)

	// SQL is the transaction for a room that keeps tables of its own in the
	// record's database.
	SQL() SQL
}

// SQL is a transaction as it is seen by a room that keeps tables of its own
// beside the record: the desk, whose trail must be written together with the
// leaf it tells of. Queries are constant text; each is prepared once and kept.
// The tables of the record are not theirs to ask or to change.
type SQL interface {
	// Row scans the one row of a query; ok is false when there is none.
	Row(query string, args []any, into ...any) (ok bool, err error)
	// Rows calls scan for each row until it gives false. No other query of the
	// transaction may run inside scan.
	Rows(query string, args []any, scan func(*sql.Rows) (more bool, err error)) error
	// Exec writes and gives how many rows that touched. In a View it is an error.
	Exec(query string, args ...any) (touched int64, err error)
}

// Tx reads and writes.
type Tx interface {
	Reader
	// AddLeaf appends a leaf with what belongs to it: piece list (nil for
	// none), stored hashes, the act's client id (may be empty) and the keys.
	AddLeaf(l NewLeaf) error
	// EraseBlob replaces the piece list of a leaf by one in which pieces are
	// erased. It is the only change to a published revision there is.
	// The engine must ask OnlyErases and refuse what is more than that.
	EraseBlob(index int64, blob []byte) error
	// ForgetChanged drops the keys of the leaves before that one: a key can
	// hold a name that was erased.
	ForgetChanged(before int64) error

	// The index of present stories. All of it is derived from the leaves.
	PutStory(e Entry) error
	// PutSlug is ErrSlugTaken when a story has the key already.
	PutSlug(edition, key string, slug story.Slug, id story.ID) error
	DropSlug(edition, key string) error
	// JoinList lets a story into a list it does not stand in, behind the
	// newest number; LeaveList lets it go, and the number stays empty. A list
	// that nobody stands in any more is forgotten, name and numbers: the name
	// can be an erased one.
	JoinList(list string, id story.ID, published time.Time) (n int64, err error)
	LeaveList(list string, id story.ID) (n int64, err error)
	ClearIndex() error

	PutDraft(d Draft) error
	DropDraft(id story.ID) error
}

// NewLeaf is a leaf as it goes into the database.
type NewLeaf struct {
	Index  int64
	Text   []byte
	Story  story.ID
	Number int // the revision the leaf made; 0 when it made none
	Blob   []byte
	Hashes []tlog.Hash // tlog.StoredHashes for this leaf
	Act    string
	Keys   []string
}

// Entry is the present state of a story: what addresses and lists need. It
// holds no words of the story but its slug.
type Entry struct {
	ID            story.ID
	Edition       string
	Revision      int   // number of the newest revision
	RevisionLeaf  int64 // that revision's leaf
	Leaf          int64 // the story's newest leaf of any kind
	Slug          story.Slug
	Section       string
	TranslationOf story.ID
	Published     time.Time // UTC; where it stands in lists
	Day           string    // the day of Published where its readers live: 2026-11-23
	Updated       time.Time // of the last significant change; zero for none
	Retracted     bool
}

// Path is the address of the story's page.
func (e Entry) Path() string { return e.pathOf(e.Slug) }

func (e Entry) pathOf(slug story.Slug) string {
	return "/" + e.Edition + "/" + e.Day[0:4] + "/" + e.Day[5:7] + "/" + e.Day[8:10] + "/" + string(slug) + "/"
}

// Place is a place in a list: just after the story with this time and number.
// The zero Place is the top.
type Place struct {
	Published time.Time
	N         int64
}

// Listed is a story in a list.
type Listed struct {
	Entry
	N int64 // its number in the list, for life
}

// Place is the place just after the story.
func (l Listed) Place() Place { return Place{Published: l.Published, N: l.N} }

// ListTally is a list with how many stories are in it.
type ListTally struct {
	List string
	Here int64
}

// Draft is unpublished work: a revision that is in no public byte yet.
type Draft struct {
	ID       story.ID
	Revision story.Revision
	Base     int       // the published revision it was made on; 0 for none
	Embargo  time.Time // not public before; zero for none
	Due      time.Time // published by itself then; zero for never
	ActID    string    // the client's id for the publishing
	Changed  time.Time
}

// RunSize is how many numbers of a list make one run: a page of a day's
// archive, a sitemap. Runs never shift: a story's run is fixed when it comes.
const RunSize = 100

// The names of lists.
func EditionList(edition string) string          { return edition }
func SectionList(edition, section string) string { return edition + "/section/" + section }
func TopicList(edition, topic string) string     { return edition + "/topic/" + topic }
func PersonList(edition, person string) string   { return edition + "/by/" + person }
func DayList(edition, day string) string         { return edition + "/day/" + day }

// The keys a leaf changes and a page reads.
func StoryKey(id story.ID) string          { return "story/" + id.String() }
func TranslationsKey(root story.ID) string { return "translations/" + root.String() }
func ListKey(list string) string           { return "list/" + list }
func DaysKey(edition, month string) string { return "days/" + edition + "/" + month } // which days, how many each; month 2026-11
func MonthsKey(edition string) string      { return "months/" + edition }             // which months there are
func ListsKey(prefix string) string        { return "lists/" + prefix }               // which lists there are: "en/section/"
func RunKey(list string, run int64) string { return "run/" + list + "/" + itoa(run) }
func RunsKey(list string) string           { return "runs/" + list } // how many runs there are
