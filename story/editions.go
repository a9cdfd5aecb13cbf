package story

import "strings"

// TagInfo gives the defaults of an edition with a BCP 47 tag: what its readers
// call the language, its direction, the zone of the place its region or
// language points to, the calendar they count in. For a tag it does not know
// the name is the tag, the zone UTC and the direction that of its script. The
// newsroom may set any of them otherwise.
func TagInfo(tag string) Edition {
	e := Edition{Tag: tag, Name: tag, Direction: direction(tag), Zone: "UTC", Calendar: Gregorian, Slugs: SlugNative}
	for known := tag; known != ""; known = shorter(known) {
		if i, ok := tagNames[known]; ok {
			e.Name, e.Zone = i.name, i.zone
			break
		}
	}
	if countsSolarHijri(tag) {
		e.Calendar = SolarHijri
	}
	return e
}

// shorter drops the last subtag: "uz-Cyrl-UZ", "uz-Cyrl", "uz", "".
func shorter(tag string) string {
	i := strings.LastIndexByte(tag, '-')
	return tag[:max(i, 0)]
}

// countsSolarHijri: Iran and Afghanistan by region, and the languages that are
// chiefly theirs when no region is named.
func countsSolarHijri(tag string) bool {
	switch region(tag) {
	case "AF", "IR":
		return language(tag) != "en"
	case "":
		switch language(tag) {
		case "fa", "prs", "pes", "haz", "ps", "pbt", "pst", "uzs":
			return true
		}
		return tag == "uz-Arab"
	}
	return false
}

// region is the tag's region in capitals ("AF"), or "".
func region(tag string) string {
	for rest := shorterHead(tag); rest != ""; rest = shorterHead(rest) {
		if r := language(rest); len(r) == 2 {
			return strings.ToUpper(r)
		}
	}
	return ""
}

// shorterHead drops the first subtag.
func shorterHead(tag string) string {
	_, rest, _ := strings.Cut(tag, "-")
	return rest
}

func language(tag string) string {
	first, _, _ := strings.Cut(tag, "-")
	return first
}

// direction is the direction of the tag's script: the one it names, or the one
// its language is written in.
func direction(tag string) Direction {
	for rest := shorterHead(tag); rest != ""; rest = shorterHead(rest) {
		if script := language(rest); len(script) == 4 && script[0] > '9' {
			return scriptDirection(script)
		}
	}
	switch strings.ToLower(language(tag)) {
	case "ar", "arz", "apc", "ary", "acm", "fa", "prs", "pes", "haz", "ps", "pbt", "pbu", "pst", "ur", "ckb", "sdh",
		"sd", "skr", "pnb", "ug", "uzs", "bal", "bgn", "bcc", "ks", "lrc", "glk", "mzn", "azb", "khw", "he", "iw",
		"yi", "ji", "syr", "arc", "dv", "nqo", "rhg":
		return RightToLeft
	}
	if l := language(tag); (l == "uz" || l == "tk") && region(tag) == "AF" {
		return RightToLeft
	}
	return LeftToRight
}

func scriptDirection(script string) Direction {
	switch strings.ToLower(script) {
	case "arab", "aran", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr", "mend":
		return RightToLeft
	}
	return LeftToRight
}

type tagInfo struct{ name, zone string }

