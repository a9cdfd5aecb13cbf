// Package prose is the text of a story while it is being written: the document
// of the desk's editor, in Go. It reads and writes ProseMirror's JSON, applies
// ProseMirror's steps, turns a document into a story.Revision and back, and says
// how two documents differ, word by word. It does no input or output, so
// everything may be called at once from anywhere.
//
// The document is the server's. A browser sends steps; the server applies them
// here, refuses what breaks the schema, and never takes a browser's word for what
// the document is.
//
// # The document
//
//	doc         headline standfirst dateline block+   section topics bylines slug lead
//	headline, standfirst, dateline: text with the desk's own marks only
//	block       paragraph | heading | list | quotation | picture | table | embed | divider
//	list        item+             item       inline*
//	quotation   quoted+ attribution?         both inline*
//	table       row+              row cell+  cell inline*
//	inline      text | break
//
// Marks that are published: strong, emphasis, link, foreign, statement, erased.
// The desk's own never are: comment, inserted, deleted. Text marked inserted is
// a suggestion and not part of the story until somebody accepts it; text marked
// deleted is part of it until then.
//
// # Positions
//
// Positions count as ProseMirror counts: a UTF-16 code unit is one, a leaf is
// one, any other node is its content and two. Text is kept in code units, so a
// step that parts a surrogate pair, as an editor's own diff of two emoji may,
// does here what it does in the browser, and the half that comes later finds the
// one that waits. Outside it is never seen: JSON has it as an escape, and a
// revision leaves it out.
//
// # Sharing
//
// Nodes are never changed. Apply makes the nodes on the way from the root to the
// change anew, takes over all others, and checks what is new and what it touches,
// not the whole document.
package prose

import "errors"

// Limits of what is taken in. A document's weight is about its length as JSON.
const (
	MaxDocument = 2 << 20 // bytes
	MaxStep     = 1 << 20 // bytes of one step, which may hold a long paste
	maxDepth    = 8       // a cell's text is four deep
)

// Errors that the errors of this package wrap.
var (
	// ErrMalformed says that JSON is no document or step of ours.
	ErrMalformed = errors.New("not a document of the desk")
	// ErrRefused says that a step does not fit the document.
	ErrRefused = errors.New("the step does not fit")
	// ErrTooLarge says that a document would be over its limit.
	ErrTooLarge = errors.New("the document is too large")
)

// Doc is a document. The zero Doc holds nothing; New makes an empty one.
type Doc struct{ root *node }

// New makes a document without a word.
func New() Doc {
	return Doc{newNode(docType, nil, []*node{
		newNode(headlineType, nil, nil), newNode(standfirstType, nil, nil), newNode(datelineType, nil, nil),
		newNode(paragraphType, nil, nil),
	})}
}

// IsZero reports whether d holds no document at all.
func (d Doc) IsZero() bool { return d.root == nil }

// Size is the length of the document's content in positions.
func (d Doc) Size() int { return d.root.size }

// Equal reports whether both hold the same nodes, marks and attributes.
func (d Doc) Equal(e Doc) bool { return d.root.equal(e.root) }

// Check goes through the whole document and says what breaks the schema.
// Documents that Parse and Apply gave pass it.
func (d Doc) Check() error { return d.root.check() }
