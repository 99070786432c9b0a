# Two programs from three folders: motcua-ingest is ingest/ + common/, motcua-stats is stats/ + common/.
# "make" builds them in build/release; "make build-deps" installs what it needs. "make test" and "make demo" also
# install the packages they need.

VERSION := $(shell sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)

# systemd reads /usr/local/lib too: what an administrator installs, beside the packages' /usr/lib.
PREFIX = /usr/local
SYSCONFDIR = /etc
UNITDIR = $(PREFIX)/lib/systemd/system
SYSUSERSDIR = $(PREFIX)/lib/sysusers.d
TMPFILESDIR = $(PREFIX)/lib/tmpfiles.d
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
COMPLETIONDIR = $(PREFIX)/share/bash-completion/completions
SHAREDIR = $(PREFIX)/share/motcua

ifeq ($(origin CC),default)
CC = gcc
endif
CFLAGS ?= -O2 -g

LANGUAGE = -std=c11 -D_GNU_SOURCE -DMOTCUA_VERSION='"$(VERSION)"' -DMOTCUA_SHAREDIR='"$(SHAREDIR)"' -I.
WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wformat=2 -Wmissing-prototypes -Wstrict-prototypes -Wvla
HARDENING = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
HARDENED_LINK = -pie -Wl,-z,relro,-z,now
SANITIZERS = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

LIBRARIES = libpq libcurl libcjson inih libxxhash zlib libcrypto libzip xlsxwriter
# Asked once, and only when something is compiled: "make deps" may have to install pkg-config first.
PROGRAM_CFLAGS = $(eval PROGRAM_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES)))$(PROGRAM_CFLAGS)
TEST_CFLAGS = $(eval TEST_CFLAGS := $(shell pkg-config --cflags criterion libmicrohttpd libcjson))$(TEST_CFLAGS)
PROGRAM_LIBS = $(eval PROGRAM_LIBS := $(shell pkg-config --libs $(LIBRARIES)) -lbloom -lunistring)$(PROGRAM_LIBS)
UNIT_LIBS = $(eval UNIT_LIBS := $(shell pkg-config --libs $(LIBRARIES) criterion) -lbloom -lunistring)$(UNIT_LIBS)
SHOP_LIBS = $(eval SHOP_LIBS := $(shell pkg-config --libs libmicrohttpd libcjson) -lz -pthread)$(SHOP_LIBS)

