package kubernetes

import "github.com/faultline-dev/faultline/loaders/document"

// model reads what a document means. What needs several documents (selectors,
// autoscalers, references) is completed by engine/system.
func model(doc *document.Document) {
	if read, ok := readers[doc.Type]; ok && ownGroup(doc) {
		read(doc)
		return
	}
	if _, ok := templates[doc.Type]; ok && ownGroup(doc) {
		readWorkload(doc)
	}
}

// readers holds the kinds that have a model of their own; the kinds that run
// pods are in templates.
var readers = map[string]func(*document.Document){
	"Service":                 readService,
	"Ingress":                 readIngress,
	"HTTPRoute":               readGatewayRoute,
	"GRPCRoute":               readGatewayRoute,
	"TCPRoute":                readGatewayRoute,
	"TLSRoute":                readGatewayRoute,
	"UDPRoute":                readGatewayRoute,
	"PodDisruptionBudget":     readBudget,
	"HorizontalPodAutoscaler": readHorizontalPodAutoscaler,
	"ScaledObject":            readScaledObject,
	"NetworkPolicy":           readNetworkPolicy,
	"ServiceMonitor":          readMonitor,
	"PodMonitor":              readMonitor,
	"ResourceQuota":           readQuota,
	"PersistentVolumeClaim":   readClaim,
	"LimitRange":              readLimitRange,
}

// groups holds the API groups of kinds whose names other APIs use too: an
// Ingress of config.openshift.io or a Service of serving.knative.dev is
// another thing. A kind that is not listed may be of any group.
var groups = map[string][]string{
	"Service":             {"", "serving.knative.dev"},
	"Ingress":             {"extensions", "networking.k8s.io"},
	"NetworkPolicy":       {"extensions", "networking.k8s.io"},
	"Pod":                 {""},
	"Deployment":          {"apps", "extensions"},
	"ReplicaSet":          {"apps", "extensions"},
	"DaemonSet":           {"apps", "extensions"},
	"StatefulSet":         {"apps"},
	"Job":                 {"batch"},
	"CronJob":             {"batch"},
	"ScaledObject":        {"keda.sh", "keda.k8s.io"},
	"Rollout":             {"argoproj.io"},
	"ResourceQuota":       {""},
	"PodDisruptionBudget": {"policy"},
	"ServiceMonitor":      {"monitoring.coreos.com", "operator.victoriametrics.com", "azmonitoring.coreos.com"},
	"PodMonitor":          {"monitoring.coreos.com", "operator.victoriametrics.com", "azmonitoring.coreos.com"},
}

func ownGroup(doc *document.Document) bool {
	known, ok := groups[doc.Type]
	if !ok {
		return true
	}
	group := apiGroup(doc.APIVersion)
	for _, g := range known {
		if g == group {
			return true
		}
	}
	return false
}

// apiGroup returns the group of an apiVersion; the core group is "".
func apiGroup(apiVersion string) string {
	for i := range len(apiVersion) {
		if apiVersion[i] == '/' {
			return apiVersion[:i]
		}
	}
	return ""
}
