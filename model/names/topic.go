package names

import (
	"errors"
	"fmt"
	"strings"
)

// maxTopic is Kafka's own limit, in characters.
const maxTopic = 249

// CheckTopic holds a topic's name against Kafka's rules, so that a slip is not
// told by a broker as an unknown topic.
func CheckTopic(s string) error {
	bad := strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '_' && r != '-'
	})
	switch {
	case s == "":
		return errors.New("a topic's name is empty")
	case s == "." || s == "..":
		return fmt.Errorf("%q is no topic's name", s)
	case len(s) > maxTopic:
		return fmt.Errorf("a topic's name has at most %d characters, this one has %d", maxTopic, len(s))
	case bad >= 0:
		return fmt.Errorf("%q is no topic's name: names are made of letters, digits, '.', '_' and '-'", s)
	}
	return nil
}
