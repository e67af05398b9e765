package kafka

import (
	"errors"
	"fmt"
	"strings"
)

// jaas is the one entry of a sasl.jaas.config:
//
//	org.apache.kafka.common.security.scram.ScramLoginModule required
//	    username="alice" password="…";
type jaas struct {
	module  string // the class without its package
	options map[string]string
}

// parseJAAS reads the syntax as Kafka's clients do. Errors name a position and
// never quote the text: there is a password in it.
func parseJAAS(text string) (jaas, error) {
	p := &jaasParser{text: text}
	class, err := p.word("a login module")
	if err != nil {
		return jaas{}, err
	}
	flag, err := p.word("a control flag such as required")
	if err != nil {
		return jaas{}, err
	}
	switch strings.ToLower(flag) {
	case "required", "requisite", "sufficient", "optional":
	default:
		return jaas{}, p.wants("a control flag such as required")
	}
	entry := jaas{module: class[strings.LastIndexByte(class, '.')+1:], options: map[string]string{}}
	for !p.take(';') {
		name, err := p.word("an option or ; at the end")
		if err != nil {
			return jaas{}, err
		}
		if !p.take('=') {
			return jaas{}, p.wants("= after the name of an option")
		}
		if entry.options[name], err = p.word("a value"); err != nil {
			return jaas{}, err
		}
	}
	if p.space(); p.at < len(p.text) {
		return jaas{}, errors.New("there is more than one login module")
	}
	return entry, nil
}

type jaasParser struct {
	text string
	at   int
}

func (p *jaasParser) wants(what string) error {
	return fmt.Errorf("%s is missing at character %d", what, min(p.at, len(p.text))+1)
}

func (p *jaasParser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n\f", p.text[p.at]) >= 0 {
		p.at++
	}
}

// take steps over c, if that is next.
func (p *jaasParser) take(c byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// word reads a quoted or a bare word.
func (p *jaasParser) word(what string) (string, error) {
	if p.take('"') {
		return p.quoted('"')
	}
	if p.take('\'') {
		return p.quoted('\'')
	}
	start := p.at
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n\f;=\"'", p.text[p.at]) < 0 {
		p.at++
	}
	if p.at == start {
		return "", p.wants(what)
	}
	return p.text[start:p.at], nil
}

// jaasEscapes are those of Java's StreamTokenizer; any other character stands
// for itself after a backslash.
var jaasEscapes = map[byte]byte{'a': 7, 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// quoted reads up to the closing quote; the opening one was taken.
func (p *jaasParser) quoted(quote byte) (string, error) {
	var b strings.Builder
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == quote:
			return b.String(), nil
		case c != '\\' || p.at == len(p.text):
			b.WriteByte(c)
		case isOctal(p.text[p.at]):
			b.WriteRune(p.octal())
		default:
			c = p.text[p.at]
			p.at++
			if e, ok := jaasEscapes[c]; ok {
				c = e
			}
			b.WriteByte(c)
		}
	}
	return "", p.wants("the closing quote")
}

func isOctal(c byte) bool { return c >= '0' && c <= '7' }

// octal reads up to three digits, and two where the first is above 3.
func (p *jaasParser) octal() rune {
	digits := 3
	if p.text[p.at] > '3' {
		digits = 2
	}
	var r rune
	for ; digits > 0 && p.at < len(p.text) && isOctal(p.text[p.at]); digits-- {
		r = r*8 + rune(p.text[p.at]-'0')
		p.at++
	}
	return r
}
