package cli

import (
	"strings"

	"github.com/spf13/pflag"
)

const helpHead = `ktm watches Kafka topics live. A consumer runs for a limited time; every message
becomes a row under a countdown of the time left, and errors have a pane of
their own. It joins no consumer group, commits nothing and creates nothing.

Usage: ktm [flags] [TOPIC ...]

Examples:
  ktm --demo                                  see it at work, without a cluster
  ktm -b localhost:9092 orders                the last 100 messages, then live
  ktm -b localhost:9092                       choose from a list of its topics
  ktm -b localhost:9092 --list                write that list, and exit
  ktm -b localhost:9092 orders payments -o end --lifetime 15m
  ktm -F client.properties orders -p 0,2-5 -o 1042
  ktm -b localhost:9092 orders -o @09:00:10:30
  ktm -b localhost:9092 orders -o start -e | jq .value
  ktm -b localhost:9092 orders --filter 'value.total > 40'
`

const helpTail = `
Positions, for -o, and for the key o on the screen:
  start  end                    the oldest message; what arrives from now on
  1042  +100                    an offset; so many after a partition's start
  -100                          the last 100 messages of a topic, by time
  @12:00  @2026-11-23T12:00Z    the first message as late; local, or a zone
  @-1h30m  @1763899200          so long ago; seconds or ms since 1970
  @today  @yesterday  @now      midnight, the one before, the present moment
  100:200  :200  -100:end       up to an offset or the end; B of A:B is left out
  100:+20                       20 offsets from there on
  @12:00:13:00  @12:00:1h       up to a time; for so long; also -100:@12:00
  0=100,2-5=end,-100            by partition, and of the others the last 100

Keys:
  space  freeze the view       s  start and stop      + -  more and less time
  enter  show a message        r  restart             f    follow the newest
  /      filter                T  choose topics        o    go to a position
  ?      all keys              q  quit

Environment:
  KTM_BROKERS         brokers, where -b is not given
  KTM_CONFIG          a file of client properties, where -F is not given
  KTM_SASL_USERNAME, KTM_SASL_PASSWORD
                      a login, for clusters whose properties ask for one
  KTM_SCHEMA_REGISTRY_URL
                      the schema registry, where no property names one
  KTM_SCHEMA_REGISTRY_USER_INFO, KTM_SCHEMA_REGISTRY_TOKEN
                      a login for it: USER:PASSWORD, or a bearer token
  KTM_STATE=off       the same as --no-state
A flag counts more than -X, -X more than the environment, and that more than the
file. Where a SASL password is missing, ktm asks for it on the terminal.

In a pipe, and with -J, messages are JSON lines on standard output; errors and
a summary go to standard error.

Exit codes: 0 an end that was asked for, 1 an error, 2 a mistake on the command
line, 130 interrupted (129 hung up, 131 quit, 143 terminated).
`

const (
	helpWidth  = 80
	helpColumn = 32 // where the descriptions begin
)

// helpText is the whole of --help.
func helpText(groups []group, scenarios []Scenario) string {
	var b strings.Builder
	b.WriteString(helpHead)
	for _, g := range groups {
		b.WriteString("\n" + g.title + ":\n")
		g.VisitAll(func(f *pflag.Flag) { writeEntry(&b, flagName(f), f.Usage) })
	}
	b.WriteString("\nFormats:\n")
	formatEntries(&b)
	b.WriteString("\nScenarios of the demo:\n")
	for _, s := range scenarios {
		writeEntry(&b, "      "+s.Name, s.Text)
	}
	b.WriteString(helpTail)
	return b.String()
}

func flagName(f *pflag.Flag) string {
	name := "      --" + f.Name
	if f.Shorthand != "" {
		name = "  -" + f.Shorthand + ", --" + f.Name
	}
	switch {
	case f.NoOptDefVal == "":
		name += " " + f.Value.Type()
	case f.Value.Type() != "bool":
		name += "[=" + f.Value.Type() + "]"
	}
	return name
}

// writeEntry writes a name and, in a column of its own, what it means.
func writeEntry(b *strings.Builder, name, text string) {
	line := name
	if len(line) > helpColumn-2 {
		b.WriteString(line + "\n")
		line = ""
	}
	line += strings.Repeat(" ", helpColumn-len(line))
	empty := true
	for word := range strings.FieldsSeq(text) {
		if !empty && len(line)+1+len(word) > helpWidth {
			b.WriteString(line + "\n")
			line, empty = strings.Repeat(" ", helpColumn), true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	b.WriteString(line + "\n")
}
