// Package rig is what the fault campaigns share: a child process that
// publishes without pause and says what was acknowledged, and an oracle that
// stands outside, remembers every acknowledgement, and after each crash holds
// the newsroom to it.
//
// The promises it checks are those of docs/architecture.md: acknowledged means
// durable; the record verifies; no page without a leaf; trying again makes no
// twin. Only campaigns under faults/ and measurements under bench/ may use it.
package rig

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"stet.news/newsroom"
	"stet.news/record"
	"stet.news/story"
)

// Word is one line of the child: what it is about to do, then that it was done.
type Word struct {
	Intent *Intent         `json:"intent,omitempty"`
	Done   *record.Receipt `json:"done,omitempty"`
}

// Intent is an act as the oracle needs it to try it again. Everything in it is
// derived from Seed, so the line is short.
type Intent struct {
	Seed  uint64   `json:"seed"`
	Kind  string   `json:"kind"` // publish or revise
	Story story.ID `json:"story"`
	Base  int      `json:"base"`
}

// ID is the client's id of the act.
func (i Intent) ID() string { return fmt.Sprintf("rig-%d", i.Seed) }

// Act makes the act; the same intent gives the same act.
func (i Intent) Act() record.Act {
	rev := Revision(i.Seed)
	rev.Story = i.Story
	act := record.Act{ID: i.ID(), Kind: record.Publish, Revision: rev}
	if i.Kind == "revise" {
		act.Kind, act.Base = record.Revise, i.Base
		act.Revision.Grade = story.GradeUpdate
	}
	return act
}

// editions of the rig's newsroom.
var editions = []string{"en", "fa-AF", "ps"}

// Settings of the rig's newsroom.
func Settings() newsroom.Settings {
	s := newsroom.Settings{Name: "Rig", URL: "http://rig.example", Sections: newsroom.DefaultSections()}
	for _, tag := range editions {
		s.Editions = append(s.Editions, story.Edition{Tag: tag})
	}
	return s
}

var words = map[string][]string{
	"en":    {"water", "council", "bridge", "school", "road", "harvest", "market", "winter", "teachers", "said", "in", "the", "new", "district"},
	"fa-AF": {"آب", "شورا", "پل", "مکتب", "سرک", "بازار", "زمستان", "می‌گوید", "در", "کتاب‌ها", "ولسوالی", "نو"},
	"ps":    {"اوبه", "ښوونځی", "سړک", "بازار", "ژمی", "وايي", "په", "نوی", "ولسوالۍ", "کلي"},
}

// Revision makes a story of ordinary length out of a seed.
func Revision(seed uint64) story.Revision {
	r := rand.New(rand.NewPCG(seed, 1))
	tag := editions[r.IntN(len(editions))]
	sentence := func(n int) string {
		s := ""
		for range n {
			s += words[tag][r.IntN(len(words[tag]))] + " "
		}
		return s[:len(s)-1]
	}
	rev := story.Revision{
		Edition: tag, Section: []string{"afghanistan", "world", "economy"}[r.IntN(3)],
		Headline: sentence(6), Standfirst: sentence(14) + ".",
		Bylines: []story.Byline{{Name: sentence(2)}}, Topics: []story.Topic{{Name: sentence(1)}},
	}
	for range 4 + r.IntN(6) {
		rev.Body = append(rev.Body, story.Paragraph{Text: story.Plain(sentence(15) + ". " + sentence(12) + ".")})
	}
	return rev
}

// Child publishes without pause, telling each intent before and each receipt
// after, until it is killed or ctx ends. first seeds its acts: no two children
// of a campaign may share seeds.
func Child(ctx context.Context, n newsroom.Office, first uint64, out io.Writer) error {
	w := bufio.NewWriter(out)
	tell := func(word Word) error {
		if err := json.NewEncoder(w).Encode(word); err != nil {
			return err
		}
		return w.Flush()
	}
	r := rand.New(rand.NewPCG(first, 2))
	type at struct {
		id   story.ID
		base int
		tag  string
	}
	var mine []at
	for seed := first; ctx.Err() == nil; seed++ {
		intent := Intent{Seed: seed, Kind: "publish", Story: story.NewID()}
		pick := -1
		if len(mine) > 0 && r.IntN(3) == 0 {
			pick = r.IntN(len(mine))
			if Revision(seed).Edition == mine[pick].tag {
				intent.Kind, intent.Story, intent.Base = "revise", mine[pick].id, mine[pick].base
			} else {
				pick = -1
			}
		}
		if err := tell(Word{Intent: &intent}); err != nil {
			return err
		}
		act := intent.Act()
		receipts, err := n.Publish(ctx, []record.Act{act})
		if err != nil {
			return fmt.Errorf("%s: %w", intent.ID(), err)
		}
		if pick >= 0 {
			mine[pick].base++
		} else {
			mine = append(mine, at{intent.Story, 1, act.Revision.Edition})
		}
		if err := tell(Word{Done: &receipts[0]}); err != nil {
			return err
		}
	}
	return nil
}

// Oracle remembers what was acknowledged.
type Oracle struct {
	acked   map[string]acked // by the act's id
	pending map[string]Intent
	head    int64 // most leaves ever acknowledged
}

type acked struct {
	intent  Intent
	receipt record.Receipt
}

// NewOracle has heard of nothing yet.
func NewOracle() *Oracle {
	return &Oracle{acked: map[string]acked{}, pending: map[string]Intent{}}
}

// Acked is how many acts were acknowledged in all.
func (o *Oracle) Acked() int { return len(o.acked) }

