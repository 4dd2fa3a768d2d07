# Running a template: `make serve TEMPLATE=trial`.
TEMPLATE ?= trial
PORT ?= 1337
DATA ?= data/$(TEMPLATE)

# Brings out/TEMPLATE in line with the template's files; files that did not change keep their time.
build/%.generated: build/caregen $(wildcard schemas/*/* templates/apps/*/*)
	@echo 'generating and compiling out/$* (the warnings name sentences that nothing enforces yet)'
	build/caregen generate $*
	@touch $@

.PHONY: serve
serve: packages-serve
	@test -f templates/apps/$(TEMPLATE)/app.json || { echo "there is no template '$(TEMPLATE)'; there are: $(notdir $(wildcard templates/apps/*))"; exit 2; }
	@$(MAKE) -s --no-print-directory -j2 build/$(TEMPLATE).generated
	@$(MAKE) -s --no-print-directory -j2 -C out/$(TEMPLATE)
	@mkdir -p $(dir $(DATA))
	@exec out/$(TEMPLATE)/$(TEMPLATE)-server serve --demo --listen 127.0.0.1:$(PORT) --data $(DATA)
