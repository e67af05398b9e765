package cli

import (
	"errors"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/names"
)

const (
	brokerForms = `Type HOST:PORT, several with commas; the port is 9092 where it is left out.
TLS or a login: -X security.protocol=SASL_SSL, SSL or SASL_PLAINTEXT; a user: -X sasl.username=NAME.`
	topicForms = `Type the topic's name; several with commas, or repeat -t.`
)

// parseBrokers reads "host:port,host:port". Errors do not quote what was
// typed where it may be a URL with a password in it.
func parseBrokers(s string) ([]string, error) {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			return nil, errors.New("an empty place in the list")
		}
		broker, err := names.Broker(part)
		if err != nil {
			return nil, err
		}
		list = append(list, broker)
	}
	return list, nil
}

// parseTopics reads one topic name, or several with commas, which no name
// can hold.
func parseTopics(s string) ([]string, error) {
	list := strings.Split(s, ",")
	for i, topic := range list {
		list[i] = strings.TrimSpace(topic)
		if err := names.CheckTopic(list[i]); err != nil {
			if strings.ContainsAny(list[i], "*?[") {
				return nil, &UsageError{Text: err.Error(), Hint: "A topic is named in full, without wildcards; several with commas. Without a topic, ktm -b BROKERS lists them to choose from: type a part of the name, mark several with space."}
			}
			return nil, err
		}
	}
	return list, nil
}
