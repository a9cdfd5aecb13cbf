// Package demo holds a sample newsroom: "Karez", with stories in English, Dari
// and Pashto that show everything a story can be. `stet demo` fills a temporary
// folder with it, and tests use it where they need stories that look real.
//
// Everything is invented: the newsroom, the people, the companies and what
// happens to them. Only the towns are real. The pictures are drawn by the
// program in demo/draw.
//
// A story lies in stories/KEY.json, where KEY ends in the tag of its edition
// ("saffron.fa-AF"). The file is what story's own JSON reads, with a frame:
//
//	{
//	  "age": "5h",                   how long before now it was published
//	  "translates": "saffron.en",    the story it says again
//	  "retract": "We should have …", the reason, when it ends so
//	  "revisions": [{…}, {…}]        oldest first
//	}
//
// A later revision gives only the fields that it changes; its body is whole. A
// picture's "sha256" is, in these files alone, the name of a file in pictures/;
// Stories puts the hash, type and size in its place.
//
// It reads nothing but what is embedded, keeps nothing, and never looks at a
// clock. Anybody may call it.
package demo

import (
	"embed"
	"io/fs"

	"stet.news/story"
)

//go:embed stories/*.json desk/*.json pictures/*.jpg
var files embed.FS

// beside holds, as in a newsroom's folder, what is not in the record.
//
//go:embed beside
var beside embed.FS

// Logo is the file in look that the newsroom's settings name as its logo.
const Logo = "logo.png"

// Beside gives the files that lie in the newsroom's folder beside its record:
// its logo in look, its pages about itself in standing.
func Beside() fs.FS {
	dir, _ := fs.Sub(beside, "beside") // it is embedded
	return dir
}

// Newsroom gives the sample newsroom's name, its editions in the order the
// newsroom prints them, and its sections.
func Newsroom() (name string, editions []story.Edition, sections []story.Section) {
	return "Karez", editionsOf("en", "Karez", "fa-AF", "کاریز", "ps", "کارېز"), []story.Section{
		section("afghanistan", "Afghanistan", "افغانستان", "افغانستان"),
		section("world", "World", "جهان", "نړۍ"),
		section("economy", "Economy", "اقتصاد", "اقتصاد"),
		section("culture", "Culture", "فرهنگ", "کلتور"),
		section("sport", "Sport", "ورزش", "لوبې"),
		section("opinion", "Opinion", "دیدگاه", "نظر"),
	}
}

// editionsOf makes editions of pairs of tag and title. All of them count the
// days of Kabul, where the newsroom sits.
func editionsOf(pairs ...string) []story.Edition {
	var out []story.Edition
	for i := 0; i < len(pairs); i += 2 {
		e := story.TagInfo(pairs[i])
		e.Title, e.Zone = pairs[i+1], "Asia/Kabul"
		out = append(out, e)
	}
	return out
}

func section(key, en, fa, ps string) story.Section {
	return story.Section{Key: key, Names: map[string]string{"en": en, "fa-AF": fa, "ps": ps}}
}
