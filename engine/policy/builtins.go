package policy

import "github.com/open-policy-agent/opa/v1/ast"

// allowed lists the builtins that policies may call: pure functions of their
// arguments, whose cost is bounded by the input's size. Everything else (the
// network, the clock, randomness, the environment, files, code from data, and
// what only costs time) is refused when a policy is compiled. A test fails
// when a newer OPA brings a builtin that is in neither list.
var allowed = []string{
	// Comparison and arithmetic.
	"eq", "equal", "neq", "lt", "lte", "gt", "gte", "assign", "internal.member_2", "internal.member_3",
	"plus", "minus", "mul", "div", "rem", "abs", "ceil", "floor", "round", "to_number",
	"bits.and", "bits.lsh", "bits.negate", "bits.or", "bits.rsh", "bits.xor", "numbers.range",
	// Collections.
	"and", "or", "count", "sum", "product", "max", "min", "sort", "intersection", "union",
	"array.concat", "array.flatten", "array.reverse", "array.slice",
	"object.filter", "object.get", "object.keys", "object.remove", "object.subset", "object.union", "object.union_n",
	"json.filter", "json.remove",
	// Strings.
	"concat", "contains", "endswith", "startswith", "format_int", "indexof", "indexof_n", "lower", "upper",
	"replace", "split", "sprintf", "strings.any_prefix_match", "strings.any_suffix_match", "strings.count",
	"strings.replace_n", "strings.reverse", "substring", "trim", "trim_left", "trim_prefix", "trim_right",
	"trim_space", "trim_suffix", "internal.template_string", "regex.match", "regex.is_valid", "glob.match", "regex.split", "regex.find_n",
	"regex.find_all_string_submatch_n",
	// Types.
	"is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string", "type_name",
	"semver.compare", "semver.is_valid", "units.parse", "units.parse_bytes",
	// The compiler's own.
	"print", "internal.print", "internal.test_case",
}

// capabilities are OPA's own, cut down to the allowed builtins.
func capabilities() *ast.Capabilities {
	names := make(map[string]bool, len(allowed))
	for _, name := range allowed {
		names[name] = true
	}
	all := ast.CapabilitiesForThisVersion()
	kept := make([]*ast.Builtin, 0, len(allowed))
	for _, b := range all.Builtins {
		if names[b.Name] {
			kept = append(kept, b)
		}
	}
	all.Builtins = kept
	all.AllowNet = []string{}
	return all
}
