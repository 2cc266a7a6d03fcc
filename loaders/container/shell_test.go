package container

import "testing"

func TestScript(t *testing.T) {
	for _, tt := range []struct {
		name  string
		words []string
		text  string
	}{
		{"plain", []string{"sh", "-c", "run"}, "run"},
		{"folder and joined options", []string{"/bin/bash", "-euxc", "run"}, "run"},
		{"command option in the middle", []string{"bash", "-ce", "run"}, "run"},
		{"options apart", []string{"bash", "-e", "-o", "pipefail", "-c", "run"}, "run"},
		{"end of options", []string{"sh", "-c", "--", "run"}, "run"},
		{"long option", []string{"bash", "--login", "-c", "run"}, "run"},
		{"positional parameters", []string{"sh", "-c", "run $1", "name", "value"}, "run $1"},
		{"a file", []string{"sh", "/entrypoint.sh", "-c"}, ""},
		{"no script", []string{"sh", "-c"}, ""},
		{"another program", []string{"tini", "-c", "sh"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, text, _ := script(tt.words); text != tt.text {
				t.Errorf("script(%q) = %q, want %q", tt.words, text, tt.text)
			}
		})
	}
}

func TestSwallows(t *testing.T) {
	const (
		pipe       = "the server is part of a pipeline, and the shell waits for it"
		waits      = "the server runs in the background, and the shell waits for it"
		loop       = "the shell runs a loop"
		dashStays  = "this image's sh is dash, which stays in front of its last command"
		beforeExit = `the shell waits for the server, to run "exit" after it`
		beforeEcho = `the shell waits for the server, to run "echo" after it`
		behindTail = `the server runs in the background behind "tail"`
	)
	for _, tt := range []struct {
		name, script string
		dash         bool
		want         string
	}{
		// The signal is lost for certain.
		{name: "pipeline", script: "server 2>&1 | tee /var/log/server.log", want: pipe},
		{name: "pipeline with stderr", script: "server |& tee log", want: pipe},
		{name: "pipeline after set-up", script: "migrate && server | tee log", want: pipe},
		{name: "wait", script: "server & wait", want: waits},
		{name: "wait for one of several", script: "server &\nagent &\nwait -n", want: waits},
		{name: "tail keeps the container", script: "service nginx start && tail -f /dev/null", want: behindTail},
		{name: "sleep keeps the container", script: "server & sleep infinity", want: `the server runs in the background behind "sleep"`},
		{name: "exit after the server", script: "server; exit $?", want: beforeExit},
		{name: "exit where the server fails", script: "server || exit 1", want: beforeExit},
		{name: "words after the server", script: "server\necho \"it ended\"", want: beforeEcho},
		{name: "loop around the server", script: "while true; do server; sleep 1; done", want: loop},
		{name: "loop of checks", script: "for (( ; ; )); do check; sleep 5; done", want: loop},
		{name: "redirection by exec replaces nothing", script: "exec > /log; server; exit 1", want: beforeExit},
		{name: "dash runs the last command as a child", script: "npm install && node app.js", dash: true, want: dashStays},
		{name: "dash with one command", script: "python app.py", dash: true, want: dashStays},

		// The shell hands over, or may.
		{name: "exec", script: "migrate && exec server"},
		{name: "exec with dash", script: "exec node app.js", dash: true},
		{name: "exec in a branch", script: "if [ -f x ]; then exec a; fi; b | tee log"},
		{name: "trap", script: "trap 'kill $pid' TERM; server & pid=$!; wait $pid"},
		{name: "one command", script: "server --port 80"},
		{name: "the last command is the server", script: "cd /app && migrate; server"},
		{name: "either may be the server", script: "server --new || server --old"},
		{name: "a test before the server", script: "[ -f /ready ] || setup; server"},
		{name: "an init", script: "tini -- server | tee log"},
		{name: "a sourced file may set a trap", script: ". /env.sh; server | tee log"},
		{name: "evaluated text", script: "eval \"$CMD\" | tee log"},

		// What looks like the above and is not.
		{name: "pipe in quotes", script: "server --match 'a|b'"},
		{name: "pipe in a substitution", script: "server --host $(hostname -i | cut -d' ' -f1)"},
		{name: "pipe in backquotes", script: "server --host `hostname -i | head -1`"},
		{name: "semicolon in quotes", script: "nginx -g 'daemon off; exit 1'"},
		{name: "pipe before the server", script: "cat conf | sed s/a/b/ > /conf; server"},
		{name: "pipe in a comment", script: "server # not | this"},
		{name: "wait in a loop before the server", script: "until nc -z db 5432; do sleep 1; done; server"},
		{name: "a variable of kustomize", script: "server --listen=$(POD_IP):80"},
		{name: "assignment", script: "PATH=/app:$PATH server"},
		{name: "here-document", script: "cat > /conf <<EOF\na | b\nEOF\nserver"},
		{name: "branches differ from shell to shell", script: "if true; then server; else other; fi"},
		{name: "in a subshell", script: "(cd /app && server)"},

		// Nothing in it is a server.
		{name: "idle", script: "sleep infinity"},
		{name: "idle with dash", script: "sleep infinity", dash: true},
		{name: "idle loop", script: "while true; do date; sleep 5; done"},
		{name: "debugging", script: "tail -f /dev/null"},
		{name: "ends at once", script: "echo hello; exit 1"},
		{name: "leaves a child and ends", script: "server &"},
		{name: "does not parse", script: "server | | tee"},
		{name: "empty", script: "# nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := swallows(parse(tt.script), tt.dash); got != tt.want {
				t.Errorf("swallows(%q) = %q, want %q", tt.script, got, tt.want)
			}
		})
	}
}

