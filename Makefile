# The targets that CI runs, under the names it runs them by; `make help` lists them.

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
OPA := github.com/open-policy-agent/opa@v1.22.2

# The race detector needs a C compiler; without one the tests run all the same.
RACE := $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)
POLICIES := policies/lib $(wildcard policies/*/*/*.rego)
FUZZTIME ?= 10s
ROUNDS ?= 5

.DEFAULT_GOAL := help
.PHONY: help build install example test lint policies generate fresh fuzz bench clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build bin/faultline
	CGO_ENABLED=0 go build -trimpath -o bin/faultline ./cmd/faultline

install: ## Install faultline to $(go env GOBIN), or to $(go env GOPATH)/bin
	CGO_ENABLED=0 go install -trimpath ./cmd/faultline

# Findings end the program with exit code 1, which is what this sample is for.
example: build ## Check a sample shop that has most of the defects there are
	@bin/faultline check fixtures/shop/bad; code=$$?; \
	echo "exit code $$code: 1 means findings of severity high or above"; test $$code -eq 1

test: ## Run every test; needs nothing beside this repository and the module proxy
	go test $(RACE) ./...

lint: ## gofmt, go vet and staticcheck
	@files=$$(gofmt -l .); test -z "$$files" || { echo "gofmt would change:"; echo "$$files"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

policies: ## Format, check and test the Rego policies with OPA itself
	@set -e; for command in "fmt --fail --diff" "check --strict" "test"; do \
	  echo "opa $$command"; go run $(OPA) $$command $(POLICIES); \
	done

generate: ## Write the generated files anew: the rule index, rule pages, tables
	go generate ./...

# Compares contents instead of asking git for a diff, so that it also works
# in a tree with changes, and sees files that are new.
FILES := git ls-files -z --cached --others --exclude-standard | xargs -0 sha256sum 2>/dev/null
fresh: ## Fail when a generated file is stale
	@before=$$(mktemp); after=$$(mktemp); trap 'rm -f "$$before" "$$after"' EXIT; \
	($(FILES)) >"$$before" || true; $(MAKE) --no-print-directory generate; ($(FILES)) >"$$after" || true; \
	diff "$$before" "$$after" >&2 || { echo "stale: run make generate and commit what it changes" >&2; exit 1; }

fuzz: ## Fuzz every target for FUZZTIME (10s)
	@grep -rl --include='*_test.go' '^func Fuzz' . | xargs -r -n 1 dirname | sort -u | while read -r package; do \
	  for target in $$(grep -hoE '^func Fuzz[A-Za-z0-9_]+' "$$package"/*_test.go | cut -d ' ' -f 2); do \
	    echo "fuzz $$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
	  done; \
	done

bench: ## Go benchmarks, then times and memory beside kube-score and the budgets
	@packages=$$(grep -rl --include='*_test.go' '^func Benchmark' . | xargs -r -n 1 dirname | sort -u); \
	test -z "$$packages" || go test -run '^$$' -bench . -benchmem $$packages
	go run ./fixtures/bench/compare -rounds $(ROUNDS)

clean: ## Remove what was built
	rm -rf bin dist
