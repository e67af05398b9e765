package kafka

import (
	"cmp"
	"slices"
	"strings"
)

// without says of known properties why they have no effect on a program that
// only reads and shows. A name that ends with a dot stands for all names that
// begin so.
var without = func() map[string]string {
	table := make(map[string]string)
	for reason, names := range map[string]string{
		"ktm joins no consumer group and commits nothing": `
			group.id group.instance.id group.protocol group.protocol.type group.remote.assignor group.consumer.
			partition.assignment.strategy session.timeout.ms heartbeat.interval.ms max.poll.interval.ms
			enable.auto.commit auto.commit.enable auto.commit.interval.ms enable.auto.offset.store offset.store.
			coordinator.query.interval.ms internal.leave.group.on.close consume.callback.max.messages`,
		"where to begin is chosen with --offset": `
			auto.offset.reset`,
		"ktm writes nothing": `
			acks request.required.acks retries message.send.max.retries batch.size batch.num.messages linger.ms
			compression.type compression.codec compression.level compression. enable.idempotence enable.gapless.guarantee
			transactional.id transaction.timeout.ms buffer.memory delivery.timeout.ms message.timeout.ms max.block.ms
			max.in.flight max.in.flight.requests.per.connection max.request.size message.max.bytes message.copy.max.bytes
			partitioner partitioner. queue.buffering. delivery.report.only.error dr_cb
			sticky.partitioning.linger.ms`,
		"ktm runs no Java classes; it shows what the bytes are": `
			key.serializer value.serializer key.deserializer value.deserializer interceptor.classes
			key.serializer. value.serializer. key.deserializer. value.deserializer. plugin.library.paths`,
		"ktm asks the schema registry for ids, and registers nothing": `
			specific.avro.reader auto.register.schemas use.latest.version
			key.subject.name.strategy value.subject.name.strategy`,
		"ktm has its own fetch sizes": `
			fetch.min.bytes fetch.max.bytes fetch.max.wait.ms fetch.wait.max.ms fetch.message.max.bytes fetch.error.backoff.ms
			fetch.queue.backoff.ms max.partition.fetch.bytes max.poll.records receive.message.max.bytes receive.buffer.bytes
			send.buffer.bytes socket.receive.buffer.bytes socket.send.buffer.bytes queued.min.messages
			queued.max.messages.kbytes`,
		"ktm has its own time limits": `
			request.timeout.ms default.api.timeout.ms socket.timeout.ms socket.connection.setup.timeout.ms
			socket.connection.setup.timeout.max.ms socket.keepalive.enable socket.nagle.disable socket.max.fails
			reconnect.backoff.ms reconnect.backoff.max.ms reconnect.backoff.jitter.ms retry.backoff.ms retry.backoff.max.ms
			connections.max.idle.ms metadata.max.age.ms metadata.request.timeout.ms metadata.recovery.
			topic.metadata.refresh. topic.metadata.propagation.max.ms topic.blacklist`,
		"ktm finds brokers and versions by itself": `
			client.dns.lookup broker.address.family broker.address.ttl broker.version.fallback api.version.request
			api.version.request.timeout.ms api.version.fallback.ms allow.auto.create.topics exclude.internal.topics`,
		"ktm checks this always": `
			check.crcs`,
		"ktm reports an end by --exit-at-end": `
			enable.partition.eof`,
		"ktm has no metrics and logs only to --log-file": `
			metric.reporters metrics. auto.include.jmx.reporter enable.metrics.push statistics.interval.ms
			debug log_level log.queue log.thread.name log.connection.close enable.random.seed internal.termination.signal
			config.providers config.providers.`,
		"Go's TLS chooses versions and ciphers itself": `
			ssl.protocol ssl.enabled.protocols ssl.cipher.suites ssl.curves.list ssl.sigalgs.list ssl.provider ssl.providers
			ssl.keymanager.algorithm ssl.trustmanager.algorithm ssl.secure.random.implementation ssl.engine.factory.class
			ssl.engine.id ssl.engine.location security.providers`,
		"certificates come as PEM, which has no store password": `
			ssl.keystore.password ssl.truststore.password`,
		"ktm reads no revocation lists": `
			ssl.crl.location`,
		"it belongs to a SASL mechanism that ktm does not have": `
			sasl.kerberos. sasl.oauthbearer. sasl.login. sasl.client.callback.handler.class enable.sasl.oauthbearer.`,
	} {
		for name := range strings.FieldsSeq(names) {
			table[name] = reason
		}
	}
	return table
}()

// whyWithout gives the reason for a property of this name.
func whyWithout(name string) (reason string, ok bool) {
	if reason, ok = without[name]; ok {
		return reason, true
	}
	for i := range name {
		if name[i] == '.' {
			if reason, ok = without[name[:i+1]]; ok {
				return reason, true
			}
		}
	}
	return "", false
}

// rest sorts what nobody asked for into ignored and unknown.
func (p *properties) rest() (ignored []Ignored, unknown []string) {
	ignored = p.ignored
	for name := range p.values {
		if p.used[name] {
			continue
		}
		if reason, ok := whyWithout(name); ok {
			ignored = append(ignored, Ignored{name, reason})
		} else {
			unknown = append(unknown, name)
		}
	}
	slices.SortFunc(ignored, func(a, b Ignored) int { return cmp.Compare(a.Name, b.Name) })
	slices.Sort(unknown)
	return ignored, unknown
}
