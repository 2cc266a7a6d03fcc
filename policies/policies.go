// Package policies holds the bundled rules: one folder a family, one folder a
// rule. METADATA is generated into Go, so that rules can be listed, explained
// and selected without Rego; the modules themselves are embedded.
package policies

import (
	"embed"
	"slices"
	"strings"
)

//go:generate go run ./generate

//go:embed */*/rule.rego lib/*/*.rego
var modules embed.FS

// Rules returns the bundled rules, sorted by id. The slice is shared: do not
// change it.
func Rules() []Rule { return rules }

// Find returns the rule with the id or alias.
func Find(id string) (*Rule, bool) {
	i, ok := slices.BinarySearchFunc(rules, id, func(r Rule, id string) int { return strings.Compare(r.ID, id) })
	if ok {
		return &rules[i], true
	}
	for i := range rules {
		if slices.Contains(rules[i].Aliases, id) {
			return &rules[i], true
		}
	}
	return nil, false
}

// Package is the rule's Rego package, as a path below data.
func (r *Rule) Package() []string { return []string{"faultline", r.Family, r.ID} }

// Module returns the name and the text of the rule's module.
func (r *Rule) Module() (name, text string) {
	return read(r.Family + "/" + r.ID + "/rule.rego")
}

// Library returns the name and the text of a library's module, by the last
// part of its package.
func Library(name string) (file, text string) {
	return read("lib/" + name + "/" + name + ".rego")
}

func read(name string) (string, string) {
	data, err := modules.ReadFile(name)
	if err != nil {
		// Names come from the generated index: this cannot happen in a build
		// whose tests pass.
		panic(err)
	}
	return name, string(data)
}

// Docs is the address of the rule's page.
func (r *Rule) Docs() string {
	return "https://github.com/faultline-dev/faultline/blob/main/policies/" + r.Family + "/" + r.ID + "/README.md"
}

// LibraryImports lists the libraries that a library's module imports.
func LibraryImports(name string) []string {
	for _, l := range libraries {
		if l.name == name {
			return l.imports
		}
	}
	return nil
}

// library is a library and what it imports; the list is generated.
type library struct {
	name    string
	imports []string
}

// Digest identifies the bundled policies; it changes with any module.
func Digest() string { return digest }
