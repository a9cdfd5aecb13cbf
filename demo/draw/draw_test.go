package main

import (
	"bytes"
	"os"
	"runtime"
	"testing"
)

// TestTheCommittedPicturesAreTheDrawnOnes: stories refer to the hashes of the
// committed files, so the program must not drift away from them. Other
// processors may round the last bit of a curve otherwise.
func TestTheCommittedPicturesAreTheDrawnOnes(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the pictures were drawn on amd64")
	}
	logo, err := drawLogo()
	if err != nil {
		t.Fatal(err)
	}
	if want, err := os.ReadFile("../beside/look/logo.png"); err != nil || !bytes.Equal(logo, want) {
		t.Errorf("logo.png: draw again, or undo (%v)", err)
	}
	for _, s := range scenes() {
		c := newCanvas(width, height)
		s.draw(c)
		got, err := encode(c)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("../pictures/" + s.name + ".jpg")
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: draw again, or undo", s.name)
		}
	}
}
