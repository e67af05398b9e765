//go:build !unix

package kafkatest

import (
	"errors"
	"os"
	"os/exec"
)

var errNoSignals = errors.New("a test cluster is only run on Linux and macOS")

func haveSignals() error              { return errNoSignals }
func lockFile(string) (func(), error) { return nil, errNoSignals }
func ownGroup(*exec.Cmd)              {}
func freeze(*os.Process) error        { return errNoSignals }
func thaw(*os.Process) error          { return errNoSignals }
func exited(*os.Process) bool         { return true }
