// Command faultline finds reliability failures that are written into
// configuration.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/faultline-dev/faultline/cmd/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the run in order, the second one at once.
	context.AfterFunc(ctx, stop)
	err := cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	os.Exit(cli.ExitCode(err))
}
