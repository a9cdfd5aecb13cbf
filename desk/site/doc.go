// Package site is the desk in a browser: routes, pages, style and scripts.
//
// Every route is registered with the action it is for, by route, which knows no
// other way: no policy, no route. A handler reads the request, asks a method of
// desk.Desk or of staff, and writes the answer; what may be done is decided
// there. Pages are forms that work without scripts; the scripts in script/ add
// the story editor and comfort.
//
// Nothing it answers may be kept by a cache, framed by another site, or run
// anything that is not its own.
package site