COMMON = $(wildcard common/*.c common/*/*.c)
INGEST = $(wildcard ingest/*.c ingest/*/*.c)
STATS = $(wildcard stats/*.c stats/*/*.c)
SHOP = $(wildcard tests/fakeshop/*.c)
UNIT = $(wildcard tests/unit/*.c) $(filter-out %/main.c,$(COMMON) $(INGEST) $(STATS))

C_FILES = $(COMMON) $(INGEST) $(STATS) $(SHOP) $(wildcard tests/unit/*.c)
H_FILES = $(wildcard common/*.h common/*/*.h ingest/*/*.h stats/*/*.h tests/fakeshop/*.h tests/unit/*.h)
SCRIPTS = $(wildcard setup/* man/*.sh completion/*  tests/*.sh tests/page/*.sh tests/upgrade/*.sh tests/bench/*.sh docs/*.sh) .ci/run

BUILD_PACKAGES = gcc make pkg-config libpq-dev libcurl4-openssl-dev libcjson-dev libinih-dev libxxhash-dev libbloom-dev \
    libunistring-dev zlib1g-dev libssl-dev libzip-dev libxlsxwriter-dev libjs-chart.js
TEST_PACKAGES = clang libcriterion-dev libmicrohttpd-dev postgresql-15 postgresql-common \
    postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl sqitch libdbd-pg-perl python3 \
    python3-aiosmtpd python3-asyncssh python3-pytest python3-pytest-xdist python3-psycopg2 python3-openpyxl libreoffice-calc-nogui systemd man-db openssl \
    ca-certificates faketime chromium fonts-dejavu-core $(NODE_PACKAGES)
# What runs the tests of the page; whoever has Node from elsewhere keeps it, as Debian's npm would not go with it.
NODE_PACKAGES = $(if $(shell command -v npm),,nodejs npm)
BENCH_PACKAGES = curl jq
DEB_PACKAGES = dpkg-dev debhelper lintian
ROOT_PACKAGES = mmdebstrap util-linux iproute2 procps
LINT_PACKAGES = clang-tidy clang-format cppcheck shellcheck

.PHONY: all ready man deb test-package fakeshop build-deps test-deps deps lint-deps check test bench demo dictionary warnings lint format format-check \
    install uninstall clean
.DELETE_ON_ERROR:

all: build/release/motcua-ingest build/release/motcua-stats
fakeshop: build/release/fakeshop

# One build directory for each way to compile. "make test" and "make warnings" compile with WERROR=-Werror.
build/release/%: COMPILER = $(CC)
build/release/%: MODE = $(CFLAGS) $(HARDENING) $(WERROR)
build/release/%: LINK = $(HARDENED_LINK)
build/asan/%: COMPILER = $(CC)
build/asan/%: MODE = $(SANITIZERS) $(WERROR)
build/asan/%: LINK =

COMPILE = $(COMPILER) $(LANGUAGE) $(WARNINGS) $(MODE) $(PROGRAM_CFLAGS) $(1) $(DEFINES) $(CPPFLAGS) -MMD -MP -c -o $@ $<
LINK_WITH = $(COMPILER) $(MODE) $(LINK) -Wl,--as-needed $(LDFLAGS) -o $@ $(filter %.o,$^) $(1)

# "make V=1" shows the whole commands.
QUIET = $(if $(V),,@echo '  $(1) $@';)

# On a bare server the compiler would be the first to fail, and pkg-config with it.
ready:
	@command -v $(lastword $(CC)) >/dev/null && command -v pkg-config >/dev/null && pkg-config --exists $(LIBRARIES) || { \
	    echo "make: packages that motcua is built with are missing; 'make build-deps' installs them" >&2; exit 1; }

# The programs know the schema that they were built with, and refuse another.
PLAN = sql/sqitch.plan
build/%/common/database/dbschema.o build/%/common/database/dbschema.looked: \
    private DEFINES = $(shell awk '/^[^%@\#]/ { newest = $$1; changes++ } \
    END { printf "-DMOTCUA_SCHEMA_CHANGES=\047\"%d\"\047 -DMOTCUA_SCHEMA_NEWEST=\047\"%s\"\047", changes, newest }' $(PLAN))

define variant
build/$(1)/%.o: %.c Makefile | ready
	@mkdir -p $$(@D)
	$$(call QUIET,cc)$$(call COMPILE)

build/$(1)/tests/%.o: tests/%.c Makefile | ready
	@mkdir -p $$(@D)
	$$(call QUIET,cc)$$(call COMPILE,$$(TEST_CFLAGS))

build/$(1)/common/database/dbschema.o: $(PLAN)

build/$(1)/motcua-ingest: $(patsubst %.c,build/$(1)/%.o,$(INGEST) $(COMMON))
	$$(call QUIET,ld)$$(call LINK_WITH,$$(PROGRAM_LIBS))

build/$(1)/motcua-stats: $(patsubst %.c,build/$(1)/%.o,$(STATS) $(COMMON))
	$$(call QUIET,ld)$$(call LINK_WITH,$$(PROGRAM_LIBS))

build/$(1)/fakeshop: $(patsubst %.c,build/$(1)/%.o,$(SHOP))
	$$(call QUIET,ld)$$(call LINK_WITH,$$(SHOP_LIBS))

build/$(1)/unit-tests: $(patsubst %.c,build/$(1)/%.o,$(UNIT))
	$$(call QUIET,ld)$$(call LINK_WITH,$$(UNIT_LIBS))

-include $(patsubst %.c,build/$(1)/%.d,$(C_FILES))
endef
$(foreach way,release asan,$(eval $(call variant,$(way))))

# clang only looks: nobody would run what it makes.
CLANG_LOOKED = $(patsubst %.c,build/clang/%.looked,$(C_FILES))
build/clang/%.looked: %.c Makefile | ready
	@mkdir -p $(@D)
	$(call QUIET,look)clang $(LANGUAGE) $(WARNINGS) -O2 $(HARDENING) -Werror -fsyntax-only $(PROGRAM_CFLAGS) $(TEST_CFLAGS) $(DEFINES) $(CPPFLAGS) \
	    -MMD -MP -MF $(@:.looked=.d) -MT $@ $<
	@touch $@
-include $(CLANG_LOOKED:.looked=.d)

# What was compiled before is not looked at again; "make clean" first to be sure.
warnings:
	$(MAKE) --no-print-directory -j $$(nproc) WERROR=-Werror all fakeshop build/asan/unit-tests $(CLANG_LOOKED)

# Installs those of the packages $(1) that are missing; silent when there is nothing to do.
define install_packages
	@missing=; for package in $(1); do \
	    dpkg-query -W -f='$${Status}\n' $$package 2>/dev/null | grep -q ' installed$$' || \
	        missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "installing the packages:$$missing"; \
	    root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	    $$root apt-get update -qq && \
	    $$root env DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq --no-install-recommends $$missing; \
	fi
endef

build-deps:
	$(call install_packages,$(BUILD_PACKAGES))

test-deps:
	$(call install_packages,$(TEST_PACKAGES))

deps:
	$(call install_packages,$(BUILD_PACKAGES) $(TEST_PACKAGES))

lint-deps: deps
	$(call install_packages,$(LINT_PACKAGES))

# make is started again, so that pkg-config answers after the packages have come. Criterion does not
# notice a leak, which is found when a test's process ends; so the sanitizers' reports count too.
test: deps
	$(MAKE) --no-print-directory warnings
	rm -f build/asan/report.*
	ASAN_OPTIONS=log_path=build/asan/report build/asan/unit-tests; \
	    passed=$$?; ! cat build/asan/report.* 2>/dev/null && exit $$passed
	tests/with-server.sh tests/run-database.sh
	tests/run-systemd.sh

# SIZE=small for a look in a minute or two.
bench: deps
	$(call install_packages,$(BENCH_PACKAGES))
	$(MAKE) --no-print-directory all fakeshop
	pg_virtualenv -t -v 15 -i '--locale=C.UTF-8 --encoding=UTF8' -o max_wal_size=4GB \
	    /usr/bin/python3 tests/bench/bench.py

# After a change of the schema; a test fails while docs/dictionary.md is behind.
dictionary: deps
	tests/with-server.sh docs/make-dictionary.sh

demo: deps
	$(MAKE) --no-print-directory all fakeshop
	tests/demo.sh

# What a compiler does not see: $(1) are options of clang-tidy. As many processes as processors.
define lint_code
	printf '%s\n' $(C_FILES) | xargs -P $$(nproc) -n 8 sh -c 'eval clang-tidy --quiet $(1) "$$@" -- $$FLAGS' tidy
	cppcheck --quiet -j $$(nproc) --enable=warning,performance,portability --error-exitcode=1 --inline-suppr \
	    '-DTest(...)=static void test(void)' '-DTestSuite(...)=struct Suite' --std=c11 $(filter-out -std=%,$(LANGUAGE)) $(C_FILES)
	shellcheck $(SCRIPTS)
	/usr/bin/python3 tests/lint/rooms.py
	tests/lint/page.sh
	! LC_ALL=C.UTF-8 grep -nE '^.{151,}' -r sql --include='*.sql'
endef

lint check: export FLAGS = $(LANGUAGE) $(PROGRAM_CFLAGS) $(TEST_CFLAGS)

lint: lint-deps
	$(call lint_code,)

# Before every commit, in less than two minutes: without the analyzer, which takes as long again.
check: deps lint-deps
	$(MAKE) --no-print-directory -j $$(nproc) all build/asan/unit-tests
	build/asan/unit-tests
	$(call lint_code,--checks=-clang-analyzer-*)
	clang-format --dry-run --Werror $(C_FILES) $(H_FILES)

format: lint-deps
	clang-format -i $(C_FILES) $(H_FILES)

format-check: lint-deps
	clang-format --dry-run --Werror $(C_FILES) $(H_FILES)

# A unit for one of several provinces, motcua-x@.service, is also that for the province without a name, motcua-x.service.
build/units: $(wildcard systemd/*) Makefile
	@rm -rf $@ && mkdir -p $@
	@for unit in systemd/*@.*; do \
	    name=$${unit##*/}; \
	    sed 's|/usr/local/bin|$(BINDIR)|' $$unit > $@/$$name || exit 1; \
	    [ $$name = motcua-notify@.service ] || \
	        sed -e '1,/^\[Unit\]/{/^#/d}' -e 's/ of %i//; s|/%i||g; s/@%i//g' $@/$$name > $@/$$(echo $$name | tr -d @) || exit 1; \
	done

