// Package document holds what loaders hand to the engine: documents made of
// nodes, every node with its place in a file. It knows no format and no rule.
package document

// Document is one thing that somebody runs, or that shapes how it runs: a
// Deployment, a compose service, an aws_db_instance, one profile of an
// application.yml.
type Document struct {
	// Format is kubernetes, compose, terraform, or an app config's technology.
	Format string
	// APIVersion is Kubernetes' group and version; empty in other formats.
	APIVersion string
	// Type, Namespace and Name are the identity that people use for it.
	// Namespace is empty where none is written: it is then compatible with
	// every namespace, never the same as "default".
	Type, Namespace, Name string
	// File is slash-separated and relative to where the run started.
	File string
	// Span covers the document in its file.
	Span Span
	// Unit names what is deployed together: a chart release, a kustomize
	// root, or else a folder. Equal identities in one unit are a conflict.
	Unit string
	// Open says why a partner of this document may exist without having been
	// loaded; empty when the unit is closed, so that absence proves something.
	Open string
	// Object is the source as a tree, after the format's own semantics.
	Object *Node
	// Model is what the document means: a map whose keys are the models
	// (workload, service, budget ...). engine/system completes it with joins.
	Model *Node
}

// Identity is the document's type and name as people write them, for example
// "Deployment shop/orders".
func (d *Document) Identity() string {
	if d.Namespace == "" {
		return d.Type + " " + d.Name
	}
	return d.Type + " " + d.Namespace + "/" + d.Name
}

// Cause says why a file, or a part of one, is unread.
type Cause string

// The causes of unread input.
const (
	// Broken input does not parse, or contradicts itself.
	Broken Cause = "broken"
	// Limit marks input that is refused for its size, depth or expansion.
	Limit Cause = "limit"
	// Template marks input that must be rendered before it means anything.
	Template Cause = "template"
	// Unsupported marks input of a known format that is not read yet.
	Unsupported Cause = "unsupported"
)

// Unread is input that is ours to read but was not read. Line and Column
// count from 1 and are 0 where the whole file is meant.
type Unread struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Cause  Cause  `json:"cause"`
	Reason string `json:"reason"`
}

// File is a file that was recognised and read.
type File struct {
	File      string `json:"file"`
	Format    string `json:"format"`
	Documents int    `json:"documents"`
}
