package prose

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// lexicon is what Alterations and Names know of a language. Words are in their
// normal form.
type lexicon struct {
	numerals         map[string]float64
	and              map[string]bool // joins the parts of a number
	negations        map[string]bool
	negativePrefixes []string        // make any word they begin a negative one
	turning          []string        // make the opposite of the word they are put before
	joined           []string        // "and", written together with what follows
	titles           map[string]bool // what follows is a name, unless it is common
	roles            map[string]bool // what follows is often a name
	says             map[string]bool // beside them stands who says it,
	saysFirst        bool            // behind them rather than before
	endings          []string        // of the plural, of cases, of verbs: seldom a name's
	prefixes         []string        // written together with a word
	common           map[string]bool // no names, whatever stands before them or however they are written
	given, places    map[string]bool
	nameEndings      []string
	noCapitals       bool // capitals say nothing of names
}

// lexiconOf gives the lexicon for a language tag. Of a language without one only
// digits, capitals and quotation marks are known.
func lexiconOf(tag string) *lexicon {
	switch language, _, _ := strings.Cut(tag, "-"); language {
	case "en":
		return english
	case "fa", "prs":
		return dari
	case "ps":
		return pashto
	case "ar":
		return arabic
	case "de":
		return &lexicon{noCapitals: true}
	}
	return &lexicon{}
}

func set(lists ...string) map[string]bool {
	m := map[string]bool{}
	for _, list := range lists {
		for _, w := range strings.Fields(list) {
			m[normal(w)] = true
		}
	}
	return m
}

// numeralsOf reads "word word=value …": all words before a value have it.
func numeralsOf(list string) map[string]float64 {
	m := map[string]float64{}
	var names []string
	for _, w := range strings.Fields(list) {
		name, value, ok := strings.Cut(w, "=")
		names = append(names, normal(name))
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			panic("prose: " + w)
		}
		for _, n := range names {
			m[n] = v
		}
		names = nil
	}
	return m
}

// calling are the words that names stand behind.
func (l *lexicon) calling() []string {
	return append(slices.Collect(maps.Keys(l.titles)), slices.Collect(maps.Keys(l.roles))...)
}

// endsAsName reports words with an ending that names have.
func (l *lexicon) endsAsName(w string) bool {
	return slices.ContainsFunc(l.nameEndings, func(e string) bool { return strings.HasSuffix(w, e) && len(w) > len(e)+2 })
}

var english = &lexicon{
	numerals: numeralsOf(`zero=0 one first=1 two=2 three third=3 four fourth=4 five fifth=5 six sixth=6 seven seventh=7 eight eighth=8
		nine ninth=9 ten tenth=10 eleven=11 twelve dozen=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18
		nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred hundreds=100
		thousand thousands=1000 million millions=1e6 billion billions=1e9 trillion trillions=1e12 half=0.5`),
	and:       set("and"),
	negations: set("not no never none nobody nothing neither nor without cannot nowhere hardly denied denies deny"),
	turning:   []string{"un", "in", "im", "il", "ir", "non", "dis"},
	titles: set(`mr mrs ms mx dr prof president minister chief general king queen prince princess prime foreign defence defense interior
		police governor mayor senator judge justice colonel captain major lieutenant sergeant commander spokesman spokeswoman spokesperson
		secretary ambassador director chairman chairwoman sir lord lady sheikh mullah mawlawi haji imam pope bishop`),
	common: set(`i i'm i'll i've i'd the a an he she it they we you this that these those there his her its their our my your and but or so
		in on at by for from with after before as if when while since although however meanwhile last earlier later yet who what where why
		how some many most both all no not now then one two to of is was are were be has have had will would could should may might can
		then there here since until with without under
		government officials official people authorities according during under over between about against into also only more than`),
}

