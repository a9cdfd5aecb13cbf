package export

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/internal/require"
	"stet.news/picture"
	"stet.news/picture/darkroom"
	"stet.news/press"
	"stet.news/proof"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

var site = press.Site{
	Name: "Example", URL: "https://example.org",
	Editions: []story.Edition{story.TagInfo("en"), story.TagInfo("ps")},
	Sections: []story.Section{{Key: "world"}},
}

// room is a newsroom to export.
type room struct {
	testing.TB
	Options
	key     note.Verifier
	press   *press.Press
	dir     string
	seconds int
}

func open(t testing.TB) *room {
	t.Helper()
	r := &room{TB: t, dir: t.TempDir()}
	private, public, err := record.NewKey("example.org")
	r.must(err)
	r.Signer, err = note.NewSigner(private)
	r.must(err)
	r.key, err = note.NewVerifier(public)
	r.must(err)
	r.VerifierKey = public
	store, err := sqlite.Create(t.Context(), filepath.Join(r.dir, "record.db"), sqlite.Options{})
	r.must(err)
	r.Record, err = record.Open(t.Context(), store, r.record(filepath.Join(r.dir, "checkpoint")))
	r.must(err)
	r.Pages, err = press.OpenStore(filepath.Join(r.dir, "pages"), 1<<20)
	r.must(err)
	r.press, err = press.New(r.Record, site, r.Pages, nil)
	r.must(err)
	r.Pictures = picture.Open(filepath.Join(r.dir, "pictures"))
	r.Renditions = picture.OpenRenditions(filepath.Join(r.dir, "renditions"), r.Pictures)
	r.Out = filepath.Join(r.dir, "out")
	t.Cleanup(func() { r.must(errors.Join(r.press.Close(), r.Pages.Close(), store.Close())) })
	return r
}

func (r *room) record(head string) record.Options {
	return record.Options{
		Editions: site.Editions, Signer: r.Signer, Verifier: r.key, VerifierKey: r.VerifierKey, Head: record.HeadFile(head),
		Now: func() time.Time {
			r.seconds++
			return time.Date(2026, 11, 23, 9, 0, r.seconds, 0, time.UTC)
		},
	}
}

func (r *room) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *room) publish(acts ...record.Act) []record.Receipt {
	r.Helper()
	receipts, err := r.Record.Publish(r.Context(), acts...)
	r.must(err)
	r.must(r.press.CatchUp(r.Context()))
	return receipts
}

func (r *room) write() Summary {
	r.Helper()
	sum, err := Write(r.Context(), r.Options)
	r.must(err)
	return sum
}

// picture takes a picture in that differs by its width.
func (r *room) picture(width int) story.Picture {
	r.Helper()
	var b bytes.Buffer
	r.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, width, 4))))
	p, err := r.Pictures.Put(b.Bytes())
	r.must(err)
	p.Alt = "grey"
	return p
}

func text(headline string) story.Revision {
	return story.Revision{
		Story: story.NewID(), Edition: "en", Headline: headline, Section: "world", Standfirst: "About " + headline + ".",
		Body: story.Body{story.Paragraph{Text: story.Plain("One sentence. And another about " + headline + ".")}},
	}
}

// fill publishes stories, a correction under another slug, a retraction and an
// erasure.
func (r *room) fill(stories int) {
	r.Helper()
	var acts []record.Act
	for i := range stories {
		rev := text(fmt.Sprint("story number ", i))
		if i == 0 {
			p := r.picture(9)
			rev.Lead = &p
		}
		acts = append(acts, record.Act{Kind: record.Publish, Revision: rev})
	}
	first := acts[0].Revision
	r.publish(acts...)
	later := first
	later.Headline, later.Slug = "Another headline", "another-headline"
	later.Grade, later.Note = story.GradeCorrection, "The headline was wrong."
	r.publish(record.Act{Kind: record.Correct, Base: 1, Revision: later})
	r.publish(record.Act{Kind: record.Retract, Story: acts[1].Revision.Story, Base: 1, Reason: "It was not so."})
	r.publish(record.Act{Kind: record.Erase, Story: first.Story, Erase: record.Target{Revision: 1, Pieces: []int{0}}, Basis: record.BasisCourt})
}

