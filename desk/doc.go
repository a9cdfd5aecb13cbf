// Package desk is where people work: every act that somebody at a newsroom can
// do to a story, a front, a picture or an account is a method of Desk.
//
// A method asks the policy with the object in its hands, does the act and
// writes the trail, all in one transaction of the record's database: without
// permission or without trail there is no act. The site for browsers
// (desk/site) and the verbs of the command line call the same methods.
//
// It never writes HTML, never reads a request, and publishes only through its
// House, which prints what was published.
package desk
