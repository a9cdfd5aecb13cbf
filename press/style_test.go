package press

import "testing"

func TestMinify(t *testing.T) {
	for in, want := range map[string]string{
		"a { color : red ; }\n\nb{}":                            "a{color :red}b{}",
		"/* why */ a, b > c d { margin: 0 auto }":               "a,b>c d{margin:0 auto}",
		"a::before { content: \"/* ; } */ \\\" \" ; }":          "a::before{content:\"/* ; } */ \\\" \"}",
		"a { width: calc(1rem + 2 * (3px - 1px)) }":             "a{width:calc(1rem + 2 * (3px - 1px))}",
		"@media (min-width: 2em) and (hover) {\n a { b: c }\n}": "@media (min-width:2em) and (hover){a{b:c}}",
		"a :hover{} .b\\  .c{}":                                 "a :hover{}.b\\  .c{}",
		"a/**/b{}":                                              "a b{}",
		"/* no end":                                             "",
		"a{b:'no end":                                           "a{b:'no end",
	} {
		if got := string(minify([]byte(in))); got != want {
			t.Errorf("minify(%q)\n = %q,\nwant %q", in, got, want)
		}
	}
}

func TestSheetEndsNothing(t *testing.T) {
	if _, err := newSheet([]byte(`a::before{content:"</STYLE><script>"}`)); err == nil {
		t.Error("a sheet that ends its element was taken")
	}
}