// Listen reads a child's words until the pipe ends. A torn last line is what a
// kill leaves: its acknowledgement was not heard.
func (o *Oracle) Listen(in io.Reader) {
	var last *Intent
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var word Word
		if json.Unmarshal(lines.Bytes(), &word) != nil {
			return
		}
		switch {
		case word.Intent != nil:
			last = word.Intent
			o.pending[last.ID()] = *last
		case word.Done != nil && last != nil:
			o.acked[last.ID()] = acked{*last, *word.Done}
			delete(o.pending, last.ID())
			o.head = max(o.head, word.Done.Leaf+1)
		}
	}
}

// FirstWord waits until a child says something, or ends, and gives what it says
// from the beginning.
func FirstWord(out io.Reader) io.Reader {
	first := make([]byte, 1)
	n, _ := io.ReadFull(out, first) // an end is for whoever reads on
	return io.MultiReader(bytes.NewReader(first[:n]), out)
}

// Loss says that a promise was broken.
type Loss struct{ What string }

func (l *Loss) Error() string { return l.What }

func loss(format string, args ...any) error { return &Loss{fmt.Sprintf(format, args...)} }

// Hold opens what a crash left, as the next start would, checks it, closes it
// and verifies the folder from outside.
func (o *Oracle) Hold(ctx context.Context, dir string, opts newsroom.Options) error {
	n, err := newsroom.Open(ctx, dir, opts)
	if err != nil {
		return err
	}
	err = o.Check(ctx, n)
	if e := n.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	report, err := newsroom.Verify(ctx, dir, newsroom.VerifyOptions{})
	if err != nil {
		return err
	}
	if code := report.Code(); code != 0 {
		return fmt.Errorf("the record does not verify (code %d): %v", code, report.Problems)
	}
	return nil
}

// Check holds an opened newsroom to everything acknowledged since Check last
// ran well, and tries what was under way again.
func (o *Oracle) Check(ctx context.Context, n *newsroom.Newsroom) error {
	err := n.Record.View(ctx, func(rd record.Reader) error {
		size, err := rd.Size()
		if err != nil {
			return err
		}
		if size < o.head {
			return loss("%d leaves were acknowledged, %d are there", o.head, size)
		}
		for id, a := range o.acked {
			if err := o.present(rd, id, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for id, a := range o.acked {
		page, err := n.Pages.Get(a.receipt.Path)
		if err != nil || page.Status >= 400 {
			return loss("act %s was acknowledged, but %s is no page: %v", id, a.receipt.Path, err)
		}
	}
	return o.retry(ctx, n)
}

// present holds one acknowledged act against the record.
func (o *Oracle) present(rd record.Reader, id string, a acked) error {
	leaf, ok, err := rd.ActLeaf(id)
	if err != nil {
		return err
	}
	if !ok || leaf != a.receipt.Leaf {
		return loss("act %s was acknowledged as leaf %d and is lost", id, a.receipt.Leaf)
	}
	rev, _, err := record.RevisionAt(rd, leaf)
	if err != nil {
		return err
	}
	if want := a.intent.Act().Revision.Clean(); rev.Headline != want.Headline || story.PlainText(rev.Body) != story.PlainText(want.Body) {
		return loss("act %s is in the record with other words", id)
	}
	return nil
}

// retry does again what was not heard to be acknowledged, twice: it must be in
// the record once.
func (o *Oracle) retry(ctx context.Context, n *newsroom.Newsroom) error {
	for id, intent := range o.pending {
		first, err := n.Publish(ctx, []record.Act{intent.Act()})
		if errors.Is(err, record.ErrStale) {
			return loss("act %s: its own revision made it stale: a twin", id)
		}
		if err != nil {
			return fmt.Errorf("retry %s: %w", id, err)
		}
		second, err := n.Publish(ctx, []record.Act{intent.Act()})
		if err != nil {
			return fmt.Errorf("retry %s: %w", id, err)
		}
		if !second[0].Twin || second[0].Leaf != first[0].Leaf {
			return loss("act %s has a twin: leaves %d and %d", id, first[0].Leaf, second[0].Leaf)
		}
		delete(o.pending, id)
		o.acked[id] = acked{intent, first[0]}
		o.head = max(o.head, first[0].Leaf+1)
	}
	return nil
}

// Forget drops what was checked, so that a long campaign's checks stay short;
// the last few hundred stay, the rest is held by the record's own tree.
func (o *Oracle) Forget(keep int64) {
	for id, a := range o.acked {
		if a.receipt.Leaf < o.head-keep {
			delete(o.acked, id)
		}
	}
}

// Temporary makes the rig's newsroom in a folder of its own, which remove removes
// with all that was put beside it; name tells people whose it is.
func Temporary(ctx context.Context, name string) (dir string, remove func(), err error) {
	work, err := os.MkdirTemp("", "stet-"+name+"-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(work) }
	dir = filepath.Join(work, "room")
	if err := Init(ctx, dir); err != nil {
		remove()
		return "", nil, err
	}
	return dir, remove, nil
}

// Room is Temporary with the newsroom open; done closes and removes it.
func Room(ctx context.Context, name string, o newsroom.Options) (n *newsroom.Newsroom, done func(), err error) {
	dir, remove, err := Temporary(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	if n, err = newsroom.Open(ctx, dir, o); err != nil {
		remove()
		return nil, nil, err
	}
	return n, func() { n.Close(); remove() }, nil
}

// Init makes the rig's newsroom.
func Init(ctx context.Context, dir string) error {
	return newsroom.Init(ctx, dir, Settings(), time.Now)
}
