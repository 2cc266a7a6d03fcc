package kubernetes

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// templates holds the kinds that run pods, and where their pod template is.
var templates = map[string][]string{
	"Pod":                   {},
	"Deployment":            {"spec", "template"},
	"StatefulSet":           {"spec", "template"},
	"DaemonSet":             {"spec", "template"},
	"ReplicaSet":            {"spec", "template"},
	"ReplicationController": {"spec", "template"},
	"DeploymentConfig":      {"spec", "template"},
	"Rollout":               {"spec", "template"},
	"Job":                   {"spec", "template"},
	"CronJob":               {"spec", "jobTemplate", "spec", "template"},
}

// daemons hold one pod a node; scaled kinds have spec.replicas.
var scaledKinds = map[string]bool{
	"Deployment": true, "StatefulSet": true, "ReplicaSet": true, "ReplicationController": true,
	"DeploymentConfig": true, "Rollout": true,
}

func readWorkload(doc *document.Document) {
	template := doc.Object.Get(templates[doc.Type]...)
	addWorkload(doc, template)
}

// addWorkload adds the workload model, unless there is no pod template to
// read (a Rollout with workloadRef, a patch).
func addWorkload(doc *document.Document, template *document.Node) {
	if template == nil || template.Kind != document.Map {
		return
	}
	spec := template.Get("spec")
	if spec == nil {
		spec = template
	}
	w := document.NewMap(doc.Object)
	w.Set("runtime", document.NewString("kubernetes", doc.Object))
	w.Set("kind", document.NewString(doc.Type, doc.Object))
	w.Set("role", document.NewString(role(doc.Type, spec), doc.Object))
	w.Set("stateful", document.NewBool(doc.Type == "StatefulSet", doc.Object))
	w.Set("owned", document.NewBool(doc.Object.Get("metadata", "ownerReferences").Len() > 0, doc.Object))
	w.Set("labels", labels(template.Get("metadata", "labels"), template))
	w.Set("annotations", labels(template.Get("metadata", "annotations"), template))
	replicas(w, doc)
	addContainers(w, spec)
	update(w, doc)
	w.Set("restart", document.NewMap(spec).
		Set("policy", textOr(restartDefault(doc.Type), spec, "restartPolicy")))
	w.Set("stop_grace_ms", secondsOr(30, spec, "terminationGracePeriodSeconds"))
	w.Set("priority", text(spec, "priorityClassName"))
	w.Set("service_account", serviceAccount(spec))
	w.Set("service_account_alias", serviceAccountAlias(spec))
	if spec.Get("resources").Known() {
		w.Set("resources", document.NewMap(spec.Get("resources")).
			Set("requests", amounts(spec, "resources", "requests")).Set("limits", amounts(spec, "resources", "limits")))
	}
	w.Set("host_network", boolean(spec, "hostNetwork"))
	w.Set("shared_process_namespace", boolean(spec, "shareProcessNamespace"))
	w.Set("dns", document.NewMap(spec).
		Set("policy", textOr("ClusterFirst", spec, "dnsPolicy")).
		Set("ndots", ndots(spec)))
	w.Set("volumes", volumes(spec, doc))
	markPersistent(w)
	w.Set("spread", spread(spec))
	if doc.Type == "StatefulSet" {
		w.Set("service_name", text(doc.Object, "spec", "serviceName"))
	}
	if doc.Type == "Job" || doc.Type == "CronJob" {
		w.Set("job", job(doc))
	}
	doc.Model.Set("workload", w)
}

// restartDefault is what runs where nothing is written. A Job's template has
// no default: the API server refuses Always there.
func restartDefault(kind string) string {
	if kind == "Job" || kind == "CronJob" {
		return ""
	}
	return "Always"
}

