package ui_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	login  = "ann"
	canary = "canary-5d1f-password"
)

// A password that is in the program's memory is nowhere else: not on the
// screen, not in the answers, the report, the log, the process's arguments, the
// stacks of a crash. It comes by each way there is, to a broker that takes it
// and to one that does not.
func TestThePasswordStaysInside(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(t.TempDir(), "client.properties")
	if err := os.WriteFile(config, []byte("sasl.password="+canary+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ways := map[string]struct {
		args, env []string
		typed     string
	}{
		"file":        {args: []string{"-F", config}},
		"environment": {env: []string{"KTM_SASL_PASSWORD=" + canary}},
		"prompt":      {typed: canary + "\r"},
	}
	brokers := map[string]bool{"takes it": true, "refuses it": false}
	ends := map[string]struct {
		signal syscall.Signal
		code   int
	}{"interrupted": {syscall.SIGINT, 130}, "crashed": {syscall.SIGABRT, 2}}
	for wayName, way := range ways {
		for brokerName, takes := range brokers {
			for endName, end := range ends {
				t.Run(wayName+"/"+brokerName+"/"+endName, func(t *testing.T) {
					dir := t.TempDir()
					report, log := filepath.Join(dir, "report"), filepath.Join(dir, "log")
					args := append([]string{
						"-b", passwordBroker(t, takes), "-X", "sasl.mechanism=PLAIN", "-X", "security.protocol=SASL_PLAINTEXT",
						"-X", "sasl.username=" + login, "--lifetime", "0", "--report", report, "--log-file", log, "orders",
					}, way.args...)
					b := onTerminal(t, func(b *bare) { b.Env = append(b.Env, way.env...) }, program, args...)
					shown := b.keeps()
					if way.typed != "" {
						b.waits("the question", func() bool { return strings.Contains(shown.String(), "SASL password of") })
						b.waits("no echo", func() bool { return b.settings().Lflag&syscall.ECHO == 0 })
						if _, err := b.master.WriteString(way.typed); err != nil {
							t.Fatal(err)
						}
					}
					said := "Kafka consumer started"
					if !takes {
						said = "refused"
					}
					b.waits("the log and the screen", func() bool { return strings.Contains(read(t, log), said) && strings.Contains(shown.String(), "orders") })
					arguments := read(t, fmt.Sprintf("/proc/%d/cmdline", b.Process.Pid))
					if err := b.Process.Signal(end.signal); err != nil {
						t.Fatal(err)
					}
					b.endsWith(end.code)
					if endName == "crashed" && !strings.Contains(b.stderr.String(), "goroutine ") {
						t.Errorf("no stacks: %q", b.stderr.String())
					}
					for name, text := range map[string]string{
						"the terminal": shown.String(), "standard error": b.stderr.String(), "the arguments": arguments,
						"the log": read(t, log), "the report": read(t, report),
					} {
						if hasSecret(text) {
							t.Errorf("the password is in %s", name)
						}
						if text == "" && (name != "the report" || endName != "crashed") {
							t.Errorf("nothing is in %s", name)
						}
					}
				})
			}
		}
	}
}

// hasSecret looks for the password as it is and as SASL PLAIN sends it.
func hasSecret(text string) bool {
	sent := base64.StdEncoding.EncodeToString([]byte("\x00" + login + "\x00" + canary))
	return strings.Contains(text, canary) || strings.Contains(text, sent)
}

// passwordBroker takes the password, or refuses it in words that hold it.
func passwordBroker(t *testing.T, takes bool) (address string) {
	t.Helper()
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(1, "orders"), kfake.EnableSASL(), kfake.Superuser("PLAIN", login, canary))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	if !takes {
		cluster.ControlKey(int16(kmsg.SASLAuthenticate), func(req kmsg.Request) (kmsg.Response, error, bool) {
			cluster.KeepControl()
			resp := req.ResponseKind().(*kmsg.SASLAuthenticateResponse)
			resp.ErrorCode = kerr.SaslAuthenticationFailed.Code
			resp.ErrorMessage = kmsg.StringPtr("refused: " + canary)
			return resp, nil, true
		})
	}
	return cluster.ListenAddrs()[0]
}

// keeps takes what the program shows and keeps it.
func (b *bare) keeps() *syncBuffer {
	var shown syncBuffer
	go func() {
		buf := make([]byte, 1<<16)
		for {
			n, err := b.master.Read(buf)
			_, _ = shown.Write(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	return &shown
}

// read gives a file's content, "" where there is none yet.
func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever the umask says, what ktm writes is for its owner.
func TestFilesAreForTheirOwner(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	report, log := filepath.Join(dir, "report"), filepath.Join(dir, "log")
	b := onTerminal(t, nil, "sh", "-c", "umask 0; exec "+program+" --demo=calm --report "+report+" --log-file "+log)
	b.keeps()
	b.raw()
	b.waits("the log", func() bool { return read(t, log) != "" })
	if _, err := b.master.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	b.endsSoon(0)
	for _, file := range []string{report, log} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, mode %v, want 0600", err, info.Mode())
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, files %v, want the report and the log", err, entries)
	}
}
