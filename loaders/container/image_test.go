package container

import "testing"

func TestParseImage(t *testing.T) {
	for _, test := range []struct {
		reference                     string
		repository, name, tag, digest string
		known, nameKnown, tagKnown    bool
	}{
		{"nginx", "nginx", "nginx", "", "", true, true, true},
		{"nginx:1.29", "nginx", "nginx", "1.29", "", true, true, true},
		{"docker.io/library/nginx:1.29", "docker.io/library/nginx", "nginx", "1.29", "", true, true, true},
		{"registry:5000/app", "registry:5000/app", "app", "", "", true, true, true},
		{"registry:5000/shop/app:2", "registry:5000/shop/app", "app", "2", "", true, true, true},
		{"localhost/app", "localhost/app", "app", "", "", true, true, true},
		{"nginx@sha256:abc", "nginx", "nginx", "", "sha256:abc", true, true, true},
		{"registry:5000/app:1.2@sha256:abc", "registry:5000/app", "app", "1.2", "sha256:abc", true, true, true},
		{"gcr.io/google_samples/gb-redisslave:v1", "gcr.io/google_samples/gb-redisslave", "gb-redisslave", "v1", "", true, true, true},
		{"${REGISTRY}/app:latest", "\x00/app", "app", "latest", "", false, true, true},
		{"${REGISTRY:-docker.io}/app", "\x00/app", "app", "", "", false, true, true},
		{"app:${TAG:-latest}", "app", "app", "\x00", "", false, true, false},
		{"app:1.2-$BUILD", "app", "app", "1.2-\x00", "", false, true, false},
		{"app@${DIGEST}", "app", "app", "", "\x00", false, true, false},
		{"${IMAGE}", "\x00", "\x00", "", "", false, false, false},
		{"${IMAGE}:latest", "\x00", "\x00", "latest", "", false, false, true},
		{"shop/$(IMAGE)", "shop/\x00", "\x00", "", "", false, false, false},
		{"{{ .Values.image }}", "\x00", "\x00", "", "", false, false, false},
		{"<your image>", "\x00", "\x00", "", "", false, false, false},
		{"%IMAGE%", "\x00", "\x00", "", "", false, false, false},
		{"IMAGE_NAME", "IMAGE_NAME", "IMAGE_NAME", "", "", false, false, false},
		{"gcr.io/PROJECT_ID/app", "gcr.io/PROJECT_ID/app", "app", "", "", true, true, true},
		{"ko://example.com/cmd/app", "ko://example.com/cmd/app", "app", "", "", false, false, false},
		{"@IMAGE@", "", "", "", "IMAGE@", false, false, true},
		{" ", "", "", "", "", false, false, false},
	} {
		want := imageReference{test.repository, test.name, test.tag, test.digest, test.known, test.nameKnown, test.tagKnown}
		if got := parseImage(test.reference); got != want {
			t.Errorf("parseImage(%q) =\n%+v, want\n%+v", test.reference, got, want)
		}
	}
}

func TestFloating(t *testing.T) {
	for _, test := range []struct{ name, tag, want string }{
		{"nginx", "", "untagged"},
		{"nginx", "latest", "latest"}, {"nginx", "LATEST", "latest"}, {"app", "alpine-latest", "latest"},
		{"nginx", "stable", "channel"}, {"nginx", "stable-alpine", "channel"}, {"nginx", "mainline", "channel"},
		{"node", "lts-alpine3.20", "channel"}, {"redis", "alpine", "channel"}, {"redis", "alpine3.20", "channel"},
		{"rabbitmq", "management-alpine", "channel"}, {"nextcloud", "fpm", "channel"},
		{"app", "master", "channel"}, {"app", "edge", "channel"}, {"app", "1.4.2-SNAPSHOT", "channel"},
		{"postgres", "16", "major"}, {"postgres", "v16", "major"}, {"postgres", "16-alpine", "major"}, {"mariadb", "10-focal", "major"},
		{"redis", "7-alpine3.20", "major"}, {"rabbitmq", "3-management", "major"}, {"server", "2022-latest", "major"},
		{"debian", "bookworm", "major"}, {"debian", "bookworm-slim", "major"}, {"debian", "testing", "channel"},
		{"postgres", "16.4", ""}, {"postgres", "16.4-alpine", ""}, {"alpine", "3.20", ""}, {"spark", "1.5.2_v1", ""},
		{"app", "1.4.2-dev", ""}, {"app", "main-20260101", ""}, {"app", "master-1a2b3c4", ""}, {"app", "4711", ""}, {"app", "123", ""},
		{"app", "20260101", ""}, {"app", "1a2b3c4", ""}, {"app", "e2e", ""}, {"openjdk", "17-ea-11-jdk", ""}, {"app", "RELEASE.2026-01-01T00-00-00Z", ""},
		{"app", "v1beta1", ""}, {"app", "-", ""},
	} {
		if got := Floating(test.name, test.tag); got != test.want {
			t.Errorf("floating(%q, %q) = %q, want %q", test.name, test.tag, got, test.want)
		}
	}
}
