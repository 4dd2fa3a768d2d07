# Set-up, tests and checks.

# Installs the Debian packages of packages.txt whose probe fails: packages-serve those that building and
# running need, packages-test also those of the tests, packages-check also those of the checks.
.PHONY: packages-serve packages-test packages-check packages-bench
packages-serve:
	@tests/install-packages.sh serve
packages-test:
	@tests/install-packages.sh serve test
packages-check:
	@tests/install-packages.sh serve test check
packages-bench:
	@tests/install-packages.sh serve test bench

# Every test, or those below TESTS: make test TESTS=tests/rest
.PHONY: test asan tsan
test: packages-check
	@$(MAKE) --no-print-directory -j$$(nproc) build/caregen
	node tests/run.mjs $(TESTS)

# The random tests, for much longer than `make test` has time for, each run from another seed.
.PHONY: test-long
test-long: packages-check
	@$(MAKE) --no-print-directory -j$$(nproc) build/caregen
	CAREGEN_EVOLVE_CHAINS=1000 CAREGEN_EVOLVE_SEED=$$(date +%s) CAREGEN_TEST_OPERATIONS=10000 CAREGEN_TEST_ROUNDS=5 \
	CAREGEN_FUZZ_REQUESTS=30000 CAREGEN_FUZZ_SEED=$$(date +%s) CAREGEN_FUZZ_ROUNDS=20000 CAREGEN_TEST_SEED=$$(date +%s) \
	node tests/run.mjs tests/evolve tests/fuzz tests/templates/access.test.mjs tests/reading/changes.test.mjs tests/reading/servers \
	tests/emit/own_tests.test.mjs

# Renews the emitted trees that tests/emit compares with, and the clients on which the starter app stands.
.PHONY: expected
expected: build/caregen
	node tests/emit/expected.mjs
	node tests/clients/app_clients.mjs

# Parse's dashboard, unmodified from npm, in a headless browser over an emitted server. The first run
# installs about 300 MB and takes a minute or two, each further one half a minute. Needs Node 20.19 or newer.
.PHONY: dashboard-test
dashboard-test:
	@tests/install-packages.sh serve test browser
	@$(MAKE) --no-print-directory build/caregen
	node tests/run.mjs tests/dashboard/dashboard.mjs

# The Debian packages of a server and of caregen, and lintian over them.
.PHONY: deb-test
deb-test:
	@tests/install-packages.sh serve test deb
	@$(MAKE) --no-print-directory build/caregen
	node tests/run.mjs tests/packaging/deb.mjs

# Backups and files in a bucket of Ceph's object gateway, which runs for the test alone.
.PHONY: radosgw-test
radosgw-test:
	@tests/install-packages.sh serve test ceph
	@$(MAKE) --no-print-directory build/caregen
	node tests/run.mjs tests/bucket/radosgw.mjs

# The pages in a real browser. `make test` runs these, too, where there is a chromium.
.PHONY: pages-test
pages-test:
	@tests/install-packages.sh serve test pages browser
	@$(MAKE) --no-print-directory build/caregen pages
	node tests/run.mjs tests/pages

# All tests with the generator and the servers under AddressSanitizer and UndefinedBehaviorSanitizer.
asan: packages-check
	@$(MAKE) --no-print-directory BUILD=build/asan SANITIZE=address,undefined build/asan/caregen
	CAREGEN=$(CURDIR)/build/asan/caregen CAREGEN_TEST_MAKE=SANITIZE=address,undefined node tests/run.mjs $(TESTS)

# The tests of the servers under ThreadSanitizer.
tsan: packages-check
	@$(MAKE) --no-print-directory build/caregen
	CAREGEN_TEST_MAKE=SANITIZE=thread node tests/run.mjs $(or $(TESTS),tests/rest tests/templates)

C_FILES := $(wildcard generator/*.[ch] generator/*/*.[ch] generator/*/*/*.[ch] templates/runtime/*/*.[ch])
WARNINGS := -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wconversion

.PHONY: check check-format check-warnings check-tidy check-cppcheck check-layers
check: check-format check-layers check-warnings check-tidy check-cppcheck
check-format: packages-check
	@clang-format --dry-run --Werror $(C_FILES)
check-layers:
	@tests/check/layers.sh
# Both trees have rooms of the same names, so that each is looked at with its own.
check-warnings: packages-check
	@for compiler in gcc clang; do for tree in generator templates/runtime; do \
		for file in $(filter %.c,$(C_FILES)); do case $$file in $$tree/*) \
		$$compiler $(WARNINGS) -Werror -fsyntax-only -I$$tree $$file || exit 1;; esac; done; done; done
check-tidy: packages-check
	@for tree in generator templates/runtime; do \
		printf '%s\n' $(filter %.c,$(C_FILES)) | grep "^$$tree/" | xargs -P 2 -n 8 sh -c \
		"clang-tidy --quiet \"\$$@\" -- $(WARNINGS) -I$$tree 2>/dev/null" tidy || exit 1; done
check-cppcheck: packages-check
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
		--suppress=missingIncludeSystem -D_GNU_SOURCE -Igenerator -Itemplates/runtime -j 2 $(filter %.c,$(C_FILES))
