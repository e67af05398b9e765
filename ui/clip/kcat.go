package clip

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// Cluster is how kcat reaches the brokers.
type Cluster struct {
	Brokers []string
	// Properties are settings of librdkafka, each "name=value", and none of them
	// secret.
	Properties []string
	// Nameless puts $BROKERS in the place of the addresses.
	Nameless bool
}

// Kcat copies a command for a shell that reads exactly the message of a record.
func Kcat(c Cluster, rec *model.Record) (Copy, error) {
	words := []string{"kcat", "-C"}
	if c.Nameless {
		words = append(words, "-b", `"$BROKERS"`)
	} else {
		words = append(words, "-b", quote(strings.Join(c.Brokers, ",")))
	}
	for _, p := range c.Properties {
		words = append(words, "-X", quote(p))
	}
	words = append(
		words, "-t", quote(rec.Topic), "-p", strconv.Itoa(int(rec.Partition)),
		"-o", strconv.FormatInt(rec.Offset, 10), "-c", "1", "-e",
	)
	command := strings.Join(words, " ")
	for _, r := range command {
		if r == utf8.RuneError || r != ' ' && !safetext.Visible(r) {
			return Copy{}, errors.New("the topic's name cannot be written in a command")
		}
	}
	return bounded("kcat command", command)
}

// quote makes one word of a POSIX shell.
func quote(word string) string {
	const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/=@%+"
	if word != "" && strings.Trim(word, harmless) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
