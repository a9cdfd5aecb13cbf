package wire

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// form is a way a story can be written in a file.
type form int

const (
	formUnknown form = iota
	formHTML
	formDump
	formJSON
	formLines
	formLinesGzip
	formMarkdown
)

// formOf tells the form by the file's ending.
func formOf(file string) form {
	name := strings.ToLower(filepath.Base(file))
	if strings.HasSuffix(name, ".jsonl.gz") || strings.HasSuffix(name, ".ndjson.gz") {
		return formLinesGzip
	}
	switch filepath.Ext(name) {
	case ".html", ".htm", ".xhtml":
		return formHTML
	case ".txt", ".text":
		return formDump
	case ".json":
		return formJSON
	case ".jsonl", ".ndjson":
		return formLines
	case ".md", ".markdown":
		return formMarkdown
	}
	return formUnknown
}

func unknownForm(file string) *Error {
	return (&Error{File: file, What: "not a form that is read here", Mend: "give .html, .txt, .json, .jsonl, .jsonl.gz or .md"}).because(ErrForm)
}

// maxFolders bounds how deep folders lie in folders.
const maxFolders = 64

// files lists what there is to read: a named file always, of a folder what has
// a known ending, sorted by name, without hidden files. A symbolic link is
// refused wherever it is: what it points at was not chosen.
func files(paths []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, path := range paths {
			if !named(path, yield) {
				return
			}
		}
	}
}

// named lists one path that the caller gave.
func named(path string, yield func(string, error) bool) bool {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return yield("", cannotOpen(err).in(path))
	case info.Mode()&fs.ModeSymlink != 0:
		return yield("", linked(path))
	case info.IsDir():
		found := false
		if !folder(path, 0, &found, yield) {
			return false
		}
		if !found {
			return yield("", wrong("no story in this folder", "it is searched for .html, .txt, .json, .jsonl, .jsonl.gz and .md").because(ErrNoStory).in(path))
		}
		return true
	case !info.Mode().IsRegular():
		return yield("", wrong("neither a file nor a folder", "").because(ErrForm).in(path))
	case formOf(path) == formUnknown:
		return yield("", unknownForm(path))
	}
	return yield(path, nil)
}

// folder lists a folder's files and then those of the folders in it, each
// sorted.
func folder(path string, depth int, found *bool, yield func(string, error) bool) bool {
	if depth > maxFolders {
		return yield("", wrong("folders lie too deep in each other", "").because(ErrTooBig).in(path))
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		*found = true
		return yield("", cannotOpen(err).in(path))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		name := filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.Type()&fs.ModeSymlink != 0:
			if formOf(name) != formUnknown {
				*found = true
				if !yield("", linked(name)) {
					return false
				}
			}
		case e.IsDir():
			if !folder(name, depth+1, found, yield) {
				return false
			}
		case e.Type().IsRegular() && formOf(name) != formUnknown:
			*found = true
			if !yield(name, nil) {
				return false
			}
		}
	}
	return true
}

func linked(path string) *Error {
	return wrong("a symbolic link is not followed", "give the file itself").because(ErrForm).in(path)
}

// cannotOpen says why in words rather than in the system's.
func cannotOpen(err error) *Error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrong("there is no such file", "check the name").because(err)
	case errors.Is(err, fs.ErrPermission):
		return wrong("reading it is not permitted", "").because(err)
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return wrong("cannot be read: "+p.Err.Error(), "").because(err)
	}
	return wrong("cannot be read: "+err.Error(), "").because(err)
}

// in gives e the file's name.
func (e *Error) in(file string) *Error {
	e.File = file
	return e
}
