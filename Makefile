# Calls ./charley and adds nothing to it. `make help` lists the targets.
.PHONY: run demo install test test-postgres load paint lint bench calibrate soak lock clean help
run:        ## start the app
	./charley
demo:       ## start the app with a made-up sample person
	./charley demo
install:    ## build the environment only
	./charley install
test:       ## run every test
	./charley test
test-postgres: ## the tests of the database again, on a PostgreSQL of their own
	./charley test --version # installs the dev set
	.venv/bin/python tools/on_postgres.py -m pytest tests/db
lint:       ## style, types, walls between rooms
	./charley lint
bench:      ## measured speed and memory, beside the peers that are installed
	./charley python benchmarks/bench.py
	./charley python benchmarks/planning.py
load:       ## 200 people on one small server, on SQLite and on PostgreSQL (needs a quiet machine)
	./charley python benchmarks/load.py --database sqlite
	./charley python benchmarks/load.py --database postgres
paint:      ## weight, requests and first paint of each page (needs a quiet machine)
	./charley python benchmarks/paint.py
calibrate:  ## is the engine's uncertainty right? (long)
	./charley python benchmarks/calibrate.py
soak:       ## a million random profiles through planner and checker (long)
	./charley python benchmarks/soak.py
lock:       ## make the hashed lock files anew
	./charley lock
clean:      ## remove the environment and all caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
help:       ## this list
	@awk -F ': *## *' '/^[a-z-]+: *##/ { printf "%-15s%s\n", $$1, $$2 }' Makefile
