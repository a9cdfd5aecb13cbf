package main

import (
	"context"
	"strings"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/newsroom"
)

type userCmd struct {
	List    userListCmd    `cmd:"" help:"List the accounts and the links that are open."`
	Invite  userInviteCmd  `cmd:"" help:"Print a link by which somebody gets an account."`
	Recover userRecoverCmd `cmd:"" help:"Print a link by which somebody gets a new way in."`
	Disable userDisableCmd `cmd:"" help:"Shut an account out at once, with all that it has scheduled."`
	Enable  userEnableCmd  `cmd:"" help:"Let an account in again."`
}

func (userCmd) Help() string {
	return `Whoever can write in the folder may do this: it helps a house that has locked itself out. All of it
stands in the desk's trail. A link opens once and is not printed again.

Examples:
  stet user invite herald "Laila Stanekzai" --grant editor:fa-AF --grant reporter:en/culture
  stet user recover herald laila
  stet user disable herald laila`
}

// office opens the newsroom of a user verb.
func (a *app) office(ctx context.Context, dir string, f func(newsroom.Office) error) error {
	o, err := newsroom.OpenOffice(ctx, dir, a.options)
	if err != nil {
		return err
	}
	defer o.Close()
	return f(o)
}

type userListCmd struct {
	Dir string `arg:"" help:"The newsroom's folder."`
}

func (c *userListCmd) Run(ctx context.Context, a *app) error {
	return a.office(ctx, c.Dir, func(o newsroom.Office) error {
		people, err := o.People(ctx)
		if err != nil {
			return err
		}
		for _, p := range people.Accounts {
			state := ""
			if !p.Disabled.IsZero() {
				state = "  (shut out)"
			}
			if err := a.person(userLine{Login: p.Login, Name: p.Name, Grants: grantTexts(p.Grants), Disabled: state != ""}, state); err != nil {
				return err
			}
		}
		for _, l := range people.Links {
			line := userLine{Name: l.Name, Grants: grantTexts(l.Grants), Link: string(l.Kind), Until: l.Until}
			if err := a.person(line, "  (link until "+l.Until.Format(time.RFC3339)+")"); err != nil {
				return err
			}
		}
		return nil
	})
}

// userLine is an account, or a link, for machines.
type userLine struct {
	Login    string    `json:"login,omitempty"`
	Name     string    `json:"name"`
	Grants   []string  `json:"grants"`
	Disabled bool      `json:"disabled,omitempty"`
	Link     string    `json:"link,omitempty"`
	Until    time.Time `json:"until,omitzero"`
}

func (a *app) person(l userLine, more string) error {
	if a.json {
		return a.object(l)
	}
	login := l.Login
	if login == "" {
		login = "-"
	}
	a.print("%s  %s  %s%s", login, l.Name, strings.Join(l.Grants, " "), more)
	return nil
}

func grantTexts(grants []policy.Grant) []string {
	texts := []string{}
	for _, g := range grants {
		texts = append(texts, staff.GrantText(g))
	}
	return texts
}

type userInviteCmd struct {
	Dir   string   `arg:"" help:"The newsroom's folder."`
	Name  string   `arg:"" help:"Who it is for."`
	Grant []string `required:"" help:"What they may do: a role, in an edition, in a section. Again for more." placeholder:"ROLE[:EDITION[/SECTION]]"`
	Days  int      `default:"7" help:"How many days the link holds (${default})."`
}

func (c *userInviteCmd) Run(ctx context.Context, a *app) error {
	i := newsroom.Invitation{Name: c.Name, For: time.Duration(c.Days) * 24 * time.Hour}
	for _, text := range c.Grant {
		g, err := staff.ParseGrant(text)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		i.Grants = append(i.Grants, g)
	}
	return a.office(ctx, c.Dir, func(o newsroom.Office) error {
		address, err := o.Invite(ctx, i)
		return a.link(address, err)
	})
}

// link prints a link, this once.
func (a *app) link(address string, err error) error {
	if err != nil {
		return err
	}
	if a.json {
		return a.object(map[string]string{"link": address})
	}
	a.print("%s", address)
	return nil
}

type userRecoverCmd struct {
	Dir   string `arg:"" help:"The newsroom's folder."`
	Login string `arg:"" help:"The name they sign in with."`
	Lost  bool   `help:"Their app and printed codes are lost too: the link asks for none."`
}

func (c *userRecoverCmd) Run(ctx context.Context, a *app) error {
	return a.office(ctx, c.Dir, func(o newsroom.Office) error {
		address, err := o.RecoverPerson(ctx, c.Login, c.Lost)
		return a.link(address, err)
	})
}

type userDisableCmd struct {
	Dir   string `arg:"" help:"The newsroom's folder."`
	Login string `arg:"" help:"The name they sign in with."`
}

func (c *userDisableCmd) Run(ctx context.Context, a *app) error {
	return a.office(ctx, c.Dir, func(o newsroom.Office) error {
		if err := o.Disable(ctx, c.Login); err != nil {
			return err
		}
		a.print("%s is shut out.", c.Login)
		return nil
	})
}

type userEnableCmd struct {
	Dir   string `arg:"" help:"The newsroom's folder."`
	Login string `arg:"" help:"The name they sign in with."`
}

func (c *userEnableCmd) Run(ctx context.Context, a *app) error {
	return a.office(ctx, c.Dir, func(o newsroom.Office) error {
		if err := o.Enable(ctx, c.Login); err != nil {
			return err
		}
		a.print("%s may come in again.", c.Login)
		return nil
	})
}
