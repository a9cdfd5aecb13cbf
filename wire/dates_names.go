package wire

import "strings"

// month is what a month's name says: its number, and whether it is one of the
// Solar Hijri year. Names that both calendars know do not exist, but the
// Pashto and Dari names of solar months (Hamal, Wray …) are ordinary words
// too, so a year of that calendar must follow.
type month struct {
	number int
	solar  bool
}

// fits reports whether the year can belong to the month's calendar.
func (m month) fits(year int) bool { return m.solar == isSolarYear(year) }

// gregorianMonths has one line a language or spelling, January first; "/"
// parts spellings of one month.
var gregorianMonths = []string{
	"january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec",
	"januar/jänner februar/feber märz/mrz april mai juni juli august september oktober/okt november dezember/dez",
	"janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre décembre/déc/decembre",
	"enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic",
	"janeiro fevereiro/fev março/marco abril maio/mai junho julho agosto setembro/set outubro/out novembro dezembro",
	"gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre dicembre",
	"januari februari maart april mei/mai juni juli augustus/agustus/augusti september oktober november desember/december",
	"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	"января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя декабря/декабрь/дек",
	"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
	"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
	"ledna února března dubna května června července srpna září října listopadu prosince",
	"január február március április május június július augusztus szeptember október november december",
	"sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
	"maret pebruari maret april mei juni juli agustus september oktober november desember",
	"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
	"yanvar fevral mart aprel may iyun iyul avgust sentyabr oktyabr noyabr dekabr",
	"ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر",
	"جنوری فبروری/فروری مارچ اپریل/آپریل می/مئی جون جولای/جولائی اگست/آگست سپتمبر/ستمبر اکتوبر نومبر/نوامبر دسمبر",
	"جنوري فبروري مارچ اپريل مې/می جون جولای اګست سپټمبر/سپتمبر اکتوبر نومبر ډسمبر/دسمبر",
	"يناير فبراير مارس أبريل/ابريل/إبريل مايو يونيو يوليو/يوليوز أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
	"جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
	"كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
}

// solarMonths likewise, Hamal first: Iran, Afghanistan in Dari, in Pashto.
var solarMonths = []string{
	"فروردین اردیبهشت خرداد تیر مرداد/امرداد شهریور مهر آبان آذر دی بهمن اسفند",
	"حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
	"وری غویی/غوایی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه/سلواغې کب",
}

var monthNames = readMonths()

func readMonths() map[string]month {
	names := map[string]month{}
	for solar, lines := range map[bool][]string{false: gregorianMonths, true: solarMonths} {
		for _, line := range lines {
			for i, spellings := range strings.Fields(line) {
				for _, name := range strings.Split(spellings, "/") {
					names[foldWord(name)] = month{i%12 + 1, solar}
				}
			}
		}
	}
	return names
}

// dateFiller is what may stand between the parts of a date and beside it.
var dateFiller = wordSet(`, . ، - – — | • · de of del d'  st nd rd th er º ª the den am om on um at à le la el das der di il
	published updated posted last د date time datum uhr clock hrs hours uur saat kl
	ساعت تاریخ انتشار نېټه نیټه نشر الساعة يوم روز سال م ه ش ق
	mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
	montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
	lunes martes miércoles jueves viernes sábado domingo пн вт ср чт пт сб вс
	شنبه یکشنبه دوشنبه سهشنبه سهشنبه چهارشنبه پنجشنبه جمعه السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة
	t ( ) [ ] « » :`)

// zoneNames are the zones' letters that mean one offset only.
var zoneNames = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "ut": 0, "bst": 3600, "cet": 3600, "cest": 7200, "mez": 3600, "mesz": 7200,
	"eet": 7200, "eest": 10800, "msk": 10800, "est": -18000, "edt": -14400, "cst": -21600, "cdt": -18000,
	"mst": -25200, "mdt": -21600, "pst": -28800, "pdt": -25200, "aft": 16200, "pkt": 18000, "irst": 12600,
	"trt": 10800, "jst": 32400, "kst": 32400, "hkt": 28800, "sgt": 28800, "myt": 28800, "aest": 36000, "aedt": 39600,
}

// wordSet makes a set of folded words.
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[foldWord(w)] = true
		set[w] = true
	}
	return set
}
