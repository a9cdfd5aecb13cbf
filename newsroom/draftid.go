package newsroom

import (
	"crypto/sha256"

	"stet.news/story"
)

// draftID gives a draft that came in from a file the same id each time the
// file comes in, so that importing it again replaces the draft and makes no twin.
func draftID(client string) (id story.ID) {
	sum := sha256.Sum256([]byte("draft:" + client))
	copy(id[:], sum[:])
	return id
}
