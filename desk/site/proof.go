package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/story"
)

func (s *Site) proofRoutes() {
	s.route("GET /story/{id}/preview", policy.StoryRead, s.ofStory(s.preview))
	s.route("GET /proof/story/{id}", policy.StoryRead, s.ofStory(s.proofStory))
	s.route("GET /proof/story/{id}/{version}/file/{path...}", policy.StoryRead, s.ofStory(s.proofStoryFile))
}

// The kinds of preview, in the order of their tabs.
var previewKinds = []string{"phone", "desktop", "print", "feed"}

// previewView is the page that shows a story before it is public.
type previewView struct {
	Draft   draft.Draft
	Kinds   []string
	Kind    string
	Version int // negative: the newest
	Frame   string
	Dir     story.Direction
	Share   bool // the person may make links for outsiders
}

func (s *Site) preview(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) (err error) {
	v := previewView{Kinds: previewKinds, Kind: r.FormValue("as")}
	if v.Version, err = versionOf(r.FormValue("version")); err != nil {
		return err
	}
	if v.Draft, err = s.Desk.See(r.Context(), who, id); err != nil {
		return err
	}
	if !slices.Contains(v.Kinds, v.Kind) {
		v.Kind = v.Kinds[0]
	}
	v.Frame = "/proof/story/" + id.String() + "?as=" + v.Kind + "&version=" + strconv.Itoa(v.Version)
	v.Dir = s.edition(v.Draft.Edition).Direction
	v.Share = who.May(policy.StoryShare, desk.ObjectOf(who, v.Draft), s.Now())
	return s.page(w, r, who, "preview", v)
}

// proofStory shows a story as its readers will see it.
func (s *Site) proofStory(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	version, err := versionOf(r.FormValue("version"))
	if err != nil {
		return err
	}
	as, part := r.FormValue("as"), partOf(r)
	p, err := s.Desk.ProofStory(r.Context(), who, id, desk.Proofing{Version: version, Part: part, Feed: as == "feed"})
	if err != nil {
		return err
	}
	here := "/proof/story/" + id.String()
	return sendProof(w, proofPage{
		Page: p.Page, story: (&url.URL{Path: p.Story}).EscapedPath(), public: s.Public, paper: as == "print", frame: "'self'",
		file: here + "/" + strconv.Itoa(version) + "/file",
		self: func(n int) string {
			return here + "?" + url.Values{"as": {as}, "version": {strconv.Itoa(version)}, "part": {strconv.Itoa(n)}}.Encode()
		},
	})
}

func (s *Site) proofStoryFile(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	version, err := versionOf(r.PathValue("version"))
	if err != nil {
		return err
	}
	f, err := s.Desk.ProofFile(r.Context(), who, id, version, "/"+r.PathValue("path"))
	return sendFile(w, f, err)
}

// sendFile sends a file that a proof shows. Like all of it, no cache keeps it.
func sendFile(w http.ResponseWriter, f desk.File, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.Media)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, err = w.Write(f.Data)
	return err
}

// versionOf reads a version; nothing is the newest, which is -1.
func versionOf(text string) (int, error) {
	if text == "" {
		return -1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < -1 {
		return 0, bad("version: not a number")
	}
	return n, nil
}

// partOf reads which page of a story is wanted, from 1.
func partOf(r *http.Request) int {
	n, err := strconv.Atoi(r.FormValue("part"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}
