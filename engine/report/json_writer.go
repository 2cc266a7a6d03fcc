package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// jsonWriter writes one indented object, member by member. It keeps the first
// error.
type jsonWriter struct {
	out     *bufio.Writer
	buffer  bytes.Buffer
	encoder *json.Encoder
	members int
	err     error
}

func newJSON(w io.Writer) *jsonWriter {
	j := &jsonWriter{out: bufio.NewWriterSize(w, 64<<10)}
	j.encoder = json.NewEncoder(&j.buffer)
	j.encoder.SetEscapeHTML(false)
	return j
}

// member writes a member of the object.
func (j *jsonWriter) member(name string, value any) {
	j.name(name)
	j.value(value, "  ")
}

// items writes a member that is a list, an item at a time; clean prepares one.
func items[T any](j *jsonWriter, name string, list []T, clean func(T) any) {
	j.name(name)
	j.out.WriteByte('[')
	for i := range list {
		if i > 0 {
			j.out.WriteByte(',')
		}
		j.out.WriteString("\n    ")
		j.value(clean(list[i]), "    ")
	}
	if len(list) > 0 {
		j.out.WriteString("\n  ")
	}
	j.out.WriteByte(']')
}

func (j *jsonWriter) name(name string) {
	separator := ",\n  "
	if j.members == 0 {
		separator = "{\n  "
	}
	j.members++
	j.out.WriteString(separator)
	j.value(name, "")
	j.out.WriteString(": ")
}

// value writes a value whose lines after the first are indented by a prefix.
func (j *jsonWriter) value(value any, prefix string) {
	j.buffer.Reset()
	j.encoder.SetIndent(prefix, "  ")
	if err := j.encoder.Encode(value); err != nil && j.err == nil {
		j.err = err
	}
	j.out.Write(bytes.TrimSuffix(j.buffer.Bytes(), []byte("\n")))
}

func (j *jsonWriter) close() error {
	j.out.WriteString("\n}\n")
	if err := j.out.Flush(); err != nil {
		return err
	}
	return j.err
}
