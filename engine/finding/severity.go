package finding

import (
	"fmt"
	"strings"
)

// Severity grades a finding: likelihood x impact.
type Severity int

// The severities, in rising order. None is below them all.
const (
	None Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"none", "low", "medium", "high", "critical"}

// String is the severity's word.
func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity's word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the severity's word.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	*s = parsed
	return err
}

// ParseSeverity reads none, low, medium, high or critical.
func ParseSeverity(word string) (Severity, error) {
	for i, name := range severityNames {
		if name == word {
			return Severity(i), nil
		}
	}
	return None, fmt.Errorf("%q is not a severity; use one of %s", word, strings.Join(severityNames[:], ", "))
}

// Grade multiplies a likelihood (1 rare, 2 common, 3 near-certain) with an
// impact (1 annoyance, 2 degraded, 3 outage of one workload, 4 outage of many
// or data loss). A medium confidence caps the result at medium.
func Grade(likelihood, impact int, confidence string) Severity {
	severity := Low
	switch product := likelihood * impact; {
	case product >= 9:
		severity = Critical
	case product >= 6:
		severity = High
	case product >= 3:
		severity = Medium
	}
	if confidence == "medium" && severity > Medium {
		severity = Medium
	}
	return severity
}
