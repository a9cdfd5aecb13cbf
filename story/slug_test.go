package story

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestMakeSlug(t *testing.T) {
	for _, c := range []struct {
		in            string
		native, latin Slug
	}{
		{"Kabul’s “New” Plan: 50% of what we don't know!", "kabuls-new-plan-50-of-what-we-dont-know", "kabuls-new-plan-50-of-what-we-dont-know"},
		{"  --Hello,   World--  ", "hello-world", "hello-world"},
		{"Über den Łódź-İstanbul Straße", "über-den-łódź-istanbul-straße", "uber-den-lodz-istanbul-strasse"},
		{"کتاب\u200cها در کابل، ۱۴۰۵", "کتاب-ها-در-کابل-۱۴۰۵", "ktab-ha-dr-kabl-1405"},
		{"د ښځو حقونه: سړی، سړي، سړې، سړۍ، سړئ", "د-ښځو-حقونه-سړی-سړي-سړې-سړۍ-سړئ", "d-shdzu-hquna-sri-sri-sre-sri-sri"},
		{"روزنامه\u200cنگاری در افغانستان", "روزنامه-نگاری-در-افغانستان", "ruznama-ngari-dr-afghanstan"},
		{"كـتـاب", "كتاب", "ktab"},
		{"Правительство Афганистана объявило", "правительство-афганистана-объявило", "pravitelstvo-afganistana-obyavilo"},
		{"Забони тоҷикӣ", "забони-тоҷикӣ", "zaboni-tochiki"},
		{"Η Ελλάδα", "η-ελλάδα", "i-ellada"},
		{"اليوم في القاهرة", "اليوم-في-القاهرة", "alywm-fi-alqahrt"},
		{"日本 news", "日本-news", "日本-news"},
		{"e\u0301te\u0301", "été", "ete"},
		{"", "", ""}, {"!!! … 👍", "", ""}, {"\xff\xfe", "", ""},
	} {
		if got := MakeSlug(c.in, SlugNative); got != c.native {
			t.Errorf("%q: got %s, want %s", c.in, got, c.native)
		}
		if got := MakeSlug(c.in, SlugLatin); got != c.latin {
			t.Errorf("%q in Latin: got %s, want %s", c.in, got, c.latin)
		}
	}
}

func TestSlugLength(t *testing.T) {
	words := strings.Repeat("نه\u200cهزار ", 30)
	got := string(MakeSlug(words, SlugNative))
	if n := utf8.RuneCountInString(got); n > maxMade || n < maxMade-8 || strings.HasSuffix(got, "-") {
		t.Errorf("%d: %s", n, got)
	}
	for _, part := range strings.Split(got, "-") {
		if part != "نه" && part != "هزار" {
			t.Errorf("cut within a word: %s", part)
		}
	}
	if got := MakeSlug(strings.Repeat("x", 300), SlugNative); len(got) != maxMade {
		t.Errorf("one long word: %d", len(got))
	}
}

func TestParseSlug(t *testing.T) {
	for _, good := range []string{"a", "kabul-today", "می-رود", "سړۍ-۱۲", "été", "2026", strings.Repeat("a", 80), strings.Repeat("a", 69) + "-aaaaaaaa"} {
		if s, err := ParseSlug(good); err != nil || string(s) != good {
			t.Errorf("%q: %q, %v", good, s, err)
		}
	}
	for _, bad := range []string{"", "-", "a-", "-a", "a--b", "A", "a b", "a/b", "..", "a.html", "e\u0301", "می\u200cرود", "a\n", "a_b", "%41", strings.Repeat("a", 81)} {
		if s, err := ParseSlug(bad); !errors.Is(err, ErrBadSlug) || s != "" {
			t.Errorf("%q: %q, %v", bad, s, err)
		}
	}
}

// TestSlugKey: what looks alike collides, what does not does not.
func TestSlugKey(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"paypal", "раураl"}, {"kabul", "кabul"}, {"kabul-today", "kabultoday"}, {"straße", "strasse"}, {"scope", "ѕсоре"},
		{"سړی", "سړي"}, {"علی", "على"}, {"کتاب", "كتاب"}, {"کتاب-ها", "کتابها"}, {"خانه", "خانہ"}, {"محمّد", "محمد"},
		{"۱۴۰۵", "1405"}, {"١٢٣", "۱۲۳"}, {"１２", "12"}, {"l0ng", "1ong"}, {"modern", "modem"}, {"ﻛﺘﺎﺏ", "كتاب"}, {"ﬁne", "fine"},
		{"ΣΊΣΥΦΟΣ", "σίσυφος"},
	} {
		if Slug(c.a).Key() != Slug(c.b).Key() {
			t.Errorf("%s and %s look alike: %q, %q", c.a, c.b, Slug(c.a).Key(), Slug(c.b).Key())
		}
	}
	for _, c := range []struct{ a, b string }{
		{"سړی", "سړې"}, {"سړی", "سړۍ"}, {"سړی", "سړئ"}, {"سړې", "سړۍ"}, {"ګل", "گل"}, {"ټول", "تول"}, {"ښه", "سه"}, {"ډېر", "دېر"}, {"نڼ", "نن"},
		{"آب", "اب"}, {"résumé", "resume"}, {"کابل-۱", "کابل-۲"}, {"kabul", "herat"}, {"ye", "je"}, {"مؤمن", "مومن"},
	} {
		if Slug(c.a).Key() == Slug(c.b).Key() {
			t.Errorf("%s and %s do not look alike: %q", c.a, c.b, Slug(c.a).Key())
		}
	}
}

func TestKey(t *testing.T) {
	if got := Key("  Ahmad  Shāh "); got != "ahmad-shāh" {
		t.Errorf("got %q", got)
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range someWords {
		f.Add(s + " x")
	}
	f.Add("ǅ İ ẞ ſ ﬁ ΑΣ ᾴ")
	f.Fuzz(func(t *testing.T, in string) {
		if s, err := ParseSlug(in); err == nil && string(s) != in {
			t.Fatalf("%+q is parsed as %+q", in, s)
		}
		for _, style := range []SlugStyle{SlugNative, SlugLatin} {
			s := MakeSlug(in, style)
			if s == "" {
				continue
			}
			if got, err := ParseSlug(string(s)); err != nil || got != s {
				t.Fatalf("%+q made %+q, which is parsed as %+q, %v", in, s, got, err)
			}
			if n := utf8.RuneCountInString(string(s)); n > maxMade || !norm.NFC.IsNormalString(string(s)) {
				t.Fatalf("%+q made %+q of %d characters", in, s, n)
			}
			if s.Key() == "" && strings.ContainsFunc(string(s), func(r rune) bool { return classOf(r) == classWord && !foldsAway(r) }) {
				t.Fatalf("%+q has no key", s)
			}
			if strings.ReplaceAll(string(s), "-", "") != "" && Slug(strings.ToUpper(string(s))).Key() == "" != (s.Key() == "") {
				t.Fatalf("%+q: the key depends on case", s)
			}
		}
	})
}
