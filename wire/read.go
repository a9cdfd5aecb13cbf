package wire

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stet.news/story"
)

// Options say for whom files are read.
type Options struct {
	// Edition is the edition that stories belong to that name none. Its zone
	// is that of dates without one, its language decides old encodings. The
	// zero Edition: stories that name none come without.
	Edition story.Edition
	// Section is the key of the section for stories that name none.
	Section string
	// Now tells what is in the future; nil is the machine's clock.
	Now func() time.Time
	// Picture stores a picture file and says what it is. Nil: pictures are
	// dropped, with a note.
	Picture func(data []byte) (story.Picture, error)
}

// Item is one story that was read.
type Item struct {
	// File is the file as it was named or found, for many stories in one file
	// with the line: "old.jsonl:17".
	File string
	// ID is the same whenever the same bytes are read for the same edition, so
	// that importing twice makes no twin.
	ID string
	// Revision is clean; Number is 0, Story zero unless the file gives one.
	Revision story.Revision
	// Embargo is when the story may first be public; zero is at once.
	Embargo time.Time
	// Notes say in plain words what was recognised, guessed and dropped.
	Notes []string
}

// maxFile is the most bytes of one file that holds one story.
const maxFile = 16 << 20

// Read reads files and folders in the order given, folders sorted by name.
// What cannot be read yields an *Error with an Item that holds nothing, and
// reading goes on with the next. Cancelling ctx ends it with ctx's error.
// Memory does not grow with the number of files or of stories in a file.
func Read(ctx context.Context, paths []string, o Options) iter.Seq2[Item, error] {
	if o.Now == nil {
		o.Now = time.Now
	}
	return func(yield func(Item, error) bool) {
		for file, err := range files(paths) {
			if ctx.Err() != nil {
				yield(Item{}, ctx.Err())
				return
			}
			if err != nil {
				if !yield(Item{}, err) {
					return
				}
				continue
			}
			if !readFile(ctx, file, o, yield) {
				return
			}
		}
	}
}

// readFile yields what one file holds; it is false when nobody wants more.
func readFile(ctx context.Context, file string, o Options, yield func(Item, error) bool) bool {
	if f := formOf(file); f == formLines || f == formLinesGzip {
		return readLines(ctx, file, f == formLinesGzip, o, yield)
	}
	item, err := readOne(file, o)
	if err != nil {
		return yield(Item{}, asError(file, err))
	}
	return yield(item, nil)
}

// readOne reads a file of one story.
func readOne(file string, o Options) (Item, error) {
	data, err := readAll(file)
	if err != nil {
		return Item{}, err
	}
	return parse(file, data, o)
}

// readAll reads a file within its limit.
func readAll(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, cannotOpen(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, cannotOpen(err)
	}
	if len(data) > maxFile {
		return nil, wrong(fmt.Sprintf("the file is over %d MiB, too big for one story", maxFile>>20), "give one story a file, or many as .jsonl").because(ErrTooBig)
	}
	if len(strings.TrimSpace(string(data[:min(len(data), 1024)]))) == 0 && len(strings.TrimSpace(string(data))) == 0 {
		return nil, wrong("the file is empty", "").because(ErrNoStory)
	}
	return data, nil
}

// parse makes a story of a file's bytes by the file's ending.
func parse(file string, data []byte, o Options) (Item, error) {
	draft, err := parseForm(file, data, o)
	if err != nil {
		return Item{}, err
	}
	return finish(file, data, draft, o)
}

// draft is a story as one of the forms gave it, not yet clean.
type draft struct {
	rev     story.Revision
	embargo time.Time
	notes   []string
}

func (d *draft) note(format string, args ...any) {
	d.notes = append(d.notes, oneLine(fmt.Sprintf(format, args...)))
}

func parseForm(file string, data []byte, o Options) (draft, error) {
	switch formOf(file) {
	case formJSON:
		return parseJSON(data, o)
	case formMarkdown:
		return parseMarkdown(filepath.Dir(file), data, o)
	case formHTML:
		return parseHTML(filepath.Dir(file), data, o)
	case formDump:
		return parseDump(data, o)
	}
	return draft{}, unknownForm(file)
}

// finish fills in what the file does not say, cleans, and refuses what is no
// story.
func finish(file string, data []byte, d draft, o Options) (Item, error) {
	if d.rev.Edition == "" {
		d.rev.Edition = o.Edition.Tag
	}
	if d.rev.Section == "" {
		d.rev.Section = o.Section
	}
	d.rev.Number = 0
	rev := d.rev.Clean()
	if rev.Headline == "" {
		return Item{}, wrong("no headline found", "give it a headline").because(ErrNoStory)
	}
	if len(rev.Body) == 0 {
		return Item{}, wrong("no body found: the story has no text", "give it a text").because(ErrNoStory)
	}
	d.rev = rev
	d.checkDates(o)
	d.checkLanguage(o)
	return Item{File: file, ID: importID(rev.Edition, data), Revision: d.rev, Embargo: d.embargo, Notes: d.notes}, nil
}

// importID names an import by what was read for which edition.
func importID(edition string, data []byte) string {
	h := sha256.New()
	h.Write([]byte(edition))
	h.Write([]byte{0})
	h.Write(data)
	return "import:" + hex.EncodeToString(h.Sum(nil))
}

// checkDates drops a date that was guessed and cannot be; what a person wrote
// into a field was refused before.
func (d *draft) checkDates(o Options) {
	at := d.rev.Published
	if at.IsZero() {
		return
	}
	d.rev.Published = at.UTC().Truncate(time.Second)
	if at.After(o.Now().Add(dateSlack)) || at.Year() < firstYear {
		d.note("published: %s cannot be and was dropped", at.UTC().Format(time.DateOnly))
		d.rev.Published = time.Time{}
	}
}

// dateSlack forgives a clock or zone that is a day ahead; firstYear is that of
// the first printed newspaper.
const (
	dateSlack = 36 * time.Hour
	firstYear = 1605
)

// zone is the time zone of dates that name none.
func (o Options) zone() *time.Location {
	if z, err := time.LoadLocation(o.Edition.Zone); err == nil && o.Edition.Zone != "" {
		return z
	}
	if z, err := time.LoadLocation(story.TagInfo(o.Edition.Tag).Zone); err == nil && o.Edition.Tag != "" {
		return z
	}
	return time.UTC
}

// ambiguous reports whether a date's day and month could be the other way
// round. Only in English are both ways common.
func (o Options) ambiguous(w written) bool {
	return w.ambiguous && (o.Edition.Tag == "" || baseLanguage(o.Edition.Tag) == "en")
}
