package loaders

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// candidate is a file that may be ours.
type candidate struct {
	// name is slash-separated, as results show it; open is what is opened.
	name, open string
	stdin      io.Reader
	// named files were given themselves: they are reported whatever they are.
	named bool
	// closed: everything around the file was given too. chosen: the file is
	// reported, not only loaded for joins.
	closed, chosen bool
	// chart is the folder of the chart that the file is a template of.
	chart string
}

// survey collects candidates.
type survey struct {
	o      Options
	files  []*candidate
	byPath map[string]*candidate
	// folders are the real paths that were walked, and whether as chosen.
	folders map[string]bool
	// links and fileLinks wait for followLinks.
	links, fileLinks []link
	unread           []document.Unread
	skipped          map[string]int
	// chosenLinks are the unread links below chosen paths.
	chosenLinks map[string]bool
	workDir     string
}

// link is a symbolic link found while walking. Links wait until the real
// files are known, so that nothing is read twice.
type link struct {
	name, open, root string
	chosen           bool
	chart            string
}

func newSurvey(o Options) *survey {
	s := &survey{
		o: o, byPath: map[string]*candidate{}, folders: map[string]bool{},
		skipped: map[string]int{}, chosenLinks: map[string]bool{},
	}
	// Without a working directory absolute paths are shown as they are.
	s.workDir, _ = os.Getwd()
	return s
}

func (s *survey) skip(name string) { s.skipped[extension(name)]++ }

// take adds what one path names.
func (s *survey) take(ctx context.Context, given string, chosen bool) error {
	if given == "-" {
		s.takeStdin()
		return nil
	}
	open := s.shorten(given)
	info, err := os.Stat(open)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !isLink(open):
		return &PathError{Path: given}
	case err != nil:
		s.refuse(filepath.ToSlash(open), chosen, document.Broken, linkReason(err))
	case info.IsDir():
		return s.walk(ctx, open, chosen)
	case !info.Mode().IsRegular():
		// Opening a pipe that nobody writes to waits for ever.
		s.refuse(filepath.ToSlash(open), chosen, document.Unsupported, "is not a regular file; pass - and pipe the text to standard input")
	default:
		s.add(realPath(open), &candidate{name: filepath.ToSlash(open), open: open, named: true, chosen: chosen, chart: chartAbove(open)})
	}
	return nil
}

func (s *survey) takeStdin() {
	if s.o.Stdin == nil || s.byPath["-"] != nil {
		return
	}
	name := s.o.StdinFilename
	if name == "" {
		name = "stdin"
	}
	c := &candidate{name: filepath.ToSlash(name), stdin: s.o.Stdin, named: true, chosen: true}
	s.byPath["-"] = c
	s.files = append(s.files, c)
}

// shorten makes a path clean, and relative where it lies below the working
// directory, so that two spellings of one file are one file.
func (s *survey) shorten(given string) string {
	p := filepath.Clean(given)
	if !filepath.IsAbs(p) || s.workDir == "" {
		return p
	}
	if rel, err := filepath.Rel(s.workDir, p); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return p
}

// realPath is absolute and free of links: the identity of a file.
func realPath(p string) string {
	if real, err := filepath.EvalSymlinks(p); err == nil {
		p = real
	}
	if abs, err := filepath.Abs(p); err == nil {
		p = abs
	}
	return p
}

// add adds a file, or what this mention of it says, when it is known already.
func (s *survey) add(real string, c *candidate) {
	if old := s.byPath[real]; old != nil {
		old.named = old.named || c.named
		old.closed = old.closed || c.closed
		old.chosen = old.chosen || c.chosen
		return
	}
	s.byPath[real] = c
	s.files = append(s.files, c)
}

func (s *survey) refuse(name string, chosen bool, cause document.Cause, reason string) {
	s.unread = append(s.unread, document.Unread{File: name, Cause: cause, Reason: reason})
	if chosen {
		s.chosenLinks[name] = true
	}
}

// walk adds the candidates below a folder.
func (s *survey) walk(ctx context.Context, root string, chosen bool) error {
	w := walker{survey: s, root: root, chosen: chosen, ignore: parentRules(realPath(root))}
	return w.folder(ctx, root, chartAbove(filepath.Join(root, "x")))
}

type walker struct {
	*survey
	root   string
	chosen bool
	ignore *ignoreRules
}

// unwalked folders hold what others made: dependencies and tools' state.
func unwalked(name string) bool {
	return name == ".git" || name == "node_modules" || name == ".terraform" || name == "vendor"
}

func (w *walker) folder(ctx context.Context, dir, chart string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.refuse(filepath.ToSlash(dir), w.chosen, document.Broken, cannotRead(err))
		return nil
	}
	real := realPath(dir)
	if !w.enter(real) {
		return nil
	}
	outer := w.ignore
	w.ignore = outer.with(real, entries)
	defer func() { w.ignore = outer }()
	isChart := false
	for _, e := range entries {
		isChart = isChart || e.Name() == "Chart.yaml" && e.Type().IsRegular()
	}
	for _, e := range entries {
		p := filepath.Join(dir, e.Name())
		if w.ignore.matches(filepath.Join(real, e.Name()), e.IsDir()) {
			continue
		}
		below := chart
		if isChart && e.Name() == "templates" {
			below = filepath.ToSlash(dir)
		}
		switch {
		case e.IsDir() && unwalked(e.Name()):
		case e.IsDir():
			if err := w.folder(ctx, p, below); err != nil {
				return err
			}
		case e.Type()&fs.ModeSymlink != 0:
			w.links = append(w.links, link{name: filepath.ToSlash(p), open: p, root: w.root, chosen: w.chosen, chart: below})
		case e.Type().IsRegular():
			w.file(p, filepath.Join(real, e.Name()), isChart, below)
		}
	}
	return nil
}

// enter reports whether a folder still needs to be walked.
func (w *walker) enter(real string) bool {
	asChosen, walked := w.folders[real]
	if walked && (asChosen || !w.chosen) {
		return false
	}
	w.folders[real] = w.chosen
	return true
}

func (w *walker) file(p, real string, isChart bool, chart string) {
	name := filepath.ToSlash(p)
	if !isCandidate(name) || isChart && isChartFile(path.Base(name)) {
		w.skip(name)
		return
	}
	w.add(real, &candidate{name: name, open: p, closed: true, chosen: w.chosen, chart: chart})
}

func isCandidate(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return path.Base(name) == "Kustomization"
}

// isChartFile knows the files of a chart that steer its rendering.
func isChartFile(base string) bool {
	return base == "Chart.yaml" || strings.HasPrefix(base, "values") && isCandidate(base)
}

// chartAbove finds the chart that a file is a template of by its folders.
func chartAbove(file string) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	shown := filepath.Dir(file)
	for dir := filepath.Dir(abs); ; dir, shown = filepath.Dir(dir), filepath.Join(shown, "..") {
		if filepath.Base(dir) == "templates" {
			chart := filepath.Dir(dir)
			if _, err := os.Stat(filepath.Join(chart, "Chart.yaml")); err == nil {
				return filepath.ToSlash(filepath.Join(shown, ".."))
			}
		}
		if parent := filepath.Dir(dir); parent == dir {
			return ""
		}
	}
}
