package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// shells are those that a completion script can be had for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

// writeCompletion writes the script that a shell sources.
func writeCompletion(cmd *cobra.Command, shell string, w io.Writer) error {
	var err error
	switch shell {
	case "bash":
		err = cmd.GenBashCompletionV2(w, true)
	case "zsh":
		err = cmd.GenZshCompletion(w)
	case "fish":
		err = cmd.GenFishCompletion(w, true)
	default:
		err = cmd.GenPowerShellCompletionWithDesc(w)
	}
	return outputError(err)
}

// registerCompletions offers each flag's words, files where it takes one, and
// nothing elsewhere.
func registerCompletions(cmd *cobra.Command) error {
	var err error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		v, ok := f.Value.(explained)
		if !ok || err != nil {
			return
		}
		_, choices, path := v.help()
		if path {
			return
		}
		if err = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			err = fmt.Errorf("completion of --%s: %w", f.Name, err)
		}
	})
	return err
}
