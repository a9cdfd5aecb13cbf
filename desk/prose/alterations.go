package prose

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"

	"stet.news/story"
)

// AlterationKind is what kind of fact an Alteration is about.
type AlterationKind string

// The kinds of fact that a minor change should not touch.
const (
	AlteredNumber    AlterationKind = "number"
	AlteredName      AlterationKind = "name"
	AlteredNegation  AlterationKind = "negation"
	AlteredQuotation AlterationKind = "quotation"
)

// Alteration is a place where a new revision says something else than the old.
type Alteration struct {
	Kind AlterationKind
	// Old and New are the words that differ; one of them may be empty.
	Old, New string
	// Sentence is where it is: in the new text, or in the old one when it is
	// gone there.
	Sentence string
}

// Alterations says where old and new differ in a number, a name, a negation or
// the words of a quotation, in the order of the text. It is a list of questions
// for a person who calls a change minor: it would rather ask once too often about
// a fact than once about a comma. Spelling, punctuation, the script of digits,
// a paragraph parted or moved are no alterations.
//
// It knows names by their capitals, and in Arabic script, which has none, by the
// words around them, a list of names that are often in the news, and what the
// archive says of a word; what it does not know it cannot ask about. lang is the
// tag of the edition. The error is the archive's.
func Alterations(old, new story.Revision, lang string, archive Archive) ([]Alteration, error) {
	a, b := sentencesOf(old), sentencesOf(new)
	l := lexiconOf(lang)
	known := l.names(old, new, a, b)
	a, b = withoutShared(a, b)
	pairs := pairBags(sentenceBags(a), sentenceBags(b))
	if err := l.unusual(exchanges(a, b, pairs), archive, known); err != nil {
		return nil, err
	}
	c := comparing{lexicon: l, known: known}
	for _, p := range pairs {
		switch {
		case p.new < 0:
			c.gone(a[p.old])
		case p.old < 0:
			c.come(b[p.new])
		default:
			c.compare(a[p.old], b[p.new])
		}
	}
	return append(bylineAlterations(old, new), c.settled()...), nil
}

// withoutShared leaves out sentences that both texts have, wherever they stand.
func withoutShared(a, b []sentence) (onlyA, onlyB []sentence) {
	count := map[string]int{}
	for _, s := range b {
		count[s.key]++
	}
	shared := map[string]int{}
	for _, s := range a {
		if count[s.key] > 0 {
			count[s.key]--
			shared[s.key]++
			continue
		}
		onlyA = append(onlyA, s)
	}
	for _, s := range b {
		if shared[s.key] > 0 {
			shared[s.key]--
			continue
		}
		onlyB = append(onlyB, s)
	}
	return onlyA, onlyB
}

func sentenceBags(in []sentence) []bag {
	out := make([]bag, len(in))
	for i, s := range in {
		for _, w := range s.words {
			out[i].words = append(out[i].words, w.norm)
		}
		slices.Sort(out[i].words)
	}
	return out
}

// comparing gathers alterations. A fact that is in one sentence of a pair only may
// have gone to a sentence without a partner, when one was parted in two or two
// were made one; so such facts wait, and those that meet again are no alterations.
type comparing struct {
	lexicon *lexicon
	known   map[string]bool
	found   []Alteration
	waiting []waiting
}

type waiting struct {
	fact     fact
	kind     AlterationKind
	sentence *sentence
	is       bool // in the new text; else in the old one
	alone    bool // its sentence has no partner
	met      bool
}

var alterationKinds = []AlterationKind{AlteredNumber, AlteredName, AlteredNegation, AlteredQuotation}

func (c *comparing) gone(s sentence) { c.alone(s, false) }
func (c *comparing) come(s sentence) { c.alone(s, true) }

func (c *comparing) alone(s sentence, is bool) {
	for _, kind := range alterationKinds {
		c.wait(c.lexicon.facts(kind, s, c.known), kind, &s, is, true)
	}
}

