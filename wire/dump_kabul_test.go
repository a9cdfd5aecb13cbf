package wire

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"stet.news/internal/require"
	"stet.news/story"
)

const (
	kabulHeadline   = "Kabul Looks To Expand Political, Military, Trade Ties With Russia"
	kabulStandfirst = "The acting foreign minister Salahuddin Rabbani is in Russia for talks aimed at coordinating actions on bilateral ties between the two countries on some key issues."
)

// kabul gives the dump the whole project began with, and its ten paragraphs.
func kabul(t testing.TB) (dump string, paragraphs []string) {
	data, err := os.ReadFile(filepath.Join(require.Shared(t, "data/pages"), "kabul-russia.txt"))
	if err != nil {
		t.Fatal(err)
	}
	dump = string(data)
	_, first, _ := strings.Cut(dump, kabulHeadline)
	first, _, _ = strings.Cut(first, kabulHeadline)
	for line := range strings.SplitSeq(first, "\n") {
		if line = story.Line(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	if len(paragraphs) != 10 {
		t.Fatalf("the dump has %d paragraphs, want 10", len(paragraphs))
	}
	return dump, paragraphs
}

// checkKabul reads a variation and wants the one story of it.
func checkKabul(t *testing.T, data []byte, standfirst string, paragraphs []string) {
	t.Helper()
	d, err := parseDump(data, Options{Edition: story.TagInfo("en")})
	if err != nil {
		t.Fatal(err)
	}
	if d.rev.Headline != kabulHeadline {
		t.Errorf("headline %q", d.rev.Headline)
	}
	if d.rev.Standfirst != standfirst {
		t.Errorf("standfirst %q, want %q", d.rev.Standfirst, standfirst)
	}
	got := strings.Split(story.PlainText(d.rev.Body), "\n\n")
	for i := range max(len(got), len(paragraphs)) {
		g, w := "", ""
		if i < len(got) {
			g = got[i]
		}
		if i < len(paragraphs) {
			w = paragraphs[i]
		}
		if g != w {
			t.Errorf("paragraph %d\n got %q\nwant %q", i+1, g, w)
		}
	}
}

func TestKabulRussia(t *testing.T) {
	dump, paragraphs := kabul(t)
	checkKabul(t, []byte(dump), kabulStandfirst, paragraphs)
	all := strings.Join(paragraphs, "\n")
	if strings.Count(all, "“") != 4 || strings.Count(all, "”") != 4 {
		t.Error("the curly quotation marks are not intact")
	}
}

// TestKabulVariations reads the same page as other crawlers, systems and
// languages would have left it.
func TestKabulVariations(t *testing.T) {
	dump, ten := kabul(t)
	swap := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(dump) }
	second := dump[strings.LastIndex(dump, kabulHeadline):]
	first := dump[:strings.LastIndex(dump, kabulHeadline)]
	body := strings.Join(ten, "\n\n")
	for name, c := range map[string]string{
		"carriage returns":        strings.ReplaceAll(dump, "\n", "\r\n"),
		"old Macintosh":           strings.ReplaceAll(dump, "\n", "\r"),
		"byte order mark":         "\ufeff" + dump,
		"more empty lines":        strings.ReplaceAll(dump, "\n\n", "\n\n \n\t\n\n"),
		"no empty lines":          strings.ReplaceAll(strings.ReplaceAll(dump, "\n\n", "\n"), "\n\n", "\n"),
		"indented":                strings.ReplaceAll(dump, "\n", "\n    "),
		"wrapped at 72":           wrapped(dump, 72),
		"wrapped at 60":           wrapped(dump, 60),
		"site in the headline":    strings.Replace(dump, kabulHeadline, kabulHeadline+" | TOLOnews", 1),
		"site in both":            strings.ReplaceAll(dump, kabulHeadline, kabulHeadline+" | TOLOnews"),
		"title line on top":       kabulHeadline + " - TOLOnews\n" + swap("Latest news", "TOLOnews"),
		"Dari chrome":             swap("Skip to main content", "رفتن به محتوای اصلی", "Latest news", "تازه\u200cترین خبرها", "Thumbnail", "تصویر کوچک", "Share this post", "این پست را شریک سازید"),
		"Pashto chrome":           swap("Skip to main content", "اصلي منځپانګې ته لاړ شئ", "Latest news", "وروستي خبرونه", "Thumbnail", "کوچنی انځور", "Share this post", "دا پوسټ شریک کړئ"),
		"unknown chrome":          swap("Skip to main content", "Llyn y fan", "Latest news", "Zork quux", "Thumbnail", "Blarf", "Share this post", "Gnip gnop"),
		"byline and date":         swap(kabulHeadline+"\n", kabulHeadline+"\n\nBy Karim Amini\n\n23 July 2018 - 18:31\n"),
		"byline under standfirst": strings.Replace(dump, kabulStandfirst, kabulStandfirst+" \n\nBy Karim Amini\n\n23 July 2018 - 18:31\n\nFacebook\nTwitter", 1),
		"only the second copy":    "Skip to main content\nLatest news\n\n" + second,
		"standfirst in both":      strings.Replace(dump, kabulHeadline+"\n\nMoscow", kabulHeadline+"\n\n"+kabulStandfirst+"\n\nMoscow", 1),
		"three copies":            dump + "\n\n" + second,
		"teaser first":            strings.Replace(dump, first, "Skip to main content\nLatest news\n\n"+kabulHeadline+"\n\n"+ten[0]+"\n\n", 1),
		"cut teaser first":        strings.Replace(dump, first, "Skip to main content\n\n"+kabulHeadline+"\n\n"+ten[0][:80]+"…\n\n", 1),
		"a typo in one copy":      dump[:len(first)] + strings.Replace(second, "forces in their campaign", "forces in thier campaign", 1),
		"one copy lacks the last": first[:strings.LastIndex(strings.TrimSpace(first), "\n")] + "\n\n" + second,
		"one copy lacks a middle": dump[:len(first)] + strings.Replace(second, ten[4]+"\n\n", "", 1),
		"list of stories below":   dump + "\n\nRelated News\n\nGhani Leaves Kabul for Two Day Visit to Tajikistan\nCalls Mount For More Executions\nSix Killed In Shootout On Truck Smuggling Afghans\n\nAbout us\nContact us\n© 2018 TOLOnews. All rights reserved.\n",
		"menus around":            "Home\nAfghanistan\nWorld\nBusiness\nSport\nOpinion\nVideo\n\n" + dump + "\n\nHome\nAfghanistan\nWorld\nBusiness\nSport\nOpinion\nVideo\n",
		"cookies above":           "We use cookies to improve your experience. By continuing to browse this site you agree to our use of cookies and our privacy policy.\nAccept\n\n" + dump,
		"captions":                strings.ReplaceAll(dump, "Thumbnail", "Salahuddin Rabbani and Sergei Lavrov in Moscow. Photo: AFP"),
		"no headline between":     first + kabulStandfirst + "\n\nThumbnail\n\n" + body + "\n\nShare this post\n",
	} {
		t.Run(name, func(t *testing.T) { checkKabul(t, []byte(c), kabulStandfirst, ten) })
	}
	t.Run("only the first copy", func(t *testing.T) {
		checkKabul(t, []byte(first+"Share this post\n"), "", ten)
	})
	t.Run("an extra paragraph", func(t *testing.T) {
		extra := "The Russian embassy in Kabul did not comment on the matter on Monday, officials of the ministry said."
		eleven := append(append(append([]string(nil), ten[:5]...), extra), ten[5:]...)
		checkKabul(t, []byte(dump[:len(first)]+strings.Replace(second, ten[5], extra+"\n\n"+ten[5], 1)), kabulStandfirst, eleven)
	})
}

func TestKabulEncodings(t *testing.T) {
	dump, ten := kabul(t)
	var little, big []byte
	for _, u := range utf16.Encode([]rune(dump)) {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	western, err := charmap.Windows1252.NewEncoder().Bytes([]byte(dump))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"UTF-16 with mark":    append([]byte("\xff\xfe"), little...),
		"UTF-16BE with mark":  append([]byte("\xfe\xff"), big...),
		"UTF-16 without mark": little,
		"UTF-16BE without":    big,
		"windows-1252":        western,
		"a cut-off letter":    []byte(dump + "\xe2\x80"),
	} {
		t.Run(name, func(t *testing.T) { checkKabul(t, data, kabulStandfirst, ten) })
	}
}

// wrapped breaks lines as mail programs and text browsers do.
func wrapped(text string, width int) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		n := 0
		for i, word := range strings.Fields(line) {
			if size := len([]rune(word)); i > 0 && n+1+size > width {
				b.WriteByte('\n')
				n = 0
			} else if i > 0 {
				b.WriteByte(' ')
				n++
			}
			b.WriteString(word)
			n += len([]rune(word))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
