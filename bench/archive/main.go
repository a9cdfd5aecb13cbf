// Command archive measures the import of a real archive: it writes the stories
// of the shared data (Reuters-21578 and the parallel news of NTREX, 22,000 in
// all) in our JSON form, then runs stet import on them as an operator would,
// and tells time and memory of that process.
//
//	go run ./bench/archive ../shared/data/archive
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"stet.news/story"
)

func main() {
	from := "../shared/data/archive"
	if len(os.Args) > 1 {
		from = os.Args[1]
	}
	if err := measure(from); err != nil {
		fmt.Fprintln(os.Stderr, "archive:", err)
		os.Exit(1)
	}
}

func measure(from string) error {
	work, err := os.MkdirTemp("", "stet-archive-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	file := filepath.Join(work, "archive.jsonl")
	stories, err := convert(from, file)
	if err != nil {
		return err
	}
	stet := filepath.Join(work, "stet")
	if err := run("go", "build", "-o", stet, "./cmd/stet"); err != nil {
		return err
	}
	room := filepath.Join(work, "room")
	if err := run(stet, "init", room, "--name", "Archive", "--url", "http://archive.example", "--edition", "en", "--edition", "fa-AF", "--edition", "ps"); err != nil {
		return err
	}
	cmd := exec.Command(stet, "import", room, file, "--section", "world", "--publish")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	took := time.Since(began)
	peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	fmt.Printf("%d stories imported and published in %s (%.0f a second), peak memory %d MiB\n",
		stories, took.Round(100*time.Millisecond), float64(stories)/took.Seconds(), peak>>10)
	return run(stet, "verify", room)
}

func run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// reuters and ntrex are the lines of the two files.
type (
	reuters struct {
		Lang, Date, Title, Dateline, Text string
		Topics                            []string
	}
	ntrex struct {
		Lang, Title string
		Sentences   []string
	}
)

// editionOf maps the languages that the bench's newsroom has.
var editionOf = map[string]string{"en": "en", "prs": "fa-AF", "ps": "ps"}

func convert(from, file string) (int, error) {
	out, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	n := 0
	err = lines(filepath.Join(from, "reuters-21578.jsonl.gz"), func(line []byte) error {
		var r reuters
		if err := json.Unmarshal(line, &r); err != nil || r.Title == "" || strings.TrimSpace(r.Text) == "" {
			return err
		}
		n++
		return enc.Encode(r.revision())
	})
	if err != nil {
		return n, err
	}
	err = lines(filepath.Join(from, "ntrex-parallel-news.jsonl.gz"), func(line []byte) error {
		var r ntrex
		if err := json.Unmarshal(line, &r); err != nil || editionOf[r.Lang] == "" {
			return err
		}
		n++
		rev := story.Revision{Edition: editionOf[r.Lang], Headline: r.Title}
		for _, s := range r.Sentences {
			rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(story.Line(s))})
		}
		return enc.Encode(rev)
	})
	if err != nil {
		return n, err
	}
	return n, w.Flush()
}

// revision cuts the wire's fixed-width text at its indented lines.
func (r reuters) revision() story.Revision {
	rev := story.Revision{Edition: "en", Headline: story.Line(r.Title), Dateline: story.Line(strings.TrimSuffix(strings.TrimSpace(r.Dateline), "-"))}
	for _, par := range strings.Split(r.Text, "\n    ") {
		if s := story.Line(strings.ReplaceAll(par, "\n", " ")); s != "" {
			rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(s)})
		}
	}
	for _, t := range r.Topics {
		rev.Topics = append(rev.Topics, story.Topic{Name: t})
	}
	if at, err := time.Parse("2-Jan-2006 15:04:05.00", strings.TrimSpace(r.Date)); err == nil {
		rev.Published = at.UTC().Truncate(time.Second)
	}
	return rev
}

func lines(path string, f func([]byte) error) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(z, 1<<20)
	for {
		line, err := r.ReadBytes('\n')
		if len(line) > 1 {
			if err := f(line); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
