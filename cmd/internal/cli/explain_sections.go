package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/policies"
)

// section is one part of a rule's page. Verbatim text is a query or a log
// line, to be copied as it is.
type section struct {
	title, text string
	verbatim    bool
}

// sectionsOf lists the parts that the rule has, under headings that never
// vary.
func sectionsOf(r *policies.Rule) []section {
	all := []section{{title: "Problem", text: r.Description}}
	for _, part := range []struct {
		title    string
		text     func(*policies.Texts) string
		verbatim bool
	}{
		{"Failure mode", func(t *policies.Texts) string { return spoken(t.FailureMode) }, false},
		{"Blast radius", func(t *policies.Texts) string { return spoken(t.BlastRadius) }, false},
		{"Fix", func(t *policies.Texts) string { return spoken(t.Mitigation) }, false},
		{"Exceptions", func(t *policies.Texts) string { return t.Exceptions }, false},
		{"Detection", func(t *policies.Texts) string { return t.Detection }, true},
		{"Experiment", func(t *policies.Texts) string { return experiment(t.Experiment) }, false},
	} {
		all = append(all, section{part.title, part.text(&r.Texts), part.verbatim})
		for i := range r.Wordings {
			w := &r.Wordings[i]
			all = append(all, section{part.title + " in " + w.Format, part.text(&w.Texts), part.verbatim})
		}
	}
	all = append(all,
		section{title: "Parameters", text: parameters(r)},
		section{title: "Incidents", text: incidents(r.Incidents)},
		section{title: "References", text: references(r)},
	)
	return slices.DeleteFunc(all, func(s section) bool { return strings.TrimSpace(s.text) == "" })
}

// standing is the line below the title.
func standing(r *policies.Rule) string {
	out := fmt.Sprintf("Category %s, severity %s (likelihood %d x impact %d), %s by default. Applies to: %s.",
		r.Category, severity(r), r.Likelihood, r.Impact, state(r), strings.Join(applies(r), ", "))
	if len(r.Aliases) > 0 {
		out += " Was called " + strings.Join(r.Aliases, ", ") + "."
	}
	if r.Mandatory {
		out += " It cannot be suppressed."
	}
	return out
}

// spoken turns a template's placeholders into words in angle brackets. What
// only adds to the object is left out, and what depends on the case says so.
func spoken(template string) string {
	if template == "{change}" {
		return "It depends on the case: each finding says what to change, with its own values."
	}
	template = strings.NewReplacer("{copies}", "", "{reach}", "").Replace(template)
	return strings.NewReplacer("{", "<", "}", ">").Replace(template)
}

func experiment(e policies.Experiment) string {
	var b strings.Builder
	for _, step := range [][2]string{
		{"Steady state", e.SteadyState}, {"Action", e.Action}, {"Abort when", e.AbortWhen}, {"Expect", e.Expect},
	} {
		if step[1] != "" {
			fmt.Fprintf(&b, "* %s: %s\n", step[0], spoken(step[1]))
		}
	}
	return b.String()
}

// parameters lists the properties of the rule's JSON Schema with their
// defaults.
func parameters(r *policies.Rule) string {
	if r.Params == "" {
		return ""
	}
	var schema struct {
		Properties map[string]struct {
			Type        any    `json:"type"`
			Description string `json:"description"`
			Default     any    `json:"default"`
		} `json:"properties"`
	}
	var defaults map[string]json.RawMessage
	if json.Unmarshal([]byte(r.Params), &schema) != nil {
		return r.Params
	}
	if r.Defaults != "" && json.Unmarshal([]byte(r.Defaults), &defaults) != nil {
		return r.Params
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		p := schema.Properties[name]
		fmt.Fprintf(&b, "* %s (%v)", name, p.Type)
		if value, ok := defaults[name]; ok {
			fmt.Fprintf(&b, ", default %s", value)
		}
		if p.Description != "" {
			b.WriteString(": " + p.Description)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func incidents(all []policies.Incident) string {
	var b strings.Builder
	for _, i := range all {
		fmt.Fprintf(&b, "* %s (%d): %s\n", i.Name, i.Year, i.URL)
	}
	return b.String()
}

func references(r *policies.Rule) string {
	var b strings.Builder
	for _, resource := range r.Related {
		fmt.Fprintf(&b, "* %s: %s\n", resource.Description, resource.URL)
	}
	fmt.Fprintf(&b, "* This page: %s\n", r.Docs())
	return b.String()
}

// ruleJSON is the rule's METADATA under the names that METADATA has.
func ruleJSON(r *policies.Rule) map[string]any {
	wording := map[string]any{}
	for i := range r.Wordings {
		wording[r.Wordings[i].Format] = textsJSON(&r.Wordings[i].Texts)
	}
	out := map[string]any{
		"id": r.ID, "family": r.Family, "title": r.Title, "description": r.Description, "category": r.Category,
		"default": state(r), "mandatory": r.Mandatory, "aliases": filled(r.Aliases), "applies": filled(applies(r)),
		"severity": severity(r), "likelihood": r.Likelihood, "impact": r.Impact,
		"fix": r.Fix, "docs": r.Docs(), "wording": wording,
		"params": raw(r.Params), "defaults": raw(r.Defaults),
	}
	maps.Copy(out, textsJSON(&r.Texts))
	incidents := make([]map[string]any, 0, len(r.Incidents))
	for _, i := range r.Incidents {
		incidents = append(incidents, map[string]any{"name": i.Name, "year": i.Year, "url": i.URL})
	}
	related := make([]map[string]string, 0, len(r.Related))
	for _, resource := range r.Related {
		related = append(related, map[string]string{"description": resource.Description, "url": resource.URL})
	}
	out["incidents"], out["related_resources"] = incidents, related
	return out
}

// textsJSON holds the texts that are said.
func textsJSON(t *policies.Texts) map[string]any {
	out := map[string]any{}
	for name, text := range map[string]string{
		"message": t.Message, "detail": t.Detail, "failure_mode": t.FailureMode, "blast_radius": t.BlastRadius,
		"mitigation": t.Mitigation, "exceptions": t.Exceptions, "detection": t.Detection,
	} {
		if text != "" {
			out[name] = text
		}
	}
	if t.Experiment != (policies.Experiment{}) {
		out["experiment"] = map[string]string{
			"steady_state": t.Experiment.SteadyState, "action": t.Experiment.Action,
			"abort_when": t.Experiment.AbortWhen, "expect": t.Experiment.Expect,
		}
	}
	return out
}

// filled returns a list that JSON does not write as null.
func filled(list []string) []string { return append([]string{}, list...) }

// raw is JSON as it stands; nothing is an empty object.
func raw(text string) json.RawMessage {
	if text == "" {
		return json.RawMessage("{}")
	}
	return json.RawMessage(text)
}
