package desk

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// Remark is what somebody has to say about a story.
type Remark struct {
	// ID is chosen by the editor's page, which marks the passage with it; empty:
	// the desk draws one.
	ID string
	// Thread is the comment this answers; empty begins a thread.
	Thread string
	// Passage are the words it is about; empty: the story as a whole.
	Passage string
	Text    string
}

// Comment says something about a story, and tells whom it concerns.
func (d *Desk) Comment(ctx context.Context, who policy.Principal, id story.ID, r Remark) (c draft.Comment, err error) {
	if c, err = newComment(who, id, r, d.now()); err != nil {
		return c, err
	}
	err = d.act(ctx, who, policy.StoryComment, func(tx record.Tx, e *trail.Entry) error {
		dr, err := d.asked(tx, who, policy.StoryComment, id)
		if err != nil {
			return err
		}
		e.Story, e.Object = id, c.ID
		if err := d.checkThread(tx, c); err != nil {
			return err
		}
		if err := draft.AddComment(tx, c); err != nil {
			return err
		}
		return d.tellCommented(tx, who, dr, c)
	})
	if err == nil {
		d.tellTalk(id)
	}
	return c, err
}

// tellTalk tells whoever has a story open that something was said about it.
func (d *Desk) tellTalk(id story.ID) { d.Tell(id, "talk", struct{}{}) }

func newComment(who policy.Principal, id story.ID, r Remark, now time.Time) (draft.Comment, error) {
	text := strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(r.Text, "\r\n", "\n"), ""))
	if text == "" {
		return draft.Comment{}, words.Refuse(fmt.Errorf("%w: the comment is empty", record.ErrInvalid), "refusal.comment_empty")
	}
	if err := checkNote(text); err != nil {
		return draft.Comment{}, err
	}
	if r.ID == "" {
		r.ID = newID()
	}
	if !isID(r.ID) {
		return draft.Comment{}, fmt.Errorf("%w: %q is no name of a comment", record.ErrInvalid, r.ID)
	}
	return draft.Comment{
		ID: r.ID, Story: id, Thread: r.Thread, Passage: firstRunes(story.Line(r.Passage), draft.PassageMost),
		Account: who.Account, Name: who.Name, At: now, Text: text,
	}, nil
}

// checkThread makes sure that an answer answers what begins a thread of the same
// story. An answer opens it again.
func (d *Desk) checkThread(tx record.Tx, c draft.Comment) error {
	if c.Thread == "" {
		return nil
	}
	first, err := draft.CommentOf(tx, c.Story, c.Thread)
	if err != nil {
		return err
	}
	if first.Thread != "" {
		return fmt.Errorf("%w: an answer is to the first comment of a thread", record.ErrInvalid)
	}
	if first.Resolved.IsZero() {
		return nil
	}
	return draft.Resolve(tx, first, time.Time{}, "")
}

// Resolve says that a thread is done with, or that it is not after all.
func (d *Desk) Resolve(ctx context.Context, who policy.Principal, id story.ID, comment string, done bool) error {
	err := d.act(ctx, who, policy.StoryComment, func(tx record.Tx, e *trail.Entry) error {
		if _, err := d.asked(tx, who, policy.StoryComment, id); err != nil {
			return err
		}
		c, err := draft.CommentOf(tx, id, comment)
		if err != nil {
			return err
		}
		e.Story, e.Object, e.Facts = id, c.ID, trail.Facts{"resolved": fmt.Sprint(done)}
		if !done {
			return draft.Resolve(tx, c, time.Time{}, "")
		}
		return draft.Resolve(tx, c, d.now(), who.Name)
	})
	if err == nil {
		d.tellTalk(id)
	}
	return err
}

// Comments gives what was said about a story, the oldest first.
func (d *Desk) Comments(ctx context.Context, who policy.Principal, id story.ID) (all []draft.Comment, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if _, err := d.asked(rd, who, policy.StoryRead, id); err != nil {
			return err
		}
		all, err = draft.Comments(rd, id)
		return err
	})
	return all, err
}

// note keeps a word that goes with an act as a comment on the whole story.
func (d *Desk) note(tx record.Tx, who policy.Principal, id story.ID, text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	c, err := newComment(who, id, Remark{Text: text}, d.now())
	if err != nil {
		return err
	}
	return draft.AddComment(tx, c)
}

func checkNote(text string) error {
	if n := utf8.RuneCountInString(text); n > draft.CommentMost {
		return words.Refuse(fmt.Errorf("%w: a comment has at most %d characters, this one has %d", record.ErrInvalid, draft.CommentMost, n), "refusal.too_long", "Has", n, "Most", draft.CommentMost)
	}
	return nil
}

// newID draws a name for what is not a story.
func newID() string {
	return hex.EncodeToString(random(16))
}

// isID reports whether a browser's name for something has the form of ours.
func isID(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 16 && strings.ToLower(s) == s
}

// firstRunes gives the beginning of a text, with a sign that it goes on.
func firstRunes(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}
