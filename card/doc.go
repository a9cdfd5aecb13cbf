// Package card draws the picture that stands for a story where its address is
// shared: a JPEG of 1200×630 pixels under 300 kB with the headline on it, in the
// edition's direction and script, beside the lead picture if there is one.
//
// Text is shaped as browsers shape it (OpenType joining forms and marks, the
// bidirectional algorithm) and wrapped so that lines are about equally long.
// The size of the headline follows from its length, within limits: the smallest
// is still read on a phone's preview. A headline in letters that no font here
// has is left out, rather than drawn as empty boxes: title and picture remain.
//
// Text never stands on the photograph, so its contrast is known. Drawing is a
// function of the Card and the Palette alone. It decodes the picture it is given
// in this process: hand it only files that we wrote ourselves.
//
// A Shelf keeps drawn cards in a folder of bounded size. It can be deleted at
// any time; what is missing is drawn again.
package card