// role tells what a workload does, as far as one document shows it. A Pod
// that may end is a job; engine/system makes a worker a service when traffic
// reaches it.
func role(kind string, spec *document.Node) string {
	switch kind {
	case "Job", "CronJob":
		return "job"
	case "DaemonSet":
		return "daemon"
	case "Pod":
		if policy := spec.Get("restartPolicy").Str(); policy == "Never" || policy == "OnFailure" {
			return "job"
		}
	}
	return "worker"
}

func replicas(w *document.Node, doc *document.Document) {
	if !scaledKinds[doc.Type] {
		return
	}
	r := document.NewMap(doc.Object)
	written := number(doc.Object, "spec", "replicas")
	r.Set("written", written)
	effective := numberOr(1, doc.Object, "spec", "replicas")
	r.Set("min", effective)
	r.Set("max", effective)
	r.Set("autoscaled", document.NewBool(false, doc.Object))
	w.Set("replicas", r)
}

// update reads how pods are replaced. Percentages are resolved by
// engine/system, which knows the replicas.
func update(w *document.Node, doc *document.Document) {
	u := document.NewMap(doc.Object)
	spec := doc.Object.Get("spec")
	switch doc.Type {
	case "Deployment":
		u.Set("strategy", textOr("RollingUpdate", doc.Object, "spec", "strategy", "type"))
		u.Set("max_unavailable", intOrPercent("25%", doc.Object, "spec", "strategy", "rollingUpdate", "maxUnavailable"))
		u.Set("max_surge", intOrPercent("25%", doc.Object, "spec", "strategy", "rollingUpdate", "maxSurge"))
	case "DeploymentConfig":
		u.Set("strategy", textOr("Rolling", doc.Object, "spec", "strategy", "type"))
		u.Set("max_unavailable", intOrPercent("25%", doc.Object, "spec", "strategy", "rollingParams", "maxUnavailable"))
		u.Set("max_surge", intOrPercent("25%", doc.Object, "spec", "strategy", "rollingParams", "maxSurge"))
	case "Rollout":
		u.Set("strategy", rolloutStrategy(doc.Object))
		u.Set("max_unavailable", intOrPercent("25%", doc.Object, "spec", "strategy", "canary", "maxUnavailable"))
		u.Set("max_surge", intOrPercent("25%", doc.Object, "spec", "strategy", "canary", "maxSurge"))
	case "StatefulSet":
		u.Set("strategy", textOr("RollingUpdate", doc.Object, "spec", "updateStrategy", "type"))
		u.Set("max_unavailable", intOrPercent("1", doc.Object, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable"))
		u.Set("partition", number(doc.Object, "spec", "updateStrategy", "rollingUpdate", "partition"))
	case "DaemonSet":
		u.Set("strategy", textOr("RollingUpdate", doc.Object, "spec", "updateStrategy", "type"))
		u.Set("max_unavailable", intOrPercent("1", doc.Object, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable"))
		u.Set("max_surge", intOrPercent("0", doc.Object, "spec", "updateStrategy", "rollingUpdate", "maxSurge"))
	default:
		return
	}
	u.Set("min_ready_ms", secondsOr(0, spec, "minReadySeconds"))
	u.Set("progress_deadline_ms", secondsOr(600, spec, "progressDeadlineSeconds"))
	w.Set("update", u)
}

func rolloutStrategy(object *document.Node) *document.Node {
	if blueGreen := object.Get("spec", "strategy", "blueGreen"); blueGreen != nil {
		return document.NewString("BlueGreen", blueGreen)
	}
	_, nearest, missing := locate(object, "spec", "strategy", "canary")
	return document.NewString("Canary", nearest).AsDefault(missing)
}

// intOrPercent keeps an IntOrString as written: "25%" or "1".
func intOrPercent(value string, parent *document.Node, path ...string) *document.Node {
	written := read(parent, func(n *document.Node) *document.Node {
		return document.NewString(n.Scalar(), n)
	}, path...)
	return orDefault(written, func(source *document.Node) *document.Node {
		return document.NewString(value, source)
	})
}

func serviceAccount(spec *document.Node) *document.Node {
	if name := text(spec, "serviceAccountName"); name.Kind != document.Absent {
		return name
	}
	// serviceAccount is the deprecated alias that the API server still reads.
	if name := text(spec, "serviceAccount"); name.Kind != document.Absent {
		return name
	}
	return document.NewAbsent(spec, "serviceAccountName")
}

// serviceAccountAlias is the deprecated serviceAccount, unless it only repeats
// serviceAccountName, as the API server's own output does.
func serviceAccountAlias(spec *document.Node) *document.Node {
	alias, name := text(spec, "serviceAccount"), text(spec, "serviceAccountName")
	if alias.Kind == document.String && name.Kind == document.Unknown {
		return name
	}
	if alias.Kind == document.String && name.Str() == alias.Text {
		return document.NewAbsent(spec, "serviceAccount")
	}
	return alias
}

// ndots reads dnsConfig's option; the resolver's default in a cluster is 5.
func ndots(spec *document.Node) *document.Node {
	for _, option := range spec.Get("dnsConfig", "options").Items() {
		if option.Get("name").Str() == "ndots" {
			if n, ok := quantity(option.Get("value").Scalar(), 1); ok {
				return document.NewInt(n, option.Get("value"))
			}
			return document.NewUnknown("ndots has no number", option)
		}
		if name := text(option, "name"); name.Kind == document.Unknown {
			return name
		}
	}
	return document.NewInt(5, spec).AsDefault("dnsConfig.options")
}

// job reads what bounds a Job or the Jobs of a CronJob.
func job(doc *document.Document) *document.Node {
	spec := doc.Object.Get("spec")
	j := document.NewMap(doc.Object)
	root := doc.Object
	path := []string{"spec"}
	if doc.Type == "CronJob" {
		j.Set("schedule", text(root, "spec", "schedule"))
		j.Set("interval_ms", scheduleInterval(j.Get("schedule")))
		j.Set("concurrency", textOr("Allow", root, "spec", "concurrencyPolicy"))
		j.Set("starting_deadline_ms", seconds(root, "spec", "startingDeadlineSeconds"))
		j.Set("suspended", boolean(root, "spec", "suspend"))
		path = []string{"spec", "jobTemplate", "spec"}
		spec = doc.Object.Get(path...)
	}
	at := func(keys ...string) []string { return append(append([]string(nil), path...), keys...) }
	deadline := seconds(root, at("activeDeadlineSeconds")...)
	if pod := seconds(spec, "template", "spec", "activeDeadlineSeconds"); deadline.Kind == document.Absent && pod.Kind != document.Absent {
		deadline = pod
	}
	j.Set("deadline_ms", deadline)
	j.Set("backoff_written", number(root, at("backoffLimit")...))
	j.Set("backoff_limit", numberOr(6, root, at("backoffLimit")...))
	j.Set("ttl_ms", seconds(root, at("ttlSecondsAfterFinished")...))
	j.Set("parallelism", numberOr(1, root, at("parallelism")...))
	j.Set("hook", hook(doc.Object))
	return j
}

// hook names the tool that creates and deletes the object on its own terms.
func hook(object *document.Node) *document.Node {
	annotations := object.Get("metadata", "annotations")
	for _, h := range [...][2]string{{"helm.sh/hook", "helm"}, {"argocd.argoproj.io/hook", "argocd"}} {
		if node := annotations.Get(h[0]); node.Known() {
			return document.NewString(h[1], node)
		}
	}
	return document.NewAbsent(object, "metadata.annotations")
}

// labels copies a map of strings.
func labels(source, parent *document.Node) *document.Node {
	if source == nil {
		source = parent
	}
	m := document.NewMap(source)
	if source != parent {
		m.Fields = make([]document.Field, 0, len(source.Entries()))
		for _, field := range source.Entries() {
			if field.Value.Known() {
				m.Fields = append(m.Fields, document.Field{Key: field.Key, Value: document.NewString(field.Value.Scalar(), field.Value)})
			}
		}
	}
	return m
}
