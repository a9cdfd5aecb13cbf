package e2e

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
)

// TestTypedFormsSurvive: a word typed for a colleague while the session ended, and an
// invitation, in Dari and on a phone, that asks for a fresh sign-in: with a password,
// and with a passkey, what was typed is there again, and goes when it is sent.
func TestTypedFormsSurvive(t *testing.T) {
	rules := axe(t)
	var late atomic.Int64
	r := newDeskRoomAt(t, func() time.Time { return time.Now().Add(time.Duration(late.Load())) })
	finger := hand{tab: r.tabOf(t)}
	offers(finger.tab, false)
	finger.authenticator()
	finger.open(strings.TrimPrefix(r.first, r.desk))
	finger.fill("input[name=name]", "Zahra Karimi")
	finger.fill("input[name=login]", "zahra")
	finger.choose("select[name=lang]", "fa-AF")
	finger.press("button[data-passkey=make]")
	finger.leadsTo("/")

	b, omid := r.signedIn(t, "Omid Rahimi", policy.Grant{Role: policy.Editor})
	h := hand{tab: b}
	b.As(1280, "light")
	who := r.Desk.Staff.Principal(omid.Request("GET", "/"))
	dr, err := r.Desk.Begin(t.Context(), who, desk.Beginning{Edition: "en", Section: "world", Headline: "Snow closes the Salang"})
	if err != nil {
		t.Fatal(err)
	}
	story := "/story/" + dr.ID.String()
	b.open(story)
	eval[int](b, `(document.querySelector("textarea[name=note]").closest("details").open = true, 0)`)
	h.fill("textarea[name=note]", "Is the second tunnel closed, too?")
	if err := r.Desk.Staff.Revoke(t.Context(), policy.House, omid.Account); err != nil {
		t.Fatal(err)
	}
	h.press("button[name=to][value=review]")
	h.wait("form[action='/sign-in']")
	b.judgeHere(rules, "typed signed out")
	h.fill("input[name=login]", omid.Login)
	h.fill("input[name=password]", stafftest.Password)
	h.fill("input[name=code]", omid.Codes[0])
	h.press("form[action='/sign-in'] button")
	h.wait("form[action$='/move'] button.main")
	b.judgeHere(rules, "typed english")
	if said, err := r.Desk.Comments(t.Context(), policy.House, dr.ID); err != nil || len(said) > 0 {
		t.Fatalf("it was sent by itself: %v, %v", said, err)
	}
	h.press("form[action$='/move'] button.main")
	b.leadsTo(story)
	if said, err := r.Desk.Comments(t.Context(), policy.House, dr.ID); err != nil || len(said) != 1 || said[0].Text != "Is the second tunnel closed, too?" {
		t.Errorf("said is %+v, %v", said, err)
	}

	finger.As(360, "dark")
	finger.open("/people/invite")
	finger.fill("input[name=name]", "لیلا استانکزی")
	finger.choose("select[name=role]", "reporter")
	late.Store(int64(policy.StepUpFor + time.Minute))
	finger.press("form[action='/people/invite'] button")
	finger.wait("form[action='/step-up']")
	finger.judgeHere(rules, "typed step up dari")
	finger.press("button[data-passkey]")
	finger.wait("form[action='/people/invite'] button.main")
	finger.judgeHere(rules, "typed dari")
	finger.press("form[action='/people/invite'] button.main")
	finger.Do(chromedp.WaitVisible(chromedp.CSS("[data-copied]")))
	if page := eval[string](finger.tab, `document.querySelector("main").innerText`); !strings.Contains(page, "لیلا استانکزی") {
		t.Errorf("the invitation is for %s", page)
	}

	finger.open("/story/new?idea=1") // what is refused comes back, too
	finger.fill("textarea[name=brief]", strings.Repeat("برف سالنگ را بست. ", 20))
	eval[int](finger.tab, `(document.querySelector("textarea[name=brief]").form.noValidate = true, document.querySelector("[name=wanted]").type = "text", document.querySelector("[name=wanted]").value = "فردا", 0)`)
	finger.press("form[action='/story/new'] button")
	finger.wait("main.no, form[action='/story/new'] textarea[rows]")
	finger.judgeHere(rules, "typed refused dari")
}
