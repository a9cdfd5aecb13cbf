package policy

// Role is what a grant makes of a person, the later the more.
type Role string

// The roles. An administrator keeps the house (accounts, keys, settings) and
// touches no story: who does both has two grants.
const (
	Nobody        Role = "" // needs no account at all
	Contributor   Role = "contributor"
	Reporter      Role = "reporter"
	Editor        Role = "editor"
	Publisher     Role = "publisher"
	Administrator Role = "administrator"
	// Anybody is everyone with an account, whatever their grants.
	Anybody Role = "anybody"
)

// Roles lists those that can be granted.
var Roles = []Role{Contributor, Reporter, Editor, Publisher, Administrator}

// rank orders the roles that work on stories.
var rank = map[Role]int{Contributor: 1, Reporter: 2, Editor: 3, Publisher: 4}

// Action is an act at the desk.
type Action string

// Rule is a line of the table.
type Rule struct {
	Action Action
	// Least is the least role that may do it to any story within its grant.
	Least Role
	// Own is the least role that may do it to a story of its own; empty when
	// own stories are like all others.
	Own Role
	// StepUp asks for a fresh sign-in.
	StepUp bool
	// House: it is about the whole house, so only a grant for all editions and
	// sections counts.
	House bool
	// Shared: it is about what belongs to no edition, such as pictures, so any grant
	// reaches it.
	Shared bool
	// Admin: an administrator may too, though stories are not theirs to touch.
	Admin bool
	// Second: a newsroom may ask for a second person (newsroom.toml, [desk] two_person).
	Second string
}

// The actions.
const (
	SignIn  Action = "sign in"
	Account Action = "own account" // sessions, language
	// Credentials are one's own passkeys, password and codes.
	Credentials Action = "own credentials"

	StoryRead    Action = "story.read"
	StoryBegin   Action = "story.begin"
	StoryEdit    Action = "story.edit"
	StoryComment Action = "story.comment"
	StorySubmit  Action = "story.submit"  // to review, and back to draft
	StoryApprove Action = "story.approve" // to ready
	StoryAssign  Action = "story.assign"
	StorySpike   Action = "story.spike"   // and back, and to give up a change
	StoryMany    Action = "story.many"    // one act for several stories, beside the act itself
	StoryPublish Action = "story.publish" // now
	StoryChange  Action = "story.change"  // a new revision of a published story
	// StorySchedule is for both at a time to come, and for taking them off.
	StorySchedule Action = "story.schedule"
	StoryRetract  Action = "story.retract"
	StoryErase    Action = "story.erase"
	StorySlug     Action = "story.slug" // change a published address
	StoryShare    Action = "story.share"
	ShareOpen     Action = "share.open" // by its secret
	EmbargoSet    Action = "embargo.set"
	EmbargoBreak  Action = "embargo.break"

	FrontEdit   Action = "front.edit"
	SectionEdit Action = "front.section"
	Breaking    Action = "breaking"

	PictureRead Action = "picture.read"
	PictureAdd  Action = "picture.add"
	PictureEdit Action = "picture.edit" // caption, credit, focal point in the library
	PictureDrop Action = "picture.drop" // take an unused one out

	TrailRead   Action = "trail.read"
	StaffRead   Action = "staff.read"
	StaffManage Action = "staff.manage" // invite, grant, disable, recover
	HouseState  Action = "house.state"  // mistakes in the look, version
)

// Table is the policy, in the order in which the docs show it.
var Table = []Rule{
	{Action: SignIn, Least: Nobody},
	{Action: Account, Least: Anybody},
	{Action: Credentials, Least: Anybody, StepUp: true},

	{Action: StoryRead, Least: Reporter, Own: Contributor},
	{Action: StoryBegin, Least: Contributor},
	{Action: StoryEdit, Least: Editor, Own: Contributor},
	{Action: StoryComment, Least: Reporter, Own: Contributor},
	{Action: StorySubmit, Least: Editor, Own: Contributor},
	{Action: StoryApprove, Least: Editor},
	{Action: StoryAssign, Least: Editor, Own: Reporter},
	{Action: StorySpike, Least: Editor, Own: Contributor},
	{Action: StoryMany, Least: Contributor, StepUp: true},
	{Action: StoryPublish, Least: Editor},
	{Action: StoryChange, Least: Editor, Second: "overwrite"},
	{Action: StorySchedule, Least: Editor},
	{Action: StoryRetract, Least: Publisher},
	{Action: StoryErase, Least: Publisher, StepUp: true, Second: "erase"},
	{Action: StorySlug, Least: Editor, StepUp: true},
	{Action: StoryShare, Least: Editor, Own: Reporter},
	{Action: ShareOpen, Least: Nobody},
	{Action: EmbargoSet, Least: Editor},
	{Action: EmbargoBreak, Least: Publisher, StepUp: true},

	{Action: FrontEdit, Least: Publisher, Second: "front"},
	{Action: SectionEdit, Least: Editor},
	{Action: Breaking, Least: Publisher, Second: "breaking"},

	{Action: PictureRead, Least: Contributor, Shared: true},
	{Action: PictureAdd, Least: Contributor, Shared: true},
	{Action: PictureEdit, Least: Reporter, Own: Contributor, Shared: true},
	{Action: PictureDrop, Least: Editor, Own: Contributor, Shared: true},

	{Action: TrailRead, Least: Publisher, House: true, Admin: true},
	{Action: StaffRead, Least: Administrator, House: true},
	{Action: StaffManage, Least: Administrator, House: true, StepUp: true},
	{Action: HouseState, Least: Anybody},
}

// rules finds a line by its action.
var rules = func() map[Action]Rule {
	m := map[Action]Rule{}
	for _, r := range Table {
		m[r.Action] = r
	}
	return m
}()

// RuleOf gives the line of an action.
func RuleOf(a Action) (Rule, bool) {
	r, ok := rules[a]
	return r, ok
}

// allows reports whether a role is enough for the object.
func (r Rule) allows(role Role, o Object) bool {
	switch {
	case r.Least == Administrator || role == Administrator:
		return role == Administrator && (r.Admin || r.Least == role)
	case o.Mine && r.Own != "":
		return rank[role] >= rank[r.Own]
	}
	return rank[role] >= rank[r.Least]
}