// tagNames holds the languages a newsroom of this part of the world, and of its
// diaspora, is likely to print, as their readers call them. Never written to.
var tagNames = map[string]tagInfo{
	"en":      {"English", "UTC"},
	"en-US":   {"English", "America/New_York"},
	"en-GB":   {"English", "Europe/London"},
	"en-AF":   {"English", "Asia/Kabul"},
	"en-IN":   {"English", "Asia/Kolkata"},
	"en-PK":   {"English", "Asia/Karachi"},
	"en-CA":   {"English", "America/Toronto"},
	"en-AU":   {"English", "Australia/Sydney"},
	"fa":      {"فارسی", "Asia/Tehran"},
	"fa-IR":   {"فارسی", "Asia/Tehran"},
	"pes":     {"فارسی", "Asia/Tehran"},
	"fa-AF":   {"دری", "Asia/Kabul"},
	"prs":     {"دری", "Asia/Kabul"},
	"fa-TJ":   {"فارسی", "Asia/Dushanbe"},
	"haz":     {"هزارگی", "Asia/Kabul"},
	"ps":      {"پښتو", "Asia/Kabul"},
	"ps-AF":   {"پښتو", "Asia/Kabul"},
	"ps-PK":   {"پښتو", "Asia/Karachi"},
	"pbt":     {"پښتو", "Asia/Kabul"},
	"pst":     {"پښتو", "Asia/Kabul"},
	"pbu":     {"پښتو", "Asia/Karachi"},
	"ar":      {"العربية", "Asia/Riyadh"},
	"ar-EG":   {"العربية", "Africa/Cairo"},
	"ar-IQ":   {"العربية", "Asia/Baghdad"},
	"ar-SY":   {"العربية", "Asia/Damascus"},
	"ar-LB":   {"العربية", "Asia/Beirut"},
	"ar-PS":   {"العربية", "Asia/Gaza"},
	"ar-YE":   {"العربية", "Asia/Aden"},
	"ar-MA":   {"العربية", "Africa/Casablanca"},
	"ar-TN":   {"العربية", "Africa/Tunis"},
	"ur":      {"اردو", "Asia/Karachi"},
	"ur-IN":   {"اردو", "Asia/Kolkata"},
	"sd":      {"سنڌي", "Asia/Karachi"},
	"pnb":     {"پنجابی", "Asia/Karachi"},
	"bal":     {"بلوچی", "Asia/Karachi"},
	"ckb":     {"کوردی", "Asia/Baghdad"},
	"ku":      {"kurdî", "Europe/Istanbul"},
	"kmr":     {"kurmancî", "Europe/Istanbul"},
	"he":      {"עברית", "Asia/Jerusalem"},
	"ug":      {"ئۇيغۇرچە", "Asia/Urumqi"},
	"uz":      {"o‘zbek", "Asia/Tashkent"},
	"uz-Cyrl": {"ўзбекча", "Asia/Tashkent"},
	"uz-Arab": {"اوزبیک", "Asia/Kabul"},
	"uz-AF":   {"اوزبیک", "Asia/Kabul"},
	"uzs":     {"اوزبیک", "Asia/Kabul"},
	"tg":      {"тоҷикӣ", "Asia/Dushanbe"},
	"tk":      {"türkmençe", "Asia/Ashgabat"},
	"ky":      {"кыргызча", "Asia/Bishkek"},
	"kk":      {"қазақ тілі", "Asia/Almaty"},
	"az":      {"azərbaycan", "Asia/Baku"},
	"ru":      {"русский", "Europe/Moscow"},
	"uk":      {"українська", "Europe/Kyiv"},
	"be":      {"беларуская", "Europe/Minsk"},
	"bg":      {"български", "Europe/Sofia"},
	"sr":      {"српски", "Europe/Belgrade"},
	"sr-Latn": {"srpski", "Europe/Belgrade"},
	"hr":      {"hrvatski", "Europe/Zagreb"},
	"bs":      {"bosanski", "Europe/Sarajevo"},
	"sq":      {"shqip", "Europe/Tirane"},
	"el":      {"Ελληνικά", "Europe/Athens"},
	"tr":      {"Türkçe", "Europe/Istanbul"},
	"hy":      {"հայերեն", "Asia/Yerevan"},
	"ka":      {"ქართული", "Asia/Tbilisi"},
	"fr":      {"français", "Europe/Paris"},
	"fr-CA":   {"français", "America/Toronto"},
	"de":      {"Deutsch", "Europe/Berlin"},
	"de-AT":   {"Deutsch", "Europe/Vienna"},
	"de-CH":   {"Deutsch", "Europe/Zurich"},
	"nl":      {"Nederlands", "Europe/Amsterdam"},
	"it":      {"italiano", "Europe/Rome"},
	"es":      {"español", "Europe/Madrid"},
	"es-MX":   {"español", "America/Mexico_City"},
	"pt":      {"português", "Europe/Lisbon"},
	"pt-BR":   {"português", "America/Sao_Paulo"},
	"pl":      {"polski", "Europe/Warsaw"},
	"cs":      {"čeština", "Europe/Prague"},
	"sk":      {"slovenčina", "Europe/Bratislava"},
	"hu":      {"magyar", "Europe/Budapest"},
	"ro":      {"română", "Europe/Bucharest"},
	"sv":      {"svenska", "Europe/Stockholm"},
	"da":      {"dansk", "Europe/Copenhagen"},
	"nb":      {"norsk bokmål", "Europe/Oslo"},
	"no":      {"norsk", "Europe/Oslo"},
	"fi":      {"suomi", "Europe/Helsinki"},
	"hi":      {"हिन्दी", "Asia/Kolkata"},
	"bn":      {"বাংলা", "Asia/Dhaka"},
	"my":      {"မြန်မာ", "Asia/Yangon"},
	"id":      {"Indonesia", "Asia/Jakarta"},
	"ms":      {"Melayu", "Asia/Kuala_Lumpur"},
	"vi":      {"Tiếng Việt", "Asia/Ho_Chi_Minh"},
	"th":      {"ไทย", "Asia/Bangkok"},
	"zh":      {"中文", "Asia/Shanghai"},
	"zh-Hant": {"繁體中文", "Asia/Taipei"},
	"zh-TW":   {"繁體中文", "Asia/Taipei"},
	"ja":      {"日本語", "Asia/Tokyo"},
	"ko":      {"한국어", "Asia/Seoul"},
	"sw":      {"Kiswahili", "Africa/Nairobi"},
	"am":      {"አማርኛ", "Africa/Addis_Ababa"},
	"so":      {"Soomaali", "Africa/Mogadishu"},
	"ha":      {"Hausa", "Africa/Lagos"},
}
