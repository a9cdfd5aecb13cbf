package press

// breakingWords stand beside the headline of breaking news.
type breakingWords struct{ Label string }

var (
	englishBreaking = breakingWords{Label: "Breaking news"}
	dariBreaking    = breakingWords{Label: "خبر فوری"}
	farsiBreaking   = breakingWords{Label: "خبر فوری"}
	pashtoBreaking  = breakingWords{Label: "بېړنی خبر"}
	arabicBreaking  = breakingWords{Label: "عاجل"}
)
