package faults

import "strings"

// doing begins the sentences of a hint that say what ktm does about it.
var doing = [...]string{"ktm ", "Nothing to do: ktm "}

// advice is the hint of a fault. What ktm does while it reads is left out of it
// when it no longer does.
func (p *Pane) advice(f *alike) string {
	if !p.stopped {
		return f.Hint
	}
	var kept []string
next:
	for s := range sentences(f.Hint) {
		for _, d := range doing {
			if strings.HasPrefix(s, d) {
				continue next
			}
		}
		kept = append(kept, s)
	}
	return strings.Join(kept, " ")
}

// sentences goes over those of a text.
func sentences(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			end := len(text)
			if i := strings.IndexAny(text, ".?!"); i >= 0 {
				for ; i < len(text); i++ { // a point inside a name ends nothing
					if strings.ContainsRune(".?!", rune(text[i])) && (i+1 == len(text) || text[i+1] == ' ') {
						end = i + 1
						break
					}
				}
			}
			if !yield(text[:end]) {
				return
			}
			text = strings.TrimLeft(text[end:], " ")
		}
	}
}
