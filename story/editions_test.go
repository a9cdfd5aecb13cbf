package story

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestTagInfo(t *testing.T) {
	for _, want := range []Edition{
		{Tag: "en", Name: "English", Direction: LeftToRight, Zone: "UTC", Calendar: Gregorian},
		{Tag: "en-AF", Name: "English", Direction: LeftToRight, Zone: "Asia/Kabul", Calendar: Gregorian},
		{Tag: "fa-AF", Name: "دری", Direction: RightToLeft, Zone: "Asia/Kabul", Calendar: SolarHijri},
		{Tag: "prs", Name: "دری", Direction: RightToLeft, Zone: "Asia/Kabul", Calendar: SolarHijri},
		{Tag: "fa", Name: "فارسی", Direction: RightToLeft, Zone: "Asia/Tehran", Calendar: SolarHijri},
		{Tag: "ps", Name: "پښتو", Direction: RightToLeft, Zone: "Asia/Kabul", Calendar: SolarHijri},
		{Tag: "ps-PK", Name: "پښتو", Direction: RightToLeft, Zone: "Asia/Karachi", Calendar: Gregorian},
		{Tag: "ar", Name: "العربية", Direction: RightToLeft, Zone: "Asia/Riyadh", Calendar: Gregorian},
		{Tag: "ur", Name: "اردو", Direction: RightToLeft, Zone: "Asia/Karachi", Calendar: Gregorian},
		{Tag: "ru", Name: "русский", Direction: LeftToRight, Zone: "Europe/Moscow", Calendar: Gregorian},
		{Tag: "fr-BE", Name: "français", Direction: LeftToRight, Zone: "Europe/Paris", Calendar: Gregorian},
		{Tag: "uz", Name: "o‘zbek", Direction: LeftToRight, Zone: "Asia/Tashkent", Calendar: Gregorian},
		{Tag: "uz-Arab-AF", Name: "اوزبیک", Direction: RightToLeft, Zone: "Asia/Kabul", Calendar: SolarHijri},
		{Tag: "uz-AF", Name: "اوزبیک", Direction: RightToLeft, Zone: "Asia/Kabul", Calendar: SolarHijri},
		{Tag: "tg", Name: "тоҷикӣ", Direction: LeftToRight, Zone: "Asia/Dushanbe", Calendar: Gregorian},
		{Tag: "pa-Arab", Name: "pa-Arab", Direction: RightToLeft, Zone: "UTC", Calendar: Gregorian},
		{Tag: "xx", Name: "xx", Direction: LeftToRight, Zone: "UTC", Calendar: Gregorian},
	} {
		want.Slugs = SlugNative
		if got := TagInfo(want.Tag); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestTagTable(t *testing.T) {
	for tag, i := range tagNames {
		if !GoodLang(tag) || Line(i.name) != i.name || i.name == "" {
			t.Errorf("%s: %+v", tag, i)
		}
		if _, err := time.LoadLocation(i.zone); err != nil {
			t.Errorf("%s: %v", tag, err)
		}
	}
}

func TestSpellLang(t *testing.T) {
	for in, want := range map[string]string{
		"EN": "en", "fa_af": "fa-AF", "UZ-cyrl-uz": "uz-Cyrl-UZ", "zh-Hant": "zh-Hant", "de-1996": "de-1996",
		"": "", "und": "", "e": "", "12": "", "en-": "", "en us": "", "en-toolongtag": "", `en"x`: "",
	} {
		if got := spellLang(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestGoodLink(t *testing.T) {
	for _, good := range []string{"https://example.org", "HTTP://example.org:8080/a?b#c", "https://مثال.example/راه", "http://[::1]/", "http://10.0.0.1/",
		"mailto:a@example.org?subject=x", "tel:+93-20-1234", "/", "/en/latest/", "/a?b=c:d"} {
		if !GoodLink(good) {
			t.Errorf("%q refused", good)
		}
	}
	for _, bad := range []string{"", "x", "x/y", "//evil.example", "/\\evil.example", "https://", "https:evil", "https:///x", "http://a b/", "https://u@example.org", "https://u:p@example.org",
		"javascript:alert(1)", "JaVaScRiPt:x", "java\nscript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://example.org", "blob:x", "about:blank",
		"https://example.org/\x00", "https://example.org/\u202etxt", "https://example.org/\u200b", "mailto:x", "tel:", "tel:javascript", "https://%41/", "#top", "?q",
		" https://example.org", "https://example.org/<script>", "https://example.org/\"x", "https://example.org/\u00a0"} {
		if GoodLink(bad) {
			t.Errorf("%q accepted", bad)
		}
	}
}
