# caregen: `make serve` runs a template, `make test` runs every test; README.md says more.

# Where objects and programs go, and which sanitizers go in (address,undefined or thread).
BUILD ?= build
SANITIZE ?=

.PHONY: all
all: $(BUILD)/caregen

include tests/tests.mk
include tests/bench/bench.mk
include templates/serve.mk
include templates/web/web.mk
include generator/install.mk

# What is being done, in short, unless make is to be silent (-s).
SAY := @$(if $(findstring s,$(firstword -$(MAKEFLAGS))),:,echo)

# The generator.

# gcc takes the checks that sanitizers put in for signs of null formats: -Wno-format-truncation.
CFLAGS ?= -O2 -g
# The folder leaves no trace in the program: -ffile-prefix-map.
GENERATOR_CFLAGS := $(WARNINGS) -Werror -Igenerator -MMD -MP -ffile-prefix-map='$(CURDIR)=.' \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -Wno-format-truncation)
# Rooms, and rooms within them; generator/embed is a program of its own.
GENERATOR_SOURCES := $(filter-out generator/embed/%,$(wildcard generator/*.c generator/*/*.c generator/*/*/*.c))
GENERATOR_OBJECTS := $(GENERATOR_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/embedded_files.o

$(BUILD)/caregen: $(GENERATOR_OBJECTS)
	$(SAY) 'linking $@'
	@$(CC) $(CFLAGS) $(GENERATOR_CFLAGS) $(LDFLAGS) -o $@ $^ -lsodium -lm -pthread

$(BUILD)/%.o: %.c
	@mkdir -p $(dir $@)
	$(eval COMPILED += x)
	$(SAY) 'compiling $(words $(COMPILED))/$(words $(GENERATOR_OBJECTS)) $<'
	@$(CC) $(CFLAGS) $(GENERATOR_CFLAGS) -c -o $@ $<

# The files that the generator carries; a file that comes or goes changes the list, and so the table. The
# bundled pages (templates/web/web.mk) are among them once they are built: nobody waits for them.
EMBEDDED_FILES := $(sort $(wildcard templates/runtime/*/* templates/text/* templates/web/first.* templates/web/icon.svg))
EMBEDDED_PAGES := $(wildcard build/web/pages.pack)

$(BUILD)/embed: generator/embed/embed.c
	@mkdir -p $(dir $@)
	@$(CC) $(CFLAGS) $(WARNINGS) -Werror -o $@ $<

$(BUILD)/embedded_files.list: FORCE
	@mkdir -p $(dir $@)
	@echo '$(EMBEDDED_FILES) $(EMBEDDED_PAGES)' | cmp -s - $@ || echo '$(EMBEDDED_FILES) $(EMBEDDED_PAGES)' >$@

$(BUILD)/embedded_files.c: $(BUILD)/embed $(BUILD)/embedded_files.list $(EMBEDDED_FILES) $(EMBEDDED_PAGES)
	$(SAY) 'embedding $(words $(EMBEDDED_FILES)) files of templates/$(if $(EMBEDDED_PAGES), and the pages)'
	@$(BUILD)/embed templates $(EMBEDDED_FILES) $(EMBEDDED_PAGES:%=web/pages.pack=%) >$@.tmp
	@mv $@.tmp $@

$(BUILD)/embedded_files.o: $(BUILD)/embedded_files.c
	@$(CC) $(CFLAGS) $(GENERATOR_CFLAGS) -c -o $@ $<

-include $(GENERATOR_OBJECTS:.o=.d)

# Documents: what the generator emits about itself, and all of them as HTML in build/docs, by the library that the
# pages use, too.
.PHONY: docs
docs: $(BUILD)/caregen
	$(BUILD)/caregen diagnostics --markdown >docs/diagnostics.md
	@tests/install-packages.sh pages
	@templates/web/libraries.sh
	@node docs/html.mjs build/web/node_modules build/docs

.PHONY: clean FORCE
clean:
	rm -rf build out
FORCE:

-include tests/conformance/conformance.mk
