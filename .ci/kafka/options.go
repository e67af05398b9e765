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
	properties []string
}

// Option shapes a cluster.
type Option func(*settings)

// WithNodes asks for n nodes, each broker and controller; at least 1. A node
// takes about 400 MB of memory.
func WithNodes(n int) Option { return func(s *settings) { s.nodes = n } }

// WithSASL adds a SASL_SSL listener to every node, with certificates signed by
// the cluster's own authority. See [Cluster.SASLBootstrap], [Cluster.CAFile].
func WithSASL() Option { return func(s *settings) { s.sasl = true } }

// WithProperties adds broker properties, each "name=value"; they win over what
// the cluster sets by itself.
func WithProperties(properties ...string) Option {
	return func(s *settings) { s.properties = append(s.properties, properties...) }
}
