package kafka

import (
	"maps"
	"slices"
	"strings"
)

// Warnings are sentences on properties that do not do what they say, or take
// protection away. They name properties and never quote values.
func (s Settings) Warnings() []string {
	var list []string
	if len(s.Unknown) > 0 {
		list = append(list, "no effect: "+strings.Join(s.Unknown, ", ")+" (unknown)")
	}
	byReason := map[string][]string{}
	for _, p := range s.Ignored {
		byReason[p.Reason] = append(byReason[p.Reason], p.Name)
	}
	for _, reason := range slices.Sorted(maps.Keys(byReason)) {
		list = append(list, "no effect: "+strings.Join(byReason[reason], ", ")+" ("+reason+")")
	}
	if insecure := s.Security.Insecure(); insecure != "" {
		list = append(list, insecure)
	}
	return list
}
