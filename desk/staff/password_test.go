package staff

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

// cheap keeps tests quick.
var cheap = Cost{Memory: 8, Passes: 1}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		password string
		want     error
	}{
		{"short-but-odd!", ErrShort},
		{"quince-lorry-84-vellum", nil},
		{"the river rose again in may", nil},
		{"دریا در بهار دوباره بالا آمد", nil},
		{strings.Repeat("quince lorry ", 77), ErrLong},
		{"quince lorry 84 vellum, said the engineer of the new bridge at noon", nil},
		{"passwordpassword", ErrBreached},
		{"PasswordPassword", ErrBreached},
		{"1qaz2wsx3edc4rfv", ErrBreached},
		{"vellumvellumvellum", ErrPattern},
		{"aaaaaaaaaaaaaaaaaaaaaaaa", ErrPattern},
		{"abcdefghijklmnopqrstuvw", ErrPattern},
		{"qwertyuiopasdfghjkl!!!!", ErrPattern},
		{"ضصثقفغعهخحجچشسیبلاتنم", ErrPattern},
		{"laila-stanekzai-2026", ErrOwnName},
		{"TheKarezHerald2026!", ErrOwnName},
		{"laila-has-a-vellum-lorry", nil},
	} {
		if err := judge(c.password, "Laila Stanekzai", "laila@herald.example", "The Karez Herald"); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%q: %v, want %v", c.password, err, c.want)
		}
	}
}

func TestHash(t *testing.T) {
	h := newHasher(cheap)
	ctx := t.Context()
	// The same letters, composed and not.
	stored, err := h.hash(ctx, "cafe\u0301 at the quince lorry")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{
		"café at the quince lorry": true, "cafe at the quince lorry": false, "": false,
		"café at the quince lorry ": false,
	} {
		if got, err := h.compare(stored, password); got != want || err != nil {
			t.Errorf("%q: %v %v, want %v", password, got, err, want)
		}
	}
	if got, err := h.compare("", "anything at all, really"); got || err != nil {
		t.Errorf("no password: %v %v", got, err)
	}
	if again, _ := h.hash(ctx, "cafe\u0301 at the quince lorry"); again == stored {
		t.Error("two hashes of one password are the same: no salt")
	}
	// A long password counts to its last letter.
	long := strings.Repeat("quince lorry ", 70)
	stored, _ = h.hash(ctx, long+"a")
	if ok, _ := h.compare(stored, long+"b"); ok {
		t.Error("a long password is cut")
	}
}

// TestHashFlood sends more than may wait: some are turned away, and never are
// more than two hashed at once.
func TestHashFlood(t *testing.T) {
	h := newHasher(cheap)
	leave, _ := h.places.Enter(t.Context()) // both places are taken
	h.places.Enter(t.Context())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var group sync.WaitGroup
	for range 500 {
		group.Go(func() {
			if _, err := h.hash(ctx, "x"); !errors.Is(err, ErrBusy) {
				t.Error("let through:", err)
			}
		})
	}
	group.Wait()
	leave()
	if _, err := h.hash(t.Context(), "x"); err != nil {
		t.Error("after the flood:", err)
	}
}

// TestCodes has the vectors of RFC 6238, appendix B, cut to six digits.
func TestCodes(t *testing.T) {
	s := Secret("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := s.code(at / 30); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
	now := time.Unix(1111111111, 0)
	step := now.Unix() / 30
	for _, c := range []struct {
		code string
		last int64
		ok   bool
	}{
		{"050471", 0, true}, {"050 471", 0, true}, {"۰۵۰۴۷۱", 0, true},
		{s.code(step - 1), 0, true}, {s.code(step + 1), 0, true},
		{s.code(step - 2), 0, false}, {s.code(step + 2), 0, false},
		{"050471", step, false}, // spent
		{s.code(step - 1), step - 1, false}, {s.code(step + 1), step, true},
		{"050472", 0, false}, {"", 0, false}, {"50471", 0, false},
	} {
		if _, ok := s.check(c.code, now, c.last); ok != c.ok {
			t.Errorf("code %q after step %d: %v", c.code, c.last-step, ok)
		}
	}
}

func TestSecret(t *testing.T) {
	b, _ := hex.DecodeString("48656c6c6f21deadbeef")
	s := Secret(b)
	if s.String() != "JBSW Y3DP EHPK 3PXP" {
		t.Error(s.String())
	}
	if got, want := s.Link("The Herald", "laila"), "otpauth://totp/The%20Herald:laila?secret=JBSWY3DPEHPK3PXP&issuer=The%20Herald"; got != want {
		t.Error(got)
	}
	square, err := Draw(s.Link("The Herald", "laila"))
	if err != nil || square.Size < 29 || !strings.HasPrefix(square.Path, "M4 4h1v1h-1z") {
		t.Errorf("%v %d %.40s", err, square.Size, square.Path)
	}
}

func TestRecoveryText(t *testing.T) {
	code := grouped(rand.Text()[:recoveryLength], "-")
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", " "), " " + strings.ReplaceAll(code, "-", "")} {
		if !looksLikeRecovery(typed) || recoveryText(typed) != recoveryText(code) {
			t.Errorf("%q is not %q", typed, code)
		}
	}
	if looksLikeRecovery("123456") {
		t.Error("a code of an app taken for a recovery code")
	}
}

func TestSeal(t *testing.T) {
	s, now := newSeal(), time.Now()
	text, err := closeSeal(s, "one", now.Add(time.Minute), 42)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := openSeal[int](s, "one", now, text); got != 42 || err != nil {
		t.Error(got, err)
	}
	for what, open := range map[string]func() (int, error){
		"another use":  func() (int, error) { return openSeal[int](s, "two", now, text) },
		"another key":  func() (int, error) { return openSeal[int](newSeal(), "one", now, text) },
		"too late":     func() (int, error) { return openSeal[int](s, "one", now.Add(2*time.Minute), text) },
		"changed":      func() (int, error) { return openSeal[int](s, "one", now, "A"+text[1:]) },
		"nothing":      func() (int, error) { return openSeal[int](s, "one", now, "") },
		"no base64url": func() (int, error) { return openSeal[int](s, "one", now, "§") },
	} {
		if _, err := open(); err == nil {
			t.Error("opened with", what)
		}
	}
}
