# The bundled pages, of npm's libraries: `make pages`. Servers go without them until they are built.
PAGES := build/web/pages.pack
PAGES_SOURCES := $(wildcard templates/web/package*.json templates/web/build.* templates/web/playground/*)

.PHONY: pages
pages: $(PAGES)
$(PAGES): $(PAGES_SOURCES)
	@templates/web/build.sh
