package prose

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// must gives the alterations of texts whose archive cannot fail.
func must(a []Alteration, err error) []Alteration {
	if err != nil {
		panic(err)
	}
	return a
}

// shelf is an archive of a thousand stories, each of which has the words of common;
// those of called it calls by a title.
func shelf(common, called string) Archive {
	return func(words, before []string) (Usage, error) {
		u := Usage{Stories: 1000}
		for _, w := range words {
			in, by := 0, 0
			if slices.ContainsFunc(strings.Fields(common+" "+called), func(c string) bool { return normal(c) == normal(w) }) {
				in = 1000
			}
			if len(before) > 0 && slices.Contains(strings.Fields(called), w) {
				by = enoughCalled
			}
			u.In, u.Called = append(u.In, in), append(u.Called, by)
		}
		return u, nil
	}
}

// TestUnusual: language, old text, new text, and what must be asked, where nothing
// but the archive knows of names.
func TestUnusual(t *testing.T) {
	for _, c := range []struct{ lang, old, new, want string }{
		// Names that nobody has heard of.
		{"fa-AF", "این سخن را سپهرداد به مردم گفت.", "این سخن را تورمان به مردم گفت.", "name: سپهرداد > تورمان"},
		{"ps", "دا خبره سپهرداد خلکو ته وکړه.", "دا خبره تورمان خلکو ته وکړه.", "name: سپهرداد > تورمان"},
		{"ar", "نشر سپهرداد الخبر في المدينة.", "نشر تورمان الخبر في المدينة.", "name: سپهرداد > تورمان"},
		// One letter may be another person.
		{"fa-AF", "این سخن را سپهرداد به مردم گفت.", "این سخن را سپهردادی به مردم گفت.", "name: سپهرداد > سپهردادی"},
		{"ps", "دا خبره توران خلکو ته وکړه.", "دا خبره تورن خلکو ته وکړه.", "name: توران > تورن"},
		// Names that everybody knows.
		{"fa-AF", "کرزی به شهر رفت.", "غنی به شهر رفت.", "name: کرزی > غنی"},
		{"fa-AF", "کرزی به شهر رفت.", "کرزای به شهر رفت.", "name: کرزی > کرزای"},
		{"ps", "کرزی ښار ته لاړ.", "غنی ښار ته لاړ.", "name: کرزی > غنی"},
		// One comes, one goes.
		{"fa-AF", "وزیران به شهر رفتند.", "وزیران و تورمان به شهر رفتند.", "name:  > تورمان"},
		{"fa-AF", "وزیران و تورمان به شهر رفتند.", "وزیران به شهر رفتند.", "name: تورمان > "},
		// What is put right, and words for words.
		{"fa-AF", "مردم به شحر رفتند.", "مردم به شهر رفتند.", ""},
		{"fa-AF", "مردم به شهر رتفند.", "مردم به شهر رفتند.", ""},
		{"ps", "خلک خخبرې کوي.", "خلک خبرې کوي.", ""},
		{"fa-AF", "مردم به شهر رفتند.", "مردم به قریه رفتند.", ""},
		{"fa-AF", "مردم به شهر رفتند.", "به شهر مردم رفتند.", ""},
		{"fa-AF", "دانش‌آموزش به شهر رفت.", "دانش آموزش به شهر رفت.", ""},
		// Other forms of common words.
		{"fa-AF", "مردم به شهر می‌روند.", "قریه‌ها به شهر می‌روند.", ""},
		{"ps", "خلک کلي ته لاړل.", "خلک کورونو ته لاړل.", ""},
		{"ps", "کمیټې خبرې وکړې.", "کمېټې خبرې وکړې.", ""},
		{"ar", "نشر الخبر في المدينة.", "نشر الخبر بالمدينة.", ""},
	} {
		archive := shelf(`این سخن را به مردم شهر رفت رفتند وزیران قریه قریه‌ها دا خبره خلک خلکو ته وکړه وکړې ښار لاړ لاړل کلي کور خبرې کوي نشر الخبر المدينة`, `کرزی غنی`)
		var got []string
		for _, a := range must(Alterations(paragraphs(c.old), paragraphs(c.new), c.lang, archive)) {
			got = append(got, fmt.Sprintf("%s: %s > %s", a.Kind, a.Old, a.New))
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%s: %q -> %q\n got  %q\n want %q", c.lang, c.old, c.new, s, c.want)
		}
	}
}

// TestSmallArchive: one that lacks most words cannot tell which are names.
func TestSmallArchive(t *testing.T) {
	young := func(words, _ []string) (Usage, error) {
		return Usage{Stories: smallest - 1, In: make([]int, len(words)), Called: make([]int, len(words))}, nil
	}
	old, new := paragraphs("این سخن را سپهرداد گفت."), paragraphs("این سخن را تورمان گفت.")
	if got := must(Alterations(old, new, "fa-AF", young)); len(got) > 0 {
		t.Errorf("asked %+v", got)
	}
	away := func([]string, []string) (Usage, error) { return Usage{}, errors.New("away") }
	if _, err := Alterations(old, new, "fa-AF", away); err == nil {
		t.Error("an archive that cannot be read is no reason not to ask")
	}
}
