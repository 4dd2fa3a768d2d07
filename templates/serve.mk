# Running a template: `make serve TEMPLATE=trial`.
TEMPLATE ?= trial
PORT ?= 1337
DATA ?= data/$(TEMPLATE)

# Brings out/TEMPLATE in line with the template's files; files whose text stays the same are not written anew.
build/%.generated: build/caregen $(wildcard schemas/*/* templates/apps/*/*)
	@echo '3 of 4: generating out/$*'
	@build/caregen generate $*
	@touch $@

# The first answer waits for no page: these are built beside the running server, which shows them as soon as they
# are there, and are in the program the next time.
.PHONY: serve
serve:
	@echo '1 of 4: Debian packages that are missing'
	@tests/install-packages.sh serve
	@test -f templates/apps/$(TEMPLATE)/app.json || { echo "there is no template '$(TEMPLATE)'; there are: $(notdir $(wildcard templates/apps/*))"; exit 2; }
	@echo '2 of 4: compiling the generator (what did not change is not compiled again)'
	@$(MAKE) --no-print-directory -j$$(nproc) build/caregen
	@$(MAKE) --no-print-directory build/$(TEMPLATE).generated
	@echo '4 of 4: compiling out/$(TEMPLATE)'
	@$(MAKE) --no-print-directory -j$$(nproc) -C out/$(TEMPLATE)
	@mkdir -p $(dir $(DATA))
	@echo 'to read on: README.md, docs/access.md and api/openapi.json in out/$(TEMPLATE)'
	@mkdir -p build/web
	@$(MAKE) --no-print-directory pages >build/web/log 2>&1 </dev/null & \
	exec out/$(TEMPLATE)/$(TEMPLATE)-server serve --demo --listen 127.0.0.1:$(PORT) --data $(DATA) --web-pages $(PAGES)
