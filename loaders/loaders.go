// Package loaders turns paths into documents: it walks folders, tells which
// files are ours, and hands them to the loader of their format.
package loaders

import (
	"cmp"
	"context"
	"io"
	"maps"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/kubernetes"
)

// Options say what is loaded besides the paths, and who wants to know early.
type Options struct {
	// Stdin is read for the path "-"; StdinFilename names it in results.
	Stdin         io.Reader
	StdinFilename string
	// Context names paths that are loaded for joins but not reported.
	Context []string
	// Workers is how many files are read at once; 0 means GOMAXPROCS.
	Workers int
	// OnType is told each type of document once, as soon as it shows: often
	// before the file is parsed, so that compiling policies can begin. It may
	// be told of types that turn out to hold no document, and may be called
	// by several goroutines at once.
	OnType func(format, apiVersion, typ string)
	// Progress is told how many of the files are read, by one goroutine at a
	// time.
	Progress func(done, total int)
}

// Result is all that was found, in an order that does not depend on timing.
type Result struct {
	// Files were recognised and read, Unread were recognised and not.
	Files  []document.File
	Unread []document.Unread
	// Documents are sorted by file and position.
	Documents []*document.Document
	// Skipped counts the files that are not ours by their extension; files
	// without one count as "(none)".
	Skipped map[string]int
	// Reported names the files that were chosen; the others were loaded for
	// context. It is nil when everything was chosen.
	Reported map[string]bool
}

// PathError is a path that was given and does not exist. It is a mistake of
// usage, not something that was found wrong.
type PathError struct{ Path string }

func (e *PathError) Error() string {
	return "no such file or directory: \"" + e.Path + "\"; give a file, a folder, or - for standard input"
}

// Load reads everything that paths and o.Context name. It fails only for
// paths that do not exist (*PathError) and when ctx ends; whatever else goes
// wrong is in Result.Unread.
func Load(ctx context.Context, paths []string, o Options) (*Result, error) {
	s := newSurvey(o)
	for _, p := range paths {
		if err := s.take(ctx, p, true); err != nil {
			return nil, err
		}
	}
	for _, p := range o.Context {
		if err := s.take(ctx, p, false); err != nil {
			return nil, err
		}
	}
	if err := s.followLinks(ctx); err != nil {
		return nil, err
	}
	results, err := readAll(ctx, s.files, o)
	if err != nil {
		return nil, err
	}
	return assemble(s, results, len(o.Context) > 0), nil
}

// readAll reads the files with a few workers; results keep the files' order.
func readAll(ctx context.Context, files []*candidate, o Options) ([]outcome, error) {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	results := make([]outcome, len(files))
	types := &typeWatch{tell: o.OnType, seen: map[[2]string]bool{}}
	progress := progressWatch{tell: o.Progress, total: len(files)}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, len(files)) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return
				}
				results[i] = read(files[i], types)
				progress.step()
			}
		})
	}
	group.Wait()
	return results, ctx.Err()
}

type progressWatch struct {
	tell        func(done, total int)
	mu          sync.Mutex
	done, total int
}

func (p *progressWatch) step() {
	if p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.tell(p.done, p.total)
}

// assemble completes what single files could not tell and sorts everything.
func assemble(s *survey, results []outcome, partly bool) *Result {
	out := &Result{Unread: s.unread, Skipped: s.skipped}
	read := make(map[string]bool, len(results))
	lone := map[string]bool{}
	for i, r := range results {
		file := s.files[i]
		read[file.name] = true
		if !file.closed {
			lone[file.name] = true
		}
		out.Documents = append(out.Documents, r.docs...)
		out.Unread = append(out.Unread, r.unread...)
	}
	units := unitsOf(out.Documents)
	var unread []document.Unread
	out.Documents, unread = kubernetes.Complete(out.Documents, read)
	patches := map[string]bool{}
	for _, u := range unread {
		patches[u.File] = true
	}
	markOpen(out.Documents, units, out.Unread, lone, patches)
	out.Unread = append(out.Unread, unread...)
	out.count(s, results, patches)
	out.sort()
	if partly {
		out.Reported = map[string]bool{}
		for _, file := range s.files {
			if file.chosen {
				out.Reported[file.name] = true
			}
		}
		for _, u := range s.unread {
			out.Reported[u.File] = out.Reported[u.File] || s.chosenLinks[u.File]
		}
		maps.DeleteFunc(out.Reported, func(_ string, chosen bool) bool { return !chosen })
	}
	return out
}

// count fills Files and Skipped. A patch was recognised by the kustomization
// that names it, even when it holds no object.
func (out *Result) count(s *survey, results []outcome, patches map[string]bool) {
	documents := map[string]int{}
	for _, doc := range out.Documents {
		documents[doc.File]++
	}
	for i, r := range results {
		name := s.files[i].name
		switch {
		case r.recognised:
			if documents[name] > 0 || !patches[name] {
				out.Files = append(out.Files, document.File{File: name, Format: kubernetes.Format, Documents: documents[name]})
			}
		case len(r.unread) == 0 && !patches[name]:
			s.skip(name)
		}
	}
}

func (out *Result) sort() {
	slices.SortFunc(out.Files, func(a, b document.File) int { return cmp.Compare(a.File, b.File) })
	slices.SortStableFunc(out.Documents, func(a, b *document.Document) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Span.Column, b.Span.Column))
	})
	slices.SortFunc(out.Unread, func(a, b document.Unread) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Reason, b.Reason))
	})
}

// extension is a file's kind for counting.
func extension(name string) string {
	base := path.Base(name)
	if ext := path.Ext(base); ext != "" && ext != base {
		return ext
	}
	return "(none)"
}
