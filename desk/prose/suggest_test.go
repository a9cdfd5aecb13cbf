package prose

import "testing"

func TestOnlySuggests(t *testing.T) {
	const plain = `{"type":"text","text":"The old mayor said so."}`
	const commented = `{"type":"text","text":"The "},{"type":"text","text":"old","marks":[{"type":"comment","attrs":{"id":"c1"}}]},{"type":"text","text":" mayor said so."}`
	suggested := func(by string) string {
		return `{"type":"text","text":"The "},
			{"type":"text","text":"old","marks":[{"type":"deleted","attrs":{"id":"s1","by":"` + by + `"}}]},
			{"type":"text","text":"new","marks":[{"type":"inserted","attrs":{"id":"s1","by":"` + by + `"}}]},
			{"type":"text","text":" mayor said so."}`
	}
	const mixed = `{"type":"text","text":"The "},
		{"type":"text","text":"new","marks":[{"type":"inserted","attrs":{"id":"s1","by":"gul"}}]},
		{"type":"text","text":"old","marks":[{"type":"deleted","attrs":{"id":"s1","by":"ali"}}]},
		{"type":"text","text":" mayor said so."}`
	for _, c := range []struct {
		what, before, after string
		want                bool
	}{
		{"nothing", plain, plain, true},
		{"a suggestion", plain, suggested("gul"), true},
		{"a suggestion taken back", suggested("gul"), plain, true},
		{"a suggestion in another's name", plain, suggested("ali"), false},
		{"another's suggestion refused", suggested("ali"), plain, false},
		{"one's own accepted", suggested("gul"), `{"type":"text","text":"The new mayor said so."}`, false},
		{"a comment's passage", plain, commented, true},
		{"a comment's passage taken away", commented, plain, false},
		{"words", plain, `{"type":"text","text":"The old mayor said so!"}`, false},
		{"a mark", plain, `{"type":"text","text":"The old mayor said so.","marks":[{"type":"strong"}]}`, false},
		{"another's under one's own", suggested("ali"), mixed, false},
	} {
		before, after := mustParse(t, paragraphOf(c.before)), mustParse(t, paragraphOf(c.after))
		if got := OnlySuggests(before, after, "gul"); got != c.want {
			t.Errorf("%s: %t, want %t", c.what, got, c.want)
		}
	}
}
