# Parse's own SDK for the tests, and the comparison with the real parse-server.
#
#   make conformance            every case of tests/sdk against parse-server and against ours, and a table
#                               of where they differ; needs PostgreSQL with PostGIS, which it installs
#   make conformance-peer       only starts the peer, and says how to point the tests at it
#   CAREGEN_PEER=DIR make …     uses the parse-server that is installed in DIR

SDK_PACKAGES := tests/sdk/node_modules/.package-lock.json

$(SDK_PACKAGES): tests/sdk/package.json tests/sdk/package-lock.json
	npm ci --prefix tests/sdk --no-audit --no-fund --ignore-scripts
	@touch $@

test: $(SDK_PACKAGES)

.PHONY: conformance conformance-peer conformance-packages
conformance: $(BUILD)/caregen $(SDK_PACKAGES) conformance-packages
	node tests/conformance/run.mjs

conformance-peer: conformance-packages
	node tests/conformance/peer.mjs

conformance-packages:
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || { \
		echo 'installing PostgreSQL and PostGIS'; \
		$$([ "$$(id -u)" = 0 ] || echo sudo) apt-get install -y --no-install-recommends postgresql postgresql-postgis; }
