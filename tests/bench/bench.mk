# make bench: the program's own benchmark. What it measures and how to read it: docs/benchmarks.md.
#
#   make bench                     everything
#   make bench BENCH_SECONDS=1     a quick look
#   make bench BENCH_PARTS=server  or generator, audited, peer, rules, live, beside, graphql, graphql_peer, files

BENCH_SECONDS ?= 3
BENCH_REPEATS ?= 3
BENCH_CONNECTIONS ?= 1,16,64
BENCH_PARTS ?= generator,server,audited,peer,rules,live,graphql,files

BENCH_PROGRAMS := $(addprefix build/bench/,floor_fixed floor_read floor_write floor_mixed floor_file floor_tree measure)

.PHONY: bench
bench: packages-bench
	@$(MAKE) -s --no-print-directory build/caregen $(BENCH_PROGRAMS)
	@BENCH_SECONDS=$(BENCH_SECONDS) BENCH_REPEATS=$(BENCH_REPEATS) BENCH_PARTS=$(BENCH_PARTS) \
	BENCH_CONNECTIONS=$(BENCH_CONNECTIONS) node tests/bench/bench.mjs

# $(WARNINGS) are those of tests/tests.mk.
build/bench/floor_read build/bench/floor_mixed: tests/bench/floor/rows.c
build/bench/floor_%: tests/bench/floor/%.c tests/bench/floor/floor.c tests/bench/floor/floor.h tests/bench/floor/rows.h
	@mkdir -p build/bench
	$(CC) $(WARNINGS) -Werror -O2 -g -o $@ $(filter %.c,$^) -lmicrohttpd -lsqlite3 -lsodium -lpthread

build/bench/floor_tree: tests/bench/floor/tree.c
	@mkdir -p build/bench
	$(CC) $(WARNINGS) -Werror -O2 -g -o $@ $<

build/bench/measure: tests/bench/measure.c
	@mkdir -p build/bench
	$(CC) $(WARNINGS) -Werror -O2 -g -o $@ $<

# From a fresh clone until a signed-in demo patient's first query has answered, and of what that is made.
.PHONY: first-query
first-query:
	@node tests/bench/first_query.mjs --template $(TEMPLATE) --pages