func (r *room) verify(tree string, want int) *proof.Report {
	r.Helper()
	rep, err := proof.Verify(r.Context(), proof.FromTree(os.DirFS(tree)), proof.Options{Key: r.key, Furniture: press.Furniture})
	r.must(err)
	if rep.Code() != want {
		r.Errorf("verify: code %d, want %d: %v", rep.Code(), want, rep.Problems)
	}
	return rep
}

func TestMain(m *testing.M) {
	darkroom.Main()
	os.Exit(m.Run())
}

func TestExportedTreeVerifies(t *testing.T) {
	r := open(t)
	r.fill(5)
	sum := r.write()
	rep := r.verify(r.Out, proof.ErasedPieces)
	if sum.Stories != 5 || rep.Stories != 5 || rep.Revisions != 7 || rep.Pages != 5 || sum.Leaves != 9 || sum.Pictures != 1 {
		t.Errorf("written %+v, verified %+v", sum, rep)
	}
	if sum.Files != int64(len(filesIn(t, r.Out))) {
		t.Errorf("%d files are said to be written, %d are there", sum.Files, len(filesIn(t, r.Out)))
	}
}

// A story of several pages is exported with all of them, under every address it
// had, and verifies until one of them is another's.
func TestLongStoryVerifies(t *testing.T) {
	r := open(t)
	rev := text("a long story")
	rev.Slug = "long"
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		var b strings.Builder
		for range 120 {
			fmt.Fprintf(&b, "%x ", rnd.Uint32())
		}
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(strings.TrimSpace(b.String()) + ".")})
	}
	r.publish(record.Act{Kind: record.Publish, Revision: rev})
	rev.Slug, rev.Grade = "longer", story.GradeMinor
	r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	r.write()
	r.verify(r.Out, proof.OK)
	redirects, err := os.ReadFile(filepath.Join(r.Out, proof.RedirectsFile))
	r.must(err)
	if !strings.Contains(string(redirects), "/long/2/ /en/2026/11/23/longer/2/\n") {
		t.Errorf("old second page: %s", redirects)
	}
	second := filepath.Join(r.Out, "en/2026/11/23/longer/2", proof.IndexName)
	page, err := os.ReadFile(second)
	r.must(err)
	r.must(os.WriteFile(second, bytes.Replace(page, []byte("</p>"), []byte(" never</p>"), 1), 0o644))
	r.verify(r.Out, proof.Mismatch)
}

// The tools of another implementation find nothing wrong with our tiles, over a
// log with full and partial ones.
func TestFsckOfTessera(t *testing.T) {
	run := fsck(t)
	r := open(t)
	r.fill(300)
	r.write()
	r.verify(r.Out, proof.ErasedPieces)
	out, err := run("--storage_url=file://"+filepath.Join(r.Out, "log")+"/", "--public_key="+filepath.Join(r.Out, proof.KeyFile), "--ui=false")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(out, "Successfully fsck'd log with size 304") {
		t.Errorf("fsck does not say that all is well:\n%s", out)
	}
}

// fsck gives a way to run Tessera's checker of logs: the program if it is
// installed, else, where everything is required, the module.
func fsck(t *testing.T) func(args ...string) (string, error) {
	t.Helper()
	const module = "github.com/transparency-dev/tessera/cmd/fsck@v1.0.4"
	command := []string{"fsck-tessera"}
	if _, err := exec.LookPath(command[0]); err != nil {
		if os.Getenv("STET_REQUIRE") != "all" {
			require.Missing(t, "fsck-tessera ("+module+")")
		}
		command = []string{require.Tool(t, "go"), "run", module}
	}
	return func(args ...string) (string, error) {
		out, err := exec.CommandContext(t.Context(), command[0], append(command[1:], args...)...).CombinedOutput()
		return string(out), err
	}
}

