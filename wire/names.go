package wire

import (
	"strings"

	"stet.news/story"
)

// bylinesOf parts a credit into names: "A and B", "A, B", "A und B".
func bylinesOf(credit string) []story.Byline {
	var out []story.Byline
	for _, name := range splitNames(credit) {
		name = story.Line(name)
		if name == "" || isAddress(name) || len([]rune(name)) > 100 {
			continue
		}
		out = append(out, story.Byline{Name: name, Person: story.Key(name)})
	}
	return out
}

// nameJoints stand between names in a credit.
var nameJoints = strings.NewReplacer(" and ", "\x00", " und ", "\x00", " et ", "\x00", " y ", "\x00", " ve ", "\x00", " и ", "\x00", " او ", "\x00", " & ", "\x00", ", ", "\x00", "، ", "\x00", "; ", "\x00", "؛ ", "\x00", "、", "\x00")

func splitNames(s string) []string { return strings.Split(nameJoints.Replace(s), "\x00") }

// topicsOf makes topics of names.
func topicsOf(names []string) []story.Topic {
	var out []story.Topic
	for _, name := range names {
		if name = story.Line(name); name != "" {
			out = append(out, story.Topic{Name: name, Key: story.Key(name)})
		}
	}
	return out
}
