// Package account keeps the account of one session: what was read from where,
// in which runs, and what went wrong.
//
// A session is one start of the program; it has one or more runs. An
// [Account] is told everything by the thread manager through [Account.Observe],
// and by main what only main knows through [Account.SetCounters]. It gives the
// whole back as a [Report], which is what --report writes, and as the one
// sentence of [Account.Summary], which is what is left on the terminal.
//
// Faults come in floods: a broker that is away says the same thing every
// second. [Faults] folds them, one [Folded] for each [model.Fault.Key], and
// keeps a bounded number of them. The error pane of the screen uses it too.
package account
