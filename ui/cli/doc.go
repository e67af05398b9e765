// Package cli is ktm's command line: what may be typed, what is answered to a
// mistake, and what the program's exit code says.
//
// The words typed, a properties file and the environment become one value,
// [Options], which says what to watch, from where, for how long and how to
// show it. Nothing is opened on the way: whoever gets Options can trust its
// ranges, and does the work. Where the same thing is said twice, the nearest
// one holds: a flag over -X, -X over the environment, the environment over the
// properties file.
//
// A mistake is answered with two things: what is wrong, and what to type
// instead. The texts are part of the program like any other behaviour, and
// tested.
//
// A topic is the only thing that is ever named without a flag. So there are no
// subcommands: "ktm help" and "ktm completion" open the topics of that name,
// and completion scripts come from --completion. One name is taken by the
// scripts themselves, "__complete": that topic is opened with -t.
//
// Exit codes: 0 an end that was asked for, 1 an error, 2 a mistake on the
// command line or in the configuration, 128 plus its number for a signal (130
// for ctrl-c).
//
// Secrets are never accepted as an argument, because every user of a machine
// can read the arguments of a process. They come from the properties file, the
// environment or a prompt, and live in a [Properties], which does not print.
package cli
