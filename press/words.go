package press

import (
	"strings"

	"stet.news/story"
)

// words is everything the site itself says in one language. A new language is
// one more value of it; a word that is missing fails a test.
type words struct {
	Skip        string // link over the navigation
	Front       string
	Latest      string
	Sections    string // label of the navigation
	Archive     string
	Languages   string // label of the choice of editions
	Feeds       string
	Topics      string
	Published   string
	Updated     string
	Picture     string // stands before a credit
	Corrections string // heading over the notes
	Correction  string
	Clarify     string
	Update      string
	Elsewhere   string // heading over the translations of a story
	Record      string // {1} the revision, {2} the leaf
	Retracted   string
	Erased      string // explains ErasedText
	Nothing     string
	Earlier     string // earlier stories of a day
	Part        string // {1} number of a part of a day
	LostTitle   string // 404
	LostText    string
	FaultTitle  string // 500
	FaultText   string
	Moved       string // 301
	Comma       string
	Live        liveWords
	Breaking    breakingWords
	Reading     readingWords
	Pages       pageWords
	Search      searchWords
}

// wordsFor gives the words for a language: those of the tag, of its language,
// or the English ones.
func wordsFor(tag string) *words {
	for _, t := range []string{tag, baseLanguage(tag)} {
		switch t {
		case "en":
			return &english
		case "fa-AF", "prs":
			return &dari
		case "fa":
			return &farsi
		case "ps":
			return &pashto
		case "ar":
			return &arabic
		}
	}
	return &english
}

func baseLanguage(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}

// fill puts values into a text at {1}, {2} …
func fill(text string, values ...string) string {
	for i, v := range values {
		text = strings.ReplaceAll(text, "{"+string(rune('1'+i))+"}", v)
	}
	return text
}

// grade is what a kind of change is called.
func (w *words) grade(g story.Grade) string {
	switch g {
	case story.GradeCorrection:
		return w.Correction
	case story.GradeClarification:
		return w.Clarify
	}
	return w.Update
}