// Two exports of one record are the same bytes.
func TestExportIsTheSameTwice(t *testing.T) {
	r := open(t)
	r.fill(3)
	r.write()
	first := r.Out
	r.Out = filepath.Join(r.dir, "again")
	r.write()
	a, b := filesIn(t, first), filesIn(t, r.Out)
	if !slices.Equal(a, b) {
		t.Fatalf("other files:\n%q\n%q", a, b)
	}
	for _, name := range a {
		x, _ := os.ReadFile(filepath.Join(first, name))
		y, _ := os.ReadFile(filepath.Join(r.Out, name))
		if !bytes.Equal(x, y) {
			t.Errorf("%s differs", name)
		}
	}
}

// What is not published stays at home.
func TestExportHoldsNoDraft(t *testing.T) {
	r := open(t)
	r.fill(2)
	draft := text("a secret headline")
	p := r.picture(33)
	draft.Lead = &p
	r.must(r.Record.SaveDraft(t.Context(), record.Draft{ID: draft.Story, Revision: draft}))
	r.write()
	for _, name := range filesIn(t, r.Out) {
		data, err := os.ReadFile(filepath.Join(r.Out, name))
		r.must(err)
		if bytes.Contains(data, []byte("secret headline")) || strings.Contains(name, p.SHA256) {
			t.Errorf("%s tells of a draft", name)
		}
	}
}

// A lost database comes back from the tree, to the last leaf.
func TestGraftFromTree(t *testing.T) {
	r := open(t)
	r.fill(260)
	r.write()
	log, err := proof.OpenLog(t.Context(), os.DirFS(r.Out), r.key)
	r.must(err)
	store, err := sqlite.Create(t.Context(), filepath.Join(r.dir, "empty.db"), sqlite.Options{})
	r.must(err)
	defer store.Close()
	o := r.record(filepath.Join(r.dir, "other-checkpoint"))
	o.Mending = true
	lost, err := record.Open(t.Context(), store, o)
	r.must(err)
	added, err := lost.Graft(t.Context(), log.Leaves(t.Context(), 0), log.Head())
	if err != nil || added != log.Head().Size {
		t.Errorf("%d leaves came back of %d: %v", added, log.Head().Size, err)
	}
	names := 0
	for name, err := range log.Pictures() {
		r.must(err)
		if _, err := log.Picture(name); err != nil {
			t.Error(err)
		}
		names++
	}
	if names != 1 {
		t.Errorf("%d pictures", names)
	}
}

func TestExportRefusesAFolderInUse(t *testing.T) {
	r := open(t)
	r.fill(2)
	r.must(os.MkdirAll(filepath.Join(r.Out, "x"), 0o755))
	if _, err := Write(t.Context(), r.Options); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("%v", err)
	}
	r.must(os.Remove(filepath.Join(r.Out, "x")))
	r.write() // an empty one is as good as none
	r.verify(r.Out, proof.ErasedPieces)
}

// A failed export leaves nothing behind.
func TestExportLeavesNothingWhenItFails(t *testing.T) {
	r := open(t)
	r.fill(2)
	before := entries(t, r.dir)
	r.must(os.RemoveAll(filepath.Join(r.dir, "pictures")))
	if _, err := Write(t.Context(), r.Options); !errors.Is(err, picture.ErrNoPicture) {
		t.Errorf("%v", err)
	}
	before = slices.DeleteFunc(before, func(name string) bool { return name == "pictures" })
	if after := entries(t, r.dir); !slices.Equal(before, after) {
		t.Errorf("before %q, after %q", before, after)
	}
}

// What is published while an export runs makes it say so.
func TestExportSaysThatTheRecordMoved(t *testing.T) {
	r := open(t)
	r.fill(2)
	published := false
	r.Progress = func(stage string, done, total int64) {
		if stage == StagePages && !published {
			published = true
			r.publish(record.Act{Kind: record.Publish, Revision: text("late")})
		}
	}
	if _, err := Write(t.Context(), r.Options); !errors.Is(err, ErrMoved) {
		t.Errorf("%v", err)
	}
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, err = filepath.Rel(dir, name)
			out = append(out, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		if !strings.HasPrefix(e.Name(), "record.db-") {
			out = append(out, e.Name())
		}
	}
	return out
}
