package site

import (
	"net/http"
	"net/url"
	"strings"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/prose"
	"stet.news/story"
)

func (s *Site) versionRoutes() {
	s.route("GET /story/{id}/versions", policy.StoryRead, s.ofStory(s.versions))
	s.route("GET /story/{id}/versions/{ref}", policy.StoryRead, s.ofStory(s.version))
	s.route("POST /story/{id}/versions/{ref}/restore", policy.StoryEdit, s.ofStory(s.restore))
	s.route("POST /story/{id}/versions/{ref}/name", policy.StoryEdit, s.ofStory(s.nameVersion))
	s.route("GET /story/{id}/compare", policy.StoryRead, s.ofStory(s.compare))
}

// versionsView is the list of a story's versions.
type versionsView struct {
	desk.Versions
	Edition story.Edition
	Restore desk.Ref // a version that was just restored
	From    desk.Ref // what is compared with the present unless somebody chooses
}

func (s *Site) versions(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	until, err := number(r, "until", -1)
	if err != nil {
		return err
	}
	v := versionsView{Restore: desk.Ref(r.URL.Query().Get("restored"))}
	if v.Versions, err = s.Desk.Versions(r.Context(), who, id, until); err != nil {
		return err
	}
	v.Edition, v.From = s.edition(v.Draft.Edition), listed(v.Versions, "", 1).Ref
	return s.page(w, r, who, "versions", v)
}

// versionView is one version, as it reads.
type versionView struct {
	Draft   draft.Draft
	Edition story.Edition
	Ref     desk.Ref
	// Version is what the list says of it; zero for one between those listed.
	Version desk.Version
	Now     desk.Ref
	Text    prose.Comparison
	CanEdit bool
}

func (s *Site) version(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) (err error) {
	v := versionView{Ref: desk.Ref(r.PathValue("ref"))}
	var doc prose.Doc
	if v.Draft, doc, err = s.Desk.VersionAt(r.Context(), who, id, v.Ref); err != nil {
		return err
	}
	all, err := s.Desk.Versions(r.Context(), who, id, -1)
	if err != nil {
		return err
	}
	for _, x := range all.All {
		if x.Ref == v.Ref {
			v.Version = x
		}
	}
	v.Now = desk.VersionRef(v.Draft.Version)
	v.Edition, v.Text = s.edition(v.Draft.Edition), prose.Compare(doc, doc)
	v.CanEdit = policy.May(who, policy.StoryEdit, desk.ObjectOf(who, v.Draft), s.Now()) == nil
	return s.page(w, r, who, "version", v)
}

func (s *Site) restore(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	ref := desk.Ref(r.PathValue("ref"))
	if _, err := s.Desk.Restore(r.Context(), who, id, ref); err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+id.String()+"/versions?restored="+url.QueryEscape(string(ref)))
}

func (s *Site) nameVersion(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	ref := desk.Ref(r.PathValue("ref"))
	if err := s.Desk.NameVersion(r.Context(), who, id, ref, r.PostFormValue("name")); err != nil {
		return err
	}
	return seeOther(w, r, "/story/"+id.String()+"/versions/"+url.PathEscape(string(ref)))
}

// compareView is two versions, word by word.
type compareView struct {
	Draft    draft.Draft
	Edition  story.Edition
	From, To desk.Version
	Changes  int
	Fields   []prose.Said
	Parts    []comparePart
}

// comparePart is a run of blocks; those that are the same on both sides, far from
// any change, are folded away.
type comparePart struct {
	Folded bool
	Blocks []prose.BlockDiff
}

// compare shows what changed from one version to the other; without any, from the
// last one to the present.
func (s *Site) compare(w http.ResponseWriter, r *http.Request, who policy.Principal, id story.ID) error {
	all, err := s.Desk.Versions(r.Context(), who, id, -1)
	if err != nil {
		return err
	}
	v := compareView{Draft: all.Draft, Edition: s.edition(all.Draft.Edition)}
	v.To = listed(all, r.URL.Query().Get("to"), 0)
	v.From = listed(all, r.URL.Query().Get("from"), 1)
	_, old, err := s.Desk.VersionAt(r.Context(), who, id, v.From.Ref)
	if err != nil {
		return err
	}
	_, new, err := s.Desk.VersionAt(r.Context(), who, id, v.To.Ref)
	if err != nil {
		return err
	}
	c := prose.Compare(old, new)
	v.Changes, v.Fields, v.Parts = c.Changes(), c.Fields, folded(c.Blocks)
	return s.page(w, r, who, "compare", v)
}

// listed finds a version by its ref. One between those listed has only that;
// without a ref it is the one at a place of the list, asides not counted.
func listed(all desk.Versions, ref string, place int) (last desk.Version) {
	for _, v := range all.All {
		switch {
		case string(v.Ref) == ref:
			return v
		case ref != "" || v.Aside():
			continue
		case place == 0:
			return v
		}
		place--
		last = v
	}
	if ref != "" {
		return desk.Version{Ref: desk.Ref(ref)}
	}
	return last
}

// near is how many blocks beside a change are shown with it.
const near = 2

func folded(blocks []prose.BlockDiff) (parts []comparePart) {
	shown := make([]bool, len(blocks))
	for i, b := range blocks {
		if b.Op != prose.Same {
			for j := max(0, i-near); j < min(len(blocks), i+near+1); j++ {
				shown[j] = true
			}
		}
	}
	for i := 0; i < len(blocks); {
		end := i + 1
		for end < len(blocks) && shown[end] == shown[i] {
			end++
		}
		parts = append(parts, comparePart{!shown[i] && end-i > near, blocks[i:end]})
		i = end
	}
	return parts
}

// short is the number in a ref, to say which version it is when nothing else does.
func short(ref desk.Ref) string { return strings.TrimLeft(string(ref), "vr") }

// rowsOf gathers the cells of a table's rows.
func rowsOf(lines []prose.LineDiff) (rows [][]prose.LineDiff) {
	for _, l := range lines {
		if l.Row == 0 {
			continue
		}
		for len(rows) < l.Row {
			rows = append(rows, nil)
		}
		rows[l.Row-1] = append(rows[l.Row-1], l)
	}
	return rows
}
