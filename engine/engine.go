// Package engine judges documents: it completes them with what others of the
// run say about them, evaluates the policies, and grades what they find.
package engine

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/policy"
	"github.com/faultline-dev/faultline/engine/system"
	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/policies"
)

// NewestKubernetes is the newest version that the rules know, and the default.
const NewestKubernetes = "1.36"

// Options choose what is judged, and how.
type Options struct {
	// Only lists the ids of the rules to run, those that are off by default
	// included; empty means all that are on. Skip takes rules away.
	Only, Skip []string
	// KubernetesVersion is MAJOR.MINOR; empty means NewestKubernetes.
	KubernetesVersion string
	// Version is the program's, for the report.
	Version string
	// DocumentTimeout bounds the policies' work on one document; 0 means 10 s,
	// a thousand times what the slowest takes.
	DocumentTimeout time.Duration
	// Timings measures every rule, which slows the run.
	Timings bool
	// Release drops the trees of a document as soon as it is judged: they are
	// most of what a large run holds, and they cannot be used again.
	Release bool
}

// Engine judges documents. It may be used again and by several goroutines.
type Engine struct {
	options   Options
	evaluator *policy.Evaluator
}

// New returns an engine. It compiles nothing yet.
func New(o Options) (*Engine, error) {
	if o.KubernetesVersion == "" {
		o.KubernetesVersion = NewestKubernetes
	}
	if o.DocumentTimeout == 0 {
		o.DocumentTimeout = 10 * time.Second
	}
	all := policies.Rules()
	var chosen []*policies.Rule
	for i := range all {
		rule := &all[i]
		if len(o.Only) > 0 && !slices.Contains(o.Only, rule.ID) || len(o.Only) == 0 && rule.Off || slices.Contains(o.Skip, rule.ID) {
			continue
		}
		chosen = append(chosen, rule)
	}
	evaluator, err := policy.New(chosen, map[string]string{"kubernetes_version": o.KubernetesVersion}, o.DocumentTimeout)
	if err != nil {
		return nil, err
	}
	if o.Timings {
		evaluator.Time()
	}
	return &Engine{options: o, evaluator: evaluator}, nil
}

// Expect hints that documents of a type will come, so that their policies are
// compiled while files are still being read.
func (e *Engine) Expect(format, apiVersion, typ string) {
	if models := expected[format][typ]; models != nil {
		e.evaluator.Expect(format, apiVersion, typ, models...)
	}
}

// expected tells which models a type will have, by format. A missing row costs
// time only.
var expected = map[string]map[string][]string{
	"kubernetes": {
		"Deployment": {"workload"}, "StatefulSet": {"workload"}, "DaemonSet": {"workload"}, "Pod": {"workload"},
		"ReplicaSet": {"workload"}, "Job": {"workload"}, "CronJob": {"workload"}, "Rollout": {"workload"},
		"Service": {"service"}, "PodDisruptionBudget": {"budget"}, "HorizontalPodAutoscaler": {"autoscaler"},
		"ScaledObject": {"autoscaler"}, "Ingress": {"route"}, "HTTPRoute": {"route"}, "NetworkPolicy": {"network_policy"},
		"ResourceQuota": {"quota"},
	},
	"compose": {"service": {"workload"}},
}

// Check judges documents and returns a graded report without the loader's
// part. reported names the files to report on; nil means all, the others are
// context for joins.
func (e *Engine) Check(ctx context.Context, docs []*document.Document, reported map[string]bool) (*finding.Report, error) {
	system.Complete(docs)
	results := make([]result, len(docs))
	if err := e.judge(ctx, docs, reported, results); err != nil {
		return nil, err
	}
	report := &finding.Report{
		Tool:      finding.Tool{Name: "faultline", Version: e.options.Version, Policies: policies.Digest()},
		Documents: len(docs),
	}
	found := 0
	for i := range results {
		found += len(results[i].findings)
	}
	report.Findings = make([]finding.Finding, 0, found)
	for i := range results {
		if results[i].judged {
			report.Objects++
		}
		report.Findings = append(report.Findings, results[i].findings...)
		report.NotJudged = append(report.NotJudged, results[i].withheld...)
	}
	report.Timings = e.evaluator.Timings()
	sortFindings(report.Findings)
	sortNotJudged(report.NotJudged)
	report.Scores = finding.ScoreObjects(report.Findings)
	report.Grade = finding.GradeRun(report.Scores, report.Objects, report.Worst())
	return report, nil
}

// result is what came of one document.
type result struct {
	judged   bool
	findings []finding.Finding
	withheld []finding.NotJudged
}

// judge evaluates documents on all processors. The first error stops it.
func (e *Engine) judge(ctx context.Context, docs []*document.Document, reported map[string]bool, results []result) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(docs) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
			if reported != nil && !reported[docs[i].File] {
				continue
			}
			if err := e.judgeOne(ctx, docs[i], &results[i]); err != nil {
				cancel(fmt.Errorf("%s:%d: %s: %w", docs[i].File, docs[i].Span.Line, docs[i].Identity(), err))
			}
		}
	}
	// The caller's goroutine works too: its stack has grown already, and a
	// single document, as in the webhook, then needs no other.
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(docs)) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
	return context.Cause(ctx)
}

func (e *Engine) judgeOne(ctx context.Context, doc *document.Document, out *result) (err error) {
	// A panic in a goroutine would end the program with an exit code of its
	// own; the document that caused it is worth more than the stack alone.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error: %v\n%s", p, debug.Stack())
		}
	}()
	verdicts, judged, err := e.evaluator.Judge(ctx, doc)
	if err != nil {
		return err
	}
	out.judged = judged
	if len(verdicts) > 0 {
		out.findings = make([]finding.Finding, 0, len(verdicts))
	}
	d := newDescriber(doc)
	for i := range verdicts {
		f, withheld := d.describe(&verdicts[i])
		if withheld != nil {
			out.withheld = append(out.withheld, *withheld)
			continue
		}
		out.findings = append(out.findings, f)
	}
	if e.options.Release {
		doc.Object, doc.Model = nil, nil
	}
	return nil
}
