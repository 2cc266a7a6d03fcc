package report

import (
	"fmt"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/loaders/document"
)

func object(name string) finding.Object {
	return finding.Object{Format: "kubernetes", Type: "Deployment", Namespace: "shop", Name: name}
}

func place(file string, line, column, endLine, endColumn int) finding.Place {
	return finding.Place{File: file, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn}
}

func heapAboveLimit() finding.Finding {
	return finding.Finding{
		Rule: "heap-above-limit", Severity: finding.High, Likelihood: 2, Impact: 3, Confidence: "high",
		Message: `Deployment shop/orders, container "orders" may use 1.4 GiB, the container 1 GiB: -Xmx1g alone fills the limit`,
		FailureMode: "When the heap fills under load, the kernel kills the container (exit 137) before the collector can act, " +
			"on all 6 replicas at the same traffic.",
		BlastRadius: "checkout and cart call it; both wait 30 s for it.",
		Mitigation:  "-XX:MaxRAMPercentage=70 in place of -Xmx, or a limit of 1536Mi.",
		Object:      object("orders"), Path: "spec.template.spec.containers[0].env[0].value",
		Place:       place("shop/orders.yaml", 15, 22, 15, 30),
		Related:     []finding.Related{{Place: place("shop/orders.yaml", 18, 23, 18, 26), Message: "the container's limit"}},
		Fingerprint: "0f0f", Docs: "https://github.com/faultline-dev/faultline/blob/main/policies/workload/heap-above-limit/README.md",
	}
}

func readinessProbe(file string, line int, name string) finding.Finding {
	return finding.Finding{
		Rule: "readiness-probe", Severity: finding.High, Likelihood: 3, Impact: 2, Confidence: "high",
		Message:     fmt.Sprintf("Deployment shop/%s, container %q has no readiness probe", name, name),
		FailureMode: "During a rollout, traffic reaches " + name + " before it can answer.",
		BlastRadius: "Every caller of " + name + " sees errors at each deployment.",
		Mitigation:  fmt.Sprintf("Add a readinessProbe to %q that asks what a request needs, with a period of 5 s and 3 failures.", name),
		Object:      object(name), Path: "spec.template.spec.containers[0].readinessProbe",
		Place: place(file, line, 11, line+7, 26), Fingerprint: name,
	}
}

// shop is a run as most are: a few files, findings of several severities,
// something unread.
func shop() *finding.Report {
	low := finding.Finding{
		Rule: "image-digest", Severity: finding.Low, Likelihood: 1, Impact: 2, Confidence: "medium",
		Message: `Deployment shop/orders, container "sidecar" runs a tag that can move`, Object: object("orders"),
		FailureMode: "A push to the tag changes what the next restart runs.", Mitigation: "Pin the digest.",
		Because: "the tag is a version", Place: place("shop/orders.yaml", 20, 18, 20, 57), Fingerprint: "1f1f",
		Fix: &finding.Fix{Safety: "unsafe", Edits: []finding.Edit{{Place: place("shop/orders.yaml", 20, 18, 20, 57), Text: "x@sha256:0"}}},
	}
	r := &finding.Report{
		Tool:  finding.Tool{Name: "faultline", Version: "1.2.3", Policies: "abc"},
		Files: []document.File{{File: "shop/cart.yaml", Format: "kubernetes", Documents: 1}, {File: "shop/orders.yaml", Format: "kubernetes", Documents: 2}},
		Findings: []finding.Finding{
			readinessProbe("shop/cart.yaml", 12, "cart"),
			readinessProbe("shop/orders.yaml", 11, "orders"), heapAboveLimit(),
			readinessProbe("shop/orders.yaml", 19, "orders"), low,
		},
		Suppressed: []finding.Finding{readinessProbe("shop/orders.yaml", 11, "batch")},
		Unread: []document.Unread{
			{File: "chart/templates/web.yaml", Cause: document.Template, Reason: "a Helm template: render it with \"helm template\" and check the result"},
			{File: "shop/broken.yaml", Line: 3, Column: 7, Cause: document.Broken, Reason: "found a tab where indentation was expected; YAML indents with spaces"},
		},
		NotJudged: []finding.NotJudged{{
			Rule: "memory-limit", Object: object("orders"), Path: "spec.template.spec.containers[1].resources.limits.memory",
			Place: place("shop/orders.yaml", 19, 11, 20, 57), Reason: "a LimitRange of the namespace may set it",
		}},
		Skipped:   map[string]int{".md": 2, ".go": 10},
		Documents: 3, Objects: 2,
		Scores: []finding.Score{
			{Object: object("orders"), Points: 67.4, Count: [5]int{0, 1, 0, 3, 0}},
			{Object: object("cart"), Points: 88, Count: [5]int{0, 0, 0, 1, 0}},
		},
		Grade: finding.Grading{Letter: "C", Score: 77.73456},
	}
	return r
}

// crowd is a run of a hundred findings with few causes.
func crowd() *finding.Report {
	r := &finding.Report{Objects: 96, Documents: 96, Grade: finding.Grading{Letter: "C", Score: 79.96}}
	for file := range 4 {
		name := fmt.Sprintf("shop/part%d.yaml", file)
		r.Files = append(r.Files, document.File{File: name, Format: "kubernetes", Documents: 24})
		for i := range 24 {
			r.Findings = append(r.Findings, readinessProbe(name, 12+40*i, fmt.Sprintf("service-%d-%d", file, i)))
		}
	}
	for i := range 4 {
		f := heapAboveLimit()
		f.File, f.Severity = fmt.Sprintf("shop/part%d.yaml", i), finding.Critical
		r.Findings = append(r.Findings, f)
	}
	for i := range 40 {
		r.Unread = append(r.Unread, document.Unread{File: fmt.Sprintf("chart/templates/%02d.yaml", i), Cause: document.Template, Reason: "a Helm template"})
	}
	for i := range 14 {
		r.Unread = append(r.Unread, document.Unread{File: fmt.Sprintf("broken%02d.yaml", i), Cause: document.Broken, Reason: fmt.Sprintf("reason %d", i)})
	}
	return r
}

// hostile holds what a file's author could write to mislead its reader.
func hostile() *finding.Report {
	f := readinessProbe("shop/\x1b[2J.yaml", 1, "a\x1b]0;title\x07\u202eb\nc")
	f.Related = []finding.Related{{Place: place("x\ry.yaml", 1, 1, 1, 2), Message: "\x1b[1mbold"}}
	f.Rule = "rule\x1b[0m"
	return &finding.Report{
		Findings: []finding.Finding{f},
		Unread:   []document.Unread{{File: "b\x1b[31m.yaml", Line: 1, Column: 1, Cause: document.Broken, Reason: "found \x1b[32m"}},
		NotJudged: []finding.NotJudged{{
			Rule: "r\x1b", Object: object("o\x1b"), Path: "spec.\x1b", Place: place("f\x1b", 1, 1, 1, 1), Reason: "\x1b",
		}},
		Scores:  []finding.Score{{Object: object("o\x1b[2J"), Points: 10}},
		Objects: 1, Grade: finding.Grading{Letter: "F", Score: 10, Because: "\x1b"},
	}
}
