package cli

import (
	"errors"
	"fmt"
)

// The exit codes are a contract: scripts tell by them whether the input is at
// fault, the call, or the program.
const (
	// ExitOK: everything was read, nothing at or above --fail-on.
	ExitOK = 0
	// ExitFindings: findings at or above --fail-on. It wins over ExitUnread.
	ExitFindings = 1
	// ExitUsage: an error in the usage, the configuration or a policy.
	ExitUsage = 2
	// ExitUnread: some input was broken or over a limit; with --strict also
	// templates and unsupported input.
	ExitUnread = 3
	// ExitNothing: nothing to check, and no --allow-empty.
	ExitNothing = 4
	// ExitInternal: an internal error, a time-out or an interruption.
	ExitInternal = 5
)

// ExitError is an error that knows its exit code. Err is nil where the report
// has already said everything.
type ExitError struct {
	Code int
	Err  error
}

// Error is the message for the person at the terminal.
func (e *ExitError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return e.Err.Error()
}

// Unwrap returns the cause.
func (e *ExitError) Unwrap() error { return e.Err }

// ExitCode is the process's exit code for what Run returned. Errors without a
// code come from the parsing of the command line.
func ExitCode(err error) int {
	var exit *ExitError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &exit):
		return exit.Code
	}
	return ExitUsage
}

func usagef(format string, args ...any) error {
	return &ExitError{Code: ExitUsage, Err: fmt.Errorf(format, args...)}
}
