package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/faultline-dev/faultline/engine/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a report with its golden file. Every report is written
// twice: the second one must not differ.
func golden(t *testing.T, name string, format Format, r *finding.Report, o Options) {
	t.Helper()
	var got, again bytes.Buffer
	if err := format(&got, r, o); err != nil {
		t.Fatal(err)
	}
	if err := format(&again, r, o); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), again.Bytes()) {
		t.Errorf("%s: two reports of one run differ", name)
	}
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs (go test ./engine/report -update rewrites it):\n%s", name, got.Bytes())
	}
}

var errGone = errors.New("the file is gone")

// sources serves testdata/source, and fails for all else.
func sources(file string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join("testdata", "source", filepath.Base(file)))
	if err != nil {
		return nil, errGone
	}
	return data, nil
}
