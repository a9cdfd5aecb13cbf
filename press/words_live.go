package press

// liveWords are what a page's script and the page without a connection say.
type liveWords struct {
	OfflineTitle string
	OfflineText  string
	Again        string // tries the same address again
	New          string // the plural forms of "{1} new stories", as JSON, by the names of Unicode
	Changed      string // on a story's page: press to have it anew
	Stale        string // on any page that does not know what it missed
}

var (
	englishLive = liveWords{
		OfflineTitle: "There is no connection",
		OfflineText:  "This page could not be fetched. We keep nothing of what you read on this device, so earlier pages are not here either.",
		Again:        "Try again",
		New:          `{"one":"{1} new story","other":"{1} new stories"}`,
		Changed:      "This story has been changed. Reload",
		Stale:        "This page may be out of date. Reload",
	}
	dariLive = liveWords{
		OfflineTitle: "اتصال برقرار نیست",
		OfflineText:  "این صفحه دریافت نشد. ما هیچ چیزی از آنچه خوانده‌اید را در این دستگاه نگه نمی‌داریم؛ از همین رو صفحه‌های پیشین نیز این‌جا نیستند.",
		Again:        "کوشش دوباره",
		New:          `{"other":"{1} خبر تازه"}`,
		Changed:      "این مطلب تغییر کرده است. بارگذاری دوباره",
		Stale:        "این صفحه شاید تازه نباشد. بارگذاری دوباره",
	}
	farsiLive = liveWords{
		OfflineTitle: "اتصال برقرار نیست",
		OfflineText:  "این صفحه دریافت نشد. ما هیچ چیزی از آنچه خوانده‌اید را در این دستگاه نگه نمی‌داریم؛ از همین رو صفحه‌های پیشین نیز اینجا نیستند.",
		Again:        "تلاش دوباره",
		New:          `{"other":"{1} خبر تازه"}`,
		Changed:      "این مطلب تغییر کرده است. بارگذاری دوباره",
		Stale:        "این صفحه شاید تازه نباشد. بارگذاری دوباره",
	}
	pashtoLive = liveWords{
		OfflineTitle: "اړیکه نشته",
		OfflineText:  "دا پاڼه ترلاسه نه شوه. موږ ستاسو د لوستلو هېڅ شی په دې وسیله کې نه ساتو، نو پخوانۍ پاڼې هم دلته نشته.",
		Again:        "بیا هڅه وکړئ",
		New:          `{"one":"{1} نوی خبر","other":"{1} نوي خبرونه"}`,
		Changed:      "دا مطلب بدل شوی دی. بیا یې پرانیزئ",
		Stale:        "دا پاڼه ښايي تازه نه وي. بیا یې پرانیزئ",
	}
	arabicLive = liveWords{
		OfflineTitle: "لا يوجد اتصال",
		OfflineText:  "تعذّر جلب هذه الصفحة. لا نحتفظ بشيء مما قرأته على هذا الجهاز، ولذلك فالصفحات السابقة ليست هنا أيضًا.",
		Again:        "أعد المحاولة",
		New:          `{"one":"خبر جديد واحد","two":"خبران جديدان","few":"{1} أخبار جديدة","other":"{1} خبرًا جديدًا"}`,
		Changed:      "عُدّلت هذه المادة. أعد التحميل",
		Stale:        "قد لا تكون هذه الصفحة محدّثة. أعد التحميل",
	}
)
