package model

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Span is what is read of a partition: from its start on, up to its end.
type Span struct {
	Start Start
	End   End
}

// String is what the header shows: "from last 100", "from offset 5 to 9" …
func (s Span) String() string {
	return strings.TrimSuffix(s.Start.String()+" "+s.End.String(), " ")
}

// Scope is what a session reads of each of its topics. It is a value: nobody
// changes its map.
type Scope struct {
	Span                  // of every partition that has none of its own
	Apart  map[int32]Span // of those that have
	Closed bool           // only those that have are read
}

// DefaultScope is what ktm reads when nothing is asked for.
var DefaultScope = Scope{Span: Span{Start: DefaultStart}}

// Of is the span of a partition.
func (s Scope) Of(partition int32) Span {
	if own, ok := s.Apart[partition]; ok {
		return own
	}
	return s.Span
}

// Partitions are those that are read, sorted; nil where they are not named.
func (s Scope) Partitions() []int32 {
	if !s.Closed {
		return nil
	}
	return slices.Sorted(maps.Keys(s.Apart))
}

// Bounded says that every partition has an end, and so has a run.
func (s Scope) Bounded() bool {
	for _, own := range s.Apart {
		if own.End.Kind == EndNone {
			return false
		}
	}
	return s.Closed || s.End.Kind != EndNone
}

// String is what the header shows. Of partitions with a span of their own the
// first two are named.
func (s Scope) String() string {
	const named = 2
	var parts []string
	for i, p := range slices.Sorted(maps.Keys(s.Apart)) {
		if i == named {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, "/"+strconv.Itoa(int(p))+" "+s.Apart[p].String())
	}
	if !s.Closed {
		parts = append(parts, s.Span.String())
	}
	return strings.Join(parts, ", ")
}
