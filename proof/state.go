package proof

import (
	"hash/maphash"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/record"
	"stet.news/story"
)

// state is what a run knows of the log: for each leaf and each story a small
// struct, and no words.
type state struct {
	leaves  []leafState
	stories []storyState
	index   map[story.ID]int32 // into stories
	erased  map[int64][]int    // revision leaf → pieces that erase leaves name
	names   []string           // editions, by number
	seed    maphash.Seed

	mu sync.Mutex // guards what the workers of a later stage share, see there
}

// leafState is a leaf. An erase or key leaf has revision 0.
type leafState struct {
	hash     tlog.Hash
	root     tlog.Hash
	story    int32
	revision int32
	retract  bool
	noted    bool // its grade lets readers see its note
}

// storyState is a story.
type storyState struct {
	id      story.ID
	edition uint16
	newest  int64   // newest leaf of any kind
	revs    []int64 // leaf of each revision

	facts     digest // of what the story's page shows
	headline  digest
	first     digest // standfirst
	feed      digest // the body as feeds carry it
	bodySize  int32  // bytes of the body's HTML
	slug      uint64 // of "/edition/" and "/slug/"
	notes     []notedState
	retracted bool

	path            string // of its page, once seen
	pagePath        uint64
	listed, proofed uint64 // where its piece list and proof lie
}

// notedState is a note a story's page shows.
type notedState struct {
	revision int32
	text     digest
}

// current is the leaf of the story's newest revision.
func (s *storyState) current() int64 { return s.revs[len(s.revs)-1] }

// isCurrent reports whether a leaf is its story's newest revision.
func (st *state) isCurrent(leaf int64) bool {
	l := &st.leaves[leaf]
	return l.revision > 0 && st.stories[l.story].current() == leaf
}

// legal reports why a leaf cannot follow the leaves before it; "" when it can.
// It takes the leaf in.
func (st *state) legal(index int64, l record.Leaf) string {
	if index == 0 || l.Kind == record.Key {
		return legalKey(index, l)
	}
	if l.Story.IsZero() || l.Language == "" || l.Key != "" {
		return "story or language is missing"
	}
	n, known := st.index[l.Story]
	if l.Kind == record.Publish {
		return st.legalFirst(index, l, known)
	}
	if !known {
		return "its story was never published"
	}
	s := &st.stories[n]
	switch {
	case l.Previous != s.newest:
		return "previous is " + itoa(l.Previous) + ", the story's leaf before is " + itoa(s.newest)
	case l.Language != st.names[s.edition]:
		return "language " + l.Language + " in a story of the edition " + st.names[s.edition]
	}
	var why string
	if l.Kind == record.Erase {
		why = st.legalErase(s, l)
	} else {
		why = st.legalLater(index, n, s, l)
	}
	s.newest = index
	return why
}

func legalKey(index int64, l record.Leaf) string {
	switch {
	case l.Kind != record.Key:
		return "the first leaf names no key"
	case l.Previous != -1 || !l.Story.IsZero() || l.Revision != 0 || l.Grade != "" || l.Language != "":
		return "a key leaf that speaks of a story"
	}
	return ""
}

func (st *state) legalFirst(index int64, l record.Leaf, known bool) string {
	switch {
	case known:
		return "its story was published before"
	case l.Revision != 1 || l.Previous != -1:
		return "a first publishing must be revision 1 without a previous leaf"
	case l.Grade != story.GradeNone && l.Grade != story.GradeImported:
		return "a first publishing cannot be graded " + string(l.Grade)
	}
	n := int32(len(st.stories))
	st.index[l.Story] = n
	st.stories = append(st.stories, storyState{id: l.Story, edition: st.edition(l.Language), newest: index, revs: []int64{index}})
	st.leaves[index].story, st.leaves[index].revision = n, 1
	return ""
}

// legalLater takes a later revision in.
func (st *state) legalLater(index int64, n int32, s *storyState, l record.Leaf) string {
	want := map[record.Kind]bool{
		record.Revise:  l.Grade == story.GradeMinor || l.Grade == story.GradeUpdate || l.Grade == story.GradeClarification,
		record.Correct: l.Grade == story.GradeCorrection,
		record.Retract: l.Grade == story.GradeNone && !s.retracted,
	}
	switch {
	case l.Revision != len(s.revs)+1:
		return "revision " + itoa(int64(l.Revision)) + ", the story is at " + itoa(int64(len(s.revs)))
	case !want[l.Kind]:
		return "act " + string(l.Kind) + " with the grade " + string(l.Grade) + " cannot follow here"
	}
	s.revs = append(s.revs, index)
	s.retracted = l.Kind == record.Retract
	leaf := &st.leaves[index]
	leaf.story, leaf.revision, leaf.retract, leaf.noted = n, int32(l.Revision), s.retracted, l.Grade.Significant()
	return ""
}

// legalErase takes an erasure in.
func (st *state) legalErase(s *storyState, l record.Leaf) string {
	if l.Revision < 1 || l.Revision > len(s.revs) {
		return "it erases from a revision the story does not have"
	}
	target := s.revs[l.Revision-1]
	switch {
	case l.Root != st.leaves[target].root:
		return "it erases from a revision with another root"
	case l.Grade != story.GradeNone || len(l.Pieces) == 0:
		return "an erasure must name pieces and has no grade"
	}
	st.erased[target] = append(st.erased[target], l.Pieces...)
	return ""
}

// edition numbers the editions, of which there are few.
func (st *state) edition(tag string) uint16 {
	for i, name := range st.names {
		if name == tag {
			return uint16(i)
		}
	}
	if len(st.names) == 1<<16-1 {
		return 0
	}
	st.names = append(st.names, tag)
	return uint16(len(st.names) - 1)
}
