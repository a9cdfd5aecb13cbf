// Package words is the message catalogue of the desk's own interface.
//
// A message has a key, TOPIC.NAME, and stands in LANG/TOPIC.toml in each
// language that is built in. Translators work on those files, or, without
// programming, on files of a newsroom's own folder words/: words/LANG.toml
// changes messages or adds a language; what it lacks is said in English.
//
// Values are put in between marks that isolate their direction, so that an
// English name does not turn a Dari sentence round.
package words

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed en fa-AF ps
var files embed.FS

// Catalogue is all messages in all languages. It is read at once by many.
type Catalogue struct {
	bundle *i18n.Bundle
	langs  []string
	speak  map[string]*Lang
}

// Lang speaks one language.
type Lang struct {
	// Tag is the language's, Dir its direction: ltr or rtl.
	Tag, Dir string
	// Name is what it calls itself.
	Name string
	loc  *i18n.Localizer
	keys []string
	// texts are the messages as they stand in the files, plurals left out.
	texts   map[string]string
	english *Lang
}

// Load reads the built-in messages and those of a newsroom's own; own may be nil.
func Load(own fs.FS) (*Catalogue, error) {
	c := &Catalogue{bundle: i18n.NewBundle(language.English), speak: map[string]*Lang{}}
	c.bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, lang := range []string{"en", "fa-AF", "ps"} { // the order in which they are offered
		if err := c.read(files, lang, lang+"/*.toml"); err != nil {
			return nil, err
		}
	}
	if own == nil {
		return c, c.finish()
	}
	names, err := fs.Glob(own, "*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := c.read(own, strings.TrimSuffix(path.Base(name), ".toml"), name); err != nil {
			return nil, fmt.Errorf("words/%w", err)
		}
	}
	return c, c.finish()
}

// read takes in the files of one language.
func (c *Catalogue) read(from fs.FS, lang, pattern string) error {
	tag, err := language.Parse(lang)
	if err != nil {
		return fmt.Errorf("%s.toml: %q is no language tag such as fa-AF", lang, lang)
	}
	names, err := fs.Glob(from, pattern)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		// The bundle takes the language from the file's name.
		read, err := c.bundle.ParseMessageFileBytes(text, tag.String()+".toml")
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, m := range read.Messages {
			c.note(lang, m.ID, m.Other)
		}
	}
	return nil
}

func (c *Catalogue) note(lang, key, text string) {
	l := c.speak[lang]
	if l == nil {
		l = &Lang{Tag: lang, Dir: "ltr", texts: map[string]string{}}
		c.speak[lang] = l
		c.langs = append(c.langs, lang)
	}
	l.keys = append(l.keys, key)
	l.texts[key] = text
}

func (c *Catalogue) finish() error {
	if len(c.langs) == 0 {
		return errors.New("there are no words")
	}
	for _, l := range c.speak {
		l.loc = i18n.NewLocalizer(c.bundle, l.Tag, "en")
		if l.Has("frame.direction") {
			l.Dir = l.T("frame.direction")
		}
		l.Name = l.T("frame.language")
		l.english = c.speak["en"]
	}
	return nil
}

// Langs lists the languages there are, those built in first.
func (c *Catalogue) Langs() []*Lang {
	all := make([]*Lang, len(c.langs))
	for i, tag := range c.langs {
		all[i] = c.speak[tag]
	}
	return all
}

// For gives the language with a tag, or English.
func (c *Catalogue) For(tag string) *Lang {
	if l, ok := c.speak[tag]; ok {
		return l
	}
	return c.speak["en"]
}

// Preferred gives the language that suits an Accept-Language header best.
func (c *Catalogue) Preferred(header string) *Lang {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return c.For("en")
	}
	have := make([]language.Tag, len(c.langs))
	for i, tag := range c.langs {
		have[i] = language.Make(tag)
	}
	_, i, _ := language.NewMatcher(have).Match(wanted...)
	return c.speak[c.langs[i]]
}

// Has reports whether the language itself has a message.
func (l *Lang) Has(key string) bool { return slices.Contains(l.keys, key) }

// Keys lists the language's own messages.
func (l *Lang) Keys() []string { return l.keys }

// Texts gives the messages of some topics as they stand in the files, with
// {{.Name}} where a value goes: for the editor's scripts, which put values in
// themselves. What the language lacks is in English.
func (l *Lang) Texts(topics ...string) map[string]string {
	texts := map[string]string{}
	for _, key := range l.english.keys {
		if topic, _, _ := strings.Cut(key, "."); slices.Contains(topics, topic) {
			texts[key] = cmp.Or(l.texts[key], l.english.texts[key])
		}
	}
	return texts
}

// T gives a message. What follows the key are names and values that the message
// holds as {{.Name}}; an int named Count also chooses the plural form. A key
// that is nowhere is shown as it is: a test keeps that from happening.
func (l *Lang) T(key string, pairs ...any) string {
	config := &i18n.LocalizeConfig{MessageID: key}
	if len(pairs) > 0 {
		values := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			name := fmt.Sprint(pairs[i])
			if n, ok := pairs[i+1].(int); ok && name == "Count" {
				config.PluralCount = n
			}
			values[name] = isolated(pairs[i+1])
		}
		config.TemplateData = values
	}
	text, err := l.loc.Localize(config)
	if text == "" && err != nil {
		return key
	}
	return text
}

// isolated puts a text value between U+2068 and U+2069 (UAX 9).
func isolated(v any) any {
	if s, ok := v.(string); ok && s != "" {
		return "\u2068" + s + "\u2069"
	}
	return v
}
