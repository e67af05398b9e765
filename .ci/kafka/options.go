package kafkatest

// User and Password are the one login that a cluster with [WithSASL] knows,
// for PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 alike.
const (
	User     = "reader"
	Password = "reader-secret"
)

type settings struct {
	nodes      int
	sasl       bool
	listeners  []listener
	properties []string
}

// listener is one that every node has besides the cluster's own.
type listener struct {
	name, protocol string
	advertised     []int
}

// Option shapes a cluster.
type Option func(*settings)

// WithNodes asks for n nodes, each broker and controller; at least 1. A node
// takes about 400 MB of memory.
func WithNodes(n int) Option { return func(s *settings) { s.nodes = n } }

// WithSASL adds a SASL_SSL listener to every node, with certificates signed by
// the cluster's own authority. See [Cluster.SASLBootstrap], [Cluster.CAFile].
func WithSASL() Option { return func(s *settings) { s.sasl = true } }

// WithListener adds a listener of a security protocol, PLAINTEXT or
// SASL_PLAINTEXT, to every node. Clients that come through it are sent to
// 127.0.0.1:advertised[i] for node i, where somebody in between listens and
// passes on to [Cluster.ListenerAddress].
func WithListener(name, protocol string, advertised ...int) Option {
	return func(s *settings) { s.listeners = append(s.listeners, listener{name, protocol, advertised}) }
}

// WithProperties adds broker properties, each "name=value"; they win over what
// the cluster sets by itself.
func WithProperties(properties ...string) Option {
	return func(s *settings) { s.properties = append(s.properties, properties...) }
}
