package kafka

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/IBM/sarama"
)

// Security is how brokers are spoken to: in the clear or over TLS, with or
// without a login. The zero value is plaintext without a login. It can be
// printed, logged and marshalled: no form of it shows a secret.
type Security struct {
	TLS  *TLS  // nil speaks plaintext
	SASL *SASL // nil does not log in
}

// SASL is a login.
type SASL struct {
	Mechanism Mechanism
	Username  string
	Password  Secret
}

// Mechanism is a SASL mechanism by its registered name.
type Mechanism string

// The mechanisms that are supported.
const (
	Plain       Mechanism = sarama.SASLTypePlaintext
	ScramSHA256 Mechanism = sarama.SASLTypeSCRAMSHA256
	ScramSHA512 Mechanism = sarama.SASLTypeSCRAMSHA512
)

// apply puts the security into a configuration of sarama. Its error is a
// *model.Fault of kind config.
func (s Security) apply(c *sarama.Config) error {
	if s.TLS != nil {
		c.Net.TLS.Enable = true
		c.Net.TLS.Config = s.TLS.config()
	}
	if s.SASL == nil {
		return nil
	}
	if s.SASL.Username == "" {
		return configFault("the SASL login has no user name", "Set sasl.username.")
	}
	if s.SASL.Password.empty() {
		return configFault("the SASL login has no password", hintPassword)
	}
	sasl := &c.Net.SASL
	sasl.Enable, sasl.Mechanism = true, sarama.SASLMechanism(s.SASL.Mechanism)
	sasl.User, sasl.Password = s.SASL.Username, s.SASL.Password.reveal()
	switch s.SASL.Mechanism {
	case Plain:
	case ScramSHA256, ScramSHA512:
		sasl.SCRAMClientGeneratorFunc = s.SASL.Mechanism.scram
	default:
		return configFault(fmt.Sprintf("the SASL mechanism %q is not supported", string(s.SASL.Mechanism)), hintMechanism)
	}
	return nil
}

// Protocol is Kafka's name for the combination: PLAINTEXT, SSL,
// SASL_PLAINTEXT or SASL_SSL.
func (s Security) Protocol() string {
	name := "PLAINTEXT"
	if s.TLS != nil {
		name = "SSL"
	}
	if s.SASL != nil {
		name = "SASL_" + name
	}
	return name
}

// Properties are the settings of librdkafka that say the same, without names and
// secrets, each "name=value"; none for plaintext.
func (s Security) Properties() (properties []string) {
	if p := s.Protocol(); p != "PLAINTEXT" {
		properties = append(properties, "security.protocol="+p)
	}
	if s.SASL != nil {
		properties = append(properties, "sasl.mechanism="+string(s.SASL.Mechanism))
	}
	return properties
}

// Insecure says in a sentence which protection that TLS gives was switched
// off; "" where none was. Whoever watches should see it all the time.
func (s Security) Insecure() string {
	if s.TLS == nil {
		return ""
	}
	return insecure[s.TLS.Verify]
}

// String describes the security in a few words: "SASL_SSL, PLAIN as \"alice\"".
func (s Security) String() string {
	words := []string{s.Protocol()}
	if s.SASL != nil {
		words = append(words, fmt.Sprintf("%s as %q", string(s.SASL.Mechanism), s.SASL.Username))
	}
	if s.TLS != nil && s.TLS.Certificate != nil {
		words = append(words, "client certificate")
	}
	if why := s.Insecure(); why != "" {
		words = append(words, why)
	}
	return strings.Join(words, ", ")
}

// GoString is String, so that %#v shows no more.
func (s Security) GoString() string { return "kafka.Security(" + s.String() + ")" }

// LogValue is String, for slog.
func (s Security) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String, for JSON too.
func (s Security) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Secret is a text that is not shown. Every way to print, log or marshal it
// gives "***".
type Secret struct {
	// A pointer, because fmt prints unexported fields of foreign structs
	// without asking their methods: it then shows an address.
	text *string
}

// hidden is what a Secret looks like.
const hidden = "***"

// NewSecret hides text.
func NewSecret(text string) Secret { return Secret{&text} }

func (s Secret) empty() bool { return s.text == nil || *s.text == "" }

func (s Secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Format implements fmt.Formatter for all verbs.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// String is "***".
func (s Secret) String() string { return hidden }

// LogValue is "***".
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText is "***".
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
