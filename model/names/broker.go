package names

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"unicode"
)

// defaultPort is that of a broker that is named without one.
const defaultPort = "9092"

// Broker reads "host:port" or "host", also with an IPv6 address, and gives
// "host:port".
func Broker(s string) (string, error) {
	switch {
	case s == "":
		return "", errors.New("a broker's address is empty")
	case strings.Contains(s, "@"):
		return "", errors.New("a user's name has no place in a broker's address")
	case strings.Contains(s, "://"):
		protocol, _, _ := strings.Cut(s, "://")
		return "", fmt.Errorf("%q has a protocol in it: leave out %s", s, withoutProtocol(protocol))
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		// Without a port: "kafka", "[::1]", or an IPv6 address as it is.
		host, port = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), defaultPort
		if strings.Contains(host, ":") && net.ParseIP(host) == nil {
			return "", fmt.Errorf("%q is no HOST:PORT", s)
		}
	}
	if host == "" || strings.ContainsAny(host, " ,/\\\"'=[]") || strings.ContainsFunc(host, unseen) {
		return "", fmt.Errorf("%q has no valid host", s)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", fmt.Errorf("%q has no valid port; ports go from 1 to 65535", s)
	}
	return net.JoinHostPort(host, port), nil
}

// withoutProtocol says what to do instead of writing a protocol, as it stands
// in a broker's advertised.listeners.
func withoutProtocol(protocol string) string {
	switch p := strings.ToUpper(protocol); p {
	case "SSL", "SASL_SSL", "SASL_PLAINTEXT":
		return p + ":// and set security.protocol to " + p
	default:
		return "what is before the host"
	}
}

// unseen says that a character cannot be seen, or is a byte that is not UTF-8:
// no host has one, and a terminal may obey it.
func unseen(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }
