// Package library is what the desk knows of its pictures: for each the words that
// are offered when somebody chooses it (caption, alternative text, credit), its
// focal point, who brought it and what was found in its file; which stories use
// it; and an index of its words.
//
// The files are kept by package picture, under the same hash. A picture's words
// here are copied into a story that chooses it and are the story's own from then
// on: changing them here changes no story.
//
// What the record publishes comes into the library by itself (Follow), so that an
// archive that was imported can be chosen from like what was brought to the desk.
//
// It stores; who may do it is asked in package desk, which alone calls it.
package library