// arabicGiven and arabicPlaces are names, of persons and of others, that are often in the news of
// Afghanistan and its neighbours, as Dari, Pashto and Arabic write them.
const (
	arabicGiven = `محمد احمد محمود علی حسن حسین عباس رضا کریم رحیم حمید حامد اشرف عبدالله عبدالرحمن عبدالرشید عبدالکریم عبدالغنی عبدالسلام
		عبدالقادر عبدالعزیز عبدالحکیم عبدالکبیر صلاح‌الدین شهاب‌الدین سراج‌الدین برهان‌الدین گلبدین یعقوب یوسف ابراهیم اسماعیل اسحاق موسی عیسی
		داوود نادر ظاهر امان‌الله حبیب‌الله هبت‌الله ذبیح‌الله سیف‌الله خلیل‌الله عمر عثمان ابوبکر فاطمه زهرا مریم زینب خدیجه عایشه لیلا ثریا
		شکریه فوزیه پروین گل جان خان امیر سلطان جمال کمال جواد مهدی هادی قاسم طارق خالد سعید سلیم نصیر بشیر ظفر اکبر اصغر افضل انور
		محسن منصور مجید مجتبی مصطفی مرتضی مسعود نجیب نجیب‌الله فرید فریدون فرهاد شفیق شفیع رفیع وحید حفیظ سمیع حنیف شریف غلام میرویس زلمی همایون
		ادریس الیاس ایوب یونس یحیی زکریا هارون سلیمان داود شعیب عبید ناصر کاظم بهرام بهزاد بابک شاهرخ عبدالحفیظ عبدالحق عبدالعلی عبدالواحد عبدالرزاق
		ملالی ملاله نسرین یاسمین رابعه حمیده جمیله شهلا فرزانه فریبا معصومه صدیقه سکینه
		جورج جیمز دیوید مایکل رابرت توماس پیتر دونالد ولادیمیر سرگی رجب بنیامین ماریا ډونالډ ډونلډ ډېوېډ رابرټ پیټر مایک دیفید مایکل روبرت فلادیمیر جون جیمس
		ترمپ ترامپ ټرمپ بایدن بایډن پوتین اردوغان گوترش ګوتېرېش نتانیاهو`
	arabicPlaces = `طالبان داعش القاعده حماس حزب‌الله ناتو یوناما یونسکو یونیسف افغانستان کابل هرات قندهار کندهار بلخ مزار بدخشان تخار کندز قندوز بغلان سمنگان جوزجان فاریاب سرپل بادغیس غور فراه نیمروز
		هلمند ارزگان اروزگان زابل پکتیا پکتیکا خوست غزنی وردک لوگر لوګر ننگرهار ننګرهار کنر کونړ لغمان نورستان کاپیسا پروان پنجشیر بامیان
		دایکندی جلال‌آباد لشکرگاه پاکستان ایران هند چین روسیه امریکا آمریکا ایالات تاجیکستان ازبکستان ترکمنستان قزاقستان قرغیزستان ترکیه
		قطر دوحه عربستان سعودی امارات دبی عراق سوریه لبنان اسرائیل فلسطین غزه مصر اردن یمن کویت عمان بحرین لیبیا تونس الجزایر مراکش
		سودان بریتانیا انگلستان فرانسه آلمان جرمنی ایتالیا اسپانیا هسپانیا ناروی سویدن کانادا جاپان ژاپن اوکراین بلجیم هالند استرالیا
		تهران مشهد اسلام‌آباد پشاور پیشاور کویته کراچی لاهور دهلی پکن بیجینگ مسکو واشنگتن لندن پاریس برلین بروکسل ژنو نیویارک نیویورک انقره
		استانبول ریاض بغداد دمشق بیروت القاهره القدس عمّان صنعاء الدوحه الریاض کابول قندهار پاکستان ایران الهند الصین روسیا الولایات ترکیا
		دوشنبه سه‌شنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه شنبه یکشنبه یک‌شنبه الاثنین الثلاثاء الأربعاء الخمیس الجمعة السبت الأحد
		حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب
		جنوری فبروری مارچ اپریل جون جولای اگست سپتمبر اکتوبر نومبر دسمبر ینایر فبرایر مارس أبریل مایو یونیو یولیو أغسطس سبتمبر أکتوبر نوفمبر دیسمبر`
)

