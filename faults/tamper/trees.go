package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"time"

	"stet.news/proof"
	"stet.news/record"
	"stet.news/story"
)

var (
	mismatch   = []int{proof.Mismatch}
	unrecorded = []int{proof.Unrecorded}
	forked     = []int{proof.Forked}
	stale      = []int{proof.Stale}
	seen       = []int{proof.Mismatch, proof.Unrecorded}
)

// letter changes a letter of a file where the pattern says.
func (x *attempt) letter(name string, pattern *regexp.Regexp) bool {
	body := x.respelt(x.t[name], pattern)
	if body != nil {
		x.t[name] = body
	}
	return body != nil
}

// pictures gives the files of pictures, or of their renditions.
func (t tree) pictures(renditions bool) []string {
	return t.names(func(name string) bool {
		file, ok := strings.CutPrefix(name, "picture/")
		_, is := story.ParseRendition(file)
		return ok && is == renditions
	})
}

// pictureByte changes a byte of a picture or of a rendition.
func (x *attempt) pictureByte(rendition bool) bool {
	list := x.t.pictures(rendition)
	if len(list) == 0 {
		return false
	}
	name := pick(x, list)
	data := bytes.Clone(x.t[name])
	data[x.IntN(len(data))] ^= byte(1 + x.IntN(255))
	x.t[name] = data
	return true
}

