package demo

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"stet.news/story"
)

// Story is one story of the sample newsroom, through its whole life.
type Story struct {
	// Key names the story for good, "saffron.fa-AF": ids of clients and of
	// publishes can be made of it.
	Key string
	// Edition is the edition it belongs to, the end of its Key.
	Edition string
	// Translates is the Key of the story it says again, or empty.
	Translates string
	// Age is how long before now it was published first.
	Age time.Duration
	// Revisions are its states, oldest first, never none. They are clean. Story,
	// TranslationOf and Published are not set: ids and clocks are the caller's.
	Revisions []story.Revision
	// Retract is the public reason of its retraction, or empty.
	Retract string
}

// file is a story as it stands in stories/.
type file struct {
	Age        string            `json:"age"`
	Translates string            `json:"translates"`
	Retract    string            `json:"retract"`
	Revisions  []json.RawMessage `json:"revisions"`
}

// Stories gives all stories, oldest first; a translation comes after the story
// it translates. An error is a mistake in the embedded files, which the tests
// find.
func Stories() ([]Story, error) { return readStories("stories/*.json") }

// Drafts gives what is being written at the desk of the sample newsroom, in the
// same form. Age is how long ago it was begun.
func Drafts() ([]Story, error) { return readStories("desk/*.json") }

func readStories(pattern string) ([]Story, error) {
	shelf, err := openShelf()
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return nil, err
	}
	var out []Story
	for _, name := range names {
		s, err := readStory(name, shelf)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, before)
	return out, nil
}

// before orders by age; of the same age originals come first.
func before(a, b Story) int {
	return cmp.Or(cmp.Compare(b.Age, a.Age), cmp.Compare(a.Translates, b.Translates))
}

func readStory(name string, shelf shelf) (Story, error) {
	var f file
	if err := readJSON(name, &f); err != nil {
		return Story{}, err
	}
	age, err := time.ParseDuration(f.Age)
	if err != nil {
		return Story{}, fmt.Errorf("age: %w", err)
	}
	key := strings.TrimSuffix(path.Base(name), ".json")
	s := Story{Key: key, Edition: path.Ext(key)[1:], Translates: f.Translates, Age: age, Retract: f.Retract}
	r := story.Revision{Edition: s.Edition}
	for i, raw := range f.Revisions {
		if r, err = next(r, raw, shelf); err != nil {
			return Story{}, fmt.Errorf("revision %d: %w", i+1, err)
		}
		s.Revisions = append(s.Revisions, r)
	}
	return s, nil
}

// next is the revision before it with the fields of raw in their new state.
func next(r story.Revision, raw []byte, shelf shelf) (story.Revision, error) {
	r = forget(r)
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, err
	}
	r = r.Clean()
	if err := shelf.place(&r); err != nil {
		return r, err
	}
	return r, r.Check()
}

// forget gives a copy that decoding may write into, without what belongs to a
// single revision. JSON decodes into slices and pointers that are there.
func forget(r story.Revision) story.Revision {
	r.Grade, r.Note = story.GradeNone, ""
	r.Bylines, r.Topics = slices.Clone(r.Bylines), slices.Clone(r.Topics)
	if r.Lead != nil {
		lead := *r.Lead
		r.Lead = &lead
	}
	return r
}

// readJSON reads an embedded file strictly: a misspelt field is an error.
func readJSON(name string, into any) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
