package staff

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"stet.news/desk/policy"
	"stet.news/record"
)

// Visit is a browser at the door.
type Visit struct {
	Addr   netip.Addr
	Agent  string // in a few words
	Device string // the token of the device's cookie
}

// VisitOf reads a visit from a request.
func (s *Staff) VisitOf(r *http.Request) Visit {
	v := Visit{Addr: s.addressOf(r), Agent: agentOf(r.UserAgent())}
	if c, err := r.Cookie(s.cookie("stet-device")); err == nil {
		v.Device = c.Value
	}
	return v
}

// addressOf is where a request comes from: the connection's other end or, when
// that is one of the named proxies, what it says, from the right up to the first
// that is no proxy of ours. What stands left of that anybody can have written.
func (s *Staff) addressOf(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := at.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !slices.ContainsFunc(s.opts.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) }) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = next.Unmap()
	}
	return addr
}

// agents and systems by what their User-Agent holds, the telling ones first.
var (
	agents  = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"Chrome", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"}}
	systems = [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// agentOf says in a few words which browser it is, for the list of sessions. The
// whole header would tell more than anybody needs.
func agentOf(header string) string {
	find := func(list [][2]string) string {
		for _, pair := range list {
			if strings.Contains(header, pair[0]) {
				return pair[1]
			}
		}
		return ""
	}
	return strings.Trim(find(agents)+", "+find(systems), ", ")
}

// secure reports whether the desk is reached over TLS. Without, it is so on this
// machine only.
func (s *Staff) secure() bool { return s.url != nil && s.url.Scheme == "https" }

// cookie gives the whole name of a cookie. __Host- binds it to this host. Without
// TLS that prefix is not allowed, and cookies are shared by all ports, so that the
// port keeps two newsrooms on one machine apart.
func (s *Staff) cookie(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	if s.url == nil || s.url.Port() == "" {
		return name
	}
	return name + "-" + s.url.Port()
}

// Let puts the cookies of somebody who came in into an answer.
func (s *Staff) Let(w http.ResponseWriter, e Entered) {
	s.setCookie(w, "stet", e.Token, SessionMost)
	s.setCookie(w, "stet-device", e.Device, 400*24*time.Hour) // the most that browsers keep
}

// Renew puts the new token of a session that stepped up into an answer.
func (s *Staff) Renew(w http.ResponseWriter, token string) {
	s.setCookie(w, "stet", token, SessionMost)
}

// Leave takes the session's cookie away.
func (s *Staff) Leave(w http.ResponseWriter) { s.setCookie(w, "stet", "", -time.Second) }

func (s *Staff) setCookie(w http.ResponseWriter, name, value string, lasts time.Duration) {
	// Lax, not Strict: who follows a link to a story from a mail is signed in. What
	// changes anything is refused from other sites by CrossOriginProtection.
	http.SetCookie(w, &http.Cookie{
		Name: s.cookie(name), Value: value, Path: "/", MaxAge: int(lasts.Seconds()),
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
}

// Principal tells who sends a request; the zero Principal is nobody. It never
// fails: when the database cannot be asked, nobody is signed in.
func (s *Staff) Principal(r *http.Request) policy.Principal {
	c, err := r.Cookie(s.cookie("stet"))
	if err != nil || c.Value == "" {
		return policy.Principal{}
	}
	var who policy.Principal
	var x Session
	now := s.now()
	err = s.store.View(r.Context(), func(rd record.Reader) (err error) {
		who, x, err = principal(rd, c.Value, now)
		return err
	})
	if err != nil {
		if r.Context().Err() == nil {
			s.opts.Log.Error("a session could not be read", "error", err)
		}
		return policy.Principal{}
	}
	if who.Account != "" && now.Sub(x.Used) > usedEvery {
		err = s.store.Update(r.Context(), func(tx record.Tx) error {
			_, err := tx.SQL().Exec(`UPDATE staff_session SET used = ? WHERE id = ?`, now.Unix(), x.ID)
			return err
		})
		if err != nil && r.Context().Err() == nil {
			s.opts.Log.Warn("the use of a session could not be noted", "error", err)
		}
	}
	return who
}
