# Where caregen is installed: `make install`, below a root of its own (DESTDIR) where it is being packed; and its
# Debian package: `make deb`, built in a copy by Debian's own tools. MAINTAINER is who answers for the package; the
# time in it is the last commit's, or SOURCE_DATE_EPOCH. PAGES= leaves the bundled pages out.
PREFIX ?= /usr/local
DESTDIR ?=
INTO := $(DESTDIR)$(PREFIX)

.PHONY: install deb
install: $(BUILD)/caregen
	@install -D -m 755 $(BUILD)/caregen $(INTO)/bin/caregen
	@install -d $(INTO)/share/man/man1 $(INTO)/share/bash-completion/completions $(INTO)/share/zsh/site-functions \
		$(INTO)/share/fish/vendor_completions.d $(INTO)/share/doc/caregen
	@$(BUILD)/caregen manual >$(INTO)/share/man/man1/caregen.1
	@$(BUILD)/caregen completion bash >$(INTO)/share/bash-completion/completions/caregen
	@$(BUILD)/caregen completion zsh >$(INTO)/share/zsh/site-functions/_caregen
	@$(BUILD)/caregen completion fish >$(INTO)/share/fish/vendor_completions.d/caregen.fish
	@install -m 644 docs/*.md $(INTO)/share/doc/caregen

MAINTAINER ?= $(or $(DEBFULLNAME),$(shell id -un)) <$(or $(DEBEMAIL),$(shell id -un)@$(shell hostname -f))>
PACKED := Makefile CHANGELOG.md docs generator schemas templates tests/tests.mk tests/bench/bench.mk $(PAGES)
deb: $(if $(PAGES),pages)
	@tests/install-packages.sh serve deb
	@rm -rf build/deb && mkdir -p build/deb/caregen
	@tar -c --exclude=node_modules $(PACKED) | tar -x -C build/deb/caregen
	@cp -r generator/packaging build/deb/caregen/debian
	@mkdir build/deb/caregen/debian/source && echo '3.0 (native)' >build/deb/caregen/debian/source/format
	@date=$$(date -u -R -d @$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}) && \
		version=$$(sed -n 's/^#define CAREGEN_VERSION "\(.*\)"/\1/p' generator/base/version.h) && \
		sed -i "s|YEAR|$$(date -d "$$date" +%Y)|; s|MAINTAINER|$(MAINTAINER)|" build/deb/caregen/debian/control \
			build/deb/caregen/debian/copyright && \
		printf 'caregen (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- $(MAINTAINER)  %s\n' "$$version" "$$date" \
			>build/deb/caregen/debian/changelog
	@find build/deb/caregen -exec touch -h -d "$$(sed -n 's/^ -- .*>  //p' build/deb/caregen/debian/changelog)" {} +
	@cd build/deb/caregen && dpkg-buildpackage -us -uc -b
	@cp build/deb/caregen_*.deb build/
