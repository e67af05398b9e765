package main

import (
	"os/exec"
	"strconv"
)

// Names of the contenders that goals speak of.
const (
	ktmScreen = "ktm, with its screen"
	ktmPoll   = "ktm's consumer, Poll alone"
	raw       = "raw: bytes thrown away"
	kgo400    = "franz-go kgo, GOGC 400"
	saramaPC  = "sarama PartitionConsumer"
	kcatTuned = "kcat, tuned"
	seedLoop  = "the seed's loop, Python"
	seedTuned = "the seed's loop, fetch.queue.backoff.ms=10"
)

// contender is a program that reads a topic to an end. To add one, add it here;
// contender/contender.go says what it must do.
type contender struct {
	name string
	// reads is the share of the records that it reads. One that is many times
	// slower than the others reads fewer, so that a round ends, and takes part
	// with some data sets only.
	reads float64
	slow  bool
	// command gives the program that reads n records, and an error where this
	// machine lacks it.
	command func(p *place, topic string, n int64) (*exec.Cmd, error)
}

// contenders besides ktm's screen, which is run in a terminal.
var contenders = []contender{
	{ktmPoll, 1, false, folder("poll")},
	{raw, 1, false, folder("raw")},
	{kgo400, 1, false, folder("kgo", "GOGC=400")},
	{"franz-go kgo", 1, false, folder("kgo")},
	{saramaPC, 1, false, folder("sarama")},
	{kcatTuned, 1, false, kcat("-f", "", "-X", "queued.min.messages=10000000", "-X", "queued.max.messages.kbytes=2097151", "-X", "fetch.wait.max.ms=10")},
	{"kcat, tuned, prints values", 1, true, kcat("-X", "queued.min.messages=10000000", "-X", "queued.max.messages.kbytes=2097151", "-X", "fetch.wait.max.ms=10")},
	{"kcat", 0.25, true, kcat("-f", "")},
	{seedLoop, 0.05, true, seed()},
	{seedTuned, 0.2, true, seed("-X", "fetch.queue.backoff.ms=10")},
}

// folder is a command of .ci/bench/contender.
func folder(name string, env ...string) func(*place, string, int64) (*exec.Cmd, error) {
	return func(p *place, topic string, n int64) (*exec.Cmd, error) {
		cmd := exec.Command(p.contenders[name], p.task(topic, n)...)
		cmd.Env = append(cmd.Environ(), env...)
		return cmd, nil
	}
}

// task is what every contender of ours is told.
func (p *place) task(topic string, n int64) []string {
	return []string{"-b", p.cluster.Bootstrap(), "-t", topic, "-n", strconv.FormatInt(n, 10)}
}

// kcat reads from the beginning and writes to nowhere.
func kcat(args ...string) func(*place, string, int64) (*exec.Cmd, error) {
	return func(p *place, topic string, n int64) (*exec.Cmd, error) {
		path, err := exec.LookPath("kcat")
		return exec.Command(path, append([]string{
			"-C", "-q", "-b", p.cluster.Bootstrap(), "-t", topic, "-o", "beginning", "-c", strconv.FormatInt(n, 10),
		}, args...)...), err
	}
}

// seed is the loop that ktm comes from, in its own language.
func seed(args ...string) func(*place, string, int64) (*exec.Cmd, error) {
	return func(p *place, topic string, n int64) (*exec.Cmd, error) {
		program, err := python()
		return exec.Command(program, append(append([]string{".ci/bench/contender/seed.py"}, p.task(topic, n)...), args...)...), err
	}
}
