# The bundled pages, of npm's libraries: `make pages`. Servers go without them until they are built, so nothing
# waits for them: the pack has no rule, and whoever takes it takes it as it is.
PAGES := build/web/pages.pack
PAGES_SOURCES := $(wildcard templates/web/package*.json templates/web/build.* templates/web/*/* templates/web/*/*/*)

.PHONY: pages
pages: build/web/stamp
build/web/stamp: $(PAGES_SOURCES) $(if $(wildcard $(PAGES)),,FORCE)
	@templates/web/build.sh
	@touch $@
