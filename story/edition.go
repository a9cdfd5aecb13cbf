package story

// Direction is the way a script runs.
type Direction string

// The two directions of the scripts stet prints.
const (
	LeftToRight Direction = "ltr"
	RightToLeft Direction = "rtl"
)

// Calendar is the calendar an edition's readers read dates in. The Gregorian
// date always stands beside any other.
type Calendar string

// The calendars stet can print.
const (
	Gregorian  Calendar = "gregorian"
	SolarHijri Calendar = "persian"
)

// SlugStyle says how an edition makes addresses from headlines.
type SlugStyle string

// The two ways to make a slug from a headline.
const (
	SlugNative SlugStyle = "native" // keep the script: /fa-AF/…/کابل-امروز/
	SlugLatin  SlugStyle = "latin"  // transliterate to ASCII
)

// Edition is one language of the site.
type Edition struct {
	// Tag is its BCP 47 language tag, which is also its folder: "fa-AF".
	Tag string `json:"tag" toml:"tag"`
	// Name is what its readers call the language: "دری".
	Name string `json:"name" toml:"name"`
	// Title is the newsroom's name in this edition; empty means the newsroom's.
	Title string `json:"title,omitempty" toml:"title,omitempty"`
	// Direction follows from the tag's script unless set.
	Direction Direction `json:"direction" toml:"direction,omitempty"`
	// Zone is the IANA zone whose days the edition counts: "Asia/Kabul".
	Zone     string    `json:"zone" toml:"zone"`
	Calendar Calendar  `json:"calendar" toml:"calendar,omitempty"`
	Slugs    SlugStyle `json:"slugs" toml:"slugs,omitempty"`
}

// Section is where the newsroom files a story. Key is the same in every
// edition and part of addresses; Names gives what each edition prints.
type Section struct {
	Key   string            `json:"key" toml:"key"`
	Names map[string]string `json:"names,omitempty" toml:"names,omitempty"`
}
