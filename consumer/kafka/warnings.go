package kafka

import (
	"maps"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/names"
)

// Warnings are sentences on properties that do not do what they say, or take
// protection away. They name properties and never quote values.
func (s Settings) Warnings() []string {
	var list []string
	var unknown []string
	for _, name := range s.Unknown {
		if near := meant(name); near != "" {
			list = append(list, "no effect: "+name+" (unknown; did you mean "+near+"?)")
		} else {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		list = append(list, "no effect: "+strings.Join(unknown, ", ")+" (unknown)")
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
	if r := s.Registry; r != nil && r.TLS != nil && r.TLS.Verify != VerifyAll {
		list = append(list, "schema registry: "+insecure[r.TLS.Verify])
	}
	return list
}

// misspelt fails where an unknown name is a slip of one that protects the
// connection: to go on without it would be to go on in the clear.
func (p *properties) misspelt(unknown []string) {
	for _, name := range unknown {
		near := meant(name)
		for _, family := range []string{"security.", "sasl.", "ssl."} {
			if strings.HasPrefix(strings.TrimPrefix(near, registryPrefix), family) {
				p.fail("Did you mean "+near+"?", "there is no property %s", name)
			}
		}
	}
}

// effective are the properties that have an effect.
var effective = func() []string {
	list := slices.Concat(tlsProperties, saslProperties, []string{
		"bootstrap.servers", "metadata.broker.list", "client.id", "client.rack", "isolation.level", "security.protocol",
		registryURL, registryPrefix + basicUser, registryPrefix + basicSource, registryPrefix + bearerToken, registryPrefix + bearerSource,
	})
	for _, name := range tlsProperties {
		list = append(list, registryPrefix+name)
	}
	return list
}()

// meant is the property that an unknown name is a slip of; "" where none is near.
func meant(name string) string {
	best, fewest := "", len(name)/6+2
	for _, n := range effective {
		if edits := names.Edits(strings.ToLower(name), n); edits < fewest {
			best, fewest = n, edits
		}
	}
	return best
}
