package wire

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/story"
)

func TestMarkdown(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"bridge.jpg": "a picture", "more/river.jpg": "another"})
	o := english()
	o.Picture = func(data []byte) (story.Picture, error) {
		return story.Picture{SHA256: strings.Repeat("a", 64), Type: "image/jpeg", Width: len(data), Height: 1}, nil
	}
	d, err := parseMarkdown(dir, []byte(`---
# what the desk knows
title: "A bridge: at last"
summary: It took nine years.
authors:
  - Ann Lee
  - Bo, Jr.
date: 2026-11-20
embargo: 2026-11-24 08:00
edition: fa-AF
section: Afghanistan
tags: [rivers, "roads, big"]
slug: a-bridge
picture: bridge.jpg
alt: A bridge
caption: The bridge on Monday
credit: Ann Lee
weight: 7
---

# A bridge: at last

The *bridge* opened, see [more](/en/x/) and [bad](javascript:alert(1)).

## What now

- one
- two

![A river](more/river.jpg)

<script>alert(1)</script>

| a | b |
|---|---|
| 1 | 2 |
`), o)
	if err != nil {
		t.Fatal(err)
	}
	rev := d.rev.Clean()
	if rev.Headline != "A bridge: at last" || rev.Standfirst != "It took nine years." || rev.Edition != "fa-AF" || rev.Section != "afghanistan" || rev.Slug != "a-bridge" {
		t.Errorf("%+v", rev)
	}
	if len(rev.Bylines) != 2 || rev.Bylines[1].Name != "Bo, Jr." || len(rev.Topics) != 2 || rev.Topics[1].Name != "roads, big" {
		t.Errorf("bylines %v topics %v", rev.Bylines, rev.Topics)
	}
	// The date has no zone: it is midnight in Kabul, the edition's.
	if want := time.Date(2026, 11, 19, 19, 30, 0, 0, time.UTC); !rev.Published.Equal(want) {
		t.Errorf("published %v, want %v", rev.Published, want)
	}
	if rev.Lead == nil || rev.Lead.Alt != "A bridge" || rev.Lead.Credit != "Ann Lee" || rev.Lead.Width != 9 {
		t.Errorf("lead %+v", rev.Lead)
	}
	var kinds []string
	for _, b := range rev.Body {
		kinds = append(kinds, b.Kind())
	}
	if got := strings.Join(kinds, " "); got != "paragraph heading list picture table" {
		t.Errorf("blocks: %s", got)
	}
	text := story.WriteHTML(rev.Body, story.HTMLOptions{})
	if strings.Contains(text, "javascript") || strings.Contains(text, "script") || !strings.Contains(text, `alt="A river"`) || !strings.Contains(text, `href="/en/x/"`) {
		t.Error(text)
	}
	notes := strings.Join(d.notes, "\n")
	for _, want := range []string{"not read from the front matter: weight", "HTML in the text was dropped", `section: "Afghanistan" read as the key "afghanistan"`} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes lack %q: %s", want, notes)
		}
	}
}

func TestMarkdownTOML(t *testing.T) {
	d, err := parseMarkdown(t.TempDir(), []byte("+++\r\ntitle = \"د کابل پل\"\r\ndate = ۱۴۰۵-۰۹-۰۲\r\ntags = [\r\n \"پل\",\r\n \"سیند\"]\r\nlang = 'ps'\r\n+++\r\nد کابل پل پرانیستل شو.\r\n"), Options{Edition: story.TagInfo("ps"), Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	if d.rev.Headline != "د کابل پل" || len(d.rev.Topics) != 2 || d.rev.Published.Format(time.DateOnly) != "2026-11-22" || story.PlainText(d.rev.Body) != "د کابل پل پرانیستل شو." {
		t.Errorf("%+v", d.rev)
	}
}

func TestMarkdownWithoutFrontMatter(t *testing.T) {
	d, err := parseMarkdown(t.TempDir(), []byte("A *fine* headline\n=================\n\nText &amp; more.\n"), english())
	if err != nil || d.rev.Headline != "A fine headline" || story.PlainText(d.rev.Body) != "Text & more." {
		t.Errorf("%v %+v", err, d.rev)
	}
}

// TestMarkdownPictures: nothing outside the file's folder is taken in.
func TestMarkdownPictures(t *testing.T) {
	o := english()
	o.Picture = func([]byte) (story.Picture, error) { return story.Picture{}, errors.New("not called") }
	for _, address := range []string{"../secret.jpg", "/etc/passwd", "https://example.org/x.jpg", "a/../../x", "file:///etc/passwd", "//example.org/x"} {
		d, err := parseMarkdown(t.TempDir(), []byte("# H\n\ntext ![x]("+address+")\n"), o)
		if err != nil || len(d.notes) != 1 {
			t.Errorf("%s: %v %v", address, err, d.notes)
		}
	}
}

// TestCreditOfThePictureFile: what the file says stands where the story says nothing.
func TestCreditOfThePictureFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.jpg"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := Options{Now: noon, Picture: func([]byte) (story.Picture, error) {
		return story.Picture{SHA256: strings.Repeat("a", 64), Type: "image/jpeg", Width: 9, Height: 6, Credit: "Of the file"}, nil
	}}
	for field, want := range map[string]string{"": "Of the file", "credit: Of the story\n": "Of the story"} {
		d, err := parseMarkdown(dir, []byte("---\ntitle: T\npicture: a.jpg\nalt: A\n"+field+"---\nIt rained.\n"), o)
		if err != nil {
			t.Fatal(err)
		}
		if d.rev.Lead == nil || d.rev.Lead.Credit != want {
			t.Errorf("with %q: %+v, want %s", field, d.rev.Lead, want)
		}
	}
}
