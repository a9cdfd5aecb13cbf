package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// siteState is what the walk over the site's files gathers until all were seen.
type siteState struct {
	manifest *Manifest
	seen     []atomic.Bool // by the manifest's numbers

	mu       sync.Mutex
	pictures map[[32]byte]int64 // picture → a leaf that shows it; deleted when seen
	// kept are the first halves of the hashes of pictures that were seen, and
	// renditions are files that may only be there beside theirs.
	kept       map[string]bool
	renditions []rendition
	redirects  []redirect
	parts      map[int32][]part // of long stories, by their numbers

	addressesOnce sync.Once
	addresses     map[uint64]int32 // storyState.slug → its number; from storyAt
}

// redirect is a page that leads elsewhere.
type redirect struct{ at, to string }

// rendition is a file that is named as a rendition of a picture.
type rendition struct {
	file    string
	picture string // the first half of its hash
}

// site walks over every page and file: each must be what the record says, and
// when all were seen each story must have had its page.
func (v *verifier) site(ctx context.Context) error {
	v.openManifest()
	pictures, beside := v.src.Parts()
	total := int64(0)
	if v.files.manifest != nil {
		total = int64(v.files.manifest.Len())
	}
	var done atomic.Int64
	err := inParallel(ctx, func(put func(File) error) error {
		err := v.src.Files(ctx, put)
		if err != nil && ctx.Err() == nil {
			v.rep.problem(Mismatch, "the site", "%v", err)
			err = nil
		}
		return err
	}, func(f File) {
		v.file(f)
		v.opts.Progress(StagePages, done.Add(1), total)
	})
	if err != nil {
		return err
	}
	if err := v.joinParts(ctx); err != nil {
		return err
	}
	v.allSeen()
	if beside {
		v.besides()
	}
	if pictures {
		v.missingPictures()
	}
	v.followRedirects()
	return nil
}

func (v *verifier) openManifest() {
	data, err := v.src.Manifest()
	if err == nil && data != nil {
		v.files.manifest, err = OpenManifest(data, v.opts.Key)
	}
	if err != nil {
		v.rep.problem(Mismatch, ManifestFile, "%v", err)
	}
	if m := v.files.manifest; m != nil {
		v.files.seen = make([]atomic.Bool, m.Len())
	}
}

// file judges one file: its bytes by the manifest, then its meaning.
func (v *verifier) file(f File) {
	data, err := f.Read()
	if err != nil {
		v.rep.problem(Mismatch, f.Name, "%v", err)
		return
	}
	listed := v.manifested(f, data)
	recorded := v.meaning(f, data)
	if !listed && recorded {
		v.rep.problem(Mismatch, f.Name, "the manifest does not list it")
	}
}

// manifested holds a file against the manifest, and reports false when it is
// not listed.
func (v *verifier) manifested(f File, data []byte) (listed bool) {
	m := v.files.manifest
	if m == nil {
		return true
	}
	i, ok := m.Find(f.Name)
	if !ok {
		return false
	}
	v.files.seen[i].Store(true)
	if !m.Matches(i, sha256.Sum256(data)) {
		v.rep.problem(Mismatch, f.Name, "its bytes are not those that were exported")
	}
	return true
}

// meaning judges what a file shows, and reports false for a page that shows
// something the record does not hold, which needs no second complaint.
func (v *verifier) meaning(f File, data []byte) (recorded bool) {
	dir, name := path.Split(f.Path)
	switch {
	case f.Redirect != "":
		v.redirect(f.Name, f.Redirect)
	case name == "" || strings.HasSuffix(name, ".html"):
		return v.page(f, data)
	case name == ListName:
		v.besideList(f, dir, data)
	case name == ProofName:
		v.besideProof(f, dir, data)
	case name == "rss.xml" || name == "atom.xml" || name == "feed.json":
		return v.feed(f, name, data)
	case strings.Contains(f.Path, "sitemap") && strings.HasSuffix(name, ".xml"):
		return v.sitemap(f, data)
	case strings.HasPrefix(f.Path, "/"+PictureDir+"/"):
		v.picture(f, name, data)
	default:
		v.count(&v.rep.Others)
	}
	return true
}

func (v *verifier) count(n *int64) { atomic.AddInt64(n, 1) }

// readsPictures notes the pictures a story's page shows.
func (v *verifier) readsPictures(rev story.Revision) {
	pictures := rev.Pictures()
	if len(pictures) == 0 {
		return
	}
	v.files.mu.Lock()
	defer v.files.mu.Unlock()
	if v.files.pictures == nil {
		v.files.pictures = map[[32]byte]int64{}
	}
	for _, p := range pictures {
		if hash, ok := parseHash(p.SHA256); ok {
			v.files.pictures[hash] = v.state.stories[v.state.index[rev.Story]].current()
		}
	}
}

func parseHash(s string) (hash [32]byte, ok bool) {
	if len(s) != 64 {
		return hash, false
	}
	_, err := hex.Decode(hash[:], []byte(s))
	return hash, err == nil && s == strings.ToLower(s)
}

// picture makes sure that a picture's bytes are those its name says. A
// rendition proves nothing by itself: its bytes are the manifest's to know.
func (v *verifier) picture(f File, name string, data []byte) {
	if r, ok := story.ParseRendition(name); ok {
		v.files.mu.Lock()
		defer v.files.mu.Unlock()
		v.files.renditions = append(v.files.renditions, rendition{f.Name, r.Hash})
		return
	}
	v.count(&v.rep.Pictures)
	if !isPicture(name, data) {
		v.rep.problem(Mismatch, f.Name, "its bytes are not those its name says")
		return
	}
	v.files.mu.Lock()
	defer v.files.mu.Unlock()
	delete(v.files.pictures, sha256.Sum256(data))
	if v.files.kept == nil {
		v.files.kept = map[string]bool{}
	}
	v.files.kept[name[:32]] = true
}

