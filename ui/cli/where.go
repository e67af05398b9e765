package cli

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
)

const (
	brokerForms = `Type HOST:PORT, several with commas; the port is 9092 where it is left out.`
	topicForms  = `Type the topic's name; several with commas, or repeat -t.`

	defaultPort    = "9092"
	maxTopicLength = 249 // Kafka's own limit
)

// parseBrokers reads "host:port,host:port". Errors do not quote what was
// typed where it may be a URL with a password in it.
func parseBrokers(s string) ([]string, error) {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		broker, err := parseBroker(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		list = append(list, broker)
	}
	return list, nil
}

func parseBroker(s string) (string, error) {
	switch {
	case s == "":
		return "", errors.New("an empty place in the list")
	case strings.Contains(s, "@"):
		return "", errors.New("a user's name has no place here; it is -X sasl.username=NAME")
	case strings.Contains(s, "://"):
		return "", fmt.Errorf("%q has a protocol in it; that is -X security.protocol=SASL_SSL", s)
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		// Without a port: "kafka", "[::1]", or an IPv6 address as it is.
		host, port = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), defaultPort
		if strings.Contains(host, ":") && net.ParseIP(host) == nil {
			return "", fmt.Errorf("%q is no HOST:PORT", s)
		}
	}
	if host == "" || strings.ContainsAny(host, " \t/\\\"'=[]") {
		return "", fmt.Errorf("%q has no valid host", s)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("%q has no valid port; ports go from 1 to 65535", s)
	}
	return net.JoinHostPort(host, port), nil
}

// parseTopics reads one topic name, or several with commas, which no name
// can hold.
func parseTopics(s string) ([]string, error) {
	list := strings.Split(s, ",")
	for i, topic := range list {
		list[i] = strings.TrimSpace(topic)
		if err := checkTopic(list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// checkTopic holds a name against Kafka's rules, so that a slip is told here
// and not by a broker as an unknown topic.
func checkTopic(s string) error {
	bad := strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '_' && r != '-'
	})
	switch {
	case s == "":
		return errors.New("a topic's name is empty")
	case s == "." || s == "..":
		return fmt.Errorf("%q is no topic's name", s)
	case len(s) > maxTopicLength:
		return fmt.Errorf("a topic's name has at most %d characters, this one has %d", maxTopicLength, len(s))
	case bad >= 0:
		return fmt.Errorf("%q is no topic's name: names are made of letters, digits, '.', '_' and '-'", s)
	}
	return nil
}
