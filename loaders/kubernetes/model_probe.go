package kubernetes

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/container"
	"github.com/faultline-dev/faultline/loaders/document"
)

// probe reads one probe with the kubelet's defaults (core/v1 Probe): timeout
// 1 s, period 10 s, 1 success, 3 failures, no initial delay.
func probe(c *document.Node, key string) *document.Node {
	source := c.Get(key)
	if source != nil && (source.Kind == document.Unknown || placeholder(source) != "") {
		return document.NewUnknown("the probe is filled in later", source)
	}
	if source == nil || source.Kind != document.Map || len(source.Fields) == 0 {
		return document.NewAbsent(c, key)
	}
	m := document.NewMap(source)
	m.Set("period_ms", secondsOr(10, source, "periodSeconds"))
	m.Set("timeout_ms", secondsOr(1, source, "timeoutSeconds"))
	m.Set("failures", numberOr(3, source, "failureThreshold"))
	m.Set("successes", numberOr(1, source, "successThreshold"))
	m.Set("initial_delay_ms", secondsOr(0, source, "initialDelaySeconds"))
	m.Set("stop_grace_ms", seconds(source, "terminationGracePeriodSeconds"))
	handler(m, source, c)
	detection(m, source)
	return m
}

// detection adds detect_ms: from the first failing check to the kubelet's
// action, (failures - 1) x period + timeout. The kubelet runs a probe's checks
// one after the other, so that one that takes longer than the period delays
// the next.
func detection(m, source *document.Node) {
	period, ok1 := m.Get("period_ms").Int()
	timeout, ok2 := m.Get("timeout_ms").Int()
	failures, ok3 := m.Get("failures").Int()
	delay, ok4 := m.Get("initial_delay_ms").Int()
	if !ok1 || !ok2 || !ok3 || !ok4 {
		unknown := document.NewUnknown("a value of the probe is unknown", source)
		m.Set("detect_ms", unknown).Set("budget_ms", unknown)
		return
	}
	detect := max(failures-1, 0)*max(period, timeout) + timeout
	m.Set("detect_ms", document.NewInt(detect, source))
	// budget_ms is how long a container may take to start before the probe
	// acts on it.
	m.Set("budget_ms", document.NewInt(delay+detect, source))
}

func handler(m, source, c *document.Node) {
	if http := source.Get("httpGet"); http.Known() {
		m.Set("kind", document.NewString("http", http))
		m.Set("path", textOr("/", http, "path"))
		m.Set("host", text(http, "host"))
		scheme := textOr("HTTP", http, "scheme")
		probePort(m, http.Get("port"), http, c)
		m.Set("check", document.NewString(strings.Join([]string{
			"http", scheme.Text, m.Get("host").Scalar(), m.Get("port").Scalar(), m.Get("path").Scalar(), headers(http),
		}, " "), http))
		return
	}
	if tcp := source.Get("tcpSocket"); tcp.Known() {
		m.Set("kind", document.NewString("tcp", tcp))
		probePort(m, tcp.Get("port"), tcp, c)
		m.Set("check", document.NewString("tcp "+tcp.Get("host").Scalar()+" "+m.Get("port").Scalar(), tcp))
		return
	}
	if grpc := source.Get("grpc"); grpc.Known() {
		m.Set("kind", document.NewString("grpc", grpc))
		probePort(m, grpc.Get("port"), grpc, c)
		m.Set("check", document.NewString("grpc "+m.Get("port").Scalar()+" "+grpc.Get("service").Scalar(), grpc))
		return
	}
	if exec := source.Get("exec"); exec.Known() {
		m.Set("kind", document.NewString("exec", exec))
		words := container.Words(exec.Get("command"))
		m.Set("command", document.NewString(strings.Join(words, " "), exec.Get("command").Or(exec)))
		m.Set("check", document.NewString("exec "+strings.Join(words, "\x00"), exec))
		if v := container.CannotFail(words); v.Reason != "" {
			command := exec.Get("command").Or(exec)
			m.Set("always_passes", document.NewString(v.Reason, command))
			m.Set("ignores_status", document.NewBool(v.Ignores, command))
		}
		return
	}
	m.Set("kind", document.NewUnknown("the probe has no handler that is known here", source))
}

// headers joins the request's headers, but for the order.
func headers(http *document.Node) string {
	var all []string
	for _, h := range http.Get("httpHeaders").Items() {
		all = append(all, h.Get("name").Scalar()+":"+h.Get("value").Scalar())
	}
	return strings.Join(all, ",")
}

// probePort resolves a probe's port. A name must be one of the same
// container's ports, or the probe can never pass; a number need not be
// declared, because containerPort only informs. All probes speak TCP:
// port_protocol is set where the port is declared for another protocol only.
func probePort(m, port, handler, c *document.Node) {
	switch {
	case !port.Known():
		m.Set("port", document.NewAbsent(handler, "port"))
	case port.Kind == document.Number || isNumber(port.Str()):
		n, _ := strconv.ParseInt(port.Text, 10, 64)
		m.Set("port", document.NewInt(n, port))
		declare(m, port, c, func(p *document.Node) bool {
			v, ok := p.Get("containerPort").Int()
			return ok && v == n
		})
	case placeholder(port) != "":
		m.Set("port", document.NewUnknown("the placeholder "+placeholder(port)+" is filled in later", port))
	default:
		name := port.Scalar()
		m.Set("port_name", document.NewString(name, port))
		m.Set("port", document.NewString(name, port))
		found := declare(m, port, c, func(p *document.Node) bool { return p.Get("name").Str() == name })
		if v, ok := found.Get("containerPort").Int(); ok {
			m.Set("port", document.NewInt(v, port))
		}
	}
}

// declare sets port_declared, and returns the container's port that matches,
// one for TCP if there is one.
func declare(m, port, c *document.Node, match func(*document.Node) bool) *document.Node {
	var other *document.Node
	for _, p := range c.Get("ports").Items() {
		if placeholder(p.Get("name")) != "" || placeholder(p.Get("containerPort")) != "" {
			m.Set("port_declared", document.NewUnknown("a port of the container is filled in later", p))
		}
		if !match(p) {
			continue
		}
		if protocol := p.Get("protocol").Str(); protocol == "" || protocol == "TCP" {
			m.Set("port_declared", document.NewBool(true, port))
			return p
		}
		other = p
	}
	if other != nil {
		m.Set("port_protocol", document.NewString(other.Get("protocol").Str(), port))
	}
	if m.Get("port_declared") == nil {
		m.Set("port_declared", document.NewBool(other != nil, port))
	}
	return other
}

func isNumber(s string) bool {
	_, err := strconv.ParseInt(s, 10, 32)
	return err == nil
}
