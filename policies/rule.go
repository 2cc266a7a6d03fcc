package policies

import "cmp"

// Rule is one bundled rule: its METADATA, generated from rule.rego so that
// listing, explaining and selecting rules needs no Rego.
type Rule struct {
	ID, Family, Title, Description string
	// Category groups rules by what they protect.
	Category string
	// Applies says which documents the rule judges.
	Applies Applies
	// Likelihood is 1 to 3, Impact 1 to 4; a finding may raise or lower them.
	Likelihood, Impact int
	// Off rules run only when asked for.
	Off bool
	// Mandatory rules cannot be suppressed.
	Mandatory bool
	Aliases   []string
	Texts
	// Wordings hold what is said in other words in a format.
	Wordings  []Wording
	Incidents []Incident
	// Params is a JSON Schema, and Defaults the values of its defaults, as
	// JSON; both empty when the rule has no parameters.
	Params, Defaults string
	// Fix is safe, unsafe or none.
	Fix     string
	Related []Resource
	// Imports are the library packages that the rule's module needs.
	Imports []string
}

// Texts are what a rule says.
type Texts struct {
	// Message and the four texts after it are templates with {name}
	// placeholders that take the finding's arguments.
	Message, Detail, FailureMode, BlastRadius, Mitigation string
	// Exceptions says when it is right to ignore the rule.
	Exceptions string
	// Detection is how the failure shows in production.
	Detection  string
	Experiment Experiment
}

// Wording is what a rule says in a format of its own; an empty text means
// that the rule's fits there too.
type Wording struct {
	Format string
	Texts
}

// In returns what the rule says in a format.
func (r *Rule) In(format string) Texts {
	for i := range r.Wordings {
		if w := &r.Wordings[i]; w.Format == format {
			return Texts{
				Message: cmp.Or(w.Message, r.Message), Detail: cmp.Or(w.Detail, r.Detail),
				FailureMode: cmp.Or(w.FailureMode, r.FailureMode), BlastRadius: cmp.Or(w.BlastRadius, r.BlastRadius),
				Mitigation: cmp.Or(w.Mitigation, r.Mitigation), Exceptions: cmp.Or(w.Exceptions, r.Exceptions),
				Detection: cmp.Or(w.Detection, r.Detection), Experiment: cmp.Or(w.Experiment, r.Experiment),
			}
		}
	}
	return r.Texts
}

// Applies selects documents of the Formats. Models are dotted paths into a
// document's model; through lists, any item may have the rest
// ("workload.containers.heap"). Types and APIVersions narrow the choice; an
// empty one does not.
type Applies struct {
	Models, Types, APIVersions, Formats []string
}

// Experiment is how to prove a finding on purpose.
type Experiment struct {
	SteadyState, Action, AbortWhen, Expect string
}

// Incident is a public postmortem.
type Incident struct {
	Name string
	Year int
	URL  string
}

// Resource is something to read.
type Resource struct {
	Description, URL string
}
