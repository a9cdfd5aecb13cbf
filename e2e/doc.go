// Package e2e does what readers and their machines do: it serves the sample
// newsroom, goes through all of it and lets others judge what they find there.
// The judges are programs that newsrooms and readers really use, and none of
// them is ours. The package has only tests, and one server and one browser for
// all of them.
//
// A new kind of page needs no new test: the crawl finds what is linked, in
// sitemaps, or listed in crawl_test.go, and each judge takes its pages from it.
// Those that are slow get specimens: pages that together show every kind of page
// and of element in each edition.
//
// A judge that is not installed is named and skipped; .ci/run installs them all.
// Those that are npm packages are looked for in node_modules beside go.mod.
package e2e
