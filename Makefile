# persona-sync: build, test, try and install it. `make` lists what can be made.

PREFIX ?= /usr/local
SWIFT ?= swift
release = .build/release/persona-sync
extras = .build/extras
runner = Benchmarks/.build/release/benchmark
SIZES ?= 100MB,1GB
formatted = $(addprefix Benchmarks/,Sources Tests Package.swift) $(addprefix Fuzz/,Sources Package.swift) Sources Tests Package.swift
libraries = libgit2 libcrypto libzstd zlib libxxhash lapacke libcmark-gfm
debian = libgit2-dev libssl-dev libzstd-dev zlib1g-dev libxxhash-dev libsimdjson-dev liblapacke-dev \
  libcmark-gfm-dev libcmark-gfm-extensions-dev libcurl4-openssl-dev pkg-config git make
homebrew = libgit2 openssl@3 zstd zlib xxhash simdjson lapack cmark-gfm pkgconf

# The Swift runtime becomes part of a release binary: it starts in half the time and runs where no Swift is. On macOS the
# runtime is the system's. STATIC= leaves it out, for a toolchain without static libraries.
STATIC ?= $(if $(filter Linux,$(shell uname)),--static-swift-stdlib)
release_build = $(SWIFT) build -c release $(STATIC)
# Foundation's share of the network asks for it when it is linked in.
build million: libraries += $(if $(STATIC),libcurl)

ifeq ($(shell uname),Darwin)
  # Homebrew's headers and libraries lie outside the compiler's own folders.
  brew := $(shell brew --prefix)
  export CPATH := $(brew)/include
  export LIBRARY_PATH := $(brew)/lib
  export PKG_CONFIG_PATH := $(brew)/opt/openssl@3/lib/pkgconfig:$(brew)/opt/zlib/lib/pkgconfig
endif

.PHONY: help libraries peers build runner test demo agree counters benchmark audit planted million fuzz sanitize format lint extras install uninstall clean

help: ## What can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

libraries: ## Install the C libraries that are missing
	@scripts/install-libraries '$(libraries)' '$(debian)' '$(homebrew)'

peers: ## Install databases and engines that tests and benchmarks use
	@scripts/install-peers

build: libraries ## A release binary
	$(release_build) --product persona-sync

test: libraries ## All tests
	$(SWIFT) test --explicit-target-dependency-import-check error
	$(SWIFT) test --explicit-target-dependency-import-check error --package-path Benchmarks

demo: build ## The main job on the example workspace
	@scripts/demo $(release)

runner: libraries
	$(SWIFT) build -c release --package-path Benchmarks --product benchmark

agree: build runner ## Compare the answers with those of plain Python and DuckDB
	@$(runner) --agree

counters: build runner ## Compare instructions and allocations with what is recorded; RECORD=1 records
	@scripts/install-peers valgrind
	@$(runner) --counters $(if $(RECORD),--record)

benchmark: build runner ## Measure against DuckDB, polars and git; SIZES=100MB,1GB,5GB
	@scripts/install-peers duckdb-cli polars
	@$(runner) --sizes $(SIZES) $(if $(DATE),--date $(DATE)) --write Documentation/Performance.md

audit: build ## Look for ten million identifiers in a large history
	@python3 Benchmarks/Job/audit.py --program $(release) --work Benchmarks/.build/work

planted = $(or $(PERSONA_SYNC_PEERS),.peers)/bin/python3 -W ignore Benchmarks/Job/planted.py --program $(release) \
  --work Benchmarks/.build/work --seeds $(SEEDS)
SEEDS ?= 3

planted: build ## Find people who were planted, beside scikit-learn; SEEDS=20
	@scripts/install-peers scikit-learn
	@$(planted) --groups 3,4,6,8,10,12
	@$(planted) --empty
	@$(planted) --months --groups 4

million: libraries ## Find groups among a million people, beside scikit-learn; writes Documentation/Discovery.md
	$(release_build) --product persona-sync-matrix
	@scripts/install-peers scikit-learn
	@$(or $(PERSONA_SYNC_PEERS),.peers)/bin/python3 -W ignore Benchmarks/Job/million.py \
	  --program .build/release/persona-sync-matrix --work Benchmarks/.build/work --write Documentation/Discovery.md

fuzz: libraries ## Feed hostile bytes to what reads files; SECONDS=60 for each target
	@scripts/fuzz $(or $(SECONDS),60)

sanitize: libraries ## All tests under the address and the thread sanitizer
	@scripts/sanitize address
	@scripts/sanitize thread

format: ## Format the sources
	$(SWIFT) format --in-place --recursive $(formatted)

lint: ## Check the format
	$(SWIFT) format lint --strict --recursive $(formatted)

extras: build ## Completions and manual pages
	$(release_build) --product persona-sync-manual
	@scripts/make-extras $(release) $(dir $(release))persona-sync-manual $(extras)

install: extras ## Install below PREFIX (/usr/local)
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/persona-sync'
	install -m 755 $(release) '$(DESTDIR)$(PREFIX)/bin/persona-sync'
	cp -R workspace-template '$(DESTDIR)$(PREFIX)/share/persona-sync/'
	cp -R $(extras)/. '$(DESTDIR)$(PREFIX)/share/'

uninstall: ## Remove what install put there
	rm -f '$(DESTDIR)$(PREFIX)/bin/persona-sync'
	rm -rf '$(DESTDIR)$(PREFIX)/share/persona-sync'
	cd '$(DESTDIR)$(PREFIX)/share' && rm -f bash-completion/completions/persona-sync zsh/site-functions/_persona-sync \
	  fish/vendor_completions.d/persona-sync.fish man/man1/persona-sync.1 man/man1/persona-sync-*.1

clean: ## Remove what was built
	rm -rf .build .build-address .build-thread Benchmarks/.build
