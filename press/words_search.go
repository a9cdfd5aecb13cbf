package press

// searchWords are what the page that searches says.
type searchWords struct {
	Title     string // the page, and the label of its field
	Button    string
	How       string // how to ask
	Narrow    string // opens the filters
	Section   string
	Topic     string
	All       string // no choice
	From, To  string
	DateHow   string // how to write a date
	DateBad   string
	Order     string
	Relevant  string
	Newest    string
	Found     string // {1} how many
	FoundMore string // {1} how many at least
	None      string
	Missing   string // {1} words that are nowhere
	Some      string // none has all words
	Advice    string // when nothing was found
	PageOf    string // {1} of {2}
	Earlier   string // the page before
	Later     string // the page after
	Copy      string // a copy of the site cannot search
}

var (
	englishSearch = searchWords{
		Title: "Search", Button: "Search",
		How:    "All words must be there. Put words in “quotation marks” to find them in that order, and a minus before a -word to leave out stories that have it.",
		Narrow: "Section, date, order", Section: "Section", Topic: "Topic", All: "All", From: "From", To: "to",
		DateHow: "Year, month and day.",
		DateBad: "One of the dates cannot be read, so it was left aside.",
		Order:   "Order", Relevant: "Most fitting first", Newest: "Newest first",
		Found: "Stories found: {1}", FoundMore: "Stories found: more than {1}", None: "No story was found",
		Missing: "Nowhere to be found: {1}",
		Some:    "No story has all of these words. These have all but one.",
		Advice:  "Try fewer words, another spelling, or a search in all sections and at all dates.",
		PageOf:  "Page {1} of {2}", Earlier: "Previous page", Later: "Next page",
		Copy: "Only the living site can search; in a saved copy of it the form does nothing. Every story is also in the archive:",
	}
	dariSearch = searchWords{
		Title: "جستجو", Button: "جستجو",
		How:    "همهٔ واژه‌ها باید در مطلب باشند. واژه‌ها را در «گیومه» بنویسید تا به همان ترتیب پیدا شوند؛ خط منفی پیش از یک -واژه مطلب‌هایی را که آن را دارند کنار می‌گذارد.",
		Narrow: "بخش، تاریخ، ترتیب", Section: "بخش", Topic: "موضوع", All: "همه", From: "از", To: "تا",
		DateHow: "سال، ماه و روز، هجری شمسی یا میلادی.",
		DateBad: "یکی از تاریخ‌ها خوانده نشد و کنار گذاشته شد.",
		Order:   "ترتیب", Relevant: "مرتبط‌ترین‌ها اول", Newest: "تازه‌ترین‌ها اول",
		Found: "مطلب‌های پیداشده: {1}", FoundMore: "مطلب‌های پیداشده: بیش از {1}", None: "مطلبی پیدا نشد",
		Missing: "در هیچ مطلبی نیست: {1}",
		Some:    "هیچ مطلبی همهٔ این واژه‌ها را ندارد. این‌ها همه را جز یکی دارند.",
		Advice:  "واژه‌های کمتر یا املای دیگری را بیازمایید، یا در همهٔ بخش‌ها و تاریخ‌ها جستجو کنید.",
		PageOf:  "صفحهٔ {1} از {2}", Earlier: "صفحهٔ پیشین", Later: "صفحهٔ بعدی",
		Copy: "تنها سایت زنده جستجو می‌کند؛ در نسخهٔ ذخیره‌شدهٔ آن این فورم کاری نمی‌کند. همهٔ مطلب‌ها در آرشیف نیز هستند:",
	}
	farsiSearch = searchWords{
		Title: "جستجو", Button: "جستجو",
		How:    "همهٔ واژه‌ها باید در مطلب باشند. واژه‌ها را در «گیومه» بنویسید تا به همان ترتیب پیدا شوند؛ خط منفی پیش از یک -واژه مطلب‌هایی را که آن را دارند کنار می‌گذارد.",
		Narrow: "بخش، تاریخ، ترتیب", Section: "بخش", Topic: "موضوع", All: "همه", From: "از", To: "تا",
		DateHow: "سال، ماه و روز، هجری شمسی یا میلادی.",
		DateBad: "یکی از تاریخ‌ها خوانده نشد و کنار گذاشته شد.",
		Order:   "ترتیب", Relevant: "مرتبط‌ترین‌ها اول", Newest: "تازه‌ترین‌ها اول",
		Found: "مطلب‌های پیداشده: {1}", FoundMore: "مطلب‌های پیداشده: بیش از {1}", None: "مطلبی پیدا نشد",
		Missing: "در هیچ مطلبی نیست: {1}",
		Some:    "هیچ مطلبی همهٔ این واژه‌ها را ندارد. این‌ها همه را جز یکی دارند.",
		Advice:  "واژه‌های کمتر یا املای دیگری را امتحان کنید، یا در همهٔ بخش‌ها و تاریخ‌ها جستجو کنید.",
		PageOf:  "صفحهٔ {1} از {2}", Earlier: "صفحهٔ قبلی", Later: "صفحهٔ بعدی",
		Copy: "فقط سایت زنده جستجو می‌کند؛ در نسخهٔ ذخیره‌شدهٔ آن این فرم کاری نمی‌کند. همهٔ مطلب‌ها در بایگانی نیز هستند:",
	}
	pashtoSearch = searchWords{
		Title: "لټون", Button: "ولټوئ",
		How:    "ټولې کلمې باید په مطلب کې وي. کلمې د « » تر منځ ولیکئ چې په هماغه ترتیب وموندل شي؛ د -کلمې مخې ته منفي نښه هغه مطالب پرېږدي چې دا کلمه لري.",
		Narrow: "برخه، نېټه، ترتیب", Section: "برخه", Topic: "موضوع", All: "ټول", From: "له", To: "تر",
		DateHow: "کال، میاشت او ورځ، هجري لمریز یا میلادي.",
		DateBad: "یوه نېټه ونه لوستل شوه او پرېښودل شوه.",
		Order:   "ترتیب", Relevant: "تر ټولو اړوند لومړی", Newest: "تر ټولو نوی لومړی",
		Found: "موندل شوي مطالب: {1}", FoundMore: "موندل شوي مطالب: تر {1} ډېر", None: "هېڅ مطلب ونه موندل شو",
		Missing: "په هېڅ مطلب کې نشته: {1}",
		Some:    "هېڅ مطلب دا ټولې کلمې نه لري. دا مطالب یوازې یوه یې نه لري.",
		Advice:  "لږې کلمې یا بل املا وازمویئ، یا په ټولو برخو او نېټو کې ولټوئ.",
		PageOf:  "{1}مه پاڼه له {2} څخه", Earlier: "مخکینۍ پاڼه", Later: "بله پاڼه",
		Copy: "یوازې ژوندی سایټ لټون کوي؛ په خوندي شوې بڼه کې یې دا فورمه کار نه کوي. ټول مطالب په ارشیف کې هم شته:",
	}
	arabicSearch = searchWords{
		Title: "بحث", Button: "ابحث",
		How:    "يجب أن ترد الكلمات كلها. ضع الكلمات بين «علامتي تنصيص» لتُطلب بهذا الترتيب، وعلامة ناقص قبل -كلمة تستبعد المواد التي وردت فيها.",
		Narrow: "القسم والتاريخ والترتيب", Section: "القسم", Topic: "الموضوع", All: "الكل", From: "من", To: "إلى",
		DateHow: "السنة والشهر واليوم.",
		DateBad: "تعذرت قراءة أحد التاريخين فتُرك جانبًا.",
		Order:   "الترتيب", Relevant: "الأكثر صلة أولًا", Newest: "الأحدث أولًا",
		Found: "عدد المواد: {1}", FoundMore: "عدد المواد: أكثر من {1}", None: "لم يُعثر على أي مادة",
		Missing: "لم يرد في أي مادة: {1}",
		Some:    "لا توجد مادة فيها هذه الكلمات كلها. في هذه المواد كلها إلا واحدة.",
		Advice:  "جرّب كلمات أقل أو إملاءً آخر، أو ابحث في جميع الأقسام والتواريخ.",
		PageOf:  "الصفحة {1} من {2}", Earlier: "الصفحة السابقة", Later: "الصفحة التالية",
		Copy: "الموقع الحي وحده يبحث؛ وفي نسخة محفوظة منه لا يفعل هذا النموذج شيئًا. كل المواد موجودة أيضًا في الأرشيف:",
	}
)
