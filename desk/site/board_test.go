package site

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/draft"
)

// mouse drags with the browser's own mouse.
type mouse struct {
	*tab
	dragging chan *input.DragData
}

func newMouse(t *testing.T) mouse {
	t.Helper()
	m := mouse{&tab{}, make(chan *input.DragData, 1)}
	m.Tab = chromium.Open(t, func(ev any) {
		if e, ok := ev.(*input.EventDragIntercepted); ok {
			m.dragging <- e.Data
		}
	})
	m.As(1200, "light")
	_, err := chromedp.Call(m, input.SetInterceptDrags, input.SetInterceptDragsParams{Enabled: true})
	m.must(err)
	return m
}

func (m mouse) must(err error) {
	m.T.Helper()
	if err != nil {
		m.T.Fatal(err)
	}
}

// middle gives where the middle of an element is.
func (m mouse) middle(of string) (x, y float64) {
	at := eval[[]float64](m.tab, fmt.Sprintf(`(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector(%q).getBoundingClientRect())`, of))
	return at[0], at[1]
}

// drag begins to drag an element and tells what is dragged.
func (m mouse) drag(what string) *input.DragData {
	m.T.Helper()
	x, y := m.middle(what)
	for i, kind := range []input.DispatchMouseEventType{"mouseMoved", "mousePressed", "mouseMoved", "mouseMoved"} {
		p := input.DispatchMouseEventParams{Type: kind, X: x + float64(10*i), Y: y, Button: input.MouseButtonLeft, Buttons: int64(min(i, 1)), ClickCount: 1}
		_, err := chromedp.Call(m, input.DispatchMouseEvent, p)
		m.must(err)
	}
	return <-m.dragging
}

// over moves what is dragged over an element, or drops it there.
func (m mouse) over(where string, data *input.DragData, kinds ...input.DispatchDragEventType) {
	m.T.Helper()
	x, y := m.middle(where)
	for _, kind := range kinds {
		_, err := chromedp.Call(m, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: x, Y: y, Data: data})
		m.must(err)
	}
}

// TestBoardDrag drags a card by its headline, over a column that it may not go to,
// and drops it on one that it may.
func TestBoardDrag(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Section: "world", Headline: "A flood"})
	o.enter("ruhi", "en")
	m := newMouse(t)
	m.Do(chromedp.Navigate(serveSite(t, o.site) + "/board"))
	card := m.drag(".board-card h3 a")
	if goals := eval[string](m.tab, `[...document.querySelectorAll(".column-goal")].map(c => c.dataset.state).join()`); goals != "idea,review" {
		t.Errorf("it may be dragged to %s", goals)
	}
	over := func(column draft.State) bool {
		m.over(fmt.Sprintf(`.column[data-state=%s]`, column), card, "dragEnter", "dragOver")
		return eval[bool](m.tab, fmt.Sprintf(`document.querySelector(".column[data-state=%s]").matches(".column-over")`, column))
	}
	if over(draft.Ready) {
		t.Error("a column takes what a reporter may not send there")
	}
	if !over(draft.Review) {
		t.Error("the column does not take it")
	}
	m.over(`.column[data-state=review]`, card, "drop")
	m.Do(chromedp.WaitVisible(`.column[data-state=review] .board-card`))
	if got := o.row(id); got.State != draft.Review {
		t.Errorf("it is %s", got.State)
	}
}
