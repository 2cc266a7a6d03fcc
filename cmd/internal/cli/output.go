package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/report"
)

// target is one report to write. There is one today; the list is what lets
// --format and --output become pairs.
type target struct{ format, file string }

func (c *check) targets() []target {
	file := c.output
	if file == "-" {
		file = "" // Standard output, as everywhere.
	}
	return []target{{format: c.format.value, file: file}}
}

// write writes the report to every target, and what was asked for beside it
// to standard error.
func (c *check) write(r *finding.Report, source func(string) ([]byte, error)) error {
	for _, target := range c.targets() {
		if err := c.writeTarget(r, target, source); err != nil {
			return err
		}
	}
	if c.unknown && (c.format.value != "text" || c.quiet) {
		options := report.Options{Columns: columns(c.streams.Err), Color: colored(c.color.value, c.streams.Err)}
		if err := report.NotJudged(c.streams.Err, r, options); err != nil {
			return &ExitError{Code: ExitInternal, Err: err}
		}
	}
	if c.timings {
		writeTimings(c.streams.Err, r.Timings)
	}
	return nil
}

func (c *check) writeTarget(r *finding.Report, t target, source func(string) ([]byte, error)) error {
	options := report.Options{Source: source, Quiet: c.quiet, Unknown: c.unknown}
	if t.file != "" {
		options.Color = c.color.value == "always"
		if err := writeFile(t.file, func(w io.Writer) error { return report.Find(t.format)(w, r, options) }); err != nil {
			return usagef("--output: %w", err)
		}
		if !c.quiet {
			fmt.Fprintf(c.streams.Err, "%s: %s\n", t.file, report.Counts(r.Count()))
		}
		return nil
	}
	// A person needs no report about nothing: the error says it.
	if t.format == "text" && r.Documents == 0 && len(r.Unread) == 0 && !c.allowEmpty {
		return nil
	}
	options.Columns = columns(c.streams.Out)
	options.Color = colored(c.color.value, c.streams.Out)
	if err := report.Find(t.format)(c.streams.Out, r, options); err != nil {
		return &ExitError{Code: ExitInternal, Err: fmt.Errorf("writing the report: %w", err)}
	}
	return nil
}

// writeFile writes a file through a buffer and reports every error, also the
// one that closing brings when a disk is full.
func writeFile(name string, write func(io.Writer) error) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(file)
	if err = write(buffer); err == nil {
		err = buffer.Flush()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

// shownTimings is how many rules --timings lists.
const shownTimings = 15

func writeTimings(w io.Writer, timings []finding.Timing) {
	fmt.Fprintf(w, "%10s %8s %10s  %s\n", "total", "runs", "per run", "rule")
	for _, t := range timings[:min(len(timings), shownTimings)] {
		total := time.Duration(t.Micros) * time.Microsecond
		each := total / time.Duration(max(t.Runs, 1))
		fmt.Fprintf(w, "%10s %8d %10s  %s\n", total.Round(10*time.Microsecond), t.Runs, each.Round(time.Microsecond), t.Rule)
	}
}
