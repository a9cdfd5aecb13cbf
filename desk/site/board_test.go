package site

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"stet.news/desk"
	"stet.news/desk/draft"
)

// TestBoardDrag drags a card with a mouse as the browser tells it: to a column it
// may go to, and to one that it may not.
func TestBoardDrag(t *testing.T) {
	o := newOffice(t)
	id := o.begin("ruhi", desk.Beginning{Section: "world", Headline: "A flood"})
	o.enter("ruhi", "en")
	b := newTab(t)
	b.Do(chromedp.Navigate(serveSite(t, o.site) + "/board"))
	// drag tells the page what a drag from the card to a column tells it, and gives
	// whether the column would take it.
	drag := func(to draft.State) bool {
		return eval[bool](b, fmt.Sprintf(`(() => {
			const card = document.querySelector(".board-card"), column = document.querySelector('.column[data-state="%s"]');
			const what = new DataTransfer(), tell = (on, kind) => on.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: what}));
			if (!card.draggable) throw new Error("the card cannot be dragged");
			tell(card, "dragstart");
			const takes = !tell(column, "dragover") && column.matches(".column-goal.column-over");
			tell(column, "drop");
			tell(card, "dragend");
			return takes;
		})()`, to))
	}
	if drag(draft.Ready) {
		t.Error("a column takes what a reporter may not send there")
	}
	if !drag(draft.Review) {
		t.Error("the column does not take it")
	}
	b.Do(chromedp.WaitVisible(`.column[data-state="review"] .board-card`))
	if got := o.row(id); got.State != draft.Review {
		t.Errorf("it is %s", got.State)
	}
}
