package kafka

import (
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"
	"github.com/kafkathreadmanager/ktm/model"
)

// A real broker takes the right password with every mechanism, over TLS, and
// says of a wrong one that it is wrong.
func TestRealLogin(t *testing.T) {
	c := kafkatest.Shared(t)
	c.CreateTopic(t, "secured-reading", 1)
	c.Produce(t, &kgo.Record{Topic: "secured-reading", Value: []byte("x")})
	for _, mechanism := range []Mechanism{Plain, ScramSHA256, ScramSHA512} {
		t.Run(string(mechanism), func(t *testing.T) {
			props := map[string]string{
				"security.protocol": "SASL_SSL", "ssl.ca.location": c.CAFile(),
				"sasl.mechanism": string(mechanism), "sasl.username": kafkatest.User, "sasl.password": kafkatest.Password,
			}
			if x := readToEnd(t, securedConfig(t, c, props)); len(x.records) != 1 || len(x.faults) > 0 {
				t.Errorf("%d records, faults %s", len(x.records), x.faultTexts())
			}
			x := mustOpen(t, securedConfig(t, c, with(props, "sasl.password", canary)), nil)
			f := x.awaitFault(model.FaultAuth)
			if !f.Fatal || f.Hint == "" || strings.Contains(f.Error(), canary) {
				t.Errorf("fault = %v (%s), fatal %v", f, f.Hint, f.Fatal)
			}
		})
	}
}

func securedConfig(t *testing.T, c *kafkatest.Cluster, props map[string]string) Config {
	t.Helper()
	s, err := FromProperties(props)
	if err != nil {
		t.Fatal(err)
	}
	return Config{Brokers: strings.Split(c.SASLBootstrap(), ","), Topics: []string{"secured-reading"}, Start: oldest, Security: s.Security}
}
