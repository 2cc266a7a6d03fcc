package system

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/loaders"
	"github.com/faultline-dev/faultline/loaders/document"
)

// complete reads manifests as one closed folder, joins them and returns the
// documents in the order given.
func complete(t *testing.T, manifests ...string) []*document.Document {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "all.yaml"), []byte(strings.Join(manifests, "\n---\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := loaders.Load(context.Background(), []string{dir}, loaders.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range loaded.Unread {
		t.Errorf("%s:%d: unread: %s", u.File, u.Line, u.Reason)
	}
	if len(loaded.Documents) != len(manifests) {
		t.Fatalf("read %d documents of %d", len(loaded.Documents), len(manifests))
	}
	Complete(loaded.Documents)
	return loaded.Documents
}