// isPicture reports whether a picture's bytes are those its name says.
func isPicture(name string, data []byte) bool {
	hash, ok := parseHash(strings.TrimSuffix(name, path.Ext(name)))
	return ok && hash == sha256.Sum256(data)
}

func (v *verifier) missingPictures() {
	for _, r := range v.files.renditions {
		if !v.files.kept[r.picture] {
			v.rep.problem(Mismatch, r.file, "it is a rendition of no picture that is here")
		}
	}
	for hash, leaf := range v.files.pictures {
		v.rep.problem(Mismatch, PictureDir+"/"+hex.EncodeToString(hash[:]), "the picture is missing; story %s shows it", v.state.stories[v.state.leaves[leaf].story].id)
	}
}

// allSeen makes sure that each story had its page and each listed file was there.
func (v *verifier) allSeen() {
	for i := range v.state.stories {
		s := &v.state.stories[i]
		if s.path == "" {
			what := "page"
			if s.retracted {
				what = "tombstone"
			}
			v.rep.problem(Mismatch, "story "+s.id.String(), "it is in the record (leaf %d) and its %s is missing", s.current(), what)
		}
	}
	for i := range v.files.seen {
		if !v.files.seen[i].Load() {
			v.rep.problem(Mismatch, v.files.manifest.Path(i), "the manifest lists it and it is missing")
		}
	}
}

// redirect keeps a redirect until every page was seen.
func (v *verifier) redirect(at, to string) {
	v.count(&v.rep.Others)
	v.files.mu.Lock()
	defer v.files.mu.Unlock()
	v.files.redirects = append(v.files.redirects, redirect{at, to})
}

// followRedirects makes sure that redirects stay on the site, and that those
// which lead to a story lead to one there is.
func (v *verifier) followRedirects() {
	if len(v.files.redirects) == 0 {
		return
	}
	pages := make(map[uint64]bool, len(v.state.stories))
	for i := range v.state.stories {
		pages[v.state.stories[i].pagePath] = true
	}
	v.pagesOfParts(pages)
	for _, r := range v.files.redirects {
		to := v.onSite(r.to)
		if to == "" {
			v.rep.problem(Mismatch, r.at, "it leads readers away, to %s", quote(r.to))
		} else if _, _, ok := partPath(to); ok && !pages[maphash.String(v.state.seed, to)] {
			v.rep.problem(Mismatch, r.at, "it leads to %s, where no story is", quote(to))
		}
	}
}

// besideList judges the piece list beside a story's page.
func (v *verifier) besideList(f File, dir string, data []byte) {
	v.count(&v.rep.Others)
	l, err := ParseList(string(data))
	if err != nil {
		v.rep.problem(Mismatch, f.Name, "%v", err)
		return
	}
	s := v.besideStory(f, l.Leaf)
	if s == nil {
		return
	}
	leaf := &v.state.leaves[l.Leaf]
	if record.Root(l.Pieces) != leaf.root || tlog.RecordHash([]byte(l.Entry)) != leaf.hash {
		v.rep.problem(Mismatch, f.Name, "its pieces are not those of leaf %d", l.Leaf)
		return
	}
	named := v.state.erased[l.Leaf]
	for i, p := range l.Pieces {
		if p.Erased != slices.Contains(named, i) {
			v.rep.problem(Mismatch, f.Name, "piece %d (%s) is erased in one place and not in another", i, p.Type)
		}
	}
	v.beside(&s.listed, dir)
}

// besideProof judges the proof beside a story's page.
func (v *verifier) besideProof(f File, dir string, data []byte) {
	v.count(&v.rep.Others)
	p, err := ParseInclusion(data)
	if err != nil {
		v.rep.problem(Mismatch, f.Name, "%v", err)
		return
	}
	s := v.besideStory(f, p.Index)
	if s == nil {
		return
	}
	// The tree's own checkpoint is verified already; another one would need
	// its own signature looked at, a hundred thousand times over.
	if !bytes.Equal(p.Checkpoint, v.signed) {
		err = fmt.Errorf("%w: its checkpoint is not the tree's", ErrBadProof)
	} else {
		err = p.holds(v.state.leaves[p.Index].hash, v.rep.Head)
	}
	if err != nil {
		v.rep.problem(Mismatch, f.Name, "%v", err)
		return
	}
	v.beside(&s.proofed, dir)
}

// besideStory finds the story of which the leaf is the newest revision.
func (v *verifier) besideStory(f File, leaf int64) *storyState {
	if leaf < 0 || leaf >= int64(len(v.state.leaves)) || !v.state.isCurrent(leaf) {
		v.rep.problem(Mismatch, f.Name, "it is of leaf %d, which is no story's newest revision", leaf)
		return nil
	}
	return &v.state.stories[v.state.leaves[leaf].story]
}

func (v *verifier) beside(place *uint64, dir string) {
	v.state.mu.Lock()
	defer v.state.mu.Unlock()
	*place = maphash.String(v.state.seed, dir)
}

// besides makes sure that each story's page has its proof and piece list.
func (v *verifier) besides() {
	for i := range v.state.stories {
		s := &v.state.stories[i]
		if s.path == "" {
			continue
		}
		if s.listed != s.pagePath {
			v.rep.problem(Mismatch, besideName(s, ListName), "the piece list of story %s is missing or wrong", s.id)
		}
		if s.proofed != s.pagePath {
			v.rep.problem(Mismatch, besideName(s, ProofName), "the proof of story %s is missing or wrong", s.id)
		}
	}
}

// besideName is a file beside a story's page.
func besideName(s *storyState, name string) string { return strings.TrimPrefix(s.path, "/") + name }
