package story

// Slug is the readable end of a story's address. It may change; old ones
// redirect for ever. It is never an identity.
type Slug string
