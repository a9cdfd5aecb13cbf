package newsroom

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"stet.news/internal/durable"
	"stet.news/press"
	"stet.news/story"
)

// Settings is newsroom.toml: what an operator may write by hand.
type Settings struct {
	// Name is the newsroom's, as readers know it.
	Name string `toml:"name"`
	// URL is where readers reach the site: scheme and host, no path.
	URL string `toml:"url"`
	// Editions in the order in which readers are offered them.
	Editions []story.Edition `toml:"edition"`
	// Sections in the order of the navigation. A story may name a section
	// that is not here; it is then printed under its key.
	Sections []story.Section `toml:"section"`
	// Look is how the site looks; nil: as it is made.
	Look *Look `toml:"look,omitempty"`
	// Desk is how people work; nil: as it is made.
	Desk *DeskSettings `toml:"desk,omitempty"`
}

// ErrSettings says that newsroom.toml is wrong; the text says where.
var ErrSettings = errors.New("the settings are wrong")

// Site is what the press needs to know of the settings.
func (s Settings) Site() press.Site {
	return press.Site{Name: s.Name, URL: s.URL, Editions: s.Editions, Sections: s.Sections}
}

// Edition gives an edition by its tag.
func (s Settings) Edition(tag string) (story.Edition, bool) {
	for _, e := range s.Editions {
		if e.Tag == tag {
			return e, true
		}
	}
	return story.Edition{}, false
}

// Tags lists the editions' tags, for messages.
func (s Settings) Tags() string {
	var tags []string
	for _, e := range s.Editions {
		tags = append(tags, e.Tag)
	}
	return strings.Join(tags, ", ")
}

var tagForm = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)

// reservedTags are first parts of addresses that are not editions.
var reservedTags = []string{"log", "sitemap", "picture"}

// Check completes what was left out and says what is wrong.
func (s *Settings) Check() error {
	s.Name = story.Line(s.Name)
	if s.Name == "" {
		return fmt.Errorf("%w: name is empty; give the newsroom's name", ErrSettings)
	}
	if err := s.checkURL(); err != nil {
		return err
	}
	if len(s.Editions) == 0 {
		return fmt.Errorf("%w: there is no edition; name at least one, such as en", ErrSettings)
	}
	seen := map[string]bool{}
	for i := range s.Editions {
		e := &s.Editions[i]
		if !tagForm.MatchString(e.Tag) || slices.Contains(reservedTags, strings.ToLower(e.Tag)) {
			return fmt.Errorf("%w: edition %q is not a language tag such as en or fa-AF", ErrSettings, e.Tag)
		}
		if seen[strings.ToLower(e.Tag)] {
			return fmt.Errorf("%w: edition %s is there twice", ErrSettings, e.Tag)
		}
		seen[strings.ToLower(e.Tag)] = true
		completeEdition(e)
		if _, err := time.LoadLocation(e.Zone); err != nil {
			return fmt.Errorf("%w: edition %s: unknown zone %q; use a name such as Asia/Kabul", ErrSettings, e.Tag, e.Zone)
		}
	}
	for _, sec := range s.Sections {
		if got, err := story.ParseSlug(sec.Key); err != nil || string(got) != sec.Key {
			return fmt.Errorf("%w: section key %q: use lower-case letters, digits and hyphens", ErrSettings, sec.Key)
		}
	}
	if s.Look != nil {
		if err := s.Look.check(s); err != nil {
			return fmt.Errorf("%w: [look] %w", ErrSettings, err)
		}
	}
	if s.Desk != nil {
		if err := s.Desk.check(); err != nil {
			return fmt.Errorf("%w: [desk] %w", ErrSettings, err)
		}
	}
	return nil
}

func (s *Settings) checkURL() error {
	u, err := url.Parse(s.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("%w: url %q: give scheme and host only, such as https://example.org", ErrSettings, s.URL)
	}
	if port, err := strconv.Atoi(u.Port()); strings.ContainsAny(u.Host, "+ ") || (strings.HasSuffix(u.Host, ":") || u.Port() != "") && (err != nil || port < 1 || port > 65535) {
		return fmt.Errorf("%w: url %q: %q is no host that readers could reach", ErrSettings, s.URL, u.Host)
	}
	s.URL = u.Scheme + "://" + strings.ToLower(u.Host)
	return nil
}

// completeEdition fills what was left empty by what is usual for the language.
func completeEdition(e *story.Edition) {
	usual := story.TagInfo(e.Tag)
	e.Name = cmp.Or(e.Name, usual.Name)
	e.Direction = cmp.Or(e.Direction, usual.Direction)
	e.Zone = cmp.Or(e.Zone, usual.Zone)
	e.Calendar = cmp.Or(e.Calendar, usual.Calendar)
	e.Slugs = cmp.Or(e.Slugs, usual.Slugs)
}

// loadSettings reads and checks newsroom.toml. A word it does not know is an
// error: a mistyped setting must not be passed over.
func loadSettings(path string) (Settings, error) {
	var s Settings
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("%w: %s is missing; stet init makes a newsroom", ErrNoNewsroom, path)
	}
	if err != nil {
		return s, err
	}
	meta, err := toml.Decode(string(data), &s)
	if err == nil && len(meta.Undecoded()) > 0 {
		err = &press.SettingError{Key: meta.Undecoded()[0].String(), What: "unknown word"}
	} else if err == nil {
		err = s.Check()
	}
	if err != nil {
		return s, settingsMistake(path, string(data), err)
	}
	return s, nil
}

// save writes newsroom.toml.
func (s Settings) save(path string) error {
	var b bytes.Buffer
	b.WriteString("# One newsroom. stet serve reads this at its start.\n\n")
	if err := toml.NewEncoder(&b).Encode(s); err != nil {
		return err
	}
	return durable.Write(path, b.Bytes(), 0o644)
}
