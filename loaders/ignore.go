package loaders

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// ignoreRules are the patterns of one .gitignore and of those above it. They
// are our own because the libraries at hand either read a single file, so
// that negations below do not count, or bring all of git with them.
type ignoreRules struct {
	above *ignoreRules
	// dir is the absolute path of where the patterns stand; only paths below
	// it can match.
	dir      string
	patterns []ignorePattern
}

type ignorePattern struct {
	segments         []string
	negated, onlyDir bool
}

// with adds the .gitignore of a folder, if it has one.
func (r *ignoreRules) with(dir string, entries []fs.DirEntry) *ignoreRules {
	for _, e := range entries {
		if e.Name() == ".gitignore" && e.Type().IsRegular() {
			return r.read(dir)
		}
	}
	return r
}

func (r *ignoreRules) read(dir string) *ignoreRules {
	data, err := os.ReadFile(filepath.Join(dir, ".gitignore"))
	if err != nil {
		return r
	}
	return &ignoreRules{above: r, dir: filepath.ToSlash(dir), patterns: parseIgnore(string(data))}
}

// parentRules reads the .gitignore files above a folder, up to its
// repository's root; outside a repository there are none.
func parentRules(abs string) *ignoreRules {
	var dirs []string
	for dir := abs; ; dir = filepath.Dir(dir) {
		if dir != abs {
			dirs = append(dirs, dir)
		}
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			return nil
		}
	}
	var rules *ignoreRules
	for i := len(dirs) - 1; i >= 0; i-- {
		rules = rules.read(dirs[i])
	}
	return rules
}

// parseIgnore reads patterns as gitignore(5) defines them.
func parseIgnore(text string) []ignorePattern {
	var out []ignorePattern
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		line = trimIgnore(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var p ignorePattern
		if p.negated = line[0] == '!'; p.negated {
			line = line[1:]
		}
		if p.onlyDir = strings.HasSuffix(line, "/"); p.onlyDir {
			line = strings.TrimRight(line, "/")
		}
		// A slash anywhere but at the end ties a pattern to its folder.
		anchored := strings.Contains(line, "/")
		line = strings.TrimPrefix(line, "/")
		if line == "" {
			continue
		}
		for _, segment := range strings.Split(line, "/") {
			p.segments = append(p.segments, strings.ReplaceAll(segment, "[!", "[^"))
		}
		if !anchored {
			p.segments = append([]string{"**"}, p.segments...)
		}
		out = append(out, p)
	}
	return out
}

// trimIgnore drops the line break and trailing spaces that are not escaped.
func trimIgnore(line string) string {
	line = strings.TrimRight(line, "\r\n")
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	return line
}

// matches reports whether an absolute path is ignored. The nearest .gitignore decides
// first, in it the last pattern. That a folder's ignoring cannot be undone
// for what is in it comes from not walking it.
func (r *ignoreRules) matches(p string, isDir bool) bool {
	if r == nil {
		return false
	}
	abs := filepath.ToSlash(p)
	for ; r != nil; r = r.above {
		rel, below := strings.CutPrefix(abs, strings.TrimSuffix(r.dir, "/")+"/")
		if !below {
			continue
		}
		segments := strings.Split(rel, "/")
		for i := len(r.patterns) - 1; i >= 0; i-- {
			if r.patterns[i].matches(segments, isDir) {
				return !r.patterns[i].negated
			}
		}
	}
	return false
}

func (p *ignorePattern) matches(segments []string, isDir bool) bool {
	return (isDir || !p.onlyDir) && matchSegments(p.segments, segments)
}

// matchSegments matches like a glob whose letters are path segments: ** takes
// any number of them, and only the last ** seen needs to be tried again.
func matchSegments(pattern, segments []string) bool {
	i, j := 0, 0
	star, resume := -1, 0
	for j < len(segments) {
		switch {
		case i < len(pattern) && pattern[i] == "**":
			if i == len(pattern)-1 {
				// A trailing /** needs something below, not the folder itself.
				return true
			}
			star, resume = i, j
			i++
			continue
		case i < len(pattern):
			if ok, err := path.Match(pattern[i], segments[j]); ok && err == nil {
				i++
				j++
				continue
			}
		}
		if star < 0 {
			return false
		}
		resume++
		i, j = star+1, resume
	}
	return i == len(pattern)
}
