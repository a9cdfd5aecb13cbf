package desk

// Freshen is freshen, for a test that makes a large newsroom.
var Freshen = (*Desk).freshen
