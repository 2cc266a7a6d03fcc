package kubernetes

import (
	"strings"

	"github.com/faultline-dev/faultline/loaders/container"
	"github.com/faultline-dev/faultline/loaders/document"
)

// addContainers sorts a pod's containers by what can be asked of them:
// containers run for as long as the pod (native sidecars included),
// init_containers run to an end, and injected_containers are a mesh's, not
// the author's. Ephemeral containers may have neither probes nor resources
// and are left out.
func addContainers(w, spec *document.Node) {
	main := document.NewList(spec.Get("containers").Or(spec))
	inits := document.NewList(spec.Get("initContainers").Or(spec))
	injected := document.NewList(spec)
	for _, c := range spec.Get("containers").Items() {
		switch {
		case c.Kind != document.Map:
			main.Append(document.NewUnknown("a container is a map, found a "+c.Kind.String(), c))
		case meshContainer(c):
			injected.Append(readContainer(c, spec, false))
		default:
			main.Append(readContainer(c, spec, false))
		}
	}
	for _, c := range spec.Get("initContainers").Items() {
		switch {
		case c.Kind != document.Map:
			inits.Append(document.NewUnknown("a container is a map, found a "+c.Kind.String(), c))
		case meshContainer(c):
			native := c.Get("restartPolicy").Str() == "Always"
			injected.Append(readContainer(c, spec, native).Set("init", document.NewBool(!native, c)))
		case c.Get("restartPolicy").Str() == "Always":
			main.Append(readContainer(c, spec, true))
		default:
			inits.Append(container.EndsByItself(readContainer(c, spec, false)))
		}
	}
	w.Set("containers", main)
	w.Set("init_containers", inits)
	w.Set("injected_containers", injected)
}

// meshContainer recognises what an injector adds: it is in rendered
// manifests, but its author cannot change it there.
func meshContainer(c *document.Node) bool {
	name, image := c.Get("name").Str(), c.Get("image").Str()
	filledIn := document.Placeholder(image) != ""
	switch name {
	case "istio-proxy", "istio-init", "istio-validation":
		return strings.Contains(image, "proxyv2") || image == "auto" || image == "" || filledIn
	case "linkerd-proxy", "linkerd-init", "linkerd-network-validator":
		return strings.Contains(image, "linkerd") || filledIn
	case "consul-dataplane", "consul-connect-inject-init", "envoy-sidecar":
		return strings.Contains(image, "consul") || filledIn
	}
	return false
}

func readContainer(c, pod *document.Node, sidecar bool) *document.Node {
	m := document.NewMap(c)
	m.Set("name", text(c, "name"))
	m.Set("sidecar", document.NewBool(sidecar, c))
	m.Set("image", container.Image(c).Set("pull_policy", text(c, "imagePullPolicy")))
	m.Set("resources", resources(c, pod))
	m.Set("ports", ports(c))
	addEnv(m, c)
	m.Set("command", strs(c, "command"))
	m.Set("args", strs(c, "args"))
	container.AddTechnology(m, c)
	container.AddHeap(m, c)
	m.Set("shell", container.Shell(m, c, !pod.Get("shareProcessNamespace").IsTrue() && !pod.Get("hostPID").IsTrue()))
	m.Set("pre_stop", preStop(c))
	m.Set("graceful_stop", container.GracefulStop(m, c))
	probes := document.NewMap(c)
	for _, kind := range [...]string{"readiness", "liveness", "startup"} {
		probes.Set(kind, probe(c, kind+"Probe"))
	}
	m.Set("probes", probes)
	m.Set("mounts", mounts(c))
	if policy := pod.Get("restartPolicy").Str(); policy == "Never" || policy == "OnFailure" {
		container.EndsByItself(m)
	}
	return m
}

// computeResources are the resources that rules speak of, and the factor to
// base units.
var computeResources = [...]struct {
	model, source string
	scale         int64
}{{"cpu_millicores", "cpu", 1000}, {"memory_bytes", "memory", 1}, {"ephemeral_bytes", "ephemeral-storage", 1}}

// amounts reads a map of resources; each that is not written is absent.
func amounts(parent *document.Node, path ...string) *document.Node {
	m := document.NewMap(parent)
	for _, r := range computeResources {
		m.Set(r.model, amount(r.scale, parent, append(append([]string(nil), path...), r.source)...))
	}
	return m
}

