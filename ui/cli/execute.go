package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// Program is what the command line needs to know of the rest of ktm.
type Program struct {
	Version string
	// Scenarios of the demo, at least one; the first is the default.
	Scenarios []Scenario
	// IsSecret says whether the value of a client property is a secret.
	IsSecret func(name string) bool
	// ParseProperties reads a file of client properties, up to a bound. Its
	// errors hold no values.
	ParseProperties func(io.Reader) (map[string]string, error)
	// Run does the work. Its error becomes a message and the exit code:
	// nil 0, an [Interrupted] the signal's, a [UsageError] 2, any other 1.
	Run func(ctx context.Context, o Options) error
}

// Scenario is one that the demo can play.
type Scenario struct {
	Name string
	Text string // one line: what is to be seen
}

func (p Program) scenarioNames() []string {
	var list []string
	for _, s := range p.Scenarios {
		list = append(list, s.Name)
	}
	return list
}

// System is what the command line touches outside of itself.
type System struct {
	Stdout, Stderr io.Writer
	Getenv         func(name string) string
	// AskSecret asks the person at the terminal, without echo. It fails with
	// ErrNoTerminal where nobody can be asked.
	AskSecret func(ctx context.Context, question string) (string, error)
}

// OS is the process's own surroundings.
func OS() System {
	return System{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, AskSecret: askTerminal}
}

// Execute reads the arguments, without the program's name, runs what they ask
// for, tells its error and returns the exit code. ctx ends the run; its cause
// should be an [Interrupted] where a signal ended it.
func Execute(ctx context.Context, args []string, sys System, p Program) int {
	in := &input{}
	var helpErr error
	cmd := &cobra.Command{
		Use:               "ktm [flags] [TOPIC ...]",
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		ValidArgsFunction: cobra.NoFileCompletions,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE: func(cmd *cobra.Command, topics []string) error {
			return in.run(cmd, topics, sys, p)
		},
	}
	groups := in.groups(p)
	for _, g := range groups {
		cmd.Flags().AddFlagSet(g.FlagSet)
	}
	cmd.Flags().SetNormalizeFunc(alias)
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return flagMistake(cmd.Flags(), err) })
	cmd.SetHelpFunc(func(*cobra.Command, []string) {
		_, err := io.WriteString(sys.Stdout, helpText(groups, p.Scenarios))
		helpErr = outputError(err)
	})
	if err := registerCompletions(cmd); err != nil {
		return finish(sys.Stderr, err)
	}
	if err := checkDashes(cmd.Flags(), args); err != nil {
		return finish(sys.Stderr, err)
	}
	// A nil slice would make cobra read os.Args.
	cmd.SetArgs(append([]string{}, args...))
	cmd.SetOut(sys.Stdout)
	cmd.SetErr(sys.Stderr)

	err := cmd.ExecuteContext(ctx)
	if err == nil {
		err = helpErr
	}
	return finish(sys.Stderr, err)
}

func outputError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the output cannot be written: %w", err)
}

// run does what the flags ask for first of all, or else the work.
func (in *input) run(cmd *cobra.Command, topics []string, sys System, p Program) error {
	if in.version {
		_, err := fmt.Fprintln(sys.Stdout, "ktm", p.Version)
		return outputError(err)
	}
	if in.completion != "" {
		return writeCompletion(cmd, in.completion, sys.Stdout)
	}
	if err := in.checkDemo(topics, p.scenarioNames()); err != nil {
		return err
	}
	if err := in.checkState(sys.Getenv("KTM_STATE")); err != nil {
		return err
	}
	properties := Properties{}
	if in.Demo == "" {
		merged, warning, err := in.mergeProperties(cmd.Context(), sys, p)
		if err != nil {
			return err
		}
		if warning != "" {
			Tell(sys.Stderr, warning, "")
		}
		properties = merged
	}
	o, err := in.complete(topics, properties)
	if err != nil {
		return err
	}
	return p.Run(cmd.Context(), o)
}