// treeKinds are the ways to tamper with an exported tree.
var treeKinds = append(partKinds("page", onTreePages), []kind{
	{name: "page: a letter of the story", want: mismatch, do: func(x *attempt) bool {
		name := pick(x, x.t.storyDirs()) + proof.IndexName
		return x.letter(name, shown)
	}},
	{name: "page: an older revision", want: mismatch, do: func(x *attempt) bool {
		for _, dir := range x.t.storyDirs() {
			old, ok := x.s.early[dir+proof.IndexName]
			if ok && revisionOf(old) != revisionOf(x.t[dir+proof.IndexName]) {
				x.t[dir+proof.IndexName] = old
				return true
			}
		}
		return false
	}},
	{name: "page: removed", want: mismatch, do: func(x *attempt) bool {
		delete(x.t, pick(x, x.t.storyDirs())+proof.IndexName)
		return true
	}},
	{name: "story: dropped whole", want: mismatch, do: func(x *attempt) bool {
		dir := pick(x, x.t.storyDirs())
		for name := range x.t {
			if strings.HasPrefix(name, dir) {
				delete(x.t, name)
			}
		}
		return true
	}},
	{name: "page: without a leaf", want: unrecorded, do: func(x *attempt) bool {
		dir := pick(x, x.t.storyDirs())
		page := bytes.Replace(x.t[dir+proof.IndexName], []byte(x.t.storyOf(dir).String()), []byte(story.NewID().String()), -1)
		if x.IntN(2) == 0 {
			page = []byte("<!doctype html><title>News</title><h1>Invented</h1><p>Nobody ever published this.</p>")
		}
		x.t["en/2026/03/01/invented/"+proof.IndexName] = page
		return true
	}},
	{name: "page: shown twice", want: mismatch, do: func(x *attempt) bool {
		dir := pick(x, x.t.storyDirs())
		x.t["en/2026/03/01/elsewhere/"+proof.IndexName] = x.t[dir+proof.IndexName]
		return true
	}},
	{name: "page: words slipped in", want: mismatch, do: func(x *attempt) bool {
		name := pick(x, x.t.storyDirs()) + proof.IndexName
		return x.t.replaced(name, "</article>", "<p>This never happened.</p></article>")
	}},
	{name: "page: hidden by markup", want: mismatch, do: func(x *attempt) bool {
		pages := x.livePages()
		if len(pages) == 0 {
			return false
		}
		with := pick(x, [][2]string{
			{"<h1 ", "<h1 hidden "}, {"<h1 ", "<h1 style='display:none' "}, {"<h1 ", "<h1 onclick='x()' "}, {"<h1 ", "<template></template><h1 "},
			{"<h1 ", "<script>x()</script><h1 "}, {"<main ", "<main hidden "}, {"<main ", "<template><main "}, {"</head>", "<base href='//evil.example/'></head>"},
			{"</head>", "<meta http-equiv='refresh' content='9; url=/en/'></head>"},
		})
		return x.t.replaced(pick(x, pages), with[0], with[1])
	}},
	{name: "page: another headline for machines", want: mismatch, do: func(x *attempt) bool {
		pages := x.livePages()
		if len(pages) == 0 {
			return false
		}
		old := pick(x, []string{`property="og:title" content="`, `"headline":"`, "<title>"})
		return x.t.replaced(pick(x, pages), old, old+"False: ")
	}},
	{name: "page: teaser", want: seen, do: func(x *attempt) bool {
		list := x.t.names(func(name string) bool {
			return strings.HasSuffix(name, ".html") && bytes.Contains(x.t[name], []byte("data-teaser"))
		})
		if len(list) == 0 {
			return false
		}
		name := pick(x, list)
		return x.letter(name, teased)
	}},
	{name: "page: redirect leads away", want: mismatch, do: func(x *attempt) bool {
		for _, name := range x.t.siteFiles(".html") {
			if bytes.Contains(x.t[name], []byte(`content="0; url=/`)) {
				return x.t.replaced(name, `content="0; url=/`, `content="0; url=https://evil.example/`)
			}
		}
		return false
	}},
	{name: "feed: changed", want: seen, do: func(x *attempt) bool {
		list := x.t.names(func(name string) bool {
			return (strings.HasSuffix(name, "rss.xml") || strings.HasSuffix(name, "atom.xml") || strings.HasSuffix(name, "feed.json")) && bytes.Contains(x.t[name], []byte("urn:stet:"))
		})
		if len(list) == 0 {
			return false
		}
		name := pick(x, list)
		return x.letter(name, fed)
	}},
	{name: "picture: a byte", want: mismatch, do: func(x *attempt) bool { return x.pictureByte(false) }},
	{name: "rendition: a byte", want: mismatch, outsider: true, do: func(x *attempt) bool { return x.pictureByte(true) }},
	{name: "picture: removed", want: mismatch, do: func(x *attempt) bool {
		for _, name := range x.t.pictures(false) {
			hash, _, _ := strings.Cut(strings.TrimPrefix(name, "picture/"), ".")
			for _, page := range x.livePages() {
				if bytes.Contains(x.t[page], []byte(`data-sha256="`+hash)) {
					delete(x.t, name)
					return true
				}
			}
		}
		return false
	}},
	{name: "pieces: a letter", want: mismatch, do: func(x *attempt) bool {
		name := pick(x, append(x.t.siteFiles(proof.ListName), proof.ListsPath(0)))
		return x.letter(name, pieceText)
	}},
	{name: "pieces: a salt", want: mismatch, do: func(x *attempt) bool {
		name := pick(x, append(x.t.siteFiles(proof.ListName), proof.ListsPath(0)))
		return x.letter(name, pieceSalt)
	}},
	{name: "pieces: one missing or moved", want: mismatch, do: func(x *attempt) bool {
		l := x.t.log()
		i := pick(x, l.revisionLeaves())
		pieces := slices.Clone(l.lists[i])
		if len(pieces) < 2 {
			return false
		}
		n := x.IntN(len(pieces) - 1)
		if x.IntN(2) == 0 {
			pieces = slices.Delete(pieces, n, n+1)
		} else {
			pieces[n], pieces[n+1] = pieces[n+1], pieces[n]
		}
		l.lists[i] = pieces
		x.t.setLists(l)
		return true
	}},
	{name: "pieces: revisions swapped", want: mismatch, do: func(x *attempt) bool {
		l := x.t.log()
		leaves := l.revisionLeaves()
		i, j := pick(x, leaves), pick(x, leaves)
		l.lists[i], l.lists[j] = l.lists[j], l.lists[i]
		x.t.setLists(l)
		return i != j
	}},
	{name: "erasure: back again", want: mismatch, do: func(x *attempt) bool {
		if len(x.s.erased) == 0 {
			return false
		}
		e := pick(x, x.s.erased)
		l := x.t.log()
		i := l.leafOf(e)
		if i < 0 {
			return false
		}
		l.lists[i] = slices.Clone(l.lists[i])
		l.lists[i][e.number] = e.piece
		x.t.setLists(l)
		return true
	}},
	{name: "erasure: without a leaf", want: mismatch, do: func(x *attempt) bool {
		l := x.t.log()
		i := pick(x, l.revisionLeaves())
		n := x.IntN(len(l.lists[i]))
		if l.lists[i][n].Erased {
			return false
		}
		l.lists[i] = slices.Clone(l.lists[i])
		l.lists[i][n] = l.lists[i][n].Erase()
		x.t.setLists(l)
		return true
	}},
	{name: "log: leaf backdated", want: mismatch, do: func(x *attempt) bool {
		l := x.t.log()
		i := x.IntN(len(l.texts))
		l.texts[i] = backdated(l.texts[i])
		x.t.setEntries(l)
		return true
	}},
	{name: "log: leaves reordered", want: mismatch, do: func(x *attempt) bool {
		l := x.t.log()
		i, j := x.IntN(len(l.texts)), x.IntN(len(l.texts))
		l.texts[i], l.texts[j] = l.texts[j], l.texts[i]
		x.t.setEntries(l)
		return i != j
	}},
	{name: "log: leaf dropped", want: mismatch, do: func(x *attempt) bool {
		l := x.t.log()
		width := x.t.size()
		i := x.IntN(len(l.texts))
		l.texts = slices.Delete(l.texts, i, i+1)
		x.t.setEntries(l)
		x.t[proof.EntriesPath(0, width-1)] = x.t[proof.EntriesPath(0, width)]
		return true
	}},
	{name: "log: file cut short", want: mismatch, do: func(x *attempt) bool {
		name := pick(x, x.t.names(inLog))
		data := x.t[name]
		x.t[name] = data[:x.IntN(len(data))]
		return true
	}},
	{name: "log: file removed", want: mismatch, do: func(x *attempt) bool {
		delete(x.t, pick(x, x.t.names(inLog)))
		return true
	}},
	{name: "log: a bit of a tile", want: mismatch, do: func(x *attempt) bool {
		name := proof.TilePath(0, 0, x.t.size())
		data := bytes.Clone(x.t[name])
		data[x.IntN(len(data))] ^= 1 << x.IntN(8)
		x.t[name] = data
		return true
	}},
	{name: "log: checkpoint changed", want: mismatch, do: func(x *attempt) bool {
		data := bytes.Clone(x.t[proof.CheckpointFile])
		for {
			at := x.IntN(len(data))
			if isLetter(data[at]) {
				x.t[proof.CheckpointFile] = changed(data, at)
				return true
			}
		}
	}},
	{name: "log: foreign key", want: mismatch, do: func(x *attempt) bool {
		signer, vkey := stranger()
		l := x.t.log()
		key := record.Leaf{Kind: record.Key, Previous: -1, At: x.s.now, Key: vkey}
		if x.IntN(2) == 0 {
			l.texts[0] = key.Text()
		}
		x.t[proof.KeyFile] = []byte(vkey + "\n")
		x.t.setLog(l, signer)
		x.signed = false
		return true
	}},
	{name: "proof: another story's or changed", want: mismatch, do: func(x *attempt) bool {
		dirs := x.t.storyDirs()
		a, b := pick(x, dirs)+proof.ProofName, pick(x, dirs)+proof.ProofName
		if a != b {
			x.t[a], x.t[b] = x.t[b], x.t[a]
			return true
		}
		return x.letter(a, proofHash)
	}},
	{name: "manifest: changed or gone", want: mismatch, outsider: true, do: func(x *attempt) bool {
		switch x.IntN(3) {
		case 0:
			delete(x.t, proof.ManifestFile)
		case 1:
			x.t[proof.ManifestFile] = x.s.early[proof.ManifestFile]
		default:
			x.t[proof.ManifestFile] = bytes.Replace(x.t[proof.ManifestFile], []byte("index.html"), []byte("index.htm"), 1)
		}
		return true
	}},
	{name: "any file: a byte", want: seen, outsider: true, do: func(x *attempt) bool {
		name := pick(x, x.t.names(func(string) bool { return true }))
		data := bytes.Clone(x.t[name])
		if len(data) == 0 {
			return false
		}
		data[x.IntN(len(data))] ^= byte(1 + x.IntN(255))
		x.t[name] = data
		return true
	}},
	{name: "any file: added", want: seen, outsider: true, do: func(x *attempt) bool {
		x.t[pick(x, []string{"en/about.html", "x.js", "picture/x.jpg", "log/tile/0/001", "en/2026/03/01/a/index.html"})] = []byte("<p>new</p>")
		return true
	}},
	{name: "rollback", want: forked, do: func(x *attempt) bool {
		x.t, x.a.last, x.signed = x.s.early, x.s.head, false
		return true
	}},
	{name: "fork: signed by the right key", want: forked, do: func(x *attempt) bool {
		l := x.t.log()
		i := 1 + x.IntN(len(l.texts)-1)
		l.texts[i] = backdated(l.texts[i])
		if x.IntN(2) == 0 { // and something published since
			l.texts, l.lists = append(l.texts, l.texts[i]), append(l.lists, nil)
		}
		x.t.setLog(l, x.s.signer)
		x.a.last, x.signed = x.s.head, false
		return true
	}},
	{name: "fork: a story dropped", want: forked, do: func(x *attempt) bool {
		l := x.t.log()
		gone := x.t.storyOf(pick(x, x.t.storyDirs()))
		kept := logged{}
		for i, text := range l.texts {
			if leaf, err := record.ParseLeaf(text); err != nil || leaf.Story != gone {
				kept.texts, kept.lists = append(kept.texts, text), append(kept.lists, l.lists[i])
			}
		}
		x.t.setLog(kept, x.s.signer)
		x.a.last, x.signed = x.s.head, false
		return true
	}},
	{name: "frozen", want: stale, do: func(x *attempt) bool {
		x.t, x.a.last, x.signed = x.s.early, nil, false
		x.a.maxAge, x.a.now = 24*time.Hour, x.s.now.AddDate(0, 0, 9)
		return true
	}},
}...)

