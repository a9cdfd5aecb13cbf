package newsroom

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"stet.news/demo"
	"stet.news/record"
	"stet.news/story"
)

// Sample makes the sample newsroom in a new folder: its stories are published
// as if somebody had done so over the last days, each act at its own time.
func Sample(ctx context.Context, dir, url string, o Options) error {
	o.complete()
	name, editions, sections := demo.Newsroom()
	acts, err := sampleActs(o.Now())
	if err != nil {
		return err
	}
	real := o.Now
	o.Now = func() time.Time { return acts[0].at.Add(-time.Hour) }
	s := Settings{Name: name, URL: url, Editions: editions, Sections: sections}
	if err := Init(ctx, dir, s, o.Now); err != nil {
		return err
	}
	if err := sampleBeside(Folder(dir), s); err != nil {
		return err
	}
	at := acts[0].at
	o.Now = func() time.Time { return at }
	o.Log = slog.New(slog.DiscardHandler) // that its look is new need not be said
	n, err := Open(ctx, dir, o)
	if err != nil {
		return err
	}
	defer n.Close()
	pictures := make(chan error, 1)
	go func() { pictures <- n.samplePictures(ctx, acts) }()
	for _, a := range acts {
		at = a.at
		if _, e := n.enter(ctx, []record.Act{a.act}, n.Desk.ByHouse([]record.Act{a.act})); e != nil && err == nil {
			err = fmt.Errorf("%s: %w", a.act.ID, e)
		}
	}
	at = real()
	if err := errors.Join(err, <-pictures); err != nil {
		return err
	}
	return errors.Join(n.Settle(ctx), n.sampleDesk(ctx))
}

// samplePictures takes the pictures in and makes what pages show of them. The
// acts need not wait for it, only the pages, and a demo should start at once.
func (n *Newsroom) samplePictures(ctx context.Context, acts []timed) error {
	for name, data := range demo.Pictures() {
		if _, err := n.Pictures.Put(data); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, a := range acts {
		if err := n.makeRenditions(ctx, []record.Act{a.act}); err != nil {
			return err
		}
	}
	return nil
}

// sampleBeside puts the newsroom's logo and its pages about itself into the
// folder.
func sampleBeside(f Folder, s Settings) error {
	if err := os.CopyFS(string(f), demo.Beside()); err != nil {
		return err
	}
	s.Look = &Look{Logo: demo.Logo}
	return s.save(f.Settings())
}

// sampleID gives a story of the sample the same id each time. Nobody could do so
// with real stories: an id that is made of words can be guessed from them.
func sampleID(key string) (id story.ID) {
	sum := sha256.Sum256([]byte("draft:sample:" + key))
	copy(id[:], sum[:])
	return id
}

// timed is an act of the sample and when it was done.
type timed struct {
	at  time.Time
	act record.Act
}

// sampleActs gives everything that happened in the sample newsroom, in order.
func sampleActs(now time.Time) ([]timed, error) {
	stories, err := demo.Stories()
	if err != nil {
		return nil, err
	}
	ids := map[string]story.ID{}
	var acts []timed
	for _, s := range stories {
		id := sampleID(s.Key)
		ids[s.Key] = id
		at := now.Add(-s.Age).UTC().Truncate(time.Second)
		// Later states are spread over the first half of the story's age.
		step := s.Age / time.Duration(2*len(s.Revisions)+2)
		for i, rev := range s.Revisions {
			rev.Story, rev.TranslationOf = id, ids[s.Translates]
			act := record.Act{ID: fmt.Sprintf("sample:%s:%d", s.Key, i+1), Kind: record.Publish, Revision: rev}
			if i > 0 {
				act.Kind, act.Base = record.Revise, i
			}
			acts = append(acts, timed{at.Add(time.Duration(i) * step), act})
		}
		if s.Retract != "" {
			act := record.Act{ID: "sample:" + s.Key + ":retract", Kind: record.Retract, Story: id, Base: len(s.Revisions), Reason: s.Retract}
			acts = append(acts, timed{at.Add(time.Duration(len(s.Revisions)) * step), act})
		}
	}
	slices.SortStableFunc(acts, func(a, b timed) int { return a.at.Compare(b.at) })
	return acts, nil
}
