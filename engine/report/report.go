// Package report writes a finding.Report in the formats that people and
// programs read. A reporter sees a report and a writer, nothing else: what it
// needs of the world comes in through Options.
package report

import (
	"io"
	"maps"
	"slices"

	"github.com/faultline-dev/faultline/engine/finding"
)

// Options is what a reporter may ask of its surroundings.
type Options struct {
	// Source returns a file of the report for its source lines. It is called
	// once a file, and only where lines are shown, by several goroutines at
	// once; nil or an error leaves them out.
	Source func(file string) ([]byte, error)
	// Columns is the terminal's width, 0 where there is none.
	Columns int
	// Color allows escape sequences for colours.
	Color bool
	// Quiet asks for one line a finding and for silence about a clean run.
	Quiet bool
	// Unknown lists the verdicts that were withheld and what kept them back.
	Unknown bool
}

// Format writes a report.
type Format func(io.Writer, *finding.Report, Options) error

// formats is never written to. A new format is one line here and one file.
var formats = map[string]Format{
	"text": Text,
	"json": JSON,
}

// Find returns the format of this name, or nil.
func Find(name string) Format { return formats[name] }

// Names lists the formats in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(formats)) }
