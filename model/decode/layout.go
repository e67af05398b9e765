package decode

import (
	_ "embed" // layouts.txt
	"math"
	"strconv"
	"strings"
	"sync"
)

// layoutText has Kafka's own definitions of the messages in its own topics, a
// field a line, indented by how deep it is nested:
//
//	TOPIC key|value|part TYPE NAME VERSIONS FLEXIBLE-VERSIONS
//		NAME KIND VERSIONS [null VERSIONS] [tag NUMBER]
//
//go:embed layouts.txt
var layoutText string

// layout is how one message is written. It begins with its version.
type layout struct {
	name     string
	versions versions
	flexible versions // of the compact form, with tagged fields
	fields   []field
}

// field is one field of a layout.
type field struct {
	name     string
	kind     string // "string", "[]int32", "{}", "[]{}", the name of a layout …
	versions versions
	null     versions
	tag      int // -1: not tagged
	fields   []field
}

// versions are those from low to high; none where high is below low.
type versions struct{ low, high int16 }

func (v versions) has(n int16) bool { return v.low <= n && n <= v.high }

// parseVersions reads "3", "0-4", "4+", "none".
func parseVersions(s string) versions {
	number := func(s string) int16 {
		n, _ := strconv.ParseInt(s, 10, 16)
		return int16(n)
	}
	if s == "none" {
		return versions{0, -1}
	}
	if low, open := strings.CutSuffix(s, "+"); open {
		return versions{number(low), math.MaxInt16}
	}
	low, high, ranged := strings.Cut(s, "-")
	if !ranged {
		high = low
	}
	return versions{number(low), number(high)}
}

// layoutKey finds a layout: that of a topic's keys or values of one type, or
// one by its name.
type layoutKey struct {
	topic, part string
	number      int16
	name        string // of a part
}

var layouts = sync.OnceValue(func() map[layoutKey]*layout {
	all := map[layoutKey]*layout{}
	// open[n] is where fields go that are indented n+1 times.
	var open []*[]field
	for line := range strings.Lines(layoutText) {
		words := strings.Fields(line)
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		switch {
		case strings.HasPrefix(line, "#"):
		case depth == 0:
			l := &layout{name: words[3], versions: parseVersions(words[4]), flexible: parseVersions(words[5])}
			k := layoutKey{topic: words[0], part: words[1]}
			if n, err := strconv.ParseInt(words[2], 10, 16); err == nil {
				k.number = int16(n)
			} else {
				k.name = l.name
			}
			all[k] = l
			open = []*[]field{&l.fields}
		default:
			list := open[depth-1]
			*list = append(*list, parseField(words))
			open = append(open[:depth], &(*list)[len(*list)-1].fields)
		}
	}
	return all
})

func parseField(words []string) field {
	f := field{name: words[0], kind: words[1], versions: parseVersions(words[2]), null: versions{0, -1}, tag: -1}
	for i := 3; i+1 < len(words); i += 2 {
		switch words[i] {
		case "null":
			f.null = parseVersions(words[i+1])
		case "tag":
			f.tag, _ = strconv.Atoi(words[i+1])
		}
	}
	return f
}
