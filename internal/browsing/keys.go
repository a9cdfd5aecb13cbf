package browsing

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// keys are those that have a name, with the code of the key and what it types.
var keys = map[string]struct {
	code int64
	text string
}{
	"Enter": {13, "\r"}, "Tab": {9, ""}, "Backspace": {8, ""}, "Delete": {46, ""}, "Escape": {27, ""}, "Home": {36, ""}, "End": {35, ""},
	"ArrowLeft": {37, ""}, "ArrowUp": {38, ""}, "ArrowRight": {39, ""}, "ArrowDown": {40, ""}, "F3": {114, ""}, "F10": {121, ""}, "Space": {32, " "},
}

// modifiers as the browser's protocol counts them.
var modifiers = map[string]int64{"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}

// Press presses a key as a keyboard does, with what is held down: "Control+Shift+2".
// What a page does with the key going down decides whether it types anything.
func (b *Tab) Press(name string) {
	b.T.Helper()
	var held int64
	for {
		with, rest, found := strings.Cut(name, "+")
		if !found || rest == "" {
			break
		}
		held |= modifiers[with]
		name = rest
	}
	k, named := keys[name]
	p := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: name, Code: name, WindowsVirtualKeyCode: k.code, Modifiers: held, Text: k.text}
	if name == "Space" {
		p.Key = " "
	}
	if !named {
		p.WindowsVirtualKeyCode, p.Text = virtual(name), name
		p.Code = map[bool]string{true: "Digit", false: "Key"}[name >= "0" && name <= "9"] + strings.ToUpper(name)
	}
	if held&^modifiers["Shift"] != 0 {
		p.Text = ""
	}
	if p.Text == "" {
		p.Type = input.DispatchKeyEventTypeRawKeyDown
	}
	b.key(p)
	p.Type, p.Text = input.DispatchKeyEventTypeKeyUp, ""
	b.key(p)
	if p.WindowsVirtualKeyCode >= 35 && p.WindowsVirtualKeyCode <= 40 { // no hand is so quick that the page has not heard of the caret
		Eval[bool](b, "new Promise(done => requestAnimationFrame(() => setTimeout(done, 0, true)))")
	}
}

// virtual is the code of the key that types a character, as far as it has one.
func virtual(name string) int64 {
	if len(name) == 1 && (name[0] >= 'a' && name[0] <= 'z' || name[0] >= '0' && name[0] <= '9') {
		return int64(strings.ToUpper(name)[0])
	}
	return map[string]int64{"/": 191, "-": 189, ".": 190, "'": 222, "\"": 222}[name]
}

func (b *Tab) key(p input.DispatchKeyEventParams) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, p); err != nil {
		b.T.Fatal(err)
	}
}

// Type types text key by key; "\n" is Enter.
func (b *Tab) Type(text string) {
	b.T.Helper()
	for _, r := range text {
		switch r {
		case '\n':
			b.Press("Enter")
		case ' ':
			b.Press("Space")
		default:
			b.Press(string(r))
		}
	}
}

// Keys presses keys by name and types what is no name, each word for itself:
// "a Shift+ArrowLeft b".
func (b *Tab) Keys(list string) {
	b.T.Helper()
	for k := range strings.FieldsSeq(list) {
		if _, named := keys[k[strings.LastIndex(k, "+")+1:]]; named || strings.Contains(k, "+") {
			b.Press(k)
		} else {
			b.Type(k)
		}
	}
}
