package press

// readingWords are what stands around a story, and in place of one.
//
// No page says how long a story takes to read: there are no measurements of
// reading speed in Dari or Pashto to trust, and a number that is only right in
// English says the other editions matter less.
type readingWords struct {
	SkipTo    string // {1} a region of the page
	Related   string // heading over other stories
	Share     string // heading over the ways to pass a story on
	Email     string
	WhatsApp  string
	Telegram  string
	Facebook  string
	X         string
	Bluesky   string
	Copy      string // copies the story's address
	Copied    string
	Sheet     string // opens the device's own ways to share
	BusyTitle string // 503
	BusyText  string
}

// The values are never written to.
var (
	englishReading = readingWords{
		SkipTo: "Skip to: {1}", Related: "Related stories", Share: "Share this story",
		Email: "E-mail", WhatsApp: "WhatsApp", Telegram: "Telegram", Facebook: "Facebook", X: "X", Bluesky: "Bluesky",
		Copy: "Copy link", Copied: "Link copied", Sheet: "More ways…",
		BusyTitle: "Too many requests at once",
		BusyText:  "We cannot answer this right now. Please try again in a few seconds.",
	}
	dariReading = readingWords{
		SkipTo: "رفتن به: {1}", Related: "مطالب مرتبط", Share: "این مطلب را شریک سازید",
		Email: "ایمیل", WhatsApp: "واتساپ", Telegram: "تلگرام", Facebook: "فیسبوک", X: "ایکس", Bluesky: "بلواسکای",
		Copy: "کاپی پیوند", Copied: "پیوند کاپی شد", Sheet: "راه‌های دیگر…",
		BusyTitle: "درخواست‌ها در این لحظه بسیار زیاد است",
		BusyText:  "اکنون نمی‌توانیم به این درخواست پاسخ بدهیم. لطفاً چند ثانیه بعد دوباره کوشش کنید.",
	}
	farsiReading = readingWords{
		SkipTo: "رفتن به: {1}", Related: "مطالب مرتبط", Share: "این مطلب را به اشتراک بگذارید",
		Email: "ایمیل", WhatsApp: "واتساپ", Telegram: "تلگرام", Facebook: "فیسبوک", X: "ایکس", Bluesky: "بلواسکای",
		Copy: "کپی پیوند", Copied: "پیوند کپی شد", Sheet: "راه‌های دیگر…",
		BusyTitle: "درخواست‌ها در این لحظه بسیار زیاد است",
		BusyText:  "اکنون نمی‌توانیم به این درخواست پاسخ دهیم. لطفاً چند ثانیه دیگر دوباره تلاش کنید.",
	}
	pashtoReading = readingWords{
		SkipTo: "دې ته ورشئ: {1}", Related: "اړوند مطالب", Share: "دا مطلب شریک کړئ",
		Email: "برېښنالیک", WhatsApp: "واټساپ", Telegram: "ټلګرام", Facebook: "فېسبوک", X: "اېکس", Bluesky: "بلوسکای",
		Copy: "لینک کاپي کړئ", Copied: "لینک کاپي شو", Sheet: "نورې لارې…",
		BusyTitle: "همدا اوس غوښتنې ډېرې زیاتې دي",
		BusyText:  "اوس دې غوښتنې ته ځواب نه شو ورکولای. هیله ده څو ثانیې وروسته بیا هڅه وکړئ.",
	}
	arabicReading = readingWords{
		SkipTo: "انتقل إلى: {1}", Related: "مواد ذات صلة", Share: "شارك هذه المادة",
		Email: "البريد الإلكتروني", WhatsApp: "واتساب", Telegram: "تيليغرام", Facebook: "فيسبوك", X: "إكس", Bluesky: "بلوسكاي",
		Copy: "انسخ الرابط", Copied: "نُسخ الرابط", Sheet: "طرق أخرى…",
		BusyTitle: "الطلبات الآن كثيرة جدًا",
		BusyText:  "لا يمكننا تلبية هذا الطلب الآن. يُرجى المحاولة بعد ثوانٍ قليلة.",
	}
)
