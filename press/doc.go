// Package press prints the record as pages: stories, fronts, sections, topics,
// authors, the archive by days and months, feeds and sitemaps.
//
// A page is a function of the record alone, of its address and of the site's
// settings: Press.print takes a path and gives the page that belongs there, or
// none. It never looks at a clock; "now" is the time of the newest leaf. So
// what Rebuild prints is, byte for byte, what many CatchUps printed.
//
// While a page is printed, a reader notes every key of the record that was
// asked for. CatchUp takes the keys that new leaves changed, prints exactly the
// pages that read one of them and those that a key calls into being, deletes
// those that have none any more, and moves its cursor. Everything it keeps, the
// page store and the index of who read what, is a projection: delete it and it
// is printed again.
//
// Usual use: OpenStore, New, then CatchUp after each publishing. Readers are
// served from Store.Get, which knows nothing of the record and works without
// it. Press sees only what is in the record, never a draft; it serves nobody
// and writes nothing but its own folder.
package press
