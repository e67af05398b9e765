package kafkatest

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// requirements maps a name that KTM_REQUIRE may hold to the check that tells
// whether this machine has it.
var requirements = map[string]func() error{
	"kafka": haveKafka,
	"kcat":  func() error { return haveProgram("kcat", "kcat") },
	"tmux":  func() error { return haveProgram("tmux", "tmux") },
}

// Require skips the test, saying why, when the machine lacks one of the named
// things: "kafka", "kcat", "tmux". It fails the test where the environment
// variable KTM_REQUIRE, a comma-separated list, names the missing thing.
func Require(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		check, ok := requirements[name]
		if !ok {
			t.Fatalf("kafkatest: nothing is known about the requirement %q", name)
		}
		err := check()
		switch {
		case err == nil:
		case required(name):
			t.Fatalf("KTM_REQUIRE names %s, but %v", name, err)
		default:
			t.Skipf("skipped, needs %s: %v (KTM_REQUIRE=%s makes this a failure)", name, err, name)
		}
	}
}

func required(name string) bool {
	return slices.Contains(strings.Split(os.Getenv("KTM_REQUIRE"), ","), name)
}

// haveKafka wants a Java that compiles, because Feed.java is run from source,
// and Maven only as long as the jars are not in the cache.
func haveKafka() error {
	if err := haveSignals(); err != nil {
		return err
	}
	if err := haveProgram("javac", "default-jdk-headless"); err != nil {
		return err
	}
	if _, err := cachedJars(); err == nil {
		return nil
	}
	return haveProgram("mvn", "maven")
}

func haveProgram(name, debianPackage string) error {
	if _, err := exec.LookPath(name); err != nil {
		return fmt.Errorf("%s is not installed (Debian: apt-get install %s)", name, debianPackage)
	}
	return nil
}