func (c *comparing) wait(facts []fact, kind AlterationKind, s *sentence, is, alone bool) {
	for _, f := range facts {
		c.waiting = append(c.waiting, waiting{fact: f, kind: kind, sentence: s, is: is, alone: alone})
	}
}

// compare holds two sentences that are one, changed, against each other.
func (c *comparing) compare(old, new sentence) {
	for _, kind := range alterationKinds {
		before, after := c.lexicon.facts(kind, old, c.known), c.lexicon.facts(kind, new, c.known)
		was, is := differing(before, after)
		if slices.Equal(norms(was), norms(is)) && len(was) > 0 { // they changed places
			was, is = before, after
		}
		if len(was) > 0 && len(is) > 0 {
			if !weak(was) || !weak(is) {
				c.found = append(c.found, Alteration{kind, textOfFacts(was), textOfFacts(is), new.text})
			}
			continue
		}
		c.wait(was, kind, &old, false, false)
		c.wait(is, kind, &new, true, false)
	}
	if was, is := c.lexicon.opposite(old, new); was != "" {
		c.found = append(c.found, Alteration{AlteredNegation, was, is, new.text})
	}
}

// differing gives the facts that are not in both lists, in order.
func differing(old, new []fact) (was, is []fact) {
	for _, d := range lcs.DiffLines(norms(old), norms(new)) {
		was = append(was, old[d.Start:d.End]...)
		is = append(is, new[d.ReplStart:d.ReplEnd]...)
	}
	return was, is
}

func norms(facts []fact) []string {
	out := make([]string, len(facts))
	for i, f := range facts {
		out[i] = f.norm
	}
	return out
}

// weak reports facts that are none without another: "one of them" counts nobody.
func weak(facts []fact) bool {
	return !slices.ContainsFunc(facts, func(f fact) bool { return !f.weak })
}

func textOfFacts(facts []fact) string {
	parts := make([]string, len(facts))
	for i, f := range facts {
		parts[i] = f.text
	}
	return strings.Join(parts, " ")
}

// settled is what was found, and what waits in vain.
func (c *comparing) settled() []Alteration {
	c.meet()
	out := c.found
	for i := 0; i < len(c.waiting); {
		w := c.waiting[i]
		var left []fact
		for ; i < len(c.waiting) && c.waiting[i].sentence == w.sentence && c.waiting[i].kind == w.kind; i++ {
			if !c.waiting[i].met {
				left = append(left, c.waiting[i].fact)
			}
		}
		switch {
		case weak(left):
		case w.is:
			out = append(out, Alteration{w.kind, "", textOfFacts(left), w.sentence.text})
		default:
			out = append(out, Alteration{w.kind, textOfFacts(left), "", w.sentence.text})
		}
	}
	return out
}

// meet finds for each fact that is gone one that came, where one of the two stands
// in a sentence without a partner.
func (c *comparing) meet() {
	type about struct {
		kind AlterationKind
		norm string
	}
	came := map[about][]int{}
	for i, w := range c.waiting {
		if w.is {
			came[about{w.kind, w.fact.norm}] = append(came[about{w.kind, w.fact.norm}], i)
		}
	}
	for i := range c.waiting {
		w := &c.waiting[i]
		if w.is {
			continue
		}
		at := about{w.kind, w.fact.norm}
		k := slices.IndexFunc(came[at], func(j int) bool { return w.alone || c.waiting[j].alone })
		if k >= 0 {
			w.met, c.waiting[came[at][k]].met = true, true
			came[at] = slices.Delete(came[at], k, k+1)
		}
	}
}

// bylineAlterations are names that came to the bylines or went from them.
func bylineAlterations(old, new story.Revision) []Alteration {
	was, is := differing(bylineFacts(old), bylineFacts(new))
	if len(was)+len(is) == 0 {
		return nil
	}
	return []Alteration{{Kind: AlteredName, Old: textOfFacts(was), New: textOfFacts(is)}}
}

func bylineFacts(r story.Revision) []fact {
	var out []fact
	for _, b := range r.Bylines {
		out = append(out, fact{norm: normal(b.Name), text: b.Name})
	}
	return out
}