// resources reads requests and limits as the API server completes them: a
// limit without a request is also the request, and what a container leaves
// out is bounded by the pod's own resources (KEP-2837), whose limit is
// likewise the request where none is written.
func resources(c, pod *document.Node) *document.Node {
	limits, requests := amounts(c, "resources", "limits"), amounts(c, "resources", "requests")
	requests.Inherit(limits)
	if pod.Get("resources").Known() {
		ofPod := amounts(pod, "resources", "limits")
		limits.Inherit(ofPod)
		requests.Inherit(amounts(pod, "resources", "requests"))
		requests.Inherit(ofPod)
	}
	return document.NewMap(c.Get("resources").Or(c)).Set("requests", requests).Set("limits", limits)
}

// ports reads the declared ports. name_repeats and repeats mark a port whose
// name, or whose number and protocol on the same address, an earlier one has.
func ports(c *document.Node) *document.Node {
	list := document.NewList(c.Get("ports").Or(c))
	names, numbers := map[string]*document.Node{}, map[string]*document.Node{}
	for _, p := range c.Get("ports").Items() {
		if p.Kind != document.Map {
			list.Append(document.NewUnknown("a port is a map, found a "+p.Kind.String(), p))
			continue
		}
		m := document.NewMap(p).
			Set("name", text(p, "name")).
			Set("number", number(p, "containerPort")).
			Set("protocol", textOr("TCP", p, "protocol")).
			Set("host_port", number(p, "hostPort")).
			Set("host_ip", text(p, "hostIP"))
		if name := m.Get("name").Str(); name != "" {
			m.Set("name_repeats", repeats(names, name, p))
		}
		if key := socket(m); key != "" {
			m.Set("repeats", repeats(numbers, key, p))
		}
		list.Append(markOdd(m))
	}
	return list
}

// markOdd marks a port that may be invalid, so that the rule about that need
// not look at all the others: nearly every document has ports, and nearly all
// are in order.
func markOdd(port *document.Node) *document.Node {
	odd := false
	for _, f := range port.Entries() {
		switch f.Key {
		case "number", "target":
			v, ok := f.Value.Int()
			odd = odd || ok && (v < 1 || v > 65535)
		case "host_port":
			v, ok := f.Value.Int()
			odd = odd || ok && (v < 0 || v > 65535)
		case "name", "target_name":
			odd = odd || !plainName(f.Value.Str())
		case "name_repeats", "repeats", "target_quoted":
			odd = true
		}
	}
	if odd {
		port.Set("odd", document.NewBool(true, port))
	}
	return port
}

// plainName reports whether a text is surely a valid name of a port: lower
// case letters, and digits behind one.
func plainName(name string) bool {
	for i := range len(name) {
		letter := name[i] >= 'a' && name[i] <= 'z'
		if !letter && (i == 0 || name[i] < '0' || name[i] > '9') && (name[i] != '-' || i == 0 || i == len(name)-1 || name[i-1] == '-') {
			return false
		}
	}
	return len(name) <= 15
}

// repeats returns the place of the first node with this key, or nil for that
// node itself.
func repeats(first map[string]*document.Node, key string, node *document.Node) *document.Node {
	if before := first[key]; before != nil {
		return document.NewMap(before)
	}
	first[key] = node
	return nil
}

// socket tells a container's ports apart; "" where a part is unknown.
func socket(port *document.Node) string {
	key := ""
	for _, part := range [...]string{"number", "protocol", "host_port", "host_ip"} {
		value := port.Get(part)
		if value.Kind == document.Unknown || part == "number" && !value.Known() {
			return ""
		}
		key += value.Scalar() + "/"
	}
	return key
}

// addEnv reads the variables. What a ConfigMap or Secret provides is unknown
// here, and envFrom leaves the map open.
func addEnv(m, c *document.Node) {
	source := c.Get("env").Or(c)
	env, twice := document.NewMap(source), document.NewList(source)
	first, latest := map[string]*document.Node{}, map[string]*document.Node{}
	for _, entry := range c.Get("env").Items() {
		name := entry.Get("name").Str()
		if name == "" {
			continue
		}
		if before := first[name]; before != nil {
			twice.Append(document.NewMap(entry).
				Set("name", document.NewString(name, entry.Get("name"))).
				Set("same", document.NewBool(sameSource(latest[name], entry), entry)).
				Set("first", document.NewMap(before)))
			env.Set(name, envValue(entry))
		} else {
			first[name] = entry
			env.Fields = append(env.Fields, document.Field{Key: name, Value: envValue(entry)})
		}
		latest[name] = entry
	}
	if from := c.Get("envFrom"); from.Len() > 0 {
		env.MarkOpen("envFrom adds variables from elsewhere")
	}
	m.Set("env", env).Set("env_duplicates", twice)
}

