package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestMistakes is what a new user gets wrong, and what the answer must hold.
func TestMistakes(t *testing.T) {
	for args, want := range map[string][]string{
		"":                                       {"no brokers given", "ktm -b localhost:9092 orders", "ktm --demo", "KTM_BROKERS"},
		"orders":                                 {"no brokers given"},
		"localhost:9092 orders":                  {`"localhost:9092" is no topic's name`, "ktm -b localhost:9092 TOPIC"},
		"-b localhost orders/3":                  {`"orders/3" is no topic's name`, "ktm orders -p 3"},
		"-b localhost order*":                    {`"order*" is no topic's name`},
		"-b":                                     {"--brokers lacks its value", "HOST:PORT"},
		"-b localhost:99999 orders":              {"--brokers: ", "1 to 65535"},
		"--borkers x orders":                     {"unknown flag --borkers", "Did you mean --brokers?"},
		"--topics x":                             {"unknown flag --topics", "Did you mean --topic?"},
		"--bogus-thing":                          {"unknown flag --bogus-thing", "ktm --help"},
		"-Y orders":                              {"unknown flag -Y", "ktm --help"},
		"-c 10 orders":                           {"unknown flag -c", "-n COUNT"},
		"-C -b x -t orders":                      {"unknown flag -C", "leave out -C"},
		"--group g orders":                       {"unknown flag --group", "joins no consumer group"},
		"-5 orders":                              {"-5 is no flag", "-o -5"},
		"--password=" + secret:                   {"unknown flag --password", "KTM_SASL_PASSWORD"},
		"-b x -topic orders":                     {"-topic is no flag", "Did you mean --topic?"},
		"-demo":                                  {"-demo is no flag", "Did you mean --demo?"},
		"-bootstrap-server=x t":                  {"-bootstrap-server is no flag", "Did you mean --bootstrap-server?"},
		"-password=" + secret:                    {"-password is no flag", "KTM_SASL_PASSWORD"},
		"--=x":                                   {"a flag has no name"},
		"-b x orders -o begin":                   {`--offset: "begin" is not a position (character 1)`, "    begin\n    ^\nDid you mean beginning?"},
		"-b x orders -o @25:00":                  {`--offset: there is no hour 25 (character 2)`, "    @25:00\n     ^\nHours go from 0 to 23."},
		"-b x orders -o yesterday":               {`--offset: a time has an @ before it (character 1)`, "Type @yesterday."},
		"-b x orders -p 0,2 -o 0=5,1=6":          {"partition 1 has a position in -o, but is not named by -p", "Leave out -p"},
		"-b x orders -p 0-2 -o 0=5,1=6":          {"partition 2 is named by -p, but has no position in -o", "-o 0=100,-100"},
		"-b x orders -o 3:9 --from-beginning":    {"--from-beginning and --offset name different starts", "one of the two"},
		"-b x orders -o":                         {"--offset lacks its value", "start, end"},
		"-b x orders -o -5 --from-beginning":     {"different starts", "-o start"},
		"-b x orders -p 5-2":                     {`--partitions: the range "5-2" runs backwards`, "0,2-5"},
		"-b x orders --lifetime -5":              {`--lifetime: "-5" is outside`, "40, 90s"},
		"-b x orders --lifetime forever":         {`"forever" is no duration`, "0 is no limit"},
		"-b x orders --lifetime NaN":             {`"NaN" is no duration`},
		"-b x orders -n 0":                       {`--max-messages: "0"`, "1 or more"},
		"-b x orders -n many":                    {`--max-messages: "many"`},
		"-b x orders --fps 0":                    {`--fps: "0" is out of range`, "1 to 60"},
		"-b x orders --fps 61":                   {`--fps: "61" is out of range`, "1 to 60"},
		"-b x orders --keep 0":                   {"--keep:", "1 to 10000000"},
		"-b x orders --keep-bytes 1":             {"2MiB to 16GiB", "64MiB"},
		"-b x orders --keep-message 0":           {"1KiB to 1GiB", "64MiB"},
		"-b x orders --keep-message -1":          {"no size", "64MiB"},
		"-b x orders --isolation dirty":          {`--isolation: "dirty" is unknown`, "read_committed or read_uncommitted"},
		"-b x orders -e=maybe":                   {"--exit-at-end takes no value"},
		"-b x orders -X client.id":               {"--property: client.id lacks its value", "NAME=VALUE"},
		"-b x orders -X =v":                      {"--property: a property's name has"},
		"-b x orders -X sasl.password=" + secret: {"sasl.password is a secret", "KTM_SASL_PASSWORD", "-F FILE"},
		"-b x orders -X sasl.password:" + secret: {"--property: a property's name has"},
		"-b u:" + secret + "@host:9092 orders":   {"a user's name has no place"},
		"-X bootstrap.servers=a:b:c orders":      {`bootstrap.servers: "a:b:c" is no HOST:PORT`},
		"-b x orders --report=":                  {"--report: the value is empty"},
		"-b x orders --report /does/not/exist/r": {`--report: there is no folder "/does/not/exist"`},
		"-b x orders --log-file /":               {"--log-file: \"/\" is a folder"},
		"-F /does/not/exist orders":              {`--config: there is no folder "/does/not"`},
		"-F / orders":                            {`--config: "/" is a folder`},
		"--demo=wild":                            {`--demo: "wild" is unknown`, "stage or calm"},
		"--demo calm":                            {"equals sign", "--demo=calm", "-t calm"},
		"--demo -b localhost":                    {"--demo does not go with -b, -F or -X", "leave out --demo"},
		"--demo -X a=b":                          {"--demo does not go with -b, -F or -X"},
		"-b x -t orders -f %k":                   {"unknown flag -f", "JSON lines", "jq -r"},
		"--completion tcsh":                      {`"tcsh" is unknown`, "bash, zsh, fish or powershell"},
	} {
		t.Run(args, func(t *testing.T) {
			s := &session{}
			code := s.execute(strings.Fields(args)...)
			answer := s.stderr.String()
			if code != 2 || s.ran || s.stdout.Len() > 0 {
				t.Errorf("exit %d, ran %v, stdout %q; want 2 and nothing done", code, s.ran, s.stdout.String())
			}
			for _, w := range want {
				if !strings.Contains(answer, w) {
					t.Errorf("the answer lacks %q:\n%s", w, answer)
				}
			}
			if !strings.HasPrefix(answer, "ktm: ") || strings.Contains(answer, secret) {
				t.Errorf("the answer is not as it should be:\n%s", answer)
			}
		})
	}
}

