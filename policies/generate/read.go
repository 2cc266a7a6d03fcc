package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/faultline-dev/faultline/policies"
)

// custom is METADATA's custom part; metadata.schema.json is its contract.
type custom struct {
	Category string `json:"category"`
	Applies  struct {
		Models      []string `json:"models"`
		Types       []string `json:"types"`
		APIVersions []string `json:"api_versions"`
		Formats     []string `json:"formats"`
	} `json:"applies"`
	Likelihood int      `json:"likelihood"`
	Impact     int      `json:"impact"`
	Default    string   `json:"default"`
	Mandatory  bool     `json:"mandatory"`
	Aliases    []string `json:"aliases"`
	texts
	Wording   map[string]texts `json:"wording"`
	Incidents []struct {
		Name string `json:"name"`
		Year int    `json:"year"`
		URL  string `json:"url"`
	} `json:"incidents"`
	Params json.RawMessage `json:"params"`
	Fix    string          `json:"fix"`
}

// texts is what a rule says; under wording, what it says in a format.
type texts struct {
	Message     string `json:"message"`
	Detail      string `json:"detail"`
	FailureMode string `json:"failure_mode"`
	BlastRadius string `json:"blast_radius"`
	Mitigation  string `json:"mitigation"`
	Exceptions  string `json:"exceptions"`
	Detection   string `json:"detection"`
	Experiment  struct {
		SteadyState string `json:"steady_state"`
		Action      string `json:"action"`
		AbortWhen   string `json:"abort_when"`
		Expect      string `json:"expect"`
	} `json:"experiment"`
}

func (t texts) trimmed() policies.Texts {
	out := policies.Texts{
		Message: t.Message, Detail: t.Detail, FailureMode: t.FailureMode, BlastRadius: t.BlastRadius,
		Mitigation: t.Mitigation, Exceptions: t.Exceptions, Detection: t.Detection,
		Experiment: policies.Experiment(t.Experiment),
	}
	for _, text := range []*string{
		&out.Message, &out.Detail, &out.FailureMode, &out.BlastRadius, &out.Mitigation, &out.Exceptions, &out.Detection,
	} {
		*text = strings.TrimSpace(*text)
	}
	return out
}

// readRules reads FAMILY/RULE/rule.rego below root and returns the rules
// sorted by id. It joins all errors, so that one run shows them all.
func readRules(root string) ([]policies.Rule, error) {
	schema, err := jsonschema.Compile(filepath.Join(root, "metadata.schema.json"))
	if err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(root, "*", "*", "rule.rego"))
	if err != nil {
		return nil, err
	}
	var all []policies.Rule
	var problems []error
	for _, name := range names {
		rule, err := readRule(schema, name)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		all = append(all, rule)
	}
	slices.SortFunc(all, func(a, b policies.Rule) int { return strings.Compare(a.ID, b.ID) })
	for i := 1; i < len(all); i++ {
		if all[i].ID == all[i-1].ID {
			problems = append(problems, fmt.Errorf("the id %s is used by two families, %s and %s", all[i].ID, all[i-1].Family, all[i].Family))
		}
	}
	return all, errors.Join(problems...)
}

func readRule(schema *jsonschema.Schema, name string) (policies.Rule, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return policies.Rule{}, err
	}
	module, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{ProcessAnnotation: true})
	if err != nil {
		return policies.Rule{}, err
	}
	id := filepath.Base(filepath.Dir(name))
	family := filepath.Base(filepath.Dir(filepath.Dir(name)))
	if want := ast.MustParseRef(fmt.Sprintf("data.faultline.%s[%q]", family, id)); !module.Package.Path.Equal(want) {
		return policies.Rule{}, fmt.Errorf("the package is %s; the folder asks for %s", module.Package.Path, want)
	}
	for _, a := range module.Annotations {
		if a.Scope == "package" {
			rule, err := fromAnnotations(schema, a)
			rule.ID, rule.Family, rule.Imports = id, family, libraries(module)
			return rule, err
		}
	}
	return policies.Rule{}, errors.New("there is no METADATA block above the package")
}

