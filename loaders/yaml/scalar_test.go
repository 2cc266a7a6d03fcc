package yaml

import (
	"encoding/json"
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
)

// TestScalars holds what `kubectl create --dry-run=client -o json` makes of
// each spelling.
func TestScalars(t *testing.T) {
	for _, c := range []struct {
		text string
		kind document.Kind
		want string
	}{
		{"5", document.Number, "5"},
		{"-5", document.Number, "-5"},
		{"+5", document.Number, "5"},
		{"-0", document.Number, "-0"},
		{"0x10", document.Number, "16"},
		{"0o14", document.Number, "12"},
		{"0644", document.Number, "420"},
		{"08", document.Number, "8"},
		{"0b101", document.Number, "5"},
		{"1_000", document.Number, "1000"},
		{"18446744073709551615", document.Number, "18446744073709551615"},
		{"99999999999999999999", document.Number, "99999999999999999999"},
		{"1.50", document.Number, "1.50"},
		{".5", document.Number, "0.5"},
		{"5.", document.Number, "5"},
		{"1e3", document.Number, "1e3"},
		{"1E+3", document.Number, "1E+3"},
		{"+1.5e-3", document.Number, "0.0015"},
		{".inf", document.String, ".inf"},
		{"-.INF", document.String, "-.INF"},
		{".nan", document.String, ".nan"},
		{"1e999", document.String, "1e999"},
		{"100m", document.String, "100m"},
		{"1.4.2", document.String, "1.4.2"},
		{"12:30:45", document.String, "12:30:45"},
		{"2024-01-31", document.String, "2024-01-31"},
		{"true", document.Bool, "true"},
		{"False", document.Bool, "false"},
		{"yes", document.Bool, "true"},
		{"No", document.Bool, "false"},
		{"ON", document.Bool, "true"},
		{"off", document.Bool, "false"},
		{"y", document.Bool, "true"},
		{"tRue", document.String, "tRue"},
		{"~", document.Null, ""},
		{"null", document.Null, ""},
		{"Null", document.Null, ""},
		{"nil", document.String, "nil"},
		{`"5"`, document.String, "5"},
		{"'yes'", document.String, "yes"},
		{"'~'", document.String, "~"},
		{"!!str 5", document.String, "5"},
		{"!!str yes", document.String, "yes"},
		{"!!int '5'", document.Number, "5"},
		{"!!float 5", document.Number, "5"},
		{"!!bool 'yes'", document.Bool, "true"},
		{"!!null ''", document.Null, ""},
		{"!local 5", document.String, "5"},
	} {
		docs, unread := Read("f.yaml", []byte("a: "+c.text+"\n"))
		if len(docs) != 1 {
			t.Errorf("%s: %v", c.text, unread)
			continue
		}
		got := docs[0].Root.Get("a")
		if got.Kind != c.kind || got.Text != c.want {
			t.Errorf("%s is the %s %q, want the %s %q", c.text, got.Kind, got.Text, c.kind, c.want)
		}
		if got.Kind == document.Number && !json.Valid([]byte(got.Text)) {
			t.Errorf("%s: %s is no JSON number", c.text, got.Text)
		}
	}
}

func TestTemplates(t *testing.T) {
	for text, want := range map[string]string{
		"a: {{ .Values.a }}\n":                                      "1:4",
		"a: 1\n---\nb: x-{{ .Release.Name }}\n":                     "3:4",
		"{{ .Values.key }}: a\n":                                    "1:1",
		"a-{{ .Values.key }}: a\n":                                  "1:1",
		"a: 1\n{{- if .Values.b }}\nb: 2\n{{- end }}\n":             "2:1",
		"a:\n  {{- toYaml .Values.a | nindent 2 }}\n":               "2:3",
		"a: b: c\n---\nd: {{ x }}\n":                                "3:4",
		"{% for x in y %}\na: {{ x }}\n{% endfor %}\n":              "1:1",
		"<% if x %>\na: b\n<% end %>\n":                             "1:1",
		"a: \"x\" {{ y }}\n":                                        "1:8",
		"a:\n- b: |\n    {{ c }}\n  d: \"{{ e }}\"\nx: {{ f }} y\n": "5:4",
		"a: \"{{ .Values.a }}\"\n":                                  "",
		"a: '{{ .Values.a }}'\nb: \"it's {{ x }}\"\n":               "",
		"a: |\n  {{ .Values.a }}\nb: >\n  {{ x }}\n":                "",
		"a: 1 # {{ .Values.a }}\n# {{ x }}\n":                       "",
		"a: Pod {{ $labels.pod }} has {{ $value }} restarts\n":      "",
		"a: run-{{workflow.name}}-{{ inputs.parameters.x }}\n":      "",
		"{\"a\": \"{{ x }}\"}\n":                                    "",
	} {
		docs, unread := Read("f.yaml", []byte(text))
		got := ""
		if len(unread) > 0 {
			if unread[0].Cause != document.Template || len(unread) != 1 || len(docs) != 0 {
				t.Errorf("%q: %d documents, unread %v", text, len(docs), unread)
			}
			got = place{line: unread[0].Line, col: unread[0].Column}.String()
		}
		if got != want {
			t.Errorf("%q: template at %q, want %q", text, got, want)
		}
	}
}