// patterns of words that are the record's.
var (
	teased    = regexp.MustCompile(`(?s)data-teaser=.{0,200}?data-piece="headline"[^>]*>([^<]+)<`)
	fed       = regexp.MustCompile(`(?s)<item>\n<title>([^<]+)<|<entry>\n<id>[^<]*</id>\n<title>([^<]+)<|<content:encoded>(.+?)</content|"content_html":"(.+?[^\\])"|"id":"urn:stet:[a-z2-7]+","url":"[^"]+","title":"([^"]+)"`)
	pieceText = regexp.MustCompile(`"text":"([^"\\]+)`)
	pieceSalt = regexp.MustCompile(`"salt":"([A-Za-z0-9+/]{20})`)
	proofHash = regexp.MustCompile(`\n([A-Za-z0-9+/]{42})[A-Za-z0-9+/]=\n`)
)

func inLog(name string) bool {
	return strings.HasPrefix(name, "log/tile/") || strings.HasPrefix(name, "log/pieces/")
}

// backdated gives a leaf that says it is a year older.
func backdated(text []byte) []byte {
	return bytes.Replace(text, []byte("\nat 20"), []byte("\nat 19"), 1)
}

func revisionOf(page []byte) string {
	_, rest, _ := strings.Cut(string(page), `data-revision="`)
	n, _, _ := strings.Cut(rest, `"`)
	return n
}
