package policies_test

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/engine"
	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/policy"
	"github.com/faultline-dev/faultline/engine/system"
	"github.com/faultline-dev/faultline/policies"
)

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// TestPlaceholders refuses a template with a placeholder that no finding of
// the rule's testdata fills, and an argument that no template uses.
func TestPlaceholders(t *testing.T) {
	for i := range policies.Rules() {
		rule := &policies.Rules()[i]
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			given := map[string]bool{"object": true, "copies": true, "reach": true}
			for _, verdict := range verdicts(t, rule) {
				for name := range verdict.Args {
					given[name] = true
				}
			}
			used := map[string]bool{"object": true, "copies": true, "reach": true, "container": true}
			plain := []string{rule.Title, rule.Description}
			for _, format := range rule.Applies.Formats {
				texts := rule.In(format)
				x := texts.Experiment
				for _, template := range []string{
					texts.Message, texts.Detail, texts.FailureMode, texts.BlastRadius, texts.Mitigation,
					x.SteadyState, x.Action, x.AbortWhen, x.Expect,
				} {
					for _, m := range placeholder.FindAllStringSubmatch(template, -1) {
						used[m[1]] = true
						if !given[m[1]] {
							t.Errorf("no finding gives {%s} in %q", m[1], template)
						}
					}
				}
				plain = append(plain, texts.Exceptions, texts.Detection)
			}
			for _, text := range plain {
				if m := placeholder.FindString(text); m != "" {
					t.Errorf("%s is filled in templates only: %q", m, text)
				}
			}
			for name := range given {
				if !used[name] {
					t.Errorf("no template uses the argument %q", name)
				}
			}
		})
	}
}

// verdicts returns what a rule says over its testdata, unexpanded.
func verdicts(t *testing.T, rule *policies.Rule) []policy.Verdict {
	t.Helper()
	run := map[string]string{"kubernetes_version": engine.NewestKubernetes}
	e, err := policy.New([]*policies.Rule{rule}, run, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	var all []policy.Verdict
	for _, name := range testdata(t, filepath.Join(rule.Family, rule.ID)) {
		docs := load(t, read(t, name), nil)
		system.Complete(docs)
		for _, doc := range docs {
			found, _, err := e.Judge(context.Background(), doc)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, found...)
		}
	}
	return all
}

// TestWording reads every text that the rules write over their testdata as a
// person would who looks for holes: a template whose argument was empty, two
// that say the same, a sentence that does not end.
func TestWording(t *testing.T) {
	eachRule(t, func(t *testing.T, e *engine.Engine, name string, texts map[string][]byte) {
		for _, f := range check(t, e, load(t, texts, nil)).Findings {
			checkWording(t, name, &f)
		}
	})
}

func checkWording(t *testing.T, name string, f *finding.Finding) {
	t.Helper()
	subject := f.Object.String()
	phrase, ok := strings.CutPrefix(f.Message, subject)
	if !ok || !strings.HasPrefix(phrase, " ") && !strings.HasPrefix(phrase, ", container \"") {
		t.Errorf("%s: the message does not begin with its object: %s", name, f.Message)
	}
	if strings.HasSuffix(f.Message, ".") {
		t.Errorf("%s: the message ends in a full stop: %s", name, f.Message)
	}
	for _, text := range []string{f.Detail, f.FailureMode, f.BlastRadius, f.Mitigation} {
		if text == "" && text == f.Detail {
			continue
		}
		if !strings.HasSuffix(text, ".") || !sentence.MatchString(text) {
			t.Errorf("%s: no whole sentence: %q", name, text)
		}
	}
	if f.Because != "" && strings.HasSuffix(f.Because, ".") {
		t.Errorf("%s: the reason of the grade ends in a full stop: %q", name, f.Because)
	}
	for _, text := range []string{f.Message, f.Detail, f.FailureMode, f.BlastRadius, f.Mitigation, f.Because} {
		if hole := holes.FindString(text); hole != "" {
			t.Errorf("%s: %q in %q", name, hole, text)
		}
		words := strings.Fields(text)
		for i := 1; i < len(words); i++ {
			if words[i] == words[i-1] && word.MatchString(words[i]) {
				t.Errorf("%s: %q twice in %q", name, words[i], text)
			}
		}
	}
}

var (
	// sentence begins as a sentence does, or with a name from the manifest.
	sentence = regexp.MustCompile(`^["A-Z0-9(]|^[^ ]*[./_-][^ ]*|^[a-z]+[A-Z]`)
	holes    = regexp.MustCompile(`  |^ | $| [,.;:)](?: |$)|\( |\(\)|""|[.,;:][,;:]|[,;:]\.(?:[^.]|$)|\{[a-z_]+\}|<nil>|\bnull\b|(?:^|[^0-9.])1 (?:replicas|pods|nodes|times|failures|retries)\b`)
	word     = regexp.MustCompile(`^[A-Za-z]+$`)
)