var dari = &lexicon{
	numerals: numeralsOf(`صفر=0 یک اول=1 دو دوم=2 سه سوم=3 چهار چهارم=4 پنج پنجم=5 شش ششم=6 هفت هفتم=7 هشت هشتم=8 نهم=9 ده دهم=10
		یازده=11 دوازده=12 سیزده=13 چهارده=14 پانزده=15 شانزده=16 هفده=17 هجده هژده=18 نزده نوزده=19 بیست=20 سی=30 چهل=40 پنجاه=50 شصت=60
		هفتاد=70 هشتاد=80 نود=90 صد=100 دویست دوصد=200 سیصد سه‌صد=300 چهارصد=400 پانصد پنج‌صد=500 ششصد=600 هفتصد=700 هشتصد=800 نهصد=900
		هزار=1000 میلیون ملیون=1e6 میلیارد ملیارد=1e9 نیم نصف=0.5`),
	and: set("و"),
	negations: set(`نه نی نیست نیستند نیستم نیستیم نبود نبودند نباشد نباشند ندارد ندارند نداشت نداشتند نشد نشدند نشود نشوند نشده نکرد نکردند نکند نکنند نکرده
		نخواهد نخواهند نتوانست نتوانستند نتواند نباید نداد ندادند نگفت نرفت نرفتند نیامد نیامدند نگرفت نگرفتند نیافت هیچ هیچ‌کس هیچکس هرگز بدون عدم غیر فاقد رد`),
	negativePrefixes: []string{"نمی"},
	turning:          []string{"ن", "نا", "غیر", "بی"},
	titles: set(`آقای خانم داکتر دکتر جنرال ژنرال انجنیر مهندس استاد حاجی ملا مولوی قاری سید شیخ مارشال دگروال دگرمن شهید شاه شهزاده
		بانو سناتور پروفیسور پوهاند پوهنوال دگرجنرال`),
	roles: set(`جمهور جمهوری رئیس رییس وزیر خارجه دفاع داخله مالیه صدراعظم والی سخنگوی سخنگو قوماندان آمر ولسوال شاروال معاون سفیر وکیل نماینده عضو
		مسئول مسوول خبرنگار ژورنالیست نویسنده نام بنام گفته قول`),
	says:     set(`گفت می‌گوید گوید می‌گفت افزود می‌افزاید نوشت نوشته`),
	endings:  []string{"ان", "ات", "ند", "شان", "یم", "ید", "م"},
	prefixes: []string{"می", "نمی"},
	common: set(`گفت گفته گفتند افزود در به از که و را با این آن است بود شد کرد برای تا بر یا هم اما ولی نیز پس پیش روز شب سال ماه هفته امروز دیروز فردا
		رئیس وزیر سخنگوی والی ولسوال قوماندان معاون عضو نماینده مردم دولت حکومت کشور شهر ولایت ولسوالی یک دو دیگر همه خود او وی آنها ها های می
		است‌. نیست باید داده شده کرده می‌گوید می‌گویند آغا صاحب`),
	given: set(arabicGiven), places: set(arabicPlaces),
	nameEndings: []string{"زاده", "خیل", "اباد", "الدین", "الله"},
}

var pashto = &lexicon{
	numerals: numeralsOf(`صفر=0 یو یوه یوې لومړی لومړۍ=1 دوه دوو دویم=2 درې دریو دریم=3 څلور څلورو څلورم=4 پنځه پنځو پنځم=5 شپږ شپږو شپږم=6 اووه اوه اوو اووم=7
		اته اتو اتم=8 نهه نهو نهم=9 لس لسو لسم=10 یوولس=11 دولس دوولس=12 دیارلس=13 څوارلس=14 پنځلس=15 شپاړس=16 اوولس=17 اتلس=18 نولس=19 شل=20
		دېرش دیرش=30 څلوېښت څلویښت=40 پنځوس=50 شپېته شپیته=60 اویا=70 اتیا=80 نوي=90 سل سلو سوه=100 زر زره زرو=1000 میلیون میلیونه ملیون=1e6
		میلیارد میلیارده=1e9 نیم نیمه=0.5`),
	and:       set("او"),
	negations: set(`نه نۀ ونه نشته نلري نلرل نلرله نده ندی ندي نشي نشو نشول نکړي نکړل نکوي نکړ نکړه مه هیڅ هیڅوک هېڅ هېڅوک بې پرته بغیر هیڅکله هېڅکله نه‌دی نه‌ده نه‌دي رد`),
	turning:   []string{"نا", "بې", "غیر", "نه", "نۀ"},
	titles: set(`ښاغلی ښاغلي مېرمن میرمن ډاکټر جنرال انجینر انجنیر استاد حاجي ملا مولوي قاري سید شیخ مارشال ډګروال شهید پاچا شهزاده
		اغلی آغلې اغلې سناتور پروفیسور پوهاند پوهنوال`),
	roles: set(`ولسمشر جمهور رئیس رییس وزیر صدراعظم والي ویاند قوماندان امر ولسوال ښاروال مرستیال مشر سفیر استازی وکیل غړی چارواکی خبریال ژورنالیست
		لیکوال`),
	says:     set(`وویل وايي ویلي ویل زیاته لیکلي`),
	endings:  []string{"ګانو", "ګانې", "ګان", "ونه", "ونو", "انو", "ان", "وو", "یو", "ې", "و", "ه"},
	prefixes: []string{"و"},
	common: set(`وویل ویلي وايي په کې چې د او ته یې له دا دغه هغه دي دی ده شوي شوی شوه شو کړل کړې کړی کړه لپاره تر یا هم خو بیا مخکې وروسته ورځ شپه کال
		میاشت اونۍ نن پرون سبا رئیس وزیر ویاند والي ولسوال قوماندان مرستیال غړی استازی خلک دولت حکومت هېواد ښار ولایت ولسوالۍ یو دوه نور ټول
		خپل سره نه باید صاحب`),
	given: set(arabicGiven), places: set(arabicPlaces),
	nameEndings: []string{"زاده", "خېل", "خیل", "زۍ", "اباد", "الدین", "الله"},
}

