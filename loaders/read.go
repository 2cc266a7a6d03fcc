package loaders

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/kubernetes"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

const (
	// maxFileBytes bounds a file. The largest manifests known, CRD bundles
	// and dumps of whole clusters' namespaces, stay below 20 MB.
	maxFileBytes = 64 << 20
	// maxStdinBytes bounds standard input, which may be `kubectl get -A`.
	maxStdinBytes = 512 << 20
)

// outcome is what one file gave.
type outcome struct {
	docs       []*document.Document
	unread     []document.Unread
	recognised bool
}

func failed(c *candidate, cause document.Cause, reason string) outcome {
	return outcome{unread: []document.Unread{{File: c.name, Cause: cause, Reason: reason}}}
}

// read reads one file. A file found in a folder that shows no sign of being
// ours is left alone, also when it is broken; a file that was named is not.
func read(c *candidate, types *typeWatch) outcome {
	data, reason, cause := c.content()
	if reason != "" {
		return failed(c, cause, reason)
	}
	if c.chart != "" && bytes.Contains(data, []byte("{{")) {
		return failed(c, document.Template, "a template of the chart in "+c.chart+", which must be rendered first: pass the output of helm template")
	}
	kustomization := kubernetes.IsKustomization(c.name)
	if !c.named && !kustomization && !mayHoldObjects(data) {
		return outcome{}
	}
	types.scan(data)
	docs, broken := yaml.Read(c.name, data)
	out, unread, recognised := kubernetes.Load(c.name, docs)
	for _, doc := range out {
		types.saw(doc.APIVersion, doc.Type)
	}
	if c.named && len(docs) == 0 && len(broken) == 0 {
		recognised = true
	}
	if !recognised && !c.named && !kustomization && !showsObjects(data) {
		broken = nil
	}
	return outcome{docs: out, unread: append(broken, unread...), recognised: recognised}
}

// content reads the file, or says why it cannot be read.
func (c *candidate) content() (data []byte, reason string, cause document.Cause) {
	limit := int64(maxFileBytes)
	in := c.stdin
	if in == nil {
		f, err := os.Open(c.open)
		if err != nil {
			return nil, cannotRead(err), document.Broken
		}
		defer f.Close()
		in = f
		if info, err := f.Stat(); err == nil && info.Size() <= limit {
			data = make([]byte, 0, info.Size()+512)
		}
	} else {
		limit = maxStdinBytes
	}
	buffer := bytes.NewBuffer(data)
	n, err := buffer.ReadFrom(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, cannotRead(err), document.Broken
	}
	if n > limit {
		return nil, fmt.Sprintf("holds more than %d MiB; split it into smaller files", limit>>20), document.Limit
	}
	return buffer.Bytes(), "", ""
}

func cannotRead(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return "cannot be read: " + err.Error()
}

// mayHoldObjects is a cheap test before parsing: every object names both
// fields, in whatever style they are written.
func mayHoldObjects(data []byte) bool {
	return bytes.Contains(data, []byte("apiVersion")) && bytes.Contains(data, []byte("kind"))
}

// showsObjects reports whether text that may not parse looks like objects: a
// line that starts with one of the two fields, or JSON's spelling of them.
func showsObjects(data []byte) bool {
	for _, field := range [...]string{"apiVersion:", "kind:"} {
		if bytes.HasPrefix(data, []byte(field)) || bytes.Contains(data, []byte("\n"+field)) {
			return true
		}
	}
	return bytes.Contains(data, []byte(`"apiVersion"`)) && bytes.Contains(data, []byte(`"kind"`))
}

// typeWatch tells each type once.
type typeWatch struct {
	tell func(format, apiVersion, typ string)
	mu   sync.Mutex
	seen map[[2]string]bool
}

func (w *typeWatch) saw(apiVersion, kind string) {
	if w.tell == nil || kind == "" {
		return
	}
	key := [2]string{apiVersion, kind}
	w.mu.Lock()
	known := w.seen[key]
	w.seen[key] = true
	w.mu.Unlock()
	if !known {
		w.tell(kubernetes.Format, apiVersion, kind)
	}
}

// scan finds top-level kinds in YAML before it is parsed. JSON is parsed so
// fast that looking twice does not pay.
func (w *typeWatch) scan(data []byte) {
	if w.tell == nil {
		return
	}
	var apiVersion, kind string
	for line := range bytes.Lines(data) {
		switch {
		case bytes.HasPrefix(line, []byte("---")):
			w.saw(apiVersion, kind)
			apiVersion, kind = "", ""
		case line[0] == 'a' && bytes.HasPrefix(line, []byte("apiVersion:")):
			apiVersion = plainValue(line[len("apiVersion:"):])
		case line[0] == 'k' && bytes.HasPrefix(line, []byte("kind:")):
			kind = plainValue(line[len("kind:"):])
		}
	}
	w.saw(apiVersion, kind)
}

func plainValue(rest []byte) string {
	if i := bytes.Index(rest, []byte(" #")); i >= 0 {
		rest = rest[:i]
	}
	return string(bytes.Trim(rest, " \t\r\n\"'"))
}
