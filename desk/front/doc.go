// Package front keeps what editors say of fronts: which stories stand in which
// places of an edition's or a section's front, and when, and which story is an
// edition's breaking news until when.
//
// It stores and checks; who may change it is asked in package desk, which alone
// calls it. What holds at a moment is an Arrangement, by which the press prints
// and of which readers see the stories and nothing else.
package front
