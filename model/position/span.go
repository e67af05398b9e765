package position

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/names"
)

// words are the names of the two ends: ours and rpk's first, then those of
// kcat, of Kafka's tools and of sarama.
var words = map[string]model.StartKind{
	"start": model.StartOldest, "beginning": model.StartOldest,
	"earliest": model.StartOldest, "oldest": model.StartOldest,
	"end": model.StartNewest, "latest": model.StartNewest, "newest": model.StartNewest,
}

// parseSpan reads a position, or two with a colon between.
func parseSpan(w within, now time.Time) (model.Span, *Error) {
	switch {
	case strings.HasPrefix(w.text, "@"):
		return parseTimes(w.from(1), now)
	case strings.HasPrefix(w.text, "s@"):
		return parseTimes(w.from(2), now)
	case strings.HasPrefix(w.text, "e@"):
		end, err := parseEndTime(w.from(2), model.Start{Kind: model.StartOldest}, now)
		return model.Span{Start: model.Start{Kind: model.StartOldest}, End: end}, err
	}
	if err := foreignForms(w); err != nil {
		return model.Span{}, err
	}
	colon := strings.IndexByte(w.text, ':')
	if colon < 0 {
		start, err := parseStart(w)
		return model.Span{Start: start}, err
	}
	left, right := w.to(colon).trim(), w.from(colon+1).trim()
	s := model.Span{Start: model.Start{Kind: model.StartOldest}}
	var err *Error
	switch {
	case left.text == "" && right.text == "":
		return s, w.wrong(0, "a colon alone names no position", "type start for all there is, or A:B for a range")
	case left.text != "":
		if s.Start, err = parseStart(left); err != nil {
			return s, err
		}
	}
	if right.text == "" {
		return s, nil
	}
	if time, ok := strings.CutPrefix(right.text, "@"); ok {
		s.End, err = parseEndTime(right.from(len(right.text)-len(time)), s.Start, now)
		return s, err
	}
	if s.End, err = parseEnd(right); err != nil {
		return s, err
	}
	return s, checkOrder(w, right, s)
}

// checkOrder refuses what would read nothing.
func checkOrder(w, right within, s model.Span) *Error {
	from, to := s.Start.N, s.End.N
	switch {
	case s.End.Kind == model.EndAfter && to == 0:
		return right.wrong(0, "this reads nothing", "type how many offsets are read, such as 100:+20")
	case s.End.Kind == model.EndAfter && s.Start.Kind == model.StartTail:
		return right.wrong(0, "the last messages do not begin at one offset, so nothing can be counted from there",
			fmt.Sprintf("type -%d:end", from))
	case s.End.Kind == model.EndNewest && s.Start.Kind == model.StartNewest:
		return w.wrong(0, "nothing lies between the end and the end", "type end for what arrives from now on")
	case s.Start.Kind != model.StartOffset || s.End.Kind != model.EndOffset:
		return nil
	case to == from:
		return right.wrong(0, fmt.Sprintf("this reads nothing: offset %d itself is left out", to), fmt.Sprintf("type %d:%d", from, to+1))
	case to < from:
		return right.wrong(0, "the range runs backwards", fmt.Sprintf("type %d:%d", to, from))
	}
	return nil
}

// parseStart reads where reading begins.
func parseStart(w within) (model.Start, *Error) {
	if kind, ok := words[strings.ToLower(w.text)]; ok {
		return model.Start{Kind: kind}, nil
	}
	switch w.text[0] {
	case '-':
		n, err := parseNumber(w.from(1), "how many of the last messages are read, such as -100")
		if err == nil && n == 0 {
			return model.Start{}, w.wrong(0, "the last 0 messages are none", "type end for what arrives from now on, or -1 for the last message")
		}
		return model.Start{Kind: model.StartTail, N: n}, err
	case '+':
		n, err := parseNumber(w.from(1), "how many offsets after the start, such as +100")
		return model.Start{Kind: model.StartAfter, N: n}, err
	}
	n, err := parseNumber(w, "an offset, such as 1042")
	return model.Start{Kind: model.StartOffset, N: n}, err
}

