package press

// liveWords are what a page's script and the page without a connection say.
type liveWords struct {
	OfflineTitle string
	OfflineText  string
	Again        string // tries the same address again
}

var (
	englishLive = liveWords{
		OfflineTitle: "There is no connection",
		OfflineText:  "This page could not be fetched. We keep nothing of what you read on this device, so earlier pages are not here either.",
		Again:        "Try again",
	}
	dariLive = liveWords{
		OfflineTitle: "اتصال برقرار نیست",
		OfflineText:  "این صفحه دریافت نشد. ما هیچ چیزی از آنچه خوانده‌اید را در این دستگاه نگه نمی‌داریم؛ از همین رو صفحه‌های پیشین نیز این‌جا نیستند.",
		Again:        "کوشش دوباره",
	}
	farsiLive = liveWords{
		OfflineTitle: "اتصال برقرار نیست",
		OfflineText:  "این صفحه دریافت نشد. ما هیچ چیزی از آنچه خوانده‌اید را در این دستگاه نگه نمی‌داریم؛ از همین رو صفحه‌های پیشین نیز اینجا نیستند.",
		Again:        "تلاش دوباره",
	}
	pashtoLive = liveWords{
		OfflineTitle: "اړیکه نشته",
		OfflineText:  "دا پاڼه ترلاسه نه شوه. موږ ستاسو د لوستلو هېڅ شی په دې وسیله کې نه ساتو، نو پخوانۍ پاڼې هم دلته نشته.",
		Again:        "بیا هڅه وکړئ",
	}
	arabicLive = liveWords{
		OfflineTitle: "لا يوجد اتصال",
		OfflineText:  "تعذّر جلب هذه الصفحة. لا نحتفظ بشيء مما قرأته على هذا الجهاز، ولذلك فالصفحات السابقة ليست هنا أيضًا.",
		Again:        "أعد المحاولة",
	}
)
