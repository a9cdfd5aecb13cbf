// Package wire brings stories in. It reads files that somebody else's system
// made (a saved page, the text a crawler saw of one, Markdown, our own JSON)
// and makes of each one story.Revision in its clean form, with notes in plain
// words about what was recognised, guessed and dropped.
//
// The command and the newsroom call Read; nothing else is a door. What comes
// out is a proposal: wire never writes to a record, never opens a network
// connection, never looks at a clock but the one it is handed, and never
// follows a link out of the folder it was given.
//
// One thing decides every form: the story stands once. A page dump that holds
// the story twice among menus and share buttons becomes one headline, one
// standfirst and each paragraph once, in order.
//
// The same bytes always give the same Item, so an import can be repeated.
package wire