// sameSource reports whether two entries are written alike, so that the
// container gets the same value whichever of them counts.
func sameSource(a, b *document.Node) bool {
	if a == nil || b == nil || a.Kind != b.Kind || a.Scalar() != b.Scalar() || len(a.Fields) != len(b.Fields) {
		return a == b
	}
	for i := range a.Entries() {
		other := b.Get(a.Fields[i].Key)
		if a.Kind == document.List {
			other = b.At(i)
		}
		if !sameSource(a.Fields[i].Value, other) {
			return false
		}
	}
	return true
}

func envValue(entry *document.Node) *document.Node {
	if from := entry.Get("valueFrom"); from.Known() {
		what := "elsewhere"
		if len(from.Entries()) > 0 {
			what = from.Fields[0].Key
		}
		return document.NewUnknown("the value comes from "+what, entry)
	}
	value := entry.Get("value")
	if !value.Known() {
		return document.NewString("", entry)
	}
	return document.NewString(value.Scalar(), value)
}

// strs copies a list of strings; what is no string is unknown.
func strs(parent *document.Node, key string) *document.Node {
	source := parent.Get(key)
	if source == nil || source.Kind == document.Null {
		return document.NewAbsent(parent, key)
	}
	if source.Kind != document.List {
		return document.NewUnknown("a list is expected, found a "+source.Kind.String(), source)
	}
	list := document.NewList(source)
	for _, item := range source.Items() {
		list.Append(document.NewString(item.Scalar(), item))
	}
	return list
}

// expression is a text in which $(NAME) is the container's own variable.
func expression(parent *document.Node, key string) *document.Node {
	if node := parent.Get(key); node.Known() {
		return document.NewString(node.Scalar(), node)
	}
	return document.NewAbsent(parent, key)
}

func mounts(c *document.Node) *document.Node {
	list := document.NewList(c.Get("volumeMounts").Or(c))
	for _, mount := range c.Get("volumeMounts").Items() {
		if mount.Kind != document.Map {
			list.Append(document.NewUnknown("a mount is a map, found a "+mount.Kind.String(), mount))
			continue
		}
		list.Append(document.NewMap(mount).
			Set("volume", text(mount, "name")).
			Set("path", text(mount, "mountPath")).
			Set("sub_path", text(mount, "subPath")).
			Set("sub_path_expr", expression(mount, "subPathExpr")).
			Set("read_only", boolean(mount, "readOnly")))
	}
	return list
}

// preStop reads the hook's kind, and its sleep where it is one: sleep.seconds
// (Kubernetes 1.29 and later), [sleep N], or a script that sleeps. acts tells
// whether a hook does more than wait, such as telling the server to stop.
func preStop(c *document.Node) *document.Node {
	hook := c.Get("lifecycle", "preStop")
	if hook == nil || hook.Kind == document.Null {
		return document.NewAbsent(c, "lifecycle.preStop")
	}
	m := document.NewMap(hook)
	switch {
	case hook.Has("sleep"):
		m.Set("kind", document.NewString("sleep", hook))
		m.Set("sleep_ms", seconds(hook, "sleep", "seconds"))
		m.Set("acts", document.NewBool(false, hook))
	case hook.Has("httpGet"):
		m.Set("kind", document.NewString("http", hook))
		m.Set("acts", document.NewBool(true, hook))
	case hook.Has("exec"):
		m.Set("kind", document.NewString("exec", hook))
		total, sleeps, acts := container.Waits(container.Words(hook.Get("exec", "command")))
		if sleeps {
			m.Set("sleep_ms", document.NewInt(total, hook.Get("exec", "command").Or(hook)))
		}
		m.Set("acts", document.NewBool(acts, hook))
	default:
		return document.NewUnknown("the hook has no handler that is known here", hook)
	}
	return m
}
