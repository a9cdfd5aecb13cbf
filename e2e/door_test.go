package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"stet.news/desk/policy"
	"stet.news/desk/staff/stafftest"
)

// TestPasskeys is the first person of a newsroom: by the printed link to an account
// with a passkey, out, in again by the button and by what the browser offers in the
// field, and once more to do what matters.
func TestPasskeys(t *testing.T) {
	r := newDeskRoom(t)
	b := r.tabOf(t)
	finger := b.authenticator()
	welcome := strings.TrimPrefix(r.first, r.desk)
	b.open(welcome)
	b.Do(
		chromedp.SendKeys(chromedp.CSS("input[name=name]"), "Zahra Karimi"),
		chromedp.SendKeys(chromedp.CSS("input[name=login]"), "zahra"),
		chromedp.Click(chromedp.CSS("button[data-passkey=make]")),
	)
	b.leadsTo("/")
	b.open(welcome)
	if said := eval[string](b, `document.querySelector("main").innerText`); !strings.Contains(said, "not valid") {
		t.Errorf("the link opens twice: %s", said)
	}

	out := func() {
		b.open("/account")
		eval[int](b, `document.querySelector("form[action='/sign-out']").submit(),0`)
	}
	// What the browser offers in the field comes true at once with a finger always
	// there. Without the offer it is the button that asks.
	offers(b, false)
	out()
	b.leadsTo("/sign-in")
	b.open("/trail") // leads to the door, and back
	b.Do(chromedp.Click(chromedp.CSS("button[data-passkey]")))
	b.leadsTo("/trail")
	offers(b, true)
	out() // and in again by what is offered
	b.leadsTo("/")
	b.open("/step-up?next=/people/invite")
	b.Do(chromedp.Click(chromedp.CSS("button[data-passkey]")))
	b.leadsTo("/people/invite")

	// A second passkey in the same authenticator is refused, in another it is not.
	b.open("/account/passkey")
	b.Do(chromedp.Click(chromedp.CSS("button[data-passkey]")), chromedp.WaitVisible(chromedp.CSS("[data-said]")))
	if _, err := chromedp.Call(b, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: finger}); err != nil {
		t.Fatal(err)
	}
	b.authenticator()
	b.open("/account/passkey")
	b.Do(chromedp.Click(chromedp.CSS("button[data-passkey]")))
	b.leadsTo("/account")
	if n := eval[int](b, `document.querySelectorAll("form[action$='/remove']").length`); n != 2 {
		t.Errorf("%d passkeys in the list, want 2", n)
	}
	foreign, logged := b.heard()
	for _, line := range logged {
		if !strings.Contains(line, "status of 404") { // of the link that is used up
			t.Errorf("logs %s", line)
		}
	}
	if len(foreign) > 0 {
		t.Error(foreign)
	}
}

// offers says whether the tab's pages find a browser that offers passkeys in fields.
func offers(b *tab, yes bool) {
	b.T.Helper()
	_, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: fmt.Sprintf(`PublicKeyCredential.isConditionalMediationAvailable = async () => %v`, yes),
	})
	if err != nil {
		b.T.Fatal(err)
	}
}

// TestDoorPages judges the pages of people and accounts as a person sees them: on
// a phone and a desk, in English and in Dari, in light and dark.
func TestDoorPages(t *testing.T) {
	rules := axe(t)
	r := newDeskRoom(t)
	token, err := r.Desk.Staff.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	strangers := r.tabOf(t)
	judge(t, strangers, rules, "stranger", "/welcome/"+token, "/sign-in", "/welcome/nothing")

	b, me := r.signedIn(t, "Zahra Karimi", policy.Grant{Role: policy.Administrator}, policy.Grant{Role: policy.Publisher})
	other := stafftest.Add(t, r.Desk.Staff, time.Now(), "Laila Stanekzai", policy.Grant{Role: policy.Editor, Edition: "fa-AF", Section: "culture"}, policy.Grant{Role: policy.Reporter})
	if _, err := r.Desk.Staff.Invite(t.Context(), policy.House, "Omid", []policy.Grant{{Role: policy.Contributor}}, time.Time{}); err != nil {
		t.Fatal(err)
	}
	judge(t, b, rules, "english", "/account", "/account/passkey", "/account/password", "/people", "/people/invite", "/people/"+other.Account, "/step-up")
	// What forms answer with is seen once.
	b.As(360, "dark")
	b.open("/people/invite")
	eval[int](b, `(document.querySelector("[name=name]").value = "Farid", document.querySelector("[name=role]").value = "reporter", document.querySelector("main form").submit(), 0)`)
	b.Do(chromedp.WaitVisible(chromedp.CSS("[data-copied]")))
	b.judgeHere(rules, "english link")
	b.open("/account")
	eval[int](b, `(document.querySelector("form[action='/account/codes']").submit(), 0)`)
	b.Do(chromedp.WaitVisible(chromedp.CSS(".codes")))
	b.judgeHere(rules, "english codes")

	who := r.Desk.Staff.Principal(me.Request("GET", "/"))
	if err := r.Desk.Staff.SetPerson(t.Context(), who, "زهرا کریمی", "fa-AF"); err != nil {
		t.Fatal(err)
	}
	judge(t, b, rules, "dari", "/account", "/account/password", "/people", "/people/invite", "/people/"+other.Account, "/step-up")
	b.As(360, "light")
	for _, lang := range []string{"fa-AF", "en"} { // on a phone the name may have a line of its own
		if err := r.Desk.Staff.SetPerson(t.Context(), who, "Zahra Karimi", lang); err != nil {
			t.Fatal(err)
		}
		b.open("/account")
		if !eval[bool](b, `(() => { document.querySelector(".bar-me").open = true; const r = document.querySelector(".menu").getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth })()`) {
			t.Errorf("%s: the menu sticks out of the page", lang)
		}
	}
}

// judge opens pages in widths and colours, and fails for what axe-core, or the eye,
// would not like.
func judge(t *testing.T, b *tab, rules, who string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		for _, width := range []int64{360, 1280} {
			scheme := map[int64]string{360: "dark", 1280: "light"}[width]
			b.As(width, scheme)
			b.open(path)
			b.judgeHere(rules, who+" "+path+" "+scheme)
		}
	}
	if foreign, logged := b.heard(); len(foreign)+len(logged) > 0 && who != "stranger" {
		t.Error(who, foreign, logged)
	}
}

// judgeHere judges the page as it stands, with all that can be folded out.
func (b *tab) judgeHere(rules, what string) {
	b.T.Helper()
	eval[int](b, `document.querySelectorAll("details").forEach(d => { d.open = !d.classList.contains("bar-me") }),`+rules+`;0`)
	fits(b, what)
	for _, v := range violations(b) {
		b.T.Errorf("%s: %s", what, v)
	}
	b.shot(strings.NewReplacer("/", "-", " ", "").Replace(what))
}
