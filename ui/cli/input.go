package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/names"
)

// input is what the flags said, before it is put together.
type input struct {
	Options // what needs no more than the flag itself

	config        string
	properties    Properties // of -X
	fromBeginning bool
	offset        bool // -o was given

	help, version bool
	completion    string
}

// Names of Kafka's client properties that the command line has flags or
// variables for. Java and librdkafka call the brokers differently.
const (
	propBrokers    = "bootstrap.servers"
	propBrokersC   = "metadata.broker.list"
	propProtocol   = "security.protocol"
	propUsername   = "sasl.username"
	propPassword   = "sasl.password"
	propJAAS       = "sasl.jaas.config"
	propMechanism  = "sasl.mechanism"
	propMechanismC = "sasl.mechanisms"

	propRegistry       = "schema.registry.url"
	propRegistryUser   = "schema.registry.basic.auth.user.info"
	propRegistryUserJ  = "basic.auth.user.info"
	propRegistryToken  = "schema.registry.bearer.auth.token"
	propRegistryTokenJ = "bearer.auth.token"
)

const noBrokersHint = `Name a cluster:         ktm -b localhost:9092 orders   (or set KTM_BROKERS)
Look without a cluster: ktm --demo
All there is:           ktm --help`

// errNoTopic is the mistake of naming no topic where none can be chosen from a
// list, which the screen has.
var errNoTopic = &UsageError{
	Text: "no topic given",
	Hint: `Name one or more:       ktm -b HOST:PORT orders payments
Choose from a list:     ktm -b HOST:PORT   in a terminal, without -J
Write the list:         ktm -b HOST:PORT --list`,
}

// complete puts the flags, the arguments and the surroundings together.
func (in *input) complete(args []string, properties Properties) (Options, error) {
	o := in.Options
	for _, arg := range args {
		topics, err := parseTopics(arg)
		if err != nil {
			return Options{}, in.wrongArgument(arg, err)
		}
		o.Topics = append(o.Topics, topics...)
	}
	o.Topics = unique(o.Topics)
	if err := o.checkFormats(); err != nil {
		return Options{}, err
	}

	if in.fromBeginning {
		if in.offset && (o.Scope.Start.Kind != model.StartOldest || o.Scope.Closed) {
			return Options{}, &UsageError{
				Text: "--from-beginning and --offset name different starts",
				Hint: "--from-beginning is the same as -o start: give one of the two.",
			}
		}
		o.Scope.Start = model.Start{Kind: model.StartOldest}
	}
	if err := in.checkPartitions(); err != nil {
		return Options{}, err
	}
	o.Properties = properties
	if o.Demo != "" {
		return o, nil
	}
	if err := completeBrokers(&o); err != nil {
		return Options{}, err
	}
	return o, nil
}

// completeBrokers: the flag, or else the property.
func completeBrokers(o *Options) error {
	if len(o.Brokers) == 0 {
		for _, name := range []string{propBrokers, propBrokersC} {
			listed := o.Properties[name]
			if listed == "" {
				continue
			}
			brokers, err := parseBrokers(listed)
			if err != nil {
				return &UsageError{Text: name + ": " + err.Error(), Hint: brokerForms}
			}
			o.Brokers = append(o.Brokers, brokers...)
		}
	}
	o.Brokers = unique(o.Brokers)
	if len(o.Brokers) == 0 {
		return &UsageError{Text: "no brokers given", Hint: noBrokersHint}
	}
	return nil
}

// wrongArgument answers an argument that cannot be a topic. Often it is
// something else that lacks its flag.
func (in *input) wrongArgument(arg string, cause error) error {
	hint := topicForms
	if e, ok := errors.AsType[*UsageError](cause); ok {
		hint = e.Hint
	}
	topic, partition, _ := strings.Cut(arg, "/")
	if _, err := parsePartitions(partition); err == nil && names.CheckTopic(topic) == nil {
		hint = "A partition goes behind -p: ktm " + topic + " -p " + partition
	} else if _, err := parseBrokers(arg); err == nil && strings.Contains(arg, ":") {
		hint = "Brokers go behind -b: ktm -b " + arg + " TOPIC"
	}
	return &UsageError{Text: cause.Error(), Hint: hint}
}

func unique(list []string) []string {
	var once []string
	for _, s := range list {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}

// checkDemo: the demo brings its own cluster, so nothing that names or
// configures another goes with it. A word behind --demo is a topic to the flag
// parser, which is never meant where it names a scenario.
func (in *input) checkDemo(args, scenarios []string) error {
	if in.Demo == "" {
		return nil
	}
	for _, arg := range args {
		if slices.Contains(scenarios, arg) {
			return &UsageError{
				Text: "a scenario follows --demo with an equals sign",
				Hint: "Type --demo=" + arg + " (a topic of that name: -t " + arg + ").",
			}
		}
	}
	if len(in.Brokers) == 0 && in.config == "" && len(in.properties) == 0 {
		return nil
	}
	return &UsageError{
		Text: "--demo does not go with -b, -F or -X",
		Hint: "The demo brings its own brokers: leave them out, or leave out --demo.",
	}
}
