package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/field"
	"github.com/kafkathreadmanager/ktm/model/history"
	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/columns"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// The bounds of what the screen may be asked to do.
const (
	maxKeep      = 10_000_000
	minKeepBytes = 2 << 20 // less would be raised by the history
	maxKeepBytes = 16 << 30
	minKeepOne   = 1 << 10 // of one message
	maxKeepOne   = 1 << 30
	defaultFPS   = 30
	maxFPS       = 60
)

// group is a heading of the help and the flags below it.
type group struct {
	title string
	*pflag.FlagSet
}

func newGroup(title string) group {
	set := pflag.NewFlagSet(title, pflag.ContinueOnError)
	set.SortFlags = false
	return group{title, set}
}

// groups declares every flag.
func (in *input) groups(p Program) []group {
	in.Scope = model.DefaultScope
	in.Keep, in.KeepBytes, in.FPS = history.DefaultKeepRecords, history.DefaultKeepBytes, defaultFPS
	in.KeepMessage = history.DefaultKeepRecordBytes

	where := newGroup("Where")
	where.VarP(&value[[]string]{name: "HOST:PORT,...", parse: parseBrokers, store: appendTo(&in.Brokers), forms: brokerForms},
		"brokers", "b", "one or more brokers of the cluster (also: --bootstrap-server)")
	scenarios := p.scenarioNames()
	where.Var(choice("SCENARIO", into(&in.Demo), scenarios),
		"demo", "watch a built-in cluster instead; its scenarios are below (default "+scenarios[0]+")")
	where.Lookup("demo").NoOptDefVal = scenarios[0]

	what := newGroup("What")
	what.VarP(&value[[]string]{name: "TOPIC", parse: parseTopics, store: appendTo(&in.Topics), forms: topicForms},
		"topic", "t", "a topic, the same as an argument; repeatable")
	what.VarP(&value[[]int32]{name: "LIST", parse: parsePartitions, store: into(&in.Partitions), forms: partitionForms},
		"partitions", "p", "only these partitions, such as 0,2-5")
	what.VarP(&offsetValue{in}, "offset", "o",
		"where to begin, or from where to where: see below (default -100, the last 100 messages of each topic)")
	what.BoolVar(&in.fromBeginning, "from-beginning", false, "the same as -o start")
	levels := []string{model.ReadCommitted.String(), model.ReadUncommitted.String()}
	what.Var(choice("LEVEL", in.setIsolation, levels),
		"isolation", "read_committed hides what open and aborted transactions wrote, read_uncommitted shows it (default read_committed)")

	what.VarP(formatFlag(decoded.Key, appendTo(&in.Formats)), "key-format", "k", "read keys as one of the formats below, or those of a topic, as in -k orders=int64; repeatable (default auto)")
	what.VarP(formatFlag(decoded.Value, appendTo(&in.Formats)), "value-format", "d", "the same for values, as in -d avro -d payments=protobuf:pay.proto#Payment (default auto)")
	what.Var(&filterValue{store: func(f *query.Filter) { in.Filter = f }},
		"filter", "only messages with these words, as in --filter 'paid key:user-1', or for which an expression holds, as in --filter 'value.total > 40'")

	howLong := newGroup("How long")
	howLong.Var(&value[time.Duration]{name: "DURATION", parse: parseLifetime, store: in.setLifetime, forms: lifetimeForms},
		"lifetime", "stop after 90s, 15m or 1h30m; a bare number is in seconds, 0 is no limit (default 40s on the screen; no limit in a pipe, with -n and with -e)")
	howLong.VarP(&value[int64]{name: "COUNT", parse: parseCount, store: into(&in.MaxMessages), forms: countForms},
		"max-messages", "n", "stop after so many messages")
	howLong.BoolVarP(&in.ExitAtEnd, "exit-at-end", "e", false, "stop where the partitions ended when the run began")

	screen := newGroup("Screen")
	screen.Var(&value[[]columns.Column]{name: "LIST", parse: parseColumns, store: into(&in.Columns), forms: columns.Forms, choices: field.Words()},
		"columns", "what stands side by side, as in time,partition,key,.total,header:trace,value")
	screen.Var(number("COUNT", func(n int64) { in.Keep = int(n) }, 1, maxKeep),
		"keep", fmt.Sprintf("remember so many messages (default %d)", history.DefaultKeepRecords))
	screen.Var(&value[int64]{name: "SIZE", parse: parseMemory, store: into(&in.KeepBytes), forms: sizeForms},
		"keep-bytes", "in so much memory, such as 64MiB (default "+sizeText(history.DefaultKeepBytes)+")")
	screen.Var(&value[int64]{name: "SIZE", parse: parseMessage, store: func(n int64) { in.KeepMessage = int(n) }, forms: sizeForms},
		"keep-message", "and of each so many bytes at most, from 1KiB to 1GiB; a key loads the rest (default "+sizeText(history.DefaultKeepRecordBytes)+")")
	screen.Var(number("COUNT", func(n int64) { in.FPS = int(n) }, 1, maxFPS),
		"fps", fmt.Sprintf("draw at most so many frames a second (1 to %d, default %d)", maxFPS, defaultFPS))
	screen.BoolVar(&in.ASCII, "ascii", false, "draw lines and signs without Unicode")
	screen.Var(&value[string]{name: "NAME", parse: notEmpty, store: into(&in.Theme), forms: themeForms, choices: theme.Names()},
		"theme", "the colours: "+alternatives(theme.Names())+", or a file of yours (default auto: dark or light, as the terminal is)")
	screen.BoolVar(&in.Present, "present", false, "for a stage: brokers without addresses, a large header, the keys that are pressed")
	screen.Var(&value[string]{name: "PATTERN", parse: notEmpty, store: into(&in.Mask), forms: maskForms},
		"mask", "show dots for the values of JSON fields and headers with such names, as in --mask 'email|phone'")
	screen.BoolVar(&in.NoState, "no-state", false, "remember nothing for later sessions, and nothing of earlier ones (also: KTM_STATE=off)")

	output := newGroup("Output")
	output.BoolVarP(&in.JSON, "json", "J", false, "write messages as JSON lines instead of the screen")
	output.BoolVarP(&in.List, "list", "L", false, "list all topics, or those that are named, with their partitions, messages and bytes, and exit; with -J as JSON lines")
	output.Var(outputPath(&in.Report), "report", "write an account of the session as JSON at exit")
	output.Var(outputPath(&in.LogFile), "log-file", "append a log")

	connection := newGroup("Connection")
	connection.VarP(path(&in.config), "config", "F",
		"client properties, in the words of Java or librdkafka (also: --command-config)")
	connection.VarP(&value[Properties]{name: "NAME=VALUE", parse: p.parseProperty, store: in.addProperty, forms: propertyForms},
		"property", "X", "one client property, but no secret; repeatable")

	other := newGroup("Other")
	other.Var(choice("SHELL", into(&in.completion), shells), "completion", "print a script for "+alternatives(shells))
	other.BoolVar(&in.version, "version", false, "print the version")
	other.BoolVarP(&in.help, "help", "h", false, "print this help")

	return []group{where, what, howLong, screen, output, connection, other}
}

