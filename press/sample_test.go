package press

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// sampleRoom is a newsroom with some of everything.
func sampleRoom(t testing.TB) *room {
	r := newRoom(t)
	rnd := rand.New(rand.NewPCG(3, 3))
	for i := range 60 {
		r.enter(act(randomStory(rnd, testSite.Editions[i%3].Tag)))
		r.now = r.now.Add(7 * time.Hour / 10)
	}
	first := r.enter(act(canal("en")))[0]
	for _, tag := range []string{"fa-AF", "ps"} {
		rev := canal(tag)
		rev.TranslationOf = first.Story
		r.enter(act(rev))
	}
	gone := r.enter(act(randomStory(rnd, "en")))[0]
	r.enter(record.Act{Kind: record.Retract, Story: gone.Story, Base: 1, Reason: "It was made up."})
	moved := r.enter(act(story.Revision{Edition: "en", Headline: "A", Slug: "old-name", Body: body("One.")}))[0]
	r.publish(record.Act{Kind: record.Revise, Base: 1, Revision: story.Revision{
		Story: moved.Story, Edition: "en", Headline: "A", Slug: "new-name", Body: body("One."), Grade: story.GradeMinor,
	}})
	return r
}

func body(paragraphs ...string) (b story.Body) {
	for _, p := range paragraphs {
		b = append(b, story.Paragraph{Text: story.Plain(p)})
	}
	return b
}

// canal is a story with every kind of piece, in three languages.
func canal(tag string) story.Revision {
	say := func(en, fa, ps string) string {
		switch tag {
		case "fa-AF":
			return fa
		case "ps":
			return ps
		}
		return en
	}
	picture := story.Picture{
		SHA256: strings.Repeat("ab", 32), Type: "image/jpeg", Width: 1200, Height: 800, FocalX: 100, FocalY: 900,
		Alt:     say("Men dig in a dry canal", "مردان در جوی خشک می‌کنند", "سړي په وچه ویاله کې کار کوي"),
		Caption: say("Work in the canal.", "کار در جوی.", "په ویاله کې کار."), Credit: say("Mina Rahimi", "مینا رحیمی", "مینه رحیمي"),
	}
	return story.Revision{
		Edition: tag, Section: "afghanistan", Lead: &picture,
		Headline:   say(`Canal "repairs" & <b>water</b> for 40 villages`, "آب پس از ترمیم جوی به ۴۰ قریه برگشت", "د ویالې له رغولو وروسته اوبه ۴۰ کلیو ته راغلې"),
		Standfirst: say("After three dry years the channel runs again.", "پس از سه سال خشک، جوی دوباره آب دارد.", "تر درېو وچو کلونو وروسته ویاله بیا بهېږي."),
		Bylines:    []story.Byline{{Name: say("Mina Rahimi", "مینا رحیمی", "مینه رحیمي")}, {Name: say("Farid Ahmadzai", "فرید احمدزی", "فرید احمدزی")}},
		Dateline:   say("Jalalabad", "جلال‌آباد", "جلال‌اباد"),
		Topics:     []story.Topic{{Name: say("Water", "آب", "اوبه")}, {Name: say("Farming", "کشاورزی", "کرنه")}},
		Body: story.Body{
			story.Paragraph{Text: plain(say("The water came at four in the morning.", "آب ساعت چهار صبح رسید.", "اوبه سهار څلور بجې راورسېدې."))},
			story.Heading{Level: 2, Text: plain(say("What comes next", "پس از این", "تر دې وروسته"))},
			story.Quotation{Paragraphs: []story.Text{plain(say("We had forgotten the sound.", "صدایش را فراموش کرده بودیم.", "غږ یې رانه هېر شوی و."))}},
			story.Paragraph{Text: story.Text{{Text: say("The institute ", "انستیتوت ", "انسټیټیوټ ")}, {Text: "Wasserbau", Marks: story.Marks{Lang: "de", Dir: story.LeftToRight}}, {Text: say(" paid.", " پول داد.", " پیسې ورکړې.")}}},
		},
	}
}

// erase erases every piece of a story that holds the words.
func (r *room) erase(id story.ID, words string) {
	r.t.Helper()
	var acts []record.Act
	r.ok(r.rec.View(context.Background(), func(rd record.Reader) (err error) {
		acts, err = record.EraseActs(rd, id, func(p record.Piece) bool { return strings.Contains(p.Text, words) }, record.BasisPrivacy)
		return err
	}))
	r.publish(acts...)
}
