package container

import (
	"regexp"
	"strings"
	"sync"

	"github.com/faultline-dev/faultline/loaders/document"
)

// Image reads a reference and its parts. A placeholder makes unknown only
// what it may stand for: ${REGISTRY}/app:latest is latest in every registry,
// while ${IMAGE} may bring a tag.
func Image(c *document.Node) *document.Node {
	source := c.Get("image")
	if source.Str() == "" {
		reference := document.NewUnknown("an image is expected, found an empty text", source)
		switch {
		case source == nil || source.Kind == document.Null:
			reference = document.NewAbsent(c, "image")
		case source.Kind == document.Unknown:
			reference = document.NewUnknown(source.Text, source)
		case source.Kind != document.String:
			reference = document.NewUnknown("a text is expected, found a "+source.Kind.String(), source)
		}
		m := document.NewMap(reference.Source())
		for _, part := range [...]string{"reference", "repository", "name", "tag", "digest", "floats"} {
			m.Set(part, reference)
		}
		return m
	}
	m := document.NewMap(source)
	p := parseImage(source.Text)
	filled := document.NewUnknown("the image is filled in later", source)
	part := func(value string, known bool) *document.Node {
		switch {
		case !known:
			return filled
		case value == "":
			return document.NewAbsent(source, "")
		}
		return document.NewString(value, source)
	}
	floats := ""
	if p.digest == "" {
		floats = Floating(p.name, p.tag)
	}
	m.Set("reference", part(source.Text, p.known))
	m.Set("repository", part(p.repository, p.known))
	m.Set("name", part(p.name, p.nameKnown))
	m.Set("tag", part(p.tag, p.tagKnown))
	m.Set("digest", part(p.digest, p.tagKnown))
	return m.Set("floats", part(floats, p.tagKnown))
}

// imageReference holds the parts of an image reference, and which of them are
// what will be pulled. name is the last segment of repository.
type imageReference struct {
	repository, name, tag, digest string
	known, nameKnown, tagKnown    bool
}

// parseImage follows the grammar of container references, in which a registry
// may have a port: in registry:5000/app the colon is no tag.
func parseImage(reference string) imageReference {
	var r imageReference
	marked := strings.TrimSpace(reference)
	if strings.ContainsAny(marked, "$<{%") {
		marked = fillIns().ReplaceAllString(marked, mark)
	}
	r.repository, r.digest, _ = strings.Cut(marked, "@")
	slash := strings.LastIndexByte(r.repository, '/')
	if i := strings.LastIndexByte(r.repository, ':'); i > slash {
		r.repository, r.tag = r.repository[:i], r.repository[i+1:]
	}
	r.name = r.repository[slash+1:]
	// ko://, docker:// and their like name something that a tool builds.
	built := strings.Contains(r.repository, "://")
	r.nameKnown = validName(r.name) && !built
	r.tagKnown = !built && (r.tag != "" || r.digest != "" || r.nameKnown) && !strings.Contains(r.tag+r.digest, mark)
	r.known = r.nameKnown && r.tagKnown && !strings.Contains(r.repository, mark)
	return r
}

const mark = "\x00"

// fillIns are the placeholders of envsubst, kustomize, shells, templates and
// documentation. Most runs meet none.
var fillIns = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$\{[^{}]*\}|\$\([^()]*\)|\{\{.*?\}\}|<[^<>]*>|\$\w+|%\w+%`)
})

// validName reports whether a registry accepts the last segment of a
// repository. It refuses upper case: IMAGE_NAME stands for something else.
func validName(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		case i > 0 && i < len(name)-1 && (c == '.' || c == '_' || c == '-'):
		default:
			return false
		}
	}
	return name != ""
}

// Floating tells how a tag moves: untagged, latest, channel (a word such as
// stable, or a variant without a version, as in redis:alpine), major
// (postgres:16), or "" where it names a version or nothing is known about it.
func Floating(name, tag string) string {
	if tag == "" {
		return "untagged"
	}
	versions, channels, variants := 0, 0, 0
	major, latest := false, false
	for _, word := range strings.FieldsFunc(strings.ToLower(tag), func(r rune) bool { return r == '-' || r == '_' }) {
		letters := strings.TrimRight(word, "0123456789.")
		switch {
		case word == "snapshot":
			// 1.4.2-SNAPSHOT is written anew by every build.
			return "channel"
		case word == "latest":
			latest = true
		case channelTags[word]:
			channels++
		case letters != "" && variantTags[letters]:
			variants++
		case letters == "" || letters == "v":
			versions++
			number := word[len(letters):]
			// A number of three digits and more is a build's.
			major = len(number) <= 2 && !strings.Contains(number, ".")
		default:
			return ""
		}
	}
	switch {
	case versions == 1 && (major || latest):
		return "major"
	case versions > 0:
		return ""
	case latest:
		return "latest"
	case channels == 0 && (name == "debian" || name == "ubuntu"):
		// bookworm and noble are what these call their versions.
		return "major"
	case channels+variants > 0:
		return "channel"
	}
	return ""
}

// channelTags are words that are moved on with every release or build.
var channelTags = set("stable", "unstable", "testing", "test", "main", "mainline", "master", "trunk", "head", "edge",
	"nightly", "daily", "weekly", "dev", "devel", "develop", "development", "canary", "current", "rolling", "next",
	"beta", "alpha", "preview", "experimental", "lts", "release", "prod", "production", "staging")

// variantTags say on what, or with what, an image is built; digits behind
// them are left out (alpine3.20, ubi9).
var variantTags = set("alpine", "slim", "debian", "ubuntu", "stretch", "buster", "bullseye", "bookworm", "trixie", "sid",
	"xenial", "bionic", "focal", "jammy", "noble", "ubi", "centos", "fedora", "scratch", "distroless", "musl", "glibc",
	"fpm", "apache", "cli", "zts", "management", "jre", "jdk", "full", "minimal", "headless", "community", "enterprise",
	"amd", "arm", "linux", "debug", "nonroot", "rootless", "unprivileged")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, word := range words {
		m[word] = true
	}
	return m
}
