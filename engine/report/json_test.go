package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/faultline-dev/faultline/engine/finding"
)

func TestJSONGolden(t *testing.T) {
	golden(t, "shop.json", JSON, shop(), Options{})
	golden(t, "nothing.json", JSON, &finding.Report{Tool: finding.Tool{Name: "faultline"}}, Options{})
}

func TestJSONKeepsItsSchema(t *testing.T) {
	schema, err := jsonschema.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	noEdits := shop()
	noEdits.Findings[4].Fix = &finding.Fix{Safety: "safe"}
	for name, r := range map[string]*finding.Report{
		"shop": shop(), "no edits": noEdits, "nothing": {Tool: finding.Tool{Name: "faultline"}},
	} {
		var b bytes.Buffer
		if err := JSON(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(b.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

// A schema that lets anything pass would keep no promise.
func TestSchemaIsStrict(t *testing.T) {
	schema, err := jsonschema.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(map[string]any){
		"another member":     func(r map[string]any) { r["extra"] = 1 },
		"a null list":        func(r map[string]any) { r["unread"] = nil },
		"a missing list":     func(r map[string]any) { delete(r, "suppressed") },
		"another version":    func(r map[string]any) { r["schema"] = "2" },
		"an unknown finding": func(r map[string]any) { r["findings"] = []any{map[string]any{"rule": "x"}} },
	} {
		var b bytes.Buffer
		if err := JSON(&b, shop(), Options{}); err != nil {
			t.Fatal(err)
		}
		var value map[string]any
		if err := json.Unmarshal(b.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		change(value)
		if schema.Validate(value) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestFormatsAreNamed(t *testing.T) {
	for _, name := range Names() {
		if Find(name) == nil {
			t.Errorf("%s is listed, but not found", name)
		}
	}
	if Find("nonsense") != nil {
		t.Error("a format that does not exist is found")
	}
}
