# librtx: consoles of Yamaha RTX routers from C.
#
#   make deps demo    install what is missing, build, push to a fake router;
#                     TRANSPORT=telnet|ssh|serial
#   make deps test    the same, and run all tests
#   make fuzz         look for inputs that break it, FUZZ_SECONDS per target
#   make proof        faults at every point of a transaction, PROOF_SECONDS
#   make check        tests under sanitizers and valgrind, lint
#   make bench        measure beside netmiko
#   make install      DESTDIR= PREFIX=/usr/local

PREFIX ?= /usr/local
DESTDIR ?=
# where Ansible looks with PREFIX=/usr
ANSIBLE_DIR ?= $(PREFIX)/share/ansible/collections/ansible_collections/librtx/rtx
# where Debian's python3 looks, for PREFIX=/usr and, by its version, /usr/local
PYTHON_DIR ?= $(PREFIX)/lib/$(PYTHON_VERSION)/dist-packages
PYTHON_VERSION = $(if $(filter /usr,$(PREFIX)),python3,$(shell /usr/bin/python3 -c \
	'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null || echo python3))
BUILD ?= build
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
CPPFLAGS += -Iinclude -Ilib -Iexamples -D_GNU_SOURCE
ALL_CFLAGS = -std=c11 $(WARNINGS) $(CFLAGS) $(SANITIZE) -fPIC \
	-fvisibility=hidden -pthread -MMD -MP

version_of = $(shell sed -n 's/^\#define $(1) //p' include/rtx/version.h)
VERSION := $(call version_of,RTX_VERSION_MAJOR).$(call version_of,RTX_VERSION_MINOR).$(call version_of,RTX_VERSION_PATCH)
ABI := $(call version_of,RTX_ABI)

# make V=1 shows the commands themselves
Q := $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-5s %s\n' $(1) $(2))

LIB_ROOMS := base dialect console transport session config show transaction recipe doctor fleet
SHARED_ROOMS := base dialect config
LIB_SOURCES := $(foreach room,$(LIB_ROOMS),$(sort $(wildcard lib/$(room)/*.c)))
EMULATOR_SOURCES := $(filter-out lib/emulator/main.c,$(sort $(wildcard lib/emulator/*.c)))
PROGRAM_COMMON := $(sort $(wildcard examples/common/*.c))
PROGRAM_FLEET := $(sort $(wildcard examples/fleet/*.c))
PROGRAMS := $(patsubst examples/%.c,$(BUILD)/bin/%,$(wildcard examples/rtx-*.c))
TEST_SOURCES := $(sort $(wildcard tests/*.c) $(wildcard tests/unit/*/*.c))

object = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB_OBJECTS := $(call object,$(LIB_SOURCES))
EMULATOR_OBJECTS := $(call object,$(EMULATOR_SOURCES))
# the emulator plans nothing, so that it needs no JSON
SHARED_OBJECTS := $(call object,$(filter-out lib/config/json.c,$(foreach room,$(SHARED_ROOMS),$(sort $(wildcard lib/$(room)/*.c)))))
COMMON_OBJECTS := $(call object,$(PROGRAM_COMMON))
TEST_OBJECTS := $(call object,$(TEST_SOURCES))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(filter-out tests/fuzz/standalone.c,$(wildcard tests/fuzz/*.c)))

LIB_LIBS := -ltelnet -ljansson -lssh -lserialport -lsodium -luv
EMULATOR_LIBS := -ljansson -lssh -lpthread -lutil

STATIC := $(BUILD)/lib/librtx.a
SHARED := $(BUILD)/lib/librtx.so.$(ABI)
EMULATOR_STATIC := $(BUILD)/lib/librtx-emulator.a
EMULATOR_SHARED := $(BUILD)/lib/librtx-emulator.so.$(ABI)
EMULATOR := $(BUILD)/bin/rtx-emulator

.PHONY: all programs sanitized fuzz fuzzers proof deps deps-check demo test check lint bench install clean always
.DELETE_ON_ERROR:

programs: $(EMULATOR) $(PROGRAMS)
all: $(STATIC) $(SHARED) $(EMULATOR_STATIC) $(EMULATOR_SHARED) programs

# `make deps test` and `make clean all` do the first word first, however many
# jobs there are.
FIRST := $(filter deps deps-check clean,$(MAKECMDGOALS))
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif

$(BUILD)/obj/%.o: %.c | $(FIRST)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(STATIC): $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(EMULATOR_STATIC): $(EMULATOR_OBJECTS)
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(SHARED): $(LIB_OBJECTS) lib/librtx.map
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -shared $(ALL_CFLAGS) $(LDFLAGS) -Wl,-soname,librtx.so.$(ABI) \
		-Wl,--version-script=lib/librtx.map -Wl,-z,defs \
		-o $@ $(LIB_OBJECTS) $(LIB_LIBS)
	$(Q)ln -sf $(@F) $(BUILD)/lib/librtx.so

$(EMULATOR_SHARED): $(EMULATOR_OBJECTS) $(SHARED_OBJECTS) lib/librtx-emulator.map
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -shared $(ALL_CFLAGS) $(LDFLAGS) \
		-Wl,-soname,librtx-emulator.so.$(ABI) \
		-Wl,--version-script=lib/librtx-emulator.map -Wl,-z,defs \
		-o $@ $(EMULATOR_OBJECTS) $(SHARED_OBJECTS) $(EMULATOR_LIBS)
	$(Q)ln -sf $(@F) $(BUILD)/lib/librtx-emulator.so

$(EMULATOR): $(BUILD)/obj/lib/emulator/main.o $(EMULATOR_STATIC) $(STATIC)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(EMULATOR_LIBS)

$(BUILD)/bin/rtx-%: $(BUILD)/obj/examples/rtx-%.o $(COMMON_OBJECTS) $(STATIC)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(STATIC) $(LIB_LIBS)

$(BUILD)/bin/rtx-fleet: $(call object,$(PROGRAM_FLEET))
$(BUILD)/bin/rtx-fleet: LIB_LIBS += -lyaml

# ---- tests: every tests/unit/ROOM/test_NAME.c has one RTX_SUITE(NAME, …) ----
$(BUILD)/suites.h: $(TEST_SOURCES)
	@mkdir -p $(@D)
	$(Q)sed -n 's/^RTX_SUITE(\([a-z0-9_]*\),.*/SUITE(\1)/p' $^ > $@

$(BUILD)/obj/tests/%.o: CPPFLAGS += -Itests -I$(BUILD)
$(BUILD)/obj/tests/main.o: $(BUILD)/suites.h

$(BUILD)/tests: $(TEST_OBJECTS) $(EMULATOR_STATIC) $(STATIC)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(EMULATOR_LIBS) -lcunit

# Each runs over the files that it is given; `make fuzz` searches on.
FUZZ_MAIN = $(BUILD)/obj/tests/fuzz/standalone.o
.SECONDARY:
FUZZ_SECONDS ?= 60
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/standalone.o $(STATIC)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(FUZZ_MAIN) $(STATIC) $(LIB_LIBS)

fuzzers: $(FUZZERS)

# The proof by fault injection: every point of a transaction, until the seconds
# are over, from a seed.
PROOF_SECONDS ?= 600
PROOF_SEED ?= 1
PROOF_OBJECTS := $(call object,$(sort $(wildcard tests/proof/*.c)))
$(BUILD)/proof: $(PROOF_OBJECTS) $(EMULATOR_STATIC) $(STATIC)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(EMULATOR_LIBS)

proof: all $(BUILD)/proof
	$(BUILD)/proof --build $(BUILD) --seed $(PROOF_SEED) --seconds $(PROOF_SECONDS)

test: all $(BUILD)/tests fuzzers $(BUILD)/proof
	tests/run $(BUILD)

demo: all
	examples/demo.sh $(BUILD) $(or $(TRANSPORT),telnet)

# ---- what Debian must have; does nothing, and says so, when all is there
PACKAGES_BUILD := libtelnet-dev libjansson-dev libssh-dev libserialport-dev \
	libsodium-dev libuv1-dev libyaml-dev
PACKAGES_TEST := libcunit1-dev telnet expect python3-netmiko openssh-server \
	openssh-client dropbear-bin socat ser2net strace python3-jsonschema \
	python3-pytest mypy python3-pip python3-setuptools python3-wheel \
	python3-matplotlib python3-textfsm python3-prometheus-client
PACKAGES_CHECK := clang clang-tidy clang-format cppcheck valgrind pkg-config

# the Ansible collection, and fleets of Python on dask
PACKAGES_TEST += ansible-core python3-distributed

deps:
	@.ci/deps gcc make libc6-dev $(PACKAGES_BUILD) $(PACKAGES_TEST)

deps-check:
	@.ci/deps $(PACKAGES_BUILD) $(PACKAGES_TEST) $(PACKAGES_CHECK)

# ---- a second build, in which sanitizers watch and libFuzzer can be linked;
# what gcc says by itself to the sources, clang has to be told
SANITIZED := BUILD=$(BUILD)/san CC=clang FUZZ_MAIN=-fsanitize=fuzzer \
	SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -D__SANITIZE_ADDRESS__=1"
sanitized:
	$(MAKE) $(SANITIZED) programs $(BUILD)/san/tests $(BUILD)/san/proof fuzzers

# libFuzzer looks for inputs that break them, each target for FUZZ_SECONDS
fuzz:
	$(MAKE) $(SANITIZED) fuzzers
	tests/fuzz/run $(BUILD)/san $(FUZZ_SECONDS)

# ---- the tests once more under sanitizers and valgrind, lint, installation
check: all $(BUILD)/tests
	tests/check $(BUILD)

lint: all
	tests/lint/run $(BUILD)

# Quiet, so that nothing but the table comes out.
bench:
	@$(MAKE) --silent --no-print-directory all $(BUILD)/bin/rtx-bench
	@tests/bench/run $(BUILD)
	@$(MAKE) --silent --no-print-directory $(BUILD)/bin/rtx-bench-show
	@tests/bench/show $(BUILD)
	@$(MAKE) --silent --no-print-directory $(BUILD)/bin/rtx-bench-fleet \
		$(BUILD)/bin/rtx-bench-bare
	@tests/bench/fleet $(BUILD)

$(BUILD)/bin/rtx-bench-fleet: $(call object,tests/bench/fleet.c tests/bench/cost.c tests/work.c) $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# nothing of ours in it
$(BUILD)/bin/rtx-bench-bare: $(call object,tests/bench/bare.c tests/bench/cost.c)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lssh

$(BUILD)/bin/rtx-bench-show: $(BUILD)/obj/tests/bench/show.o $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BUILD)/bin/rtx-bench: $(BUILD)/obj/tests/bench/bench.o $(BUILD)/obj/tests/bench/plan.o $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# ---- installation
# Touched when PREFIX is another one than the last time.
$(BUILD)/prefix: always
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@

$(BUILD)/%.pc: lib/%.pc.in include/rtx/version.h $(BUILD)/prefix
	sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@VERSION@|$(VERSION)|g' $< > $@

install: all $(BUILD)/librtx.pc $(BUILD)/librtx-emulator.pc
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig \
		$(DESTDIR)$(PREFIX)/include/rtx/show $(DESTDIR)$(PREFIX)/share/doc/librtx
	install -m 755 $(EMULATOR) $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(STATIC) $(EMULATOR_STATIC) $(DESTDIR)$(PREFIX)/lib
	install -m 755 $(SHARED) $(EMULATOR_SHARED) $(DESTDIR)$(PREFIX)/lib
	ln -sf librtx.so.$(ABI) $(DESTDIR)$(PREFIX)/lib/librtx.so
	ln -sf librtx-emulator.so.$(ABI) $(DESTDIR)$(PREFIX)/lib/librtx-emulator.so
	install -m 644 include/rtx/*.h $(DESTDIR)$(PREFIX)/include/rtx
	install -m 644 include/rtx/show/* $(DESTDIR)$(PREFIX)/include/rtx/show
	set -e; cd bindings/ansible; \
	for file in galaxy.yml README.md meta/*.yml plugins/*/*.py; do \
		install -D -m 644 $$file $(DESTDIR)$(ANSIBLE_DIR)/$$file; \
	done
	install -d $(DESTDIR)$(PREFIX)/share/librtx/schema
	set -e; for name in $$($(BUILD)/bin/rtx-show --outputs); do \
		$(BUILD)/bin/rtx-show --schema $$name \
			>$(DESTDIR)$(PREFIX)/share/librtx/schema/$$name.json; \
	done
	$(BUILD)/bin/rtx-show --reference >$(DESTDIR)$(PREFIX)/share/doc/librtx/show.md
	install -m 644 $(BUILD)/librtx.pc $(BUILD)/librtx-emulator.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig
	install -d $(DESTDIR)$(PYTHON_DIR)/rtx
	install -m 644 bindings/python/rtx/*.py bindings/python/rtx/py.typed \
		$(DESTDIR)$(PYTHON_DIR)/rtx
	install -d $(DESTDIR)$(PREFIX)/share/doc/librtx/examples/recipes
	install -m 644 README.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/librtx
	install -m 644 examples/*.rtx $(DESTDIR)$(PREFIX)/share/doc/librtx/examples
	install -m 644 examples/recipes/*.recipe \
		$(DESTDIR)$(PREFIX)/share/doc/librtx/examples/recipes

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
