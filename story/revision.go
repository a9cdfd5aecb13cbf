package story

import "time"

// Revision is one immutable state of a story. It is what the desk and the wire
// make, what the record keeps and what the press prints.
//
// Plain-text fields hold text as a reader sees it: NFC, one line, no markup.
// Clean brings a Revision into that form; Check says what is missing.
type Revision struct {
	// Story is the story this is a state of.
	Story ID `json:"id"`
	// Number counts a story's revisions from 1. The record sets it.
	Number int `json:"revision"`
	// Edition is the tag of the edition the story belongs to, for life.
	Edition string `json:"edition"`
	// Slug is the readable end of the story's address. Empty: the record makes
	// one from the headline.
	Slug Slug `json:"slug,omitempty"`
	// Section is the key of the section the newsroom files the story under.
	Section string `json:"section,omitempty"`

	Headline   string   `json:"headline"`
	Standfirst string   `json:"standfirst,omitempty"`
	Bylines    []Byline `json:"bylines,omitempty"`
	Dateline   string   `json:"dateline,omitempty"`
	Topics     []Topic  `json:"topics,omitempty"`
	// Lead is the picture that stands above the body, if there is one.
	Lead *Picture `json:"lead,omitempty"`
	Body Body     `json:"blocks"`

	// TranslationOf is the story of another edition that this one says again.
	// The zero ID: this story is an original.
	TranslationOf ID `json:"translation_of,omitzero"`

	// Published is when readers first could read the story. For an imported
	// story it is a claim of the old site; the record's own time stands in the
	// leaf. UTC, whole seconds.
	Published time.Time `json:"published,omitzero"`
	// Grade is how much this revision changed what the last one said.
	Grade Grade `json:"grade,omitempty"`
	// Note is the public note that goes with a correction or clarification,
	// or the reason of a retraction.
	Note string `json:"note,omitempty"`
	// Source is the address the story was imported from, if it was.
	Source string `json:"source,omitempty"`
}

// Grade says how much a revision changes what the story told before.
type Grade string

// The grades of change, from nothing told to something told wrongly.
const (
	GradeNone          Grade = ""              // the first revision
	GradeMinor         Grade = "minor"         // spelling, layout
	GradeUpdate        Grade = "update"        // something new
	GradeClarification Grade = "clarification" // said better
	GradeCorrection    Grade = "correction"    // said wrongly before
	GradeImported      Grade = "imported"      // came from an older system; dates are its claims
)

// Grades lists the grades a person may choose for a change, mildest first.
var Grades = []Grade{GradeMinor, GradeUpdate, GradeClarification, GradeCorrection}

// Significant reports whether readers and feeds should be told: everything but
// the first revision and minor changes.
func (g Grade) Significant() bool {
	return g == GradeUpdate || g == GradeClarification || g == GradeCorrection
}

// Byline is one credit as printed. Person is the key of that person's page
// within the edition; it is empty for credits that are nobody's ("Staff").
type Byline struct {
	Name   string `json:"name"`
	Person string `json:"person,omitempty"`
}

// Topic is something a story is about, as printed, with the key of its page
// within the edition.
type Topic struct {
	Name string `json:"name"`
	Key  string `json:"key,omitempty"`
}

// Picture refers to a published picture by the SHA-256 of its bytes.
type Picture struct {
	// SHA256 is the lower-case hex hash of the published bytes.
	SHA256 string `json:"sha256"`
	// Type is the media type of those bytes: image/jpeg, image/png, image/webp
	// or image/gif.
	Type string `json:"type"`
	// Width and Height are in pixels, of the published bytes.
	Width  int `json:"width"`
	Height int `json:"height"`
	// Alt says in words what the picture shows. It is empty only when the
	// picture is Decorative.
	Alt        string `json:"alt,omitempty"`
	Decorative bool   `json:"decorative,omitempty"`
	Caption    string `json:"caption,omitempty"`
	Credit     string `json:"credit,omitempty"`
	// FocalX and FocalY are the point that must stay visible in a crop, in
	// thousandths of the width from the left and of the height from the top.
	// Both zero: not chosen, which means the middle.
	FocalX int `json:"focal_x,omitempty"`
	FocalY int `json:"focal_y,omitempty"`
}
