package kafkatest

import (
	"fmt"
	"path/filepath"
	"strings"
)

// properties writes a node's configuration. The timings are far below Kafka's
// own, so that what a test waits for happens within a second.
func (c *Cluster) properties(n *node) string {
	replicas := min(3, len(c.nodes))
	voters := make([]string, len(c.nodes))
	for i, other := range c.nodes {
		voters[i] = fmt.Sprintf("%d@127.0.0.1:%d", other.id, other.controller)
	}
	listeners := fmt.Sprintf("PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d", n.port, n.controller)
	advertised := fmt.Sprintf("PLAINTEXT://127.0.0.1:%d", n.port)
	if c.settings.sasl {
		sasl := fmt.Sprintf(",SASL_SSL://127.0.0.1:%d", n.saslPort)
		listeners += sasl
		advertised += sasl
	}
	protocols := "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL"
	for i, l := range c.settings.listeners {
		listeners += fmt.Sprintf(",%s://127.0.0.1:%d", l.name, n.extra[i])
		advertised += fmt.Sprintf(",%s://127.0.0.1:%d", l.name, l.advertised[n.id-1])
		protocols += fmt.Sprintf(",%s:%s", l.name, l.protocol)
	}
	lines := []string{
		"process.roles=broker,controller",
		fmt.Sprintf("node.id=%d", n.id),
		"controller.quorum.voters=" + strings.Join(voters, ","),
		"controller.listener.names=CONTROLLER",
		"listeners=" + listeners,
		"advertised.listeners=" + advertised,
		"listener.security.protocol.map=" + protocols,
		"inter.broker.listener.name=PLAINTEXT",
		"log.dirs=" + filepath.Join(n.dir, "data"),

		fmt.Sprintf("default.replication.factor=%d", replicas),
		fmt.Sprintf("offsets.topic.replication.factor=%d", replicas),
		"offsets.topic.num.partitions=1",
		fmt.Sprintf("transaction.state.log.replication.factor=%d", replicas),
		fmt.Sprintf("transaction.state.log.min.isr=%d", min(2, replicas)),
		"transaction.state.log.num.partitions=1",

		// A killed leader is replaced within seconds, not after 9.
		"broker.session.timeout.ms=3000",
		"broker.heartbeat.interval.ms=500",
		"group.initial.rebalance.delay.ms=0",
		"log.cleaner.backoff.ms=200",
		"log.cleaner.dedupe.buffer.size=4194304",
		// Records keep the old timestamps that tests give them.
		"log.retention.ms=-1",
		"log.retention.check.interval.ms=500",
		"log.segment.delete.delay.ms=500",
		"log.initial.task.delay.ms=500",
	}
	if c.settings.sasl {
		lines = append(lines, c.saslProperties()...)
	}
	return strings.Join(append(lines, c.settings.properties...), "\n") + "\n"
}

func (c *Cluster) saslProperties() []string {
	const login = "org.apache.kafka.common.security."
	return []string{
		"ssl.keystore.type=PEM",
		"ssl.keystore.location=" + filepath.Join(c.dir, "server.pem"),
		"sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
		fmt.Sprintf("listener.name.sasl_ssl.plain.sasl.jaas.config=%splain.PlainLoginModule required user_%s=\"%s\";", login, User, Password),
		"listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=" + login + "scram.ScramLoginModule required;",
		"listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=" + login + "scram.ScramLoginModule required;",
	}
}