var arabic = &lexicon{
	numerals: numeralsOf(`صفر=0 واحد واحدة أحد إحدى الأول الأولى=1 اثنان اثنين اثنتان اثنتين الثاني الثانية=2 ثلاث ثلاثة الثالث الثالثة=3 أربع أربعة الرابع الرابعة=4
		خمس خمسة الخامس الخامسة=5 ست ستة السادس السادسة=6 سبع سبعة السابع السابعة=7 ثمان ثماني ثمانية الثامن الثامنة=8 تسع تسعة التاسع التاسعة=9
		عشر عشرة العاشر العاشرة=10 عشرون عشرين=20 ثلاثون ثلاثين=30 أربعون أربعين=40 خمسون خمسين=50 ستون ستين=60 سبعون سبعين=70 ثمانون ثمانين=80
		تسعون تسعين=90 مئة مائة مئات=100 مئتان مئتين مائتان مائتين=200 ألف آلاف=1000 ألفان ألفين=2000 مليون ملايين=1e6 مليار مليارات=1e9 نصف=0.5`),
	and:       set("و"),
	negations: set(`لا لم لن ليس ليست ليسوا لسنا لست غير بدون دون عدم كلا بلا نفى نفت ينفي تنفي`),
	joined:    []string{"و", "ف"},
	turning:   []string{"لا", "غیر"},
	titles:    set(`السيد السيدة الدكتور الدكتورة الشيخ الملا الجنرال العميد العقيد اللواء الفريق المهندس الأستاذ الملك الأمير الأميرة الإمام الحاج`),
	roles:     set(`الرئيس رئيس الوزراء الوزير وزير الخارجية الدفاع الداخلية السفير المتحدث الناطق المحافظ القائد النائب السيناتور المدعو يدعى الصحفي الكاتب`),
	says:      set(`قال قالت وقال وقالت يقول تقول أضاف أضافت وأضاف وأضافت صرح وصرح أكد وأكد أكدت أوضح وأوضح أعلن وأعلن ذكر وذكر`), saysFirst: true,
	endings:  []string{"ا", "ت", "ته", "تها", "هم", "هما", "نا", "وا"},
	prefixes: []string{"ب", "ل", "ک", "ف", "س", "وب", "ول"},
	common: set(`قال قالت وقال وأضاف أضاف في من إلى على عن مع أن إن هذا هذه ذلك تلك الذي التي كان كانت هو هي هم بعد قبل عند أو ثم قد لقد كل بين حتى خلال يوم
		أمس اليوم غدا الرئيس الوزير المتحدث الحاكم الحكومة الدولة الشعب البلاد المدينة الولاية`),
	given: set(arabicGiven), places: set(arabicPlaces),
	nameEndings: []string{"الدین", "الله", "اباد"},
}
