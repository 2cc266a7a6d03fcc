package policies

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
	// Message and the four texts after it are templates with {name}
	// placeholders that take the finding's arguments.
	Message, Detail, FailureMode, BlastRadius, Mitigation string
	// Exceptions says when it is right to ignore the rule.
	Exceptions string
	// Detection is how the failure shows in production.
	Detection  string
	Experiment Experiment
	Incidents  []Incident
	// Params is a JSON Schema, and Defaults the values of its defaults, as
	// JSON; both empty when the rule has no parameters.
	Params, Defaults string
	// Fix is safe, unsafe or none.
	Fix     string
	Related []Resource
	// Imports are the library packages that the rule's module needs.
	Imports []string
}

// Applies selects documents. Models are dotted paths into a document's
// model; through lists, any item may have the rest ("workload.containers.heap").
// Types and APIVersions narrow the choice; an empty one does not.
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
