package newsroom

import (
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
	"stet.news/press"
)

// settingsMistake says where in newsroom.toml something is wrong: an
// ErrSettings that is a *press.Mistake too.
func settingsMistake(path, text string, err error) error {
	m := &press.Mistake{File: path, Text: text, What: strings.TrimPrefix(err.Error(), ErrSettings.Error()+": ")}
	if e, ok := errors.AsType[toml.ParseError](err); ok {
		m.What, m.Line, m.Column = e.Message, e.Position.Line, e.Position.Col
		if e.Message == "" { // a value of the wrong kind
			m.What = err.Error()
		}
	}
	if e, ok := errors.AsType[*press.SettingError](err); ok {
		if m.Line = lineOfSetting(text, e.Key); m.Line == 0 {
			m.Line = lineOfSetting(text, "look."+e.Key)
		}
	}
	return fmt.Errorf("%w: %w", ErrSettings, m)
}

// lineOfSetting finds the line that sets a key, "look.light.link", or that
// begins its table; 0 when neither stands there in the usual form.
func lineOfSetting(text, key string) int {
	table := ""
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			table = strings.Trim(line, "[] ") + "."
			if table == key+"." {
				return n + 1
			}
			continue
		}
		name, _, sets := strings.Cut(line, "=")
		if sets && table+strings.Trim(strings.TrimSpace(name), `"`) == key {
			return n + 1
		}
	}
	return 0
}
