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
// found otherwise: folders first, because a file in them is found under its
// own name there. Links below followed folders join the queue; each real
// folder is walked once, so that a link to a folder above ends by itself.
func (s *survey) followLinks(ctx context.Context) error {
	for len(s.links) > 0 {
		l := s.links[0]
		s.links = s.links[1:]
		if err := s.follow(ctx, l); err != nil {
			return err
		}
	}
	for _, l := range s.fileLinks {
		s.add(realPath(l.open), &candidate{name: l.name, open: l.open, closed: true, chosen: l.chosen, chart: l.chart})
	}
	return nil
}

func (s *survey) follow(ctx context.Context, l link) error {
	target, err := filepath.EvalSymlinks(l.open)
	if err != nil {
		// What neither is a folder nor would be read is no loss.
		if isCandidate(l.name) || filepath.Ext(l.name) == "" {
			s.refuse(l.name, l.chosen, document.Broken, linkReason(err))
		} else {
			s.skip(l.name)
		}
		return nil
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
		return w.folder(ctx, l.open, l.chart)
	default:
		s.fileLinks = append(s.fileLinks, l)
	}
	return nil
}

func inside(root, target string) bool {
	rel, err := filepath.Rel(realPath(root), realPath(target))
	return err == nil && filepath.IsLocal(rel)
}
