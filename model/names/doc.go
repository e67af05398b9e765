// Package names holds the rules for the names that people type: those of
// brokers and of topics, and how far a name is from another that may have been
// meant. The command line holds what is typed against them, and the consumer
// what a program gives it.
//
// Errors are one line without a place or a hint. They quote the name, but not
// where it may be a URL with a password in it.
package names