func (in *input) setIsolation(level string) {
	in.Isolation, in.IsolationSet = model.ReadCommitted, true
	if level == model.ReadUncommitted.String() {
		in.Isolation = model.ReadUncommitted
	}
}

func (in *input) setLifetime(d time.Duration) { in.Lifetime, in.LifetimeSet = d, true }

func (in *input) addProperty(p Properties) {
	if in.properties == nil {
		in.properties = Properties{}
	}
	in.properties.lay(p)
}

// aliases are Kafka's own words for flags that are called otherwise here.
var aliases = map[string]string{
	"bootstrap-server":  "brokers",
	"bootstrap-servers": "brokers",
	"partition":         "partitions",
	"command-config":    "config",
}

func alias(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if own, ok := aliases[name]; ok {
		name = own
	}
	return pflag.NormalizedName(name)
}

// habits answers flags of kcat, rpk, kaf and Kafka's tools that mean something
// here under another name, or nothing at all.
var habits = map[string]string{
	"c":                     "A number of messages is -n COUNT.",
	"num":                   "A number of messages is -n COUNT.",
	"limit-messages":        "A number of messages is -n COUNT.",
	"tail":                  "The last 100 messages are -o -100.",
	"C":                     "ktm only ever consumes: leave out -C.",
	"P":                     "ktm only ever consumes: it cannot produce.",
	"G":                     "ktm joins no consumer group and commits nothing: name the topic instead.",
	"g":                     "ktm joins no consumer group and commits nothing: leave it out.",
	"group":                 "ktm joins no consumer group and commits nothing: leave it out.",
	"f":                     asJSON,
	"format":                asJSON,
	"D":                     asJSON,
	"K":                     asJSON,
	"u":                     "Every message is written at once: leave it out.",
	"q":                     "Standard output has messages only; the rest is on standard error: leave it out.",
	"Z":                     "Null is null in JSON, and not the empty text: leave it out.",
	"follow":                "ktm follows a topic anyway: leave it out.",
	"timeout-ms":            "A limit of time is --lifetime 40s.",
	"timeout":               "A limit of time is --lifetime 40s.",
	"consumer-property":     "Client properties are -X NAME=VALUE.",
	"command-property":      "Client properties are -X NAME=VALUE.",
	"consumer.config":       "A file of client properties is -F FILE.",
	"consumer-config":       "A file of client properties is -F FILE.",
	"skip-message-on-error": "A message that cannot be read is told and does not end a run: leave it out.",
	"s":                     "A format is -d FORMAT for values, -k FORMAT for keys, such as -d avro.",
	"r":                     "The schema registry is -X schema.registry.url=URL.",
	"schema-registry":       "The schema registry is -X schema.registry.url=URL.",
	"schema-registry-url":   "The schema registry is -X schema.registry.url=URL.",
	"use-schema-registry":   "A format of the schema registry is -d avro, -d protobuf or -d json-schema; -X schema.registry.url=URL says where it is.",
	"username":              "The user's name is -X sasl.username=NAME.",
	"user":                  "The user's name is -X sasl.username=NAME.",
	"password":              secretForms,
	"v":                     "--version prints the version, --log-file FILE writes a log.",
	"verbose":               "--log-file FILE writes a log.",
}

// asJSON answers those who ask for a format of the output.
const asJSON = "Messages are written as JSON lines, for jq: ktm ... | jq -r '[.key, .value] | @tsv'"

// flagNames lists what can be typed behind two dashes.
func flagNames(set *pflag.FlagSet) []string {
	var names []string
	set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	for name := range aliases {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
