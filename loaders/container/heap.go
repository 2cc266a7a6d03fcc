package container

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// heapVariables hold options of one runtime, in the order in which they give
// way: the JVM reads JAVA_TOOL_OPTIONS before the command line and
// _JAVA_OPTIONS after it, and a later flag overrides an earlier one. java puts
// JDK_JAVA_OPTIONS before its arguments; what launchers read stands among
// them. JAVA_OPTS and its like count only where the command does not run java
// directly, or refers to them.
var heapVariables = [...]struct {
	name, runtime string
	launcher      bool
}{
	{"JAVA_TOOL_OPTIONS", "jvm", false}, {"JDK_JAVA_OPTIONS", "jvm", false},
	{"JAVA_OPTS", "jvm", true}, {"JVM_OPTS", "jvm", true}, {"JAVA_OPTIONS", "jvm", true},
	{"CATALINA_OPTS", "jvm", true}, {"KAFKA_HEAP_OPTS", "jvm", true}, {"ES_JAVA_OPTS", "jvm", true},
	{"OPENSEARCH_JAVA_OPTS", "jvm", true}, {"SOLR_JAVA_MEM", "jvm", true}, {"LS_JAVA_OPTS", "jvm", true},
	{"NODE_OPTIONS", "node", false}, {"", "", false}, {"_JAVA_OPTIONS", "jvm", false},
}

// AddHeap lists the heap bounds that a container sets: what the runtime may
// take of the memory limit. One a runtime counts, the last.
func AddHeap(m, c *document.Node) {
	settings := map[string]*heapSetting{"jvm": {runtime: "jvm"}, "node": {runtime: "node"}}
	direct := runsJavaDirectly(c)
	for _, v := range heapVariables {
		if v.name == "" {
			readCommandHeap(settings, m, c)
			continue
		}
		value := m.Get("env", v.name)
		if value == nil || value.Kind != document.String || v.launcher && direct && !mentions(c, v.name) {
			continue
		}
		settings[v.runtime].read(strings.Fields(value.Text), value)
	}
	heaps := document.NewList(c)
	for _, runtime := range [...]string{"jvm", "node"} {
		settings[runtime].add(heaps)
	}
	if limit := m.Get("env", "GOMEMLIMIT"); limit != nil && limit.Kind == document.String {
		addGoLimit(heaps, limit)
	}
	if heaps.Len() > 0 {
		m.Set("heap", heaps)
	}
}

// readCommandHeap reads command and args, each on its own, so that a finding
// lands on the one that holds the flag.
func readCommandHeap(settings map[string]*heapSetting, m, c *document.Node) {
	setting := settings[m.Get("runtime").Str()]
	if setting == nil {
		return
	}
	for _, key := range [...]string{"command", "args"} {
		source := c.Get(key)
		var words []string
		for _, word := range Words(source) {
			words = append(words, strings.Fields(word)...)
		}
		setting.read(words, source)
	}
}

// heapSetting is the last -Xmx, MaxRAMPercentage or --max-old-space-size that
// a runtime is given.
type heapSetting struct {
	runtime        string
	bytes, percent *document.Node
	setting, share string
}

func (h *heapSetting) read(options []string, source *document.Node) {
	for i, option := range options {
		option = strings.Trim(option, `"'`)
		name, value, joined := strings.Cut(option, "=")
		switch {
		case h.runtime == "jvm" && strings.HasPrefix(option, "-Xmx"):
			h.size(option, option[len("-Xmx"):], source)
		case h.runtime == "jvm" && name == "-XX:MaxHeapSize":
			h.size(option, value, source)
		case h.runtime == "jvm" && name == "-XX:MaxRAMPercentage":
			if v, err := strconv.ParseFloat(value, 64); err == nil && v > 0 && v <= 100 {
				h.percent, h.share = document.NewInt(int64(v), source), option
			}
		case h.runtime == "node" && (name == "--max-old-space-size" || name == "--max_old_space_size"):
			if !joined && i+1 < len(options) {
				value = strings.Trim(options[i+1], `"'`)
			}
			if v, err := strconv.ParseInt(value, 10, 32); err == nil && v > 0 {
				h.bytes, h.setting = document.NewInt(v<<20, source), "--max-old-space-size="+value
			}
		}
	}
}

func (h *heapSetting) size(option, size string, source *document.Node) {
	if v, ok := javaSize(size); ok {
		h.bytes, h.setting = document.NewInt(v, source), option
	}
}

// add lists the setting. A size overrides a share, wherever they stand.
func (h *heapSetting) add(heaps *document.Node) {
	value, key, setting := h.bytes, "max_bytes", h.setting
	if value == nil {
		value, key, setting = h.percent, "max_percent", h.share
	}
	if value != nil {
		heaps.Append(document.NewMap(value).Set("runtime", document.NewString(h.runtime, value)).
			Set("setting", document.NewString(setting, value)).Set(key, value))
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
	if v, ok := goSize(limit.Text); ok {
		m.Set("max_bytes", document.NewInt(v, limit))
	} else {
		m.Set("malformed", document.NewBool(true, limit))
	}
	heaps.Append(m)
}

// goSize reads a size as the Go runtime does: digits and B, KiB, MiB, GiB or
// TiB, nothing else.
func goSize(text string) (int64, bool) {
	shift := 0
	for i, unit := range [...]string{"B", "KiB", "MiB", "GiB", "TiB"} {
		// B is the end of all the others, which are tried after it.
		if rest, ok := strings.CutSuffix(text, unit); ok && rest != "" && rest[len(rest)-1] <= '9' {
			text, shift = rest, 10*i
			break
		}
	}
	v, err := strconv.ParseUint(text, 10, 63)
	return int64(v) << shift, err == nil && v<<shift>>shift == v && int64(v<<shift) >= 0
}

// javaSize reads a JVM size: bytes with an optional k, m, g or t.
func javaSize(text string) (int64, bool) {
	shift := 0
	if text != "" {
		if i := strings.IndexByte("kmgt", text[len(text)-1]|0x20); i >= 0 {
			text, shift = text[:len(text)-1], 10*(i+1)
		}
	}
	v, err := strconv.ParseUint(text, 10, 63)
	return int64(v) << shift, err == nil && v > 0 && v<<shift>>shift == v && int64(v<<shift) > 0
}

// runsJavaDirectly reports whether the command's program is java itself, so
// that no launcher reads variables for it.
func runsJavaDirectly(c *document.Node) bool {
	return program(append(Words(c.Get("command")), Words(c.Get("args"))...)) == "java"
}

// mentions reports whether the command expands the variable.
func mentions(c *document.Node, name string) bool {
	for _, key := range [...]string{"command", "args"} {
		for _, word := range Words(c.Get(key)) {
			if strings.Contains(word, "$("+name+")") || strings.Contains(word, "$"+name) || strings.Contains(word, "${"+name) {
				return true
			}
		}
	}
	return false
}
