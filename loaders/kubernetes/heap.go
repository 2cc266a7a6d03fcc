package kubernetes

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// heapVariables hold options of one runtime. Only JAVA_TOOL_OPTIONS,
// JDK_JAVA_OPTIONS and _JAVA_OPTIONS are read by the JVM itself; the others
// by the launchers of their products. JAVA_OPTS and JVM_OPTS count only where
// the command does not run java directly, or refers to them.
var heapVariables = []struct{ name, runtime string }{
	{"JAVA_TOOL_OPTIONS", "jvm"}, {"JDK_JAVA_OPTIONS", "jvm"}, {"_JAVA_OPTIONS", "jvm"},
	{"JAVA_OPTS", "launcher"}, {"JVM_OPTS", "launcher"}, {"JAVA_OPTIONS", "launcher"},
	{"CATALINA_OPTS", "launcher"}, {"KAFKA_HEAP_OPTS", "launcher"}, {"ES_JAVA_OPTS", "launcher"},
	{"OPENSEARCH_JAVA_OPTS", "launcher"}, {"SOLR_JAVA_MEM", "launcher"}, {"LS_JAVA_OPTS", "launcher"},
	{"NODE_OPTIONS", "node"},
}

// addHeap lists the heap bounds that a container sets: what the runtime may
// take of the memory limit.
func addHeap(m, c *document.Node) {
	heaps := document.NewList(c)
	direct := runsJavaDirectly(c)
	for _, v := range heapVariables {
		value := m.Get("env", v.name)
		if value == nil || value.Kind != document.String {
			continue
		}
		if v.runtime == "launcher" && direct && !mentions(c, v.name) {
			continue
		}
		runtime := v.runtime
		if runtime == "launcher" {
			runtime = "jvm"
		}
		addOptions(heaps, runtime, strings.Fields(value.Text), value)
	}
	addCommandHeap(heaps, m, c)
	if limit := m.Get("env", "GOMEMLIMIT"); limit != nil && limit.Kind == document.String {
		addGoLimit(heaps, limit)
	}
	if len(heaps.Items) > 0 {
		m.Set("heap", heaps)
	}
}

func addCommandHeap(heaps, m, c *document.Node) {
	for _, key := range [...]string{"command", "args"} {
		source := c.Get(key)
		words := scalars(source)
		if len(words) == 0 {
			continue
		}
		if _, text, ok := script(words); ok {
			words = strings.Fields(text)
		}
		runtime := m.Get("runtime").Str()
		if runtime == "" {
			runtime = runtimeOf(m, c)
		}
		if runtime == "jvm" || runtime == "node" {
			addOptions(heaps, runtime, words, source)
		}
	}
}

// addOptions finds the last -Xmx, MaxRAMPercentage or --max-old-space-size:
// a later flag overrides an earlier one.
func addOptions(heaps *document.Node, runtime string, options []string, source *document.Node) {
	var bytes, percent *document.Node
	var setting, share string
	for i, option := range options {
		option = strings.Trim(option, `"'`)
		switch {
		case runtime == "jvm" && strings.HasPrefix(option, "-Xmx"):
			if v, ok := javaSize(option[len("-Xmx"):]); ok {
				bytes, setting = document.NewInt(v, source), option
			}
		case runtime == "jvm" && strings.HasPrefix(option, "-XX:MaxHeapSize="):
			if v, ok := javaSize(option[len("-XX:MaxHeapSize="):]); ok {
				bytes, setting = document.NewInt(v, source), option
			}
		case runtime == "jvm" && strings.HasPrefix(option, "-XX:MaxRAMPercentage="):
			if v, err := strconv.ParseFloat(option[len("-XX:MaxRAMPercentage="):], 64); err == nil && v <= 100 {
				percent, share = document.NewInt(int64(v), source), option
			}
		case runtime == "node" && (strings.HasPrefix(option, "--max-old-space-size") || strings.HasPrefix(option, "--max_old_space_size")):
			_, value, joined := strings.Cut(option, "=")
			if !joined && i+1 < len(options) {
				value = options[i+1]
			}
			if v, err := strconv.ParseInt(value, 10, 32); err == nil {
				bytes, setting = document.NewInt(v<<20, source), "--max-old-space-size="+value
			}
		}
	}
	// -Xmx overrides MaxRAMPercentage.
	switch {
	case bytes != nil:
		heaps.Append(document.NewMap(source).Set("runtime", document.NewString(runtime, source)).
			Set("setting", document.NewString(setting, source)).Set("max_bytes", bytes))
	case percent != nil:
		heaps.Append(document.NewMap(source).Set("runtime", document.NewString(runtime, source)).
			Set("setting", document.NewString(share, source)).Set("max_percent", percent))
	}
}

// addGoLimit reads GOMEMLIMIT: a number of bytes with an optional unit B,
// KiB, MiB, GiB, TiB, or off. Kubernetes' own Mi is a fatal error at start.
func addGoLimit(heaps, limit *document.Node) {
	if limit.Text == "off" || limit.Text == "" || document.Placeholder(limit.Text) != "" {
		return
	}
	m := document.NewMap(limit).Set("runtime", document.NewString("go", limit)).
		Set("setting", document.NewString("GOMEMLIMIT="+limit.Text, limit))
	number, factor := limit.Text, int64(1)
	for i, unit := range [...]string{"KiB", "MiB", "GiB", "TiB"} {
		if rest, ok := strings.CutSuffix(limit.Text, unit); ok {
			number, factor = rest, int64(1)<<(10*(i+1))
			break
		}
	}
	if factor == 1 {
		number = strings.TrimSuffix(number, "B")
	}
	if v, err := strconv.ParseInt(number, 10, 64); err == nil && v >= 0 {
		m.Set("max_bytes", document.NewInt(v*factor, limit))
	} else {
		m.Set("malformed", document.NewBool(true, limit))
	}
	heaps.Append(m)
}

// javaSize reads a JVM size: bytes with an optional k, m, g or t.
func javaSize(text string) (int64, bool) {
	if text == "" {
		return 0, false
	}
	factor := int64(1)
	switch text[len(text)-1] | 0x20 {
	case 'k':
		factor = 1 << 10
	case 'm':
		factor = 1 << 20
	case 'g':
		factor = 1 << 30
	case 't':
		factor = 1 << 40
	}
	if factor > 1 {
		text = text[:len(text)-1]
	}
	v, err := strconv.ParseInt(text, 10, 40)
	return v * factor, err == nil && v > 0
}

func runsJavaDirectly(c *document.Node) bool {
	words := append(scalars(c.Get("command")), scalars(c.Get("args"))...)
	return len(words) > 0 && (words[0] == "java" || strings.HasSuffix(words[0], "/java"))
}

// mentions reports whether the command expands the variable.
func mentions(c *document.Node, name string) bool {
	for _, key := range [...]string{"command", "args"} {
		for _, word := range scalars(c.Get(key)) {
			if strings.Contains(word, "$("+name+")") || strings.Contains(word, "$"+name) || strings.Contains(word, "${"+name) {
				return true
			}
		}
	}
	return false
}