func TestAnswersAreHarmless(t *testing.T) {
	s := &session{runErr: errors.New("broker says \x1b]52;c;aGk=\x07\nand \u202emore")}
	if code := s.execute("-b", "x", "orders"); code != 1 {
		t.Errorf("exit %d; want 1", code)
	}
	if got := s.stderr.String(); strings.Count(got, "\n") != 1 || strings.ContainsAny(got, "\x1b\x07\u202e") {
		t.Errorf("foreign text came through: %q", got)
	}
}

func TestVersion(t *testing.T) {
	s := &session{}
	if code := s.execute("--version"); code != 0 || s.stdout.String() != "ktm v1.2.3\n" {
		t.Errorf("exit %d, %q", code, s.stdout.String())
	}
}

func TestHelp(t *testing.T) {
	s := &session{}
	if code := s.execute("-h"); code != 0 || s.stderr.Len() > 0 {
		t.Fatalf("exit %d, stderr %q", code, s.stderr.String())
	}
	golden := filepath.Join("testdata", "help.golden")
	if *update {
		if err := os.WriteFile(golden, s.stdout.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.stdout.String(); got != string(want) {
		t.Errorf("the help is not that of %s (go test -update writes it):\n%s", golden, got)
	}
	for line := range strings.Lines(s.stdout.String()) {
		if len(line) > helpWidth+1 || strings.ContainsFunc(line, func(r rune) bool { return r != '\n' && (r < ' ' || r > '~') }) {
			t.Errorf("does not fit a plain terminal of %d columns: %q", helpWidth, line)
		}
	}
}

func TestHabitsDoNotHideFlags(t *testing.T) {
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	for _, g := range (&input{}).groups((&session{}).program()) {
		set.AddFlagSet(g.FlagSet)
	}
	for name := range habits {
		if set.Lookup(name) != nil || len(name) == 1 && set.ShorthandLookup(name) != nil {
			t.Errorf("%q is one of our flags", name)
		}
	}
	for name, own := range aliases {
		if set.Lookup(name) != nil || set.Lookup(own) == nil {
			t.Errorf("the alias %q of %q", name, own)
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range shells {
		s := &session{}
		if code := s.execute("--completion", shell); code != 0 || !strings.Contains(s.stdout.String(), "__complete") {
			t.Errorf("%s: exit %d, %d bytes", shell, code, s.stdout.Len())
		}
	}
	for args, want := range map[string]string{
		"--isolation ": "read_committed\nread_uncommitted\n:4\n",
		"--demo=":      "stage\ncalm\n:4\n",
		"-o ":          "start\nend\n-100\n-100:end\n:end\n@-1h\n@today\n@yesterday:today\n:4\n",
		"--brokers ":   ":4\n",
		"--config ":    ":0\n",
		"":             ":4\n",
	} {
		s := &session{}
		code := s.execute(append([]string{"__completeNoDesc"}, strings.Split(args, " ")...)...)
		if code != 0 || s.stdout.String() != want {
			t.Errorf("after %q: exit %d, %q; want %q", args, code, s.stdout.String(), want)
		}
	}
}

func TestPropertiesNeverPrint(t *testing.T) {
	o := Options{Properties: Properties{propPassword: secret, secret: ""}}
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Info("options", "options", o, "properties", o.Properties)
	slog.New(slog.NewTextHandler(&log, nil)).Info("options", "options", o, "properties", o.Properties)
	asJSON, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	printed := log.String() + string(asJSON)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		printed += fmt.Sprintf(verb, o) + fmt.Sprintf(verb, &o) + fmt.Sprintf(verb, o.Properties)
	}
	if strings.Contains(printed, secret) || strings.Contains(printed, fmt.Sprintf("%x", secret)) || !strings.Contains(printed, redacted) {
		t.Errorf("a secret is printed: %s", printed)
	}
}
