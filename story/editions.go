package story

// TagInfo gives the defaults of an edition with a BCP 47 tag.
func TagInfo(tag string) Edition {
	return Edition{Tag: tag, Name: tag, Direction: LeftToRight, Zone: "UTC", Calendar: Gregorian, Slugs: SlugNative}
}