build/setup/%: setup/% Makefile debian/changelog
	@mkdir -p $(@D)
	@sed 's|/usr/local/share/motcua|$(SHAREDIR)|; s|@VERSION@|$(VERSION)|' $< > $@ && chmod 0755 $@

# The lists in them come from the programs and from the settings as shipped.
COMMANDS = motcua-ingest motcua-stats motcua-setup motcua-as-service
PAGES = $(COMMANDS:%=%.1) motcua.conf.5 motcua-sources.5 motcua-recipients.5
build/man/motcua-stats.1: build/release/motcua-stats
build/man/motcua-setup.1: build/setup/motcua-setup
build/man/%: man/%.in man/fill.sh build/release/motcua-ingest $(wildcard config/*.conf config/sources.d/*) debian/changelog
	@mkdir -p $(@D)
	$(call QUIET,man)man/fill.sh $< $(or $(filter build/release/$(basename $*) build/setup/$(basename $*),$^),build/release/motcua-ingest) \
	    $(VERSION) > $@

man: $(PAGES:%=build/man/%)

# Settings that are there already belong to the operator and stay as they are.
install: all man build/units build/setup/motcua-setup build/setup/motcua-as-service
	install -D -m 0755 -t $(DESTDIR)$(BINDIR) build/release/motcua-ingest build/release/motcua-stats build/setup/*
	for page in $(PAGES); do install -D -m 0644 build/man/$$page $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page || exit 1; done
	for name in motcua-ingest motcua-stats motcua-setup; do \
	    install -D -m 0644 completion/motcua.bash $(DESTDIR)$(COMPLETIONDIR)/$$name || exit 1; \
	done
	cd config && find . -type f | while read -r file; do \
	    target=$(DESTDIR)$(SYSCONFDIR)/motcua/$$file; \
	    [ -e "$$target" ] || install -D -m 0644 "$$file" "$$target"; \
	done
	install -d -m 0700 $(DESTDIR)$(SYSCONFDIR)/motcua/credentials $(DESTDIR)$(SYSCONFDIR)/motcua/credentials/source \
	    $(DESTDIR)$(SYSCONFDIR)/motcua/credentials/mail
	rm -rf $(DESTDIR)$(SHAREDIR)/sql $(DESTDIR)$(SHAREDIR)/config
	cd config && find . -type f -exec install -D -m 0644 {} $(DESTDIR)$(SHAREDIR)/config/{} \;
	cd sql && find . -type f -exec install -D -m 0644 {} $(DESTDIR)$(SHAREDIR)/sql/{} \;
	rm -rf $(DESTDIR)$(SHAREDIR)/page
	cd page && find . -type f -exec install -D -m 0644 {} $(DESTDIR)$(SHAREDIR)/page/{} \;
	install -D -m 0644 -t $(DESTDIR)$(UNITDIR) build/units/*
	install -D -m 0644 systemd/motcua.sysusers.conf $(DESTDIR)$(SYSUSERSDIR)/motcua.conf
	install -D -m 0644 systemd/motcua.tmpfiles.conf $(DESTDIR)$(TMPFILESDIR)/motcua.conf

# Leaves settings, secrets and data, which docs/operating.md says how to remove.
uninstall:
	rm -f $(addprefix $(DESTDIR)$(BINDIR)/,$(COMMANDS)) $(addprefix $(DESTDIR)$(COMPLETIONDIR)/,$(COMMANDS)) \
	    $(DESTDIR)$(MANDIR)/man[15]/motcua[-.]* $(DESTDIR)$(UNITDIR)/motcua-*.service \
	    $(DESTDIR)$(UNITDIR)/motcua-*.timer $(DESTDIR)$(SYSUSERSDIR)/motcua.conf $(DESTDIR)$(TMPFILESDIR)/motcua.conf
	rm -rf $(DESTDIR)$(SHAREDIR)

# The packages, in build/deb, made of a copy so that the tree stays clean.
deb: build-deps
	$(call install_packages,$(DEB_PACKAGES))
	rm -rf build/deb && mkdir -p build/deb/motcua
	tar --exclude=./build --exclude=./.git --exclude=./demo-out --exclude=./bench-out -c . | tar -x -C build/deb/motcua
	cd build/deb/motcua && env -u MAKEFLAGS -u MFLAGS dpkg-buildpackage --build=binary --no-sign -rfakeroot > ../build.log 2>&1 || \
	    { tail -n 30 ../build.log; exit 1; }
	rm -rf build/deb/motcua
	ls build/deb/*.deb

# Packages as a stranger meets them, in a Debian of their own: installed, set up, a night, upgrade, backup, purge, restore. Three
# minutes; twice built they must be the same to the byte, and lintian finds no fault.
test-package: deb
	$(call install_packages,$(ROOT_PACKAGES))
	lintian --allow-root --fail-on error,warning build/deb/*.deb
	cd build/deb && sha256sum *.deb > ../deb.sums
	$(MAKE) --no-print-directory deb
	cd build/deb && sha256sum --quiet --check ../deb.sums
	tests/run-package.sh

clean:
	rm -rf build
