package press

// pageWords is what a page says that does not hold everything: a part of a story,
// a list.
type pageWords struct {
	Older string // {1} a day
	Label string // of the way from page to page
	Here  string // {1} this page, {2} how many there are
	Next  string // {1} the next page, {2} how many there are
	Back  string // {1} the page before, {2} how many there are
}

var (
	englishPages = pageWords{Older: "Older stories: {1}", Label: "Pages of this story", Here: "Page {1} of {2}", Next: "Continue: page {1} of {2}", Back: "Back: page {1} of {2}"}
	dariPages    = pageWords{Older: "مطالب پیشین: {1}", Label: "صفحه‌های این مطلب", Here: "صفحهٔ {1} از {2}", Next: "ادامه: صفحهٔ {1} از {2}", Back: "بازگشت: صفحهٔ {1} از {2}"}
	farsiPages   = pageWords{Older: "مطالب پیشین: {1}", Label: "صفحه‌های این مطلب", Here: "صفحهٔ {1} از {2}", Next: "ادامه: صفحهٔ {1} از {2}", Back: "بازگشت: صفحهٔ {1} از {2}"}
	pashtoPages  = pageWords{Older: "پخواني مطالب: {1}", Label: "د دې مطلب پاڼې", Here: "پاڼه {1} له {2}", Next: "دوام: پاڼه {1} له {2}", Back: "شاته: پاڼه {1} له {2}"}
	arabicPages  = pageWords{Older: "مواد أقدم: {1}", Label: "صفحات هذه المادة", Here: "الصفحة {1} من {2}", Next: "تتمة: الصفحة {1} من {2}", Back: "رجوع: الصفحة {1} من {2}"}
)
