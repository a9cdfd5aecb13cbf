package desktest_test

import (
	"testing"

	"stet.news/desk/desktest"
	"stet.news/record"
)

func TestRoom(t *testing.T) {
	r := desktest.Open(t)
	receipt := r.Publish(t, desktest.Revision("en", "The river rose"))
	err := r.View(t.Context(), func(rd record.Reader) error {
		e, err := record.EntryOf(rd, receipt.Story)
		if e.Revision != 1 {
			t.Errorf("the story has revision %d", e.Revision)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
