package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// module is whose programs are built.
const module = "github.com/kafkathreadmanager/ktm"

// programs are paths of what is run.
type programs struct {
	ktm, feed  string
	contenders map[string]string // by the name of their folder
	revision   string            // ktm's commit, "+" where files were changed; "given" where it is not ours
}

// build makes all programs in a folder.
func build(ctx context.Context, dir, ktm string) (programs, error) {
	p := programs{ktm: ktm, revision: "given", feed: filepath.Join(dir, "feed"), contenders: make(map[string]string)}
	packages := map[string]string{p.feed: "/.ci/bench/feed"}
	if ktm == "" {
		p.ktm, p.revision = filepath.Join(dir, "ktm"), revision(ctx)
		packages[p.ktm] = ""
	}
	for _, name := range []string{"poll", "kgo", "sarama", "raw"} {
		p.contenders[name] = filepath.Join(dir, name)
		packages[p.contenders[name]] = "/.ci/bench/contender/" + name
	}
	for program, of := range packages {
		b := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", program, module+of)
		b.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
		if out, err := b.CombinedOutput(); err != nil {
			return p, fmt.Errorf("building %s: %w\n%s", filepath.Base(program), err, out)
		}
	}
	return p, nil
}

// revision is the commit of the checkout, with "+" where files were changed
// that ktm is made of.
func revision(ctx context.Context) string {
	commit, err := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	changed, err := exec.CommandContext(ctx, "git", "status", "--porcelain", "--", ".", ":!.github", ":!.ci").Output()
	if err != nil || len(changed) > 0 {
		return strings.TrimSpace(string(commit)) + "+"
	}
	return strings.TrimSpace(string(commit))
}

// confluentKafka is the package that the seed's loop is written for.
const confluentKafka = "confluent-kafka==2.16.1"

// python gives a Python that has confluent-kafka, in a folder of its own in the
// user's cache. It is made when first asked for.
var python = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("folder for Python: %w", err)
	}
	dir := filepath.Join(cache, "ktm-bench", "python")
	program := filepath.Join(dir, "bin", "python")
	if exec.Command(program, "-c", "import confluent_kafka").Run() == nil {
		return program, nil
	}
	for _, step := range [][]string{{"python3", "-m", "venv", dir}, {program, "-m", "pip", "install", "-q", confluentKafka}} {
		if out, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", strings.Join(step, " "), err, out)
		}
	}
	return program, nil
})

// versions tells those of what is measured beside ktm.
func versions() []string {
	var list []string
	if text, err := os.ReadFile("go.mod"); err == nil {
		for name, path := range map[string]string{"sarama": "github.com/IBM/sarama", "franz-go": "github.com/twmb/franz-go"} {
			if m := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(path) + ` (v\S+)`).FindSubmatch(text); m != nil {
				list = append(list, name+" "+string(m[1]))
			}
		}
	}
	if out, err := exec.Command("kcat", "-V").Output(); err == nil {
		if m := regexp.MustCompile(`Version (\S+) .*librdkafka (\S+)`).FindSubmatch(out); m != nil {
			list = append(list, fmt.Sprintf("kcat %s (librdkafka %s)", m[1], m[2]))
		}
	}
	return append(list, strings.ReplaceAll(confluentKafka, "==", " "))
}
