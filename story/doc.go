// Package story is the domain: what a piece of journalism is and what it is
// made of. It holds Story identities, Revisions, Editions, Sections, bylines,
// picture references and the typed Body, with the one reader that makes a Body
// from foreign HTML and the one writer that makes HTML from a Body.
//
// Every other package may use it; it imports nothing of ours, does no input or
// output, and never looks at a clock. Nothing here is kept between calls, so
// everything may be called at once from anywhere.
//
// All text here is Unicode NFC. White space inside a line of text is a single
// space; a hard line break inside a block is "\n". The zero width non-joiner
// of Persian words is a letter like any other and is never dropped within a
// word, and the letters of Pashto are never folded into those of Persian.
//
// # The way of a revision
//
// A Revision comes from outside (JSON, a page, a form). Clean brings it into
// its one form, Check says what is wrong with it, and from then on
//
//	ReadHTML(WriteHTML(body, HTMLOptions{})) is body,
//
// so what is printed is what is recorded, and a page can be held against the
// record by anyone. WriteHTML is safe for a body that nobody checked too: it
// escapes every text and writes no address that GoodLink refuses.
//
// # The body as HTML
//
//	Paragraph     <p>
//	Heading       <h2>, <h3>
//	List          <ul>, <ol> of <li>
//	Quotation     <blockquote> of <p>; with an attribution in <figure>, <figcaption><p>
//	PictureBlock  <figure><img data-sha256 data-type data-focal data-decorative>
//	              <figcaption><p>caption <small data-credit>credit</small>
//	Table         <table> of <thead>, <tbody>; with a caption in <figure>, <figcaption>
//	Embed         <p data-embed data-provider><a href>title</a>; with a picture
//	              in <figure>, its <img> before <figcaption><p>
//	Divider       <hr>
//
// Captions are paragraphs, and those of tables stand in a figure: some reader
// modes leave out what is neither.
//
// Marks nest in one order: <a href>, <span data-statement>, <span lang dir>,
// <span data-erased>, <strong>, <em>. A foreign block has lang and dir.
package story
