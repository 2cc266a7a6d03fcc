package cli

import (
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/policies"
)

// resolve turns the words of --only or --skip into rule ids, sorted. A word
// is a rule's id or an old one, a category, or a glob over ids. A word that
// means nothing is an error: a gate that a typing mistake opens is no gate.
func resolve(flag string, words []string) ([]string, error) {
	var ids []string
	for _, word := range words {
		matched, err := match(strings.TrimSpace(word))
		if err != nil {
			return nil, usagef("%s: %w", flag, err)
		}
		ids = append(ids, matched...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func match(word string) ([]string, error) {
	if rule, ok := policies.Find(word); ok {
		return []string{rule.ID}, nil
	}
	var ids []string
	isGlob := strings.ContainsAny(word, "*?[")
	for _, rule := range policies.Rules() {
		matched := rule.Category == word
		if isGlob {
			var err error
			if matched, err = path.Match(word, rule.ID); err != nil {
				return nil, usagef("%q is not a glob: a \"[\" or a \"\\\" is not closed", word)
			}
		}
		if matched {
			ids = append(ids, rule.ID)
		}
	}
	switch {
	case len(ids) > 0:
		return ids, nil
	case isGlob:
		return nil, usagef("no rule's id matches %q; \"faultline rules\" lists them", word)
	}
	return nil, unknownRule(word, append(ruleNames(), categories()...))
}

// unknownRule names the nearest of the names that would have been accepted.
func unknownRule(word string, accepted []string) error {
	return usagef("%q is not a rule: the nearest is %q; \"faultline rules\" lists them", word, nearest(word, accepted))
}

// ruleNames lists the ids and, after them, the old ids of all rules.
func ruleNames() []string {
	var ids, aliases []string
	for _, rule := range policies.Rules() {
		ids = append(ids, rule.ID)
		aliases = append(aliases, rule.Aliases...)
	}
	return append(ids, aliases...)
}

// categories lists the rules' categories in alphabetical order.
func categories() []string {
	var all []string
	for _, rule := range policies.Rules() {
		all = append(all, rule.Category)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// selection resolves --only and --skip against each other.
func (c *check) selection() (only, skip []string, err error) {
	if only, err = resolve("--only", c.only); err != nil {
		return nil, nil, err
	}
	if skip, err = resolve("--skip", c.skip); err != nil {
		return nil, nil, err
	}
	if c.onlyGiven && len(only) == 0 {
		return nil, nil, usagef("--only is empty; name rules, categories or globs, or leave it out")
	}
	left := slices.ContainsFunc(policies.Rules(), func(r policies.Rule) bool {
		return (slices.Contains(only, r.ID) || len(only) == 0 && !r.Off) && !slices.Contains(skip, r.ID)
	})
	if !left {
		return nil, nil, usagef("--only and --skip leave no rule to run; \"faultline rules\" lists them")
	}
	return only, skip, nil
}
