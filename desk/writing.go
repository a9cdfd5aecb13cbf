package desk

import (
	"context"
	"encoding/json"

	"stet.news/desk/draft"
	"stet.news/desk/hub"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// News is steps that lead to Version.
type News struct {
	Version int               `json:"version"`
	Steps   []json.RawMessage `json:"steps"`
	Clients []string          `json:"clients"` // the page that made each step …
	By      []string          `json:"by"`      // … and whose it is, by name
}

// newsAtOnce bounds how many steps are told at once; who lacks more asks again.
const newsAtOnce = 2000

// Document gives a story's row and its document at a version, or, for a negative
// one, as it is now.
func (d *Desk) Document(ctx context.Context, who policy.Principal, id story.ID, version int) (dr draft.Draft, head draft.Head, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if dr, err = d.asked(rd, who, policy.StoryRead, id); err != nil {
			return err
		}
		if version >= 0 && version != dr.Version {
			head, err = draft.At(rd, id, version)
		} else {
			head, err = d.heads.Head(rd, dr)
		}
		return err
	})
	return dr, head, err
}

// StepsSince gives what came after a version, whole or the beginning of it.
func (d *Desk) StepsSince(ctx context.Context, who policy.Principal, id story.ID, version int) (news News, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		dr, err := d.asked(rd, who, policy.StoryRead, id)
		if err != nil {
			return err
		}
		steps, err := draft.Since(rd, dr, version, newsAtOnce)
		news = newsOf(version, steps)
		return err
	})
	return news, err
}

func newsOf(version int, steps []draft.Stamped) News {
	n := News{Version: version + len(steps), Steps: []json.RawMessage{}, Clients: []string{}, By: []string{}}
	for _, s := range steps {
		n.Steps, n.Clients, n.By = append(n.Steps, s.Step), append(n.Clients, s.Client), append(n.By, s.Name)
	}
	return n
}

// Write takes steps into a story's journal and tells them to whoever has it
// open. When it returns they would survive a power cut. The error wraps
// draft.ErrBehind when others' steps came first.
//
// It leaves no row in the trail: the journal itself says who wrote what, step
// by step. But that a story began to be written, or to be changed after it was
// published, is an act of its own.
func (d *Desk) Write(ctx context.Context, who policy.Principal, id story.ID, b draft.Batch) (version int, err error) {
	b.Account, b.Name, b.At = who.Account, who.Name, d.now()
	var out written
	err = d.saves.write(ctx, d.house, func(tx record.Tx) (err error) {
		out, err = d.write(tx, who, id, b)
		return err
	})
	if err != nil {
		return 0, err
	}
	if !out.twin {
		d.tellSteps(id, out.version, b)
	}
	if out.began {
		d.TellState(id, draft.Writing)
	}
	return out.version, nil
}

// written is what became of a batch: twin, it was there already; began, the
// story was no draft before.
type written struct {
	version     int
	twin, began bool
}

func (d *Desk) write(tx record.Tx, who policy.Principal, id story.ID, b draft.Batch) (out written, err error) {
	dr, err := draft.Must(tx, id)
	if err != nil {
		return out, err
	}
	before, err := d.mayWrite(tx, who, dr)
	if err != nil {
		return out, err
	}
	if out.version, out.twin, err = d.heads.Append(tx, &dr, b); err != nil || out.twin {
		return out, err
	}
	if err := d.onlySuggested(tx, who, before, dr); err != nil {
		return out, err
	}
	if out.began = dr.State == draft.Idea || dr.State == draft.Published; out.began {
		dr.State = draft.Writing
		e := trail.Entry{Action: policy.StoryEdit, Story: id, Facts: trail.Facts{"state": string(dr.State)}}
		if err := trail.Add(tx, b.At, who, e); err != nil {
			return out, err
		}
	}
	return out, draft.Put(tx, dr)
}

func (d *Desk) tellSteps(id story.ID, version int, b draft.Batch) {
	n := News{Version: version, Steps: b.Steps}
	for range b.Steps {
		n.Clients, n.By = append(n.Clients, b.Client), append(n.By, b.Name)
	}
	d.tell(id, hub.Event{Kind: "steps", Version: version}, n)
}

// TellState tells whoever has a story open that its state is another.
func (d *Desk) TellState(id story.ID, s draft.State) {
	d.tell(id, hub.Event{Kind: "state"}, map[string]draft.State{"state": s})
}

// Tell tells whoever has a story open of anything else: comments, a hand-over.
func (d *Desk) Tell(id story.ID, kind string, data any) { d.tell(id, hub.Event{Kind: kind}, data) }

func (d *Desk) tell(id story.ID, e hub.Event, data any) {
	text, err := json.Marshal(data)
	if err != nil { // nobody is kept from anything by not hearing of it
		d.opts.Log.Error("an event cannot be told", "kind", e.Kind, "error", err)
		return
	}
	e.Data = text
	d.hub.Tell(id, e)
}

// Hub tells who has which story open.
func (d *Desk) Hub() *hub.Hub { return d.hub }

// SetAside keeps a document that somebody's page could not merge as a version
// beside the journal. Whoever may read the story may leave one: they may have
// lost the right to change it while they were typing.
func (d *Desk) SetAside(ctx context.Context, who policy.Principal, id story.ID, a draft.Aside) error {
	a.Account, a.Name, a.At = who.Account, who.Name, d.now()
	fresh := false
	err := d.house.Update(ctx, func(tx record.Tx) error {
		if _, err := d.asked(tx, who, policy.StoryRead, id); err != nil {
			return err
		}
		var err error
		if fresh, err = draft.SetAside(tx, id, a); err != nil || !fresh {
			return err
		}
		e := trail.Entry{Action: policy.StoryRead, Story: id, Object: a.ID, Facts: trail.Facts{"aside": "version"}}
		return trail.Add(tx, a.At, who, e)
	})
	if err == nil && fresh {
		d.Tell(id, "aside", map[string]string{"by": who.Name})
	}
	return err
}
