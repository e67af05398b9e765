package cli

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/columns"
)

// DefaultLifetime is how long a run lasts on the screen while nothing else
// ends it. It is the thread manager's default too.
const DefaultLifetime = 40 * time.Second

// Options is what was asked for, checked and complete.
type Options struct {
	// Where. Brokers are "host:port"; there is at least one unless Demo is
	// set. Topics are valid Kafka names, without repetition; where there are
	// none, they are chosen on the screen. Partitions are sorted; nil means all.
	Brokers    []string
	Topics     []string
	Partitions []int32

	// Scope is what is read of each topic, from where and up to where.
	Scope model.Scope

	// IsolationSet says that Isolation was asked for with its flag; else the
	// property isolation.level counts.
	Isolation    model.Isolation
	IsolationSet bool

	// Lifetime is the limit of a run; 0 = none. LifetimeSet says that it was
	// asked for. Use [Options.EffectiveLifetime].
	Lifetime    time.Duration
	LifetimeSet bool
	MaxMessages int64 // a run ends after this many; 0 = no limit
	ExitAtEnd   bool  // a run ends at the end of the partitions as it was when it began

	// Filter says which messages are wanted; nil = all.
	Filter *query.Filter

	// Formats says how keys and values are read, the last one that fits; Auto
	// where there is none.
	Formats []TopicFormat

	// Properties configures the connection in the words of Kafka's clients.
	// It may hold secrets.
	Properties Properties

	// Demo is the scenario of the built-in broker; "" = a real cluster.
	Demo string

	// Output. JSON asks for the pipe even on a terminal.
	JSON    bool
	List    bool   // list Topics, or all where there are none, and read none
	Report  string // path of the account written at exit; "" = none
	LogFile string // path of the log; "" = none

	// Screen. Keep and KeepBytes bound the memory of messages, KeepMessage the
	// bytes of each of them; FPS is in frames a second, ASCII asks for ornaments
	// without Unicode.
	Keep        int
	KeepBytes   int64
	KeepMessage int
	FPS         int
	Columns     []columns.Column // nil = the usual ones
	ASCII       bool

	// Looks. Theme is a name or a path, Mask a pattern of names; "" = as the
	// configuration says. Present is for a stage.
	Theme   string
	Mask    string
	Present bool

	// NoState asks to remember nothing, and to know nothing of earlier sessions.
	NoState bool
}

// Ends says that a run ends at a place in the log.
func (o Options) Ends() bool { return o.ExitAtEnd || o.Scope.Bounded() }

// EffectiveLifetime is the limit of a run; 0 = none. On the screen it is
// [DefaultLifetime] while no other end was asked for. In the pipe only what
// was asked for counts, so that nothing is cut short silently.
func (o Options) EffectiveLifetime(pipe bool) time.Duration {
	switch {
	case o.LifetimeSet:
		return o.Lifetime
	case pipe, o.Ends(), o.MaxMessages > 0:
		return 0
	default:
		return DefaultLifetime
	}
}

// Properties maps names of Kafka client properties to their values. It prints
// as *** with every verb and in every log and JSON, because values may be
// secrets.
type Properties map[string]string

const redacted = "***"

// Format writes *** for every verb.
func (Properties) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(redacted)) }

// LogValue is *** in every log.
func (Properties) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText is *** in JSON and its like.
func (Properties) MarshalText() ([]byte, error) { return []byte(redacted), nil }