// parseEnd reads where reading ends.
func parseEnd(w within) (model.End, *Error) {
	switch kind, ok := words[strings.ToLower(w.text)]; {
	case ok && kind == model.StartOldest:
		return model.End{}, w.wrong(0, "nothing lies before the start", "type "+w.text+" before the colon")
	case ok:
		return model.End{Kind: model.EndNewest}, nil
	}
	switch w.text[0] {
	case '-':
		return model.End{}, w.wrong(0, "an end does not count from the end", "type end, or an offset, or a time such as @-1h")
	case '+':
		n, err := parseNumber(w.from(1), "how many offsets are read, such as 100:+20")
		return model.End{Kind: model.EndAfter, N: n}, err
	}
	n, err := parseNumber(w, "an offset, such as 1042")
	return model.End{Kind: model.EndOffset, N: n}, err
}

// parseNumber reads digits. what says what they are.
func parseNumber(w within, what string) (int64, *Error) {
	if w.text == "" {
		return 0, w.wrong(0, "a number is missing", "type "+what)
	}
	if i := notDigits(w.text); i >= 0 {
		found := []rune(w.text[i:])[0]
		if found == ':' {
			return 0, w.wrong(i, "a range has two sides", "type A:B; a time has an @ before it")
		}
		return 0, w.wrong(i, fmt.Sprintf("%q stands where a digit should be", found), "type "+what)
	}
	n, err := strconv.ParseInt(w.text, 10, 64)
	if err != nil {
		return 0, w.wrong(0, "this is more than the largest offset", fmt.Sprintf("offsets go up to %d", int64(math.MaxInt64)))
	}
	return n, nil
}

var (
	dotted = regexp.MustCompile(`^(\d+)(\.{2,3}|…)(\d*)$`)
	dashed = regexp.MustCompile(`^(\d+)-(\d+)$`)
	dated  = regexp.MustCompile(`^\d{4}-\d{2}`)
	lasted = regexp.MustCompile(`^-?(\d+(\.\d+)?(ms|s|m|h|d|w))+$`)
	clocks = regexp.MustCompile(`^(\d{1,2}):(\d{2})(:\d{2})?$`)
)

// foreignForms answers what people type from habit: ranges of other languages,
// and times without their sign.
func foreignForms(w within) *Error {
	lower := strings.ToLower(w.text)
	if m := dotted.FindStringSubmatch(w.text); m != nil {
		return w.wrong(len(m[1]), "a range is written with a colon", "type "+m[1]+":"+m[3])
	}
	if m := dashed.FindStringSubmatch(w.text); m != nil {
		return w.wrong(len(m[1]), "a range is written with a colon", "type "+m[1]+":"+m[2])
	}
	const time = "a time has an @ before it"
	switch m := clocks.FindStringSubmatch(w.text); {
	case lower == "now":
		return w.wrong(0, `"now" is not a position`, "type end for what arrives from now on")
	case lower == "today", lower == "yesterday", dated.MatchString(w.text):
		return w.wrong(0, time, "type @"+w.text)
	case lasted.MatchString(lower):
		return w.wrong(0, time, "so long ago is @-"+strings.TrimPrefix(w.text, "-"))
	case m != nil && (m[3] != "" || len(m[1]) == 2 && m[1][0] == '0' || m[2][0] == '0'):
		return w.wrong(0, time, "type @"+w.text)
	}
	if w.text[0] >= '0' && w.text[0] <= '9' || strings.ContainsAny(w.text[:1], "+-:") || strings.Contains(w.text, ":") {
		return nil
	}
	if _, known := words[lower]; known {
		return nil
	}
	return unknownWord(w)
}

// unknownWord looks for what was meant.
func unknownWord(w within) *Error {
	best, edits := "", 3
	for known := range words {
		n := names.Edits(strings.ToLower(w.text), known)
		if len(w.text) > 2 && strings.HasPrefix(known, strings.ToLower(w.text)) {
			n = 1
		}
		if n < edits || n == edits && known < best {
			best, edits = known, n
		}
	}
	if best != "" {
		return w.wrong(0, fmt.Sprintf("%q is not a position", w.text), "did you mean "+best)
	}
	return w.wrong(0, fmt.Sprintf("%q is not a position", w.text), Forms)
}
