package prose

import (
	"fmt"
	"strings"
	"testing"

	"stet.news/story"
)

func paragraphs(s string) story.Revision {
	r := story.Revision{Headline: "x"}
	for _, p := range strings.Split(s, " ¶ ") {
		r.Body = append(r.Body, story.Paragraph{Text: story.Plain(p)})
	}
	return r.Clean()
}

// TestAlterations: language, old text, new text (¶ parts paragraphs), and what
// must be asked, nothing for what is a matter of spelling or layout.
func TestAlterations(t *testing.T) {
	for _, c := range []struct{ lang, old, new, want string }{
		// Spelling, punctuation, layout.
		{"en", "The goverment said so.", "The government said so.", ""},
		{"en", "He came, and left.", "He came and left.", ""},
		{"en", "He's here - now.", "He’s here — now.", ""},
		{"en", "Five died. Three are hurt.", "Five died. ¶ Three are hurt.", ""},
		{"en", "Ali said 5 died and 3 were hurt in Kabul.", "Ali said 5 died. Also 3 were hurt in Kabul.", ""},
		{"en", "First part. ¶ Second part with 7.", "Second part with 7. ¶ First part.", ""},
		{"en", "He said \"we go\".", "He said “we go”.", ""},
		{"en", "the president spoke in Kabul", "The President spoke in Kabul", ""},
		{"en", "They found one of the men.", "They found the men.", ""},
		{"en", "Officials said it was late.", "Officials said it was very late.", ""},
		{"en", "Karzai's house was sold", "Karzai’s house was sold.", ""},
		// Numbers.
		{"en", "It killed 12 people.", "It killed 21 people.", "number: 12 > 21"},
		{"en", "It killed twelve people.", "It killed 12 people.", ""},
		{"en", "It cost 1,200 dollars.", "It cost 1200 dollars.", ""},
		{"en", "It cost 3 million dollars.", "It cost 3,000,000 dollars.", ""},
		{"en", "It cost 3 million dollars.", "It cost 3 billion dollars.", "number: 3 million > 3 billion"},
		{"en", "Some twenty-five people came.", "Some 25 people came.", ""},
		{"en", "Some twenty-five people came.", "Some 26 people came.", "number: twenty five > 26"},
		{"en", "They killed 5 and hurt 3 men.", "They killed 3 and hurt 5 men.", "number: 5 3 > 3 5"},
		{"en", "One man was shot in the city.", "Two men were shot in the city.", "number: One > Two"},
		{"en", "It rained. He spoke.", "It rained. He spoke. It killed 40 people.", "number:  > 40"},
		// Names.
		{"en", "The mayor met Karzai in Kabul.", "The mayor met Ghani in Kabul.", "name: Karzai > Ghani"},
		{"en", "Ahmad Khan said so yesterday.", "Mahmud Khan said so yesterday.", "name: Ahmad > Mahmud"},
		{"en", "It happened on Monday night.", "It happened on Tuesday night.", "name: Monday > Tuesday"},
		{"en", "Minister Says Peace Talks Fail", "Minister Says Peace Talks Fell Through", ""},
		// Negations.
		{"en", "He is guilty of it.", "He is not guilty of it.", "negation:  > not"},
		{"en", "He did not come to work.", "He didn't come to work.", ""},
		{"en", "It is legal to sell it.", "It is illegal to sell it.", "negation: legal > illegal"},
		{"en", "He went home. She did not stay.", "He did not go home. She did stay.", "negation:  > not | negation: not > "},
		// Quotations.
		{"en", "“We will win,” he said.", "“We will fight,” he said.", "quotation: win > fight"},
		{"en", "“We will win,” he said.", "We will win, he said.", "quotation: We will win > "},
		{"en", "“We will win,” he said.", "“We will win”, he said.", ""},
		// Dari.
		{"fa-AF", "در این رویداد ۱۲ نفر کشته شدند.", "در این رویداد ۲۱ نفر کشته شدند.", "number: ۱۲ > ۲۱"},
		{"fa-AF", "در این رویداد ۱۲ نفر کشته شدند.", "در این رویداد 12 نفر کشته شدند.", ""},
		{"fa-AF", "دوازده نفر کشته شدند.", "۱۲ نفر کشته شدند.", ""},
		{"fa-AF", "بیست و پنج نفر آمدند.", "۲۵ نفر آمدند.", ""},
		{"fa-AF", "سه هزار و دویست نفر آمدند.", "۳٬۲۰۰ نفر آمدند.", ""},
		{"fa-AF", "او می رود به کتابها.", "او می‌رود به کتاب‌ها.", ""},
		{"fa-AF", "او به كابل رفت و علي را ديد.", "او به کابل رفت و علی را دید.", ""},
		{"fa-AF", "او به خانه رفت.", "او به خانه نرفت.", "negation:  > نرفت"},
		{"fa-AF", "او به خانه می‌رود.", "او به خانه نمی‌رود.", "negation:  > نمی‌رود"},
		{"fa-AF", "این کار ممکن است.", "این کار ناممکن است.", "negation: ممکن > ناممکن"},
		{"fa-AF", "مرد را در شب دید.", "مرد را در شب ندید.", "negation: دید > ندید"},
		{"fa-AF", "این رویداد در هرات رخ داد.", "این رویداد در فراه رخ داد.", "name: هرات > فراه"},
		{"fa-AF", "آقای کرزی سخن گفت.", "آقای غنی سخن گفت.", "name: کرزی > غنی"},
		{"fa-AF", "محمد کریمی چنین گفت.", "محمد رحیمی چنین گفت.", "name: کریمی > رحیمی"},
		{"fa-AF", "وی گفت: «ما پیروز می‌شویم.»", "وی گفت: «ما شکست می‌خوریم.»", "quotation: پیروز می‌شویم > شکست می‌خوریم"},
		{"fa-AF", "وی گفت: «ما می رویم.»", "وی گفت: «ما مي‌رویم.»", "quotation: می رویم > مي‌رویم"},
		{"fa-AF", "یک مرد آمد.", "مرد آمد.", ""},
		// Pashto.
		{"ps", "په دې پېښه کې ۵ تنه ووژل شول.", "په دې پېښه کې ۶ تنه ووژل شول.", "number: ۵ > ۶"},
		{"ps", "په دې پېښه کې پنځه تنه ووژل شول.", "په دې پېښه کې ۵ تنه ووژل شول.", ""},
		{"ps", "هغه کور ته تللی دی.", "هغه کور ته نه دی تللی.", "negation:  > نه"},
		{"ps", "پېښه په ننګرهار کې وشوه.", "پېښه په کونړ کې وشوه.", "name: ننګرهار > کونړ"},
		{"ps", "ښاغلي احمدزي خبرې وکړې.", "ښاغلي ستانکزي خبرې وکړې.", "name: احمدزي > ستانکزي"},
		{"ps", "هغه وویل: «موږ سوله غواړو.»", "هغه وویل: «موږ جګړه غواړو.»", "quotation: سوله > جګړه"},
		{"ps", "دا كار ښه دى.", "دا کار ښه دی.", ""},
		// Arabic.
		{"ar", "قتل ١٢ شخصا في الهجوم.", "قتل 21 شخصا في الهجوم.", "number: ١٢ > 21"},
		{"ar", "قتل ١٢ شخصا في الهجوم.", "قتل 12 شخصا في الهجوم.", ""},
		{"ar", "خمسة وعشرون شخصا حضروا.", "25 شخصا حضروا.", ""},
		{"ar", "ثلاثة آلاف شخص حضروا.", "3000 شخص حضروا.", ""},
		{"ar", "قال إنه سيذهب غدا.", "قال إنه لن يذهب غدا.", "negation:  > لن"},
		{"ar", "ذهب الوفد ووافق.", "ذهب الوفد ولم يوافق.", "negation:  > ولم"},
		{"ar", "وقع الحادث في بغداد صباحا.", "وقع الحادث في دمشق صباحا.", "name: بغداد > دمشق"},
		{"ar", "قال السيد حمدان إنه موافق.", "قال السيد قحطان إنه موافق.", "name: حمدان > قحطان"},
		{"ar", "قال: «نريد السلام».", "قال: «نريد الحرب».", "quotation: السلام > الحرب"},
		{"ar", "أعلن احمد الاتفاق.", "أعلن أحمد الاتفاق.", ""},
	} {
		var got []string
		for _, a := range must(Alterations(paragraphs(c.old), paragraphs(c.new), c.lang, nil)) {
			got = append(got, fmt.Sprintf("%s: %s > %s", a.Kind, a.Old, a.New))
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%s: %q -> %q\n got  %q\n want %q", c.lang, c.old, c.new, s, c.want)
		}
	}
}

// TestAlterationsOfBylines: who wrote it is a name too.
func TestAlterationsOfBylines(t *testing.T) {
	old, new := paragraphs("A text."), paragraphs("A text.")
	old.Bylines, new.Bylines = []story.Byline{{Name: "Ali"}}, []story.Byline{{Name: "Gul"}}
	if got := must(Alterations(old, new, "en", nil)); len(got) != 1 || got[0] != (Alteration{AlteredName, "Ali", "Gul", ""}) {
		t.Errorf("got %+v", got)
	}
}

func BenchmarkAlterations(b *testing.B) {
	old := long(b).Revision(story.Revision{})
	new := long(b).Revision(story.Revision{})
	for i := range new.Body {
		p := new.Body[i].(story.Paragraph)
		p.Text = append(story.Text{{Text: "Changed. "}}, p.Text...)
		new.Body[i] = p
	}
	for b.Loop() {
		must(Alterations(old, new, "fa-AF", nil))
	}
}
