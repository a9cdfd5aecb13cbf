package newsroom

import (
	"context"
	"crypto/rand"
	"net/netip"
	"strings"
	"time"

	"stet.news/demo"
	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/record"
)

// sampleStaff works at the sample newsroom. None of them looks after the
// accounts, so whoever reads the first link still makes the first one.
var sampleStaff = []struct {
	login, name, lang string
	grants            []policy.Grant
}{
	{"zahra.karimi", "Zahra Karimi", "en", []policy.Grant{{Role: policy.Editor, Edition: "en"}}},
	{"omid.rahimi", "امید رحیمی", "fa-AF", []policy.Grant{{Role: policy.Reporter, Edition: "fa-AF"}}},
}

// sampleDesk puts people and unfinished work on the desk of the sample newsroom,
// so that there is something to look at and to try.
func (n *Newsroom) sampleDesk(ctx context.Context) error {
	people := map[string]policy.Principal{}
	for _, p := range sampleStaff {
		account, err := n.sampleAccount(ctx, staff.Person{Name: p.name, Login: p.login, Lang: p.lang}, p.grants)
		if err != nil {
			return err
		}
		people[p.login] = policy.Principal{Account: account, Name: p.name, Lang: p.lang, House: true}
	}
	if err := n.sampleDrafts(ctx); err != nil {
		return err
	}
	firewood, qanat := sampleID("firewood.en"), sampleID("qanat.fa-AF")
	zahra, omid := people["zahra.karimi"], people["omid.rahimi"]
	for _, step := range []func() error{
		func() error { return n.Desk.Take(ctx, zahra, firewood) },
		func() error { return n.Desk.Take(ctx, omid, qanat) },
		func() error {
			_, err := n.Desk.Comment(ctx, zahra, firewood, desk.Remark{Text: "Last year’s price is still missing. The second yard has promised to look it up."})
			return err
		},
		func() error {
			return n.Desk.Move(ctx, omid, qanat, desk.Move{From: draft.Writing, To: draft.Review, Note: "لطفاً شمار چاه‌ها را یک بار دیگر ببینید."})
		},
		func() error {
			_, err := n.Desk.Begin(ctx, zahra, desk.Beginning{
				Edition: "ps", Section: "culture", Headline: "د ژمي د شپو نکلونه", Idea: true, Wanted: n.opts.Now().Add(72 * time.Hour),
				Brief: "Who still tells the long stories, and who comes to listen? Two voices and a picture.",
			})
			return err
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// sampleAccount makes an account that nobody can sign in to: its password is
// drawn and forgotten.
func (n *Newsroom) sampleAccount(ctx context.Context, p staff.Person, grants []policy.Grant) (id string, err error) {
	token, err := n.Desk.Staff.Invite(ctx, policy.House, p.Name, grants, time.Time{})
	if err != nil {
		return "", err
	}
	link, err := n.Desk.Staff.Link(ctx, token)
	if err != nil {
		return "", err
	}
	visit := staff.Visit{Addr: netip.IPv6Loopback()}
	password := strings.ToLower(rand.Text()) + rand.Text()
	entered, _, err := n.Desk.Staff.EnterWithPassword(ctx, visit, token, p, password, link.Secret.Code(n.opts.Now()), "")
	if err != nil {
		return "", err
	}
	return entered.Account, n.Desk.Staff.Revoke(ctx, policy.House, entered.Account)
}

// sampleDrafts brings in what is being written, as an import would.
func (n *Newsroom) sampleDrafts(ctx context.Context) error {
	stories, err := demo.Drafts()
	if err != nil {
		return err
	}
	var drafts []record.Draft
	for _, s := range stories {
		drafts = append(drafts, record.Draft{ID: sampleID(s.Key), Revision: s.Revisions[0]})
	}
	return n.SaveDrafts(ctx, drafts)
}
