package prose

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPositionsCountCodeUnits: an emoji is two, a joined family is what its parts
// are, a combining mark and a non-joiner are one each.
func TestPositionsCountCodeUnits(t *testing.T) {
	for text, size := range map[string]int{"abc": 3, "👩": 2, "👩‍👩‍👧": 8, "e\u0301": 2, "می\u200cرود": 6, "𐏃": 2} {
		d := mustParse(t, paragraphOf(`{"type":"text","text":`+quoted(text)+`}`))
		if got := d.Size() - New().Size(); got != size {
			t.Errorf("%q is %d positions, want %d", text, got, size)
		}
	}
}

// TestHalfAPair: what a browser sends when 😀 becomes 😁 is the second half alone.
// In between the text is no text; then it is whole again.
func TestHalfAPair(t *testing.T) {
	d := mustParse(t, paragraphOf(`{"type":"text","text":"a😀b"}`))
	cut, err := Apply(d, mustStep(t, `{"stepType":"replace","from":9,"to":10}`))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(cut)
	if err != nil || !utf8.Valid(data) || !strings.Contains(string(data), `"a\ud83db"`) {
		t.Fatalf("half a pair is written as %s, %v", data, err)
	}
	if got := cut.Plain(); got != "ab" {
		t.Errorf("half a pair is published: %q", got)
	}
	whole, err := Apply(mustParse(t, string(data)), mustStep(t, `{"stepType":"replace","from":9,"to":9,"slice":{"content":[{"type":"text","text":"\ude01"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := whole.Plain(); got != "a😁b" {
		t.Errorf("got %q", got)
	}
}

func TestJSONStrings(t *testing.T) {
	for in, want := range map[string]string{
		`"a\n\t\r\b\f\/\\\"\u00e9"`: "a\n\t\r\b\f/\\\"é", `"\ud83d\ude00"`: "😀", `"\uD83D\uDE00x"`: "😀x", `"ی"`: "ی", "\"\xff\"": "\uFFFD",
	} {
		d := mustParse(t, paragraphOf(`{"type":"text","text":`+in+`}`))
		if got := d.root.children[3].String(); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

func quoted(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}
