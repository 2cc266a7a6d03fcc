package yaml

import (
	"math"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/faultline-dev/faultline/loaders/document"
)

// quoted are the styles whose text is a string whatever it looks like. kyaml
// has them as variables.
var quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// resolve tells what a scalar is, as the cluster sees it: kubectl converts
// YAML to JSON with sigs.k8s.io/yaml, whose parser is yaml.v2. So plain yes,
// no, on, off, y and n are booleans (YAML 1.1), 0777 and 0o777 are octal,
// underscores in numbers are dropped and timestamps stay strings. Infinities
// and NaN have no JSON form: kubectl fails on them, here they are strings.
func resolve(n *yaml.Node) (document.Kind, string) {
	if n.Style&(quoted|yaml.TaggedStyle) != 0 {
		return resolveTagged(n)
	}
	switch n.Tag {
	case "!!null":
		return document.Null, ""
	case "!!bool", "!!str":
		if b, ok := boolean(n.Value); ok {
			return document.Bool, b
		}
	case "!!int", "!!float":
		if text, ok := number(n.Value); ok {
			return document.Number, text
		}
	}
	return document.String, n.Value
}

// resolveTagged follows an explicit tag of YAML's own; a quoted scalar without
// one is a string. Other tags (!Ref, !include) do not change a scalar's kind.
func resolveTagged(n *yaml.Node) (document.Kind, string) {
	if n.Style&yaml.TaggedStyle == 0 {
		return document.String, n.Value
	}
	switch n.Tag {
	case "!!null":
		if n.Value == "" || n.Value == "~" || strings.EqualFold(n.Value, "null") {
			return document.Null, ""
		}
	case "!!bool":
		if b, ok := boolean(n.Value); ok {
			return document.Bool, b
		}
	case "!!int", "!!float":
		if text, ok := number(n.Value); ok {
			return document.Number, text
		}
	}
	return document.String, n.Value
}

// boolean knows the spellings of YAML 1.1: lower case, upper case, and with a
// capital first letter.
func boolean(s string) (string, bool) {
	switch s {
	case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y":
		return "true", true
	case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N":
		return "false", true
	}
	return "", false
}

// number writes a YAML number as JSON does.
func number(s string) (string, bool) {
	if isDecimal(s) {
		return s, true
	}
	plain := strings.ReplaceAll(s, "_", "")
	if v, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return strconv.FormatInt(v, 10), true
	}
	if v, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return strconv.FormatUint(v, 10), true
	}
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return "", false
	}
	if isJSONNumber(plain) {
		return plain, true
	}
	return strconv.FormatFloat(v, 'g', -1, 64), true
}

// isDecimal reports whether s is a whole number as JSON writes them.
func isDecimal(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || digits[0] == '0' && digits != "0" {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// isJSONNumber checks the form that JSON asks for: no leading zeros, digits on
// both sides of the point.
func isJSONNumber(s string) bool {
	whole, exponent, hasExponent := strings.Cut(strings.ToLower(s), "e")
	whole, fraction, hasFraction := strings.Cut(whole, ".")
	if !isDecimal(whole) || hasFraction && !allDigits(fraction) {
		return false
	}
	return !hasExponent || allDigits(strings.TrimLeft(exponent, "+-"))
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