// The values are never written to.
var (
	english = words{
		Skip: "Skip to main content", Front: "Front page", Latest: "Latest", Sections: "Sections", Archive: "Archive",
		Languages: "Languages", Feeds: "Feeds", Topics: "Topics", Published: "Published", Updated: "Updated",
		Picture: "Picture:", Corrections: "Corrections and changes", Correction: "Correction", Clarify: "Clarification",
		Update: "Update", Elsewhere: "This story in other languages",
		Record: "Revision {1}, leaf {2} of the record", Retracted: "This story has been retracted",
		Erased:  "Where “[…]” stands, words were erased after they had been published. Their place in the record is kept.",
		Nothing: "Nothing has been published here yet.", Earlier: "Earlier on this day", Part: "Part {1}",
		LostTitle:  "Page not found",
		LostText:   "There is no page at this address. It may have been mistyped, or the page may never have existed.",
		FaultTitle: "Something went wrong", FaultText: "The fault is ours, not yours. Please try again in a moment.",
		Moved: "This page has moved", Comma: ", ",
		Live: englishLive, Breaking: englishBreaking,
		Reading: englishReading,
		Pages:   englishPages,
		Search:  englishSearch,
	}
	dari = words{
		Skip: "رفتن به متن", Front: "صفحهٔ نخست", Latest: "تازه‌ترین‌ها", Sections: "بخش‌ها", Archive: "آرشیف",
		Languages: "زبان‌ها", Feeds: "خوراک‌ها", Topics: "موضوع‌ها", Published: "نشر", Updated: "به‌روز شده",
		Picture: "تصویر:", Corrections: "اصلاحات و تغییرات", Correction: "اصلاح", Clarify: "توضیح",
		Update: "تازه‌سازی", Elsewhere: "این مطلب به زبان‌های دیگر",
		Record: "بازنگری {1}، برگ {2} از دفتر ثبت", Retracted: "این مطلب پس گرفته شده است",
		Erased:  "هر جا «[…]» آمده، واژه‌هایی پس از نشر پاک شده‌اند. جای آن‌ها در دفتر ثبت نگه داشته شده است.",
		Nothing: "تا هنوز چیزی در این‌جا نشر نشده است.", Earlier: "پیشتر در همین روز", Part: "بخش {1}",
		LostTitle:  "صفحه پیدا نشد",
		LostText:   "در این نشانی صفحه‌ای نیست. شاید نشانی نادرست نوشته شده یا چنین صفحه‌ای هرگز نبوده است.",
		FaultTitle: "مشکلی پیش آمد", FaultText: "اشتباه از ماست، نه از شما. لطفاً لحظه‌ای بعد دوباره کوشش کنید.",
		Moved: "این صفحه جابه‌جا شده است", Comma: "، ",
		Live: dariLive, Breaking: dariBreaking,
		Reading: dariReading,
		Pages:   dariPages,
		Search:  dariSearch,
	}
	farsi = words{
		Skip: "رفتن به متن", Front: "صفحهٔ نخست", Latest: "تازه‌ترین‌ها", Sections: "بخش‌ها", Archive: "بایگانی",
		Languages: "زبان‌ها", Feeds: "خوراک‌ها", Topics: "موضوع‌ها", Published: "انتشار", Updated: "به‌روزشده",
		Picture: "تصویر:", Corrections: "اصلاحات و تغییرات", Correction: "اصلاح", Clarify: "توضیح",
		Update: "به‌روزرسانی", Elsewhere: "این مطلب به زبان‌های دیگر",
		Record: "بازنگری {1}، برگ {2} از دفتر ثبت", Retracted: "این مطلب پس گرفته شده است",
		Erased:  "هر جا «[…]» آمده، واژه‌هایی پس از انتشار پاک شده‌اند. جای آن‌ها در دفتر ثبت نگه داشته شده است.",
		Nothing: "هنوز چیزی در اینجا منتشر نشده است.", Earlier: "پیش‌تر در همین روز", Part: "بخش {1}",
		LostTitle:  "صفحه پیدا نشد",
		LostText:   "در این نشانی صفحه‌ای نیست. شاید نشانی نادرست نوشته شده یا چنین صفحه‌ای هرگز نبوده است.",
		FaultTitle: "مشکلی پیش آمد", FaultText: "اشکال از ماست، نه از شما. لطفاً لحظه‌ای بعد دوباره تلاش کنید.",
		Moved: "این صفحه جابه‌جا شده است", Comma: "، ",
		Live: farsiLive, Breaking: farsiBreaking,
		Reading: farsiReading,
		Pages:   farsiPages,
		Search:  farsiSearch,
	}
	pashto = words{
		Skip: "متن ته ورشئ", Front: "لومړۍ پاڼه", Latest: "تازه", Sections: "برخې", Archive: "ارشیف",
		Languages: "ژبې", Feeds: "خبري فیډونه", Topics: "موضوعات", Published: "خپور شوی", Updated: "تازه شوی",
		Picture: "انځور:", Corrections: "سمونونه او بدلونونه", Correction: "سمون", Clarify: "روښانتیا",
		Update: "تازه معلومات", Elsewhere: "دا مطلب په نورو ژبو",
		Record: "{1}مه بڼه، د ثبت د کتاب {2}مه پاڼه", Retracted: "دا مطلب بېرته اخیستل شوی دی",
		Erased:  "چېرې چې «[…]» راغلی، هلته د خپرېدو وروسته ځینې کلمې پاکې شوې دي. د هغو ځای د ثبت په کتاب کې ساتل شوی دی.",
		Nothing: "تر اوسه دلته څه نه دي خپاره شوي.", Earlier: "د همدې ورځې مخکیني مطالب", Part: "{1}مه برخه",
		LostTitle:  "پاڼه ونه موندل شوه",
		LostText:   "په دې پته کې کومه پاڼه نشته. کېدای شي پته ناسمه لیکل شوې وي، یا داسې پاڼه هېڅکله نه وه.",
		FaultTitle: "یوه ستونزه رامنځته شوه", FaultText: "تېروتنه زموږ ده، نه ستاسو. هیله ده یوه شېبه وروسته بیا هڅه وکړئ.",
		Moved: "دا پاڼه بل ځای ته تللې ده", Comma: "، ",
		Live: pashtoLive, Breaking: pashtoBreaking,
		Reading: pashtoReading,
		Pages:   pashtoPages,
		Search:  pashtoSearch,
	}
	arabic = words{
		Skip: "انتقل إلى المحتوى", Front: "الصفحة الأولى", Latest: "الأحدث", Sections: "الأقسام", Archive: "الأرشيف",
		Languages: "اللغات", Feeds: "الخلاصات", Topics: "المواضيع", Published: "نُشر", Updated: "حُدّث",
		Picture: "الصورة:", Corrections: "تصحيحات وتعديلات", Correction: "تصحيح", Clarify: "توضيح",
		Update: "تحديث", Elsewhere: "هذه المادة بلغات أخرى",
		Record: "المراجعة {1}، الورقة {2} من السجل", Retracted: "سُحبت هذه المادة",
		Erased:  "حيثما ورد «[…]» مُحيت كلمات بعد نشرها، وبقي مكانها محفوظًا في السجل.",
		Nothing: "لم يُنشر شيء هنا بعد.", Earlier: "في وقت سابق من هذا اليوم", Part: "الجزء {1}",
		LostTitle:  "الصفحة غير موجودة",
		LostText:   "لا توجد صفحة في هذا العنوان. ربما كُتب العنوان خطأً، أو لم توجد هذه الصفحة قط.",
		FaultTitle: "حدث خطأ ما", FaultText: "الخطأ منا وليس منك. يُرجى المحاولة بعد لحظات.",
		Moved: "انتقلت هذه الصفحة", Comma: "، ",
		Live: arabicLive, Breaking: arabicBreaking,
		Reading: arabicReading,
		Pages:   arabicPages,
		Search:  arabicSearch,
	}
)