func TestCannotFail(t *testing.T) {
	const curl = "curl without --fail succeeds on every HTTP status"
	sh := func(text string) []string { return []string{"sh", "-c", text} }
	for _, tt := range []struct {
		name  string
		words []string
		want  Verdict
	}{
		{"true", []string{"/bin/true"}, Verdict{Reason: `"true" always succeeds`}},
		{"echo", []string{"echo", "ok"}, Verdict{Reason: `"echo" always succeeds`}},
		{"exit 0", sh("exit 0"), Verdict{Reason: `"exit 0" always succeeds`}},
		{"or true", sh("pg_isready -U app || true"), Verdict{Reason: `it ends in "|| true"`}},
		{"or exit 0", sh("check || exit 0"), Verdict{Reason: `it ends in "|| exit 0"`}},
		{"or echo", sh("check || echo down"), Verdict{Reason: `it ends in "|| echo down"`}},
		{"or a pipeline", sh("check || other | cat"), Verdict{Reason: `its status is that of "cat", the end of the pipeline`}},
		{"last command", sh("check; true"), Verdict{Reason: `"true" always succeeds`}},
		{"end of a pipeline", sh("redis-cli ping | wc -l"), Verdict{Reason: `its status is that of "wc", the end of the pipeline`}},
		{"list of processes", []string{"ps"}, Verdict{Reason: `"ps" always succeeds`}},
		{"curl", []string{"curl", "-s", "http://localhost/health"}, Verdict{curl, true}},
		{"curl in a shell", sh("curl -sI localhost:8080 > /dev/null"), Verdict{curl, true}},
		{"curl that writes the status", sh("curl -so /dev/null -w '%{http_code}' localhost"), Verdict{curl, true}},
		{"curl with a tail", sh("curl -s localhost || true"), Verdict{Reason: `it ends in "|| true"`}},

		{"curl --fail", []string{"curl", "--fail", "localhost"}, Verdict{}},
		{"curl with joined options", []string{"curl", "-sSf", "localhost"}, Verdict{}},
		{"curl --fail-with-body", sh("curl --fail-with-body localhost"), Verdict{}},
		{"curl or exit 1", sh("curl -sf localhost || exit 1"), Verdict{}},
		{"curl and grep", sh("curl -s localhost | grep -q UP"), Verdict{}},
		{"curl by file", []string{"curl", "file:///ready"}, Verdict{}},
		{"comparison", sh(`[ "$(curl -s -o /dev/null -w '%{http_code}' localhost)" = 200 ]`), Verdict{}},
		{"wget", []string{"wget", "-q", "--spider", "http://localhost"}, Verdict{}},
		{"file", []string{"cat", "/tmp/healthy"}, Verdict{}},
		{"listing of a file", []string{"ls", "/tmp/healthy"}, Verdict{}},
		{"and", sh("check && true"), Verdict{}},
		{"or with another way out", sh("check || exit 1; exit 0"), Verdict{}},
		{"branch", sh("if check; then exit 0; else exit 1; fi"), Verdict{}},
		{"set -e", sh("set -e; check; true"), Verdict{}},
		{"pipefail", sh("set -o pipefail; check | cat"), Verdict{}},
		{"or kill", sh("check || kill 1"), Verdict{}},
		{"the shell leaves early", []string{"bash", "-ec", "check; true"}, Verdict{}},
		{"negated", sh("! true"), Verdict{}},
		{"quoted", sh("check '|| true'"), Verdict{}},
		{"computed", sh("$CHECK"), Verdict{}},
		{"none", nil, Verdict{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := CannotFail(tt.words); got != tt.want {
				t.Errorf("cannotFail(%q) = %+v, want %+v", tt.words, got, tt.want)
			}
		})
	}
}

func TestWaits(t *testing.T) {
	for _, tt := range []struct {
		name  string
		words []string
		total int64
		sleep bool
		acts  bool
	}{
		{"command", []string{"/bin/sleep", "20"}, 20_000, true, false},
		{"script", []string{"sh", "-c", "sleep 15"}, 15_000, true, false},
		{"units", []string{"sleep", "1.5m"}, 90_000, true, false},
		{"all in turn", []string{"sh", "-c", "echo stop; sleep 5 && sleep 10"}, 15_000, true, false},
		{"drain and sleep", []string{"sh", "-c", "nginx -s quit; sleep 10"}, 10_000, true, true},
		{"loop", []string{"sh", "-c", "while true; do sleep 1; done"}, 0, false, true},
		{"condition", []string{"sh", "-c", "check || sleep 30"}, 0, false, true},
		{"in the background", []string{"sh", "-c", "sleep 30 & drain"}, 0, false, true},
		{"computed", []string{"sh", "-c", "sleep $DELAY"}, 0, false, false},
		{"drain", []string{"nodetool", "drain"}, 0, false, true},
		{"no number", []string{"sleep", "NaN"}, 0, false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			total, sleep, acts := Waits(tt.words)
			if total != tt.total || sleep != tt.sleep || acts != tt.acts {
				t.Errorf("waits(%q) = %d, %t, %t, want %d, %t, %t", tt.words, total, sleep, acts, tt.total, tt.sleep, tt.acts)
			}
		})
	}
}

func TestDrains(t *testing.T) {
	for name, want := range map[string]bool{
		"SERVER_SHUTDOWN": true, "--graceful-timeout": true, "--shutdown-delay-duration": true, "LAME_DUCK": true,
		"--drain-time-s": true, "terminationGracePeriod": true, "--port": false, "DRIVER": false, "TERM": false,
	} {
		if got := drains(name); got != want {
			t.Errorf("drains(%q) = %t, want %t", name, got, want)
		}
	}
}
