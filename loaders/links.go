package loaders

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

func isLink(p string) bool {
	info, err := os.Lstat(p)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// linkReason words why a path that is there cannot be reached.
func linkReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "is a symbolic link to something that does not exist; remove it or restore its target"
	case strings.Contains(err.Error(), "too many"):
		return "is a symbolic link that leads back to itself; remove it or point it at a file"
	}
	return cannotRead(err)
}

// followLinks adds the files and folders behind symbolic links that were not
// found otherwise. Links below followed folders join the queue; each real
// folder is walked once, so that a link to a folder above ends by itself.
func (s *survey) followLinks() {
	for len(s.links) > 0 {
		l := s.links[0]
		s.links = s.links[1:]
		s.follow(l)
	}
}

func (s *survey) follow(l link) {
	target, err := filepath.EvalSymlinks(l.open)
	if err != nil {
		if isCandidate(l.name) || filepath.Ext(l.name) == "" {
			s.refuse(l.name, l.chosen, document.Broken, linkReason(err))
		} else {
			s.skip(l.name)
		}
		return
	}
	info, err := os.Stat(target)
	switch {
	case err != nil:
		s.refuse(l.name, l.chosen, document.Broken, linkReason(err))
	case !info.IsDir() && (!info.Mode().IsRegular() || !isCandidate(l.name)):
		s.skip(l.name)
	case !inside(l.root, target):
		s.refuse(l.name, l.chosen, document.Limit, "is a symbolic link that leaves "+filepath.ToSlash(l.root)+", and such links are not followed; pass its target too")
	case info.IsDir():
		w := walker{survey: s, root: l.root, chosen: l.chosen}
		// The walk cannot fail: a context that has ended is seen by Load.
		_ = w.folder(context.Background(), l.open, l.chart)
	default:
		s.addLinked(l, target)
	}
}

// addLinked adds a file behind a link unless the file itself is there.
func (s *survey) addLinked(l link, target string) {
	if abs, err := filepath.Abs(target); err == nil {
		if s.byPath[abs] != nil {
			return
		}
		c := &candidate{name: l.name, open: l.open, closed: true, chosen: l.chosen, chart: l.chart}
		s.byPath[abs] = c
		s.files = append(s.files, c)
	}
}

func inside(root, target string) bool {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return false
	}
	realAbs, err1 := filepath.Abs(real)
	targetAbs, err2 := filepath.Abs(target)
	if err1 != nil || err2 != nil {
		return false
	}
	rel, err := filepath.Rel(realAbs, targetAbs)
	return err == nil && filepath.IsLocal(rel)
}
