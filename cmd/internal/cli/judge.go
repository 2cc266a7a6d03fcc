package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/engine"
	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/loaders"
	"github.com/faultline-dev/faultline/loaders/document"
)

// run loads, judges and reports.
func (c *check) run(ctx context.Context, paths []string) error {
	delayCollection()
	only, skip, err := c.selection()
	if err != nil {
		return err
	}
	if c.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, c.timeout, fmt.Errorf("not done after %s (--timeout)", c.timeout))
		defer cancel()
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	judge, err := engine.New(engine.Options{
		Only: only, Skip: skip,
		KubernetesVersion: string(c.kubernetes), Version: version().Version, Timings: c.timings, Release: true,
	})
	if err != nil {
		return usagef("%w", err)
	}
	var stdin bytes.Buffer
	r, err := c.judge(ctx, judge, paths, io.TeeReader(c.streams.In, &stdin))
	if err != nil {
		return failure(ctx, err)
	}
	if err := c.write(r, c.source(paths, stdin.Bytes)); err != nil {
		return err
	}
	return c.verdict(r, paths)
}

// judge runs the loaders and the engine, and completes the report with the
// loaders' part.
func (c *check) judge(ctx context.Context, judge *engine.Engine, paths []string, stdin io.Reader) (*finding.Report, error) {
	bar := newProgress(c.streams.Err, !c.quiet)
	defer bar.clear()
	loaded, err := loaders.Load(ctx, paths, loaders.Options{
		Stdin: stdin, StdinFilename: c.stdinName(),
		Context: c.context,
		OnType:  judge.Expect, Progress: bar.update,
	})
	if err != nil {
		return nil, err
	}
	bar.note(fmt.Sprintf("judging %d objects", len(loaded.Documents)))
	r, err := judge.Check(ctx, loaded.Documents, loaded.Reported)
	if err != nil {
		return nil, err
	}
	r.Files, r.Unread, r.Skipped = loaded.Files, loaded.Unread, loaded.Skipped
	return r, nil
}

// failure gives an error of the loaders or the engine its exit code.
func failure(ctx context.Context, err error) error {
	var missing *loaders.PathError
	switch {
	case errors.As(err, &missing):
		return usagef("%w", err)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &ExitError{Code: ExitInternal, Err: context.Cause(ctx)}
	case ctx.Err() != nil:
		return &ExitError{Code: ExitInternal, Err: errors.New("interrupted; nothing was reported")}
	}
	return &ExitError{Code: ExitInternal, Err: err}
}

// source reads files again for their source lines: most runs show few, and
// none needs to hold every file until the end. Standard input cannot be read
// twice, so its text is kept.
func (c *check) source(paths []string, stdin func() []byte) func(string) ([]byte, error) {
	return func(file string) ([]byte, error) {
		if slices.Contains(paths, "-") && file == filepath.ToSlash(c.stdinName()) {
			return stdin(), nil
		}
		return os.ReadFile(filepath.FromSlash(file))
	}
}

// stdinName is what standard input is called in the report.
func (c *check) stdinName() string { return cmp.Or(c.stdinFilename, "stdin") }

// verdict is the run's exit code. Findings win over unread input: the list of
// what is unread stands in the report either way.
func (c *check) verdict(r *finding.Report, paths []string) error {
	threshold, err := finding.ParseSeverity(c.failOn.value)
	if err != nil {
		return usagef("--fail-on: %w", err)
	}
	if threshold > finding.None && r.Worst() >= threshold {
		return &ExitError{Code: ExitFindings}
	}
	if slices.ContainsFunc(r.Unread, func(u document.Unread) bool {
		return c.strict || u.Cause == document.Broken || u.Cause == document.Limit
	}) {
		return &ExitError{Code: ExitUnread}
	}
	if r.Documents == 0 && !c.allowEmpty {
		return &ExitError{Code: ExitNothing, Err: errors.New(nothing(r, paths))}
	}
	return nil
}

// nothing says what was found in place of something to check.
func nothing(r *finding.Report, paths []string) string {
	out := "nothing to check in " + strings.Join(paths, ", ")
	var found []string
	if len(r.Files) > 0 {
		found = append(found, fmt.Sprintf("%d files without an object", len(r.Files)))
	}
	if len(r.Unread) > 0 {
		found = append(found, fmt.Sprintf("%d that are not read", len(r.Unread)))
	}
	for _, extension := range slices.Sorted(maps.Keys(r.Skipped)) {
		if len(found) == 6 {
			found = append(found, "and others")
			break
		}
		found = append(found, fmt.Sprintf("%d %s", r.Skipped[extension], extension))
	}
	if len(found) > 0 {
		out += " (found " + strings.Join(found, ", ") + ")"
	}
	return out + "; --allow-empty makes this a success"
}