func fromAnnotations(schema *jsonschema.Schema, a *ast.Annotations) (policies.Rule, error) {
	if a.Title == "" || a.Description == "" || len(a.RelatedResources) == 0 {
		return policies.Rule{}, errors.New("METADATA needs a title, a description and related_resources")
	}
	// Through JSON and back, so that the schema sees plain JSON values.
	raw, err := json.Marshal(a.Custom)
	if err != nil {
		return policies.Rule{}, err
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return policies.Rule{}, err
	}
	if err := schema.Validate(value); err != nil {
		return policies.Rule{}, fmt.Errorf("METADATA's custom part: %#v", err)
	}
	var c custom
	if err := json.Unmarshal(raw, &c); err != nil {
		return policies.Rule{}, err
	}
	rule := c.rule()
	rule.Title, rule.Description = a.Title, strings.TrimSpace(a.Description)
	for _, r := range a.RelatedResources {
		rule.Related = append(rule.Related, policies.Resource{Description: r.Description, URL: r.Ref.String()})
	}
	rule.Defaults, err = defaults(c.Params)
	return rule, err
}

func (c custom) rule() policies.Rule {
	r := policies.Rule{
		Category: c.Category,
		Applies: policies.Applies{
			Models: c.Applies.Models, Types: c.Applies.Types,
			APIVersions: c.Applies.APIVersions, Formats: c.Applies.Formats,
		},
		Likelihood: c.Likelihood, Impact: c.Impact, Off: c.Default == "off", Mandatory: c.Mandatory, Aliases: c.Aliases,
		Texts: c.trimmed(), Params: string(c.Params), Fix: c.Fix,
	}
	for _, format := range slices.Sorted(maps.Keys(c.Wording)) {
		r.Wordings = append(r.Wordings, policies.Wording{Format: format, Texts: c.Wording[format].trimmed()})
	}
	for _, i := range c.Incidents {
		r.Incidents = append(r.Incidents, policies.Incident(i))
	}
	return r
}

// defaults collects the defaults of a params schema as one JSON object, and
// checks each against its own schema.
func defaults(params json.RawMessage) (string, error) {
	if len(params) == 0 || string(params) == "null" {
		return "", nil
	}
	schema, err := jsonschema.CompileString("params.json", string(params))
	if err != nil {
		return "", fmt.Errorf("params: %w", err)
	}
	var parsed struct {
		Properties map[string]struct {
			Default any `json:"default"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(params, &parsed); err != nil {
		return "", err
	}
	values := map[string]any{}
	for name, p := range parsed.Properties {
		if p.Default == nil {
			return "", fmt.Errorf("params: %s has no default", name)
		}
		values[name] = p.Default
	}
	if err := schema.Validate(values); err != nil {
		return "", fmt.Errorf("params: the defaults: %w", err)
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// readLibraries reads lib/NAME/NAME.rego below root: what each imports.
func readLibraries(root string) (map[string][]string, error) {
	names, err := filepath.Glob(filepath.Join(root, "lib", "*", "*.rego"))
	if err != nil {
		return nil, err
	}
	all := map[string][]string{}
	for _, name := range names {
		folder := filepath.Base(filepath.Dir(name))
		if filepath.Base(name) != folder+".rego" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		module, err := ast.ParseModule(name, string(text))
		if err != nil {
			return nil, err
		}
		all[folder] = libraries(module)
	}
	return all, nil
}

// libraries lists the library packages that a module imports.
func libraries(module *ast.Module) []string {
	var names []string
	for _, i := range module.Imports {
		ref, ok := i.Path.Value.(ast.Ref)
		if ok && ref.HasPrefix(ast.MustParseRef("data.faultline.lib")) && len(ref) > 3 {
			names = append(names, string(ref[3].Value.(ast.String)))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// digestOf hashes every module that the binary embeds, in the order of names.
func digestOf(root string) (string, error) {
	names, err := filepath.Glob(filepath.Join(root, "*", "*", "*.rego"))
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s %d\n%s", filepath.ToSlash(name), len(text), text)
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)[:12]), nil
}
