package finding

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Expand fills the {name} placeholders of a template. Numbers are written
// with the unit that their name ends in: _bytes, _ms, _millicores, _percent.
// A placeholder without an argument is left out.
func Expand(template string, args map[string]any) string {
	// Most texts have no placeholder, and are then shared by all findings.
	if !strings.Contains(template, "{") {
		return template
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok || strings.ContainsAny(name, " \"") {
			// A brace that is no placeholder, as in PromQL.
			b.WriteByte('{')
			template = rest
			continue
		}
		b.WriteString(Format(name, args[name]))
		template = after
	}
}

// Format writes an argument as people read it.
func Format(name string, value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case json.Number:
		f, err := value.Float64()
		if err != nil {
			return value.String()
		}
		return withUnit(name, f)
	case []any:
		parts := make([]string, len(value))
		for i, item := range value {
			parts[i] = Format(name, item)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(value)
}

func withUnit(name string, v float64) string {
	switch {
	case strings.HasSuffix(name, "_bytes"):
		return Bytes(v)
	case strings.HasSuffix(name, "_ms"):
		return Duration(v)
	case strings.HasSuffix(name, "_millicores"):
		return strconv.FormatFloat(v/1000, 'f', -1, 64) + " CPU"
	case strings.HasSuffix(name, "_percent"):
		return short(v) + " %"
	}
	return short(v)
}

// Bytes writes a size in binary units.
func Bytes(v float64) string {
	for _, u := range [...]struct {
		name string
		size float64
	}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if math.Abs(v) >= u.size {
			return short(v/u.size) + " " + u.name
		}
	}
	return short(v) + " B"
}

// Duration writes milliseconds in the largest unit that keeps them whole, or
// nearly.
func Duration(ms float64) string {
	for _, u := range [...]struct {
		name string
		size float64
	}{{"d", 86_400_000}, {"h", 3_600_000}, {"min", 60_000}} {
		if ms >= 2*u.size && math.Mod(ms, u.size) == 0 {
			return short(ms/u.size) + " " + u.name
		}
	}
	if ms >= 1000 || ms == 0 {
		return short(ms/1000) + " s"
	}
	return short(ms) + " ms"
}

// short writes at most two decimals, without trailing zeros.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}
