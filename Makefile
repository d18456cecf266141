# make            build
# make run        install what is missing, build, do the main job
# make check      install what is missing, build, run every test
# See README.  V=1 shows the commands; B=folder builds elsewhere.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

# The packages, here and nowhere else; README tells of them.
PACKAGES := autoconf pkg-config gettext libsndfile1-dev libsqlite3-dev libsoxr-dev \
	libebur128-dev libxxhash-dev libcmocka-dev libjack-jackd2-dev libasound2-dev \
	libdbus-1-dev
# What the window needs more; configure --without-gui leaves it out.
PACKAGES_GUI := libgtk-4-dev libglib2.0-dev-bin fonts-inter
# What the tests take from Debian: real files that nobody here wrote, a small disk, and
# sound servers that need no hardware.
PACKAGES_CHECK := hydrogen-drumkits ardour-data vorbis-tools flac opus-tools lame \
	libsndfile1 binutils jackd2 libasound2-plugins pipewire pipewire-jack wireplumber \
	libspa-0.2-dev \
	dbus xvfb openbox xdotool x11-utils x11-apps at-spi2-core python3-gi \
	gir1.2-atspi-2.0 gir1.2-gtk-4.0 imagemagick appstream desktop-file-utils shared-mime-info \
	libglib2.0-bin groff-base
PACKAGES_BENCH := fluidsynth fluid-soundfont-gm sox time ecasound \
	jackd2 stress-ng
PACKAGES_FUZZ := clang libclang-rt-dev

B ?= build
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(2)')

# --- what is missing ---------------------------------------------------------------

missing = $(shell dpkg-query -W -f '$${Package} $${db:Status-Status}\n' $(1) 2>/dev/null \
	| awk '$$2 == "installed" { have[$$1] = 1 } END { n = split("$(1)", want, " "); \
	  for (i = 1; i <= n; i++) if (!(want[i] in have)) printf "%s ", want[i] }')
sudo = $(if $(filter 0,$(shell id -u)),,sudo)
define install
$(Q)if [ -n "$(strip $(call missing,$(1)))" ]; then \
	echo "Installing: $(call missing,$(1))"; \
	command -v apt-get >/dev/null || { \
	  echo "This is no Debian: install what stands above by hand, then go on."; exit 1; }; \
	$(sudo) apt-get update -qq >/dev/null && \
	DEBIAN_FRONTEND=noninteractive $(sudo) apt-get install -y -qq \
	  --no-install-recommends $(call missing,$(1)) >/dev/null || { \
	  echo "That failed. Try: $(sudo) apt-get install $(call missing,$(1))"; exit 1; }; fi
endef

.PHONY: deps deps-check deps-bench deps-fuzz
deps:
	$(call install,$(PACKAGES) $(if $(findstring --without-gui,$(CONFIGURE_FLAGS)),,$(PACKAGES_GUI)))
deps-check: deps
	$(call install,$(PACKAGES_CHECK))
deps-bench: deps
	$(call install,$(PACKAGES_BENCH))
deps-fuzz: deps
	$(call install,$(PACKAGES_FUZZ))

# --- configure ---------------------------------------------------------------------

configure: configure.ac | deps
	$(call say,AUTO,configure)
	$(Q)autoconf -f

config.status: configure src/config.mk.in src/config.h.in
	$(call say,CONF,config.mk)
	$(Q)./configure -q $(CONFIGURE_FLAGS)

config.mk config.h: config.status
	$(Q)./config.status -q && touch config.mk config.h

ifeq ($(filter deps deps-% clean distclean,$(or $(MAKECMDGOALS),all)),)
include config.mk
endif

# --- compile -----------------------------------------------------------------------

DEBUG_ASSERT ?=
GCC_CFLAGS = $(if $(findstring clang,$(CC)),,-fno-reorder-blocks-and-partition)
ALL_CFLAGS = -std=gnu17 -Wall -Wextra -Wshadow -Wmissing-prototypes -Wvla \
	-Werror=incompatible-pointer-types \
	-ffp-contract=off $(GCC_CFLAGS) -pthread -MMD -MP \
	$(CFLAGS) $(EXTRA_CFLAGS)
ALL_CPPFLAGS = -D_GNU_SOURCE -DSQLITE_ENABLE_SESSION -DSQLITE_ENABLE_PREUPDATE_HOOK \
	-I. -Isrc -DREMANENCE_LOCALEDIR='"$(localedir)"' \
	-DREMANENCE_DATADIR='"$(datadir)"' $(CPPFLAGS) $(LIB_CFLAGS)
ALL_LDFLAGS = $(LDFLAGS) $(EXTRA_CFLAGS) -pthread
LIBS = $(LIB_LIBS) -lm

SRC := $(filter-out src/cli/main.c,$(wildcard src/*/*.c src/*/*/*.c))
LIB := $(B)/libremanence.a
MADE := $(B)/made/schema_sql.o
TESTS := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/*/*_test.c))
# They run for minutes, and not in `check`, which only sees that they can be built.
BENCH_OBJ := $(patsubst %.c,$(B)/%.o,$(wildcard tests/bench/*.c))
# What a test is linked with: the helpers of all, and those of its own floor; drivers and
# pictures have songs, too.
helpers = $(patsubst %.c,$(B)/%.o,$(wildcard tests/*_help.c $(dir tests/$(1))*_help.c \
	$(if $(filter drivers/% ui/%,$(1)),tests/app/*_help.c)))
HEADERS := $(wildcard src/*/*.h src/*/*/*.h)

# The window is a program of its own; what needs no display of it is in a library, for its
# tests.
ifeq ($(WITH_GUI),yes)
PROGRAMS := $(B)/remanence $(B)/remanence-gtk
UI_SRC := $(filter-out ui/main.c,$(wildcard ui/*.c ui/*/*.c))
UI_LIB := $(B)/libremanence-ui.a
HEADERS += $(wildcard ui/*.h ui/*/*.h)
# These are run on a display of their own (tests/ui/with-display).
WINDOW_TESTS := $(wildcard tests/ui/window_*.py)
else
PROGRAMS := $(B)/remanence
TESTS := $(filter-out $(B)/tests/ui/%,$(TESTS))
BENCH_OBJ := $(filter-out %/timeline_bench.o,$(BENCH_OBJ))
endif

.PHONY: all
all: $(PROGRAMS)

$(B)/%.o: %.c config.h Makefile
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# Lanes: vectors wider than the machine's are split, and never cross a call.
$(B)/src/dsp/%.o: ALL_CFLAGS += -O3 -Wno-psabi -fno-math-errno -fno-trapping-math
$(B)/src/media/%.o: ALL_CFLAGS += -O3 -Wno-psabi
$(B)/tests/%.o: ALL_CFLAGS += -Wno-unused-parameter
$(B)/src/engine/rt/%.o: ALL_CFLAGS += -O3

# The schema, as the program holds it: an array that ends with a zero.
$(B)/made/schema_sql.c: data/schema.sql Makefile
	$(call say,EMBED,$<)
	@mkdir -p $(@D)
	$(Q){ echo 'extern const char schema_sql[]; const char schema_sql[] = {'; \
	  od -An -v -td1 $< | sed 's/[-0-9][0-9]*/&,/g'; echo '0};'; } >$@

$(B)/made/%.o: $(B)/made/%.c config.h Makefile
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(LIB): $(SRC:%.c=$(B)/%.o) $(MADE)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/remanence: $(B)/src/cli/main.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# --- the window --------------------------------------------------------------------

UI_CPPFLAGS := -DGDK_VERSION_MIN_REQUIRED=GDK_VERSION_4_8 \
	-DGDK_VERSION_MAX_ALLOWED=GDK_VERSION_4_8 $(GUI_CFLAGS)
$(B)/ui/%.o $(B)/tests/ui/%.o $(B)/tests/bench/timeline_bench.o $(B)/made/ui_resource.o: \
  ALL_CPPFLAGS += $(UI_CPPFLAGS)
$(B)/ui/%.o: ALL_CFLAGS += -Wno-unused-parameter -Wno-missing-field-initializers
$(B)/tests/ui/%: LIBS := $(GUI_LIBS) $(LIBS)

UI_DATA := $(wildcard ui/style/* ui/icons/* ui/*/*.ui)
$(B)/made/ui_resource.c: ui/remanence.gresource.xml $(UI_DATA)
	$(call say,EMBED,$<)
	@mkdir -p $(@D)
	$(Q)$(GLIB_COMPILE_RESOURCES) --sourcedir=ui --generate-source --manual-register --c-name ui \
	  --target=$@ $<

$(UI_LIB): $(UI_SRC:%.c=$(B)/%.o) $(B)/made/ui_resource.o
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/remanence-gtk: $(B)/ui/main.o $(UI_LIB) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(GUI_LIBS) $(LIBS)

# tests/alloc_help.c can let these fail.
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup

.SECONDEXPANSION:
$(B)/tests/ui/%_test: $(B)/tests/ui/%_test.o $$(call helpers,ui/$$*) $(UI_LIB) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(WRAP) -o $@ $^ $(LIBS) -lcmocka

$(B)/tests/%_test: $(B)/tests/%_test.o $$(call helpers,$$*) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(WRAP) -o $@ $^ $(LIBS) -lcmocka

$(B)/tests/bench/%_bench: $(B)/tests/bench/%_bench.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

-include $(wildcard $(B)/ui/*.d $(B)/ui/*/*.d $(B)/src/*/*.d $(B)/src/*/*/*.d $(B)/tests/*.d $(B)/tests/*/*.d)

# --- check -------------------------------------------------------------------------

.PHONY: check test check-build check-headers check-floors check-rt asan tsan
# As many jobs as processors, unless somebody has said how many.
jobs = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
check: deps-check
	+$(Q)$(MAKE) --no-print-directory $(jobs) check-build check-headers check-floors check-rt
	+$(Q)$(MAKE) --no-print-directory test
	@echo "check: all of it holds"

# The trap that tests of what runs in a cycle go under (tests/run).
$(B)/rtguard.so: tests/rtguard.c Makefile
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -Wall -Wextra -Wshadow -shared -fPIC -pthread \
	  -o $@ $< -ldl

# A clock for PipeWire that waits for whoever is late (tests/drivers/with-pipewire).
CLOCK := $(if $(shell pkg-config --exists libspa-0.2 && echo yes),$(B)/pipewire-clock.so)
$(B)/pipewire-clock.so: tests/drivers/pipewire_clock.c Makefile
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -Wall -Wextra -shared -fPIC \
	  $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I libspa-0.2)) -o $@ $<

check-build: $(TESTS) $(B)/rtguard.so $(CLOCK) $(PROGRAMS) $(BENCH_OBJ)

test: check-build
	$(Q)B=$(B) tests/run $(TESTS) $(WINDOW_TESTS)
	$(if $(WINDOW_TESTS),,@echo "test: built without the window, whose tests are left out")

check-headers: $(HEADERS:%=check-header/%)
	@echo "check-headers: each compiles alone"

check-header/%: config.h
	$(Q)printf '#include "%s"\n' "$(*:src/%=%)" \
	  | $(CC) $(ALL_CPPFLAGS) $(UI_CPPFLAGS) $(filter-out -MMD -MP,$(ALL_CFLAGS)) -Wno-psabi \
	    -fsyntax-only -x c - || { echo "$* does not stand alone"; exit 1; }

check-floors:
	$(Q)tests/check-floors src/floors

check-rt: $(LIB)
	$(Q)tests/check-rt $(SRC:%.c=$(B)/%.o)

# A sanitized program takes up to five times as long.
asan:
	+$(Q)LIMIT=$${LIMIT:-900} LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 \
	  $(MAKE) --no-print-directory B=$(B)-asan test \
	  EXTRA_CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1"

tsan:
	+$(Q)LIMIT=$${LIMIT:-900} TSAN_OPTIONS=suppressions=$(CURDIR)/tests/tsan.supp \
	  $(MAKE) --no-print-directory B=$(B)-tsan test \
	  EXTRA_CFLAGS="-fsanitize=thread -fno-omit-frame-pointer -O1"

# --- fuzz --------------------------------------------------------------------------

# FUZZ_SECONDS=600 make fuzz: each target of tests/fuzz/ for ten minutes.
FUZZ_SECONDS ?= 60
FUZZ_FLOORS := base time dsp model store media
FUZZ_OBJ = $(patsubst %.c,$(B)/%.o,$(filter $(addprefix src/,$(addsuffix /%,$(FUZZ_FLOORS))),$(SRC))) $(MADE)
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))

# The kernels are written in GCC's dialect of vectors; its address sanitizer agrees with clang's.
ifneq ($(findstring clang,$(CC)),)
$(B)/src/dsp/%.o: override CC = gcc
$(B)/src/dsp/%.o: override EXTRA_CFLAGS = -O1 -fsanitize=address -fno-omit-frame-pointer
endif

.PHONY: fuzz fuzz-run
fuzz: deps-fuzz
	+$(Q)$(MAKE) --no-print-directory B=$(B)-fuzz CC=clang fuzz-run EXTRA_CFLAGS="-O1 \
	  -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
	  -fno-omit-frame-pointer -Wno-ignored-optimization-argument -Wno-unknown-warning-option"

fuzz-run: $(FUZZERS)
	$(Q)for f in $(FUZZERS); do echo "fuzz: $$f for $(FUZZ_SECONDS) s"; \
	  mkdir -p $$f.corpus && $$f -max_total_time=$(FUZZ_SECONDS) -timeout=20 \
	    -rss_limit_mb=2048 -max_len=4096 -verbosity=0 -artifact_prefix=$$f- $$f.corpus \
	  || { echo "fuzz: $$f found something; run it again with the file named above"; exit 1; }; done
	@echo "fuzz: nothing found"

$(B)/tests/fuzz/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $(FUZZ_OBJ)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# --- run, measure, torture ---------------------------------------------------------

.PHONY: run bench bench-parts torture
run: deps
	+$(Q)$(MAKE) --no-print-directory all
	$(Q)B=$(abspath $(B)) data/demo/run

BENCHES := $(filter-out %/figures_bench %/jack_bench, \
	$(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/bench/*_bench.c)))
$(B)/tests/bench/%_bench: $(B)/tests/bench/%_bench.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
# On a display: tests/ui/with-display build/tests/bench/timeline_bench SONG.rem
$(B)/tests/bench/timeline_bench: $(B)/tests/bench/timeline_bench.o $(UI_LIB) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(GUI_LIBS) -lX11 $(LIBS)
# The store's figures are taken with what its tests have.
$(B)/tests/bench/store_bench: $(B)/tests/bench/store_bench.o \
	  $(B)/tests/store/store_help.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

# The table of what is asked, in some minutes; bench-parts: each part's own figures.
bench: deps-bench
	+$(Q)$(MAKE) --no-print-directory all $(B)/tests/bench/figures_bench \
	  $(B)/tests/bench/jack_bench $(if $(UI_LIB),$(B)/tests/bench/timeline_bench)
	$(Q)B=$(abspath $(B)) tests/bench/table

bench-parts: deps-bench
	+$(Q)$(MAKE) --no-print-directory all $(BENCHES)
	$(Q)B=$(abspath $(B)) tests/bench/run $(BENCHES)

# The same tests at length: 200 kills, 10 000 flipped bits.
torture: deps-check
	+$(Q)TORTURE=1 LIMIT=3600 $(MAKE) --no-print-directory test

# --- translations ------------------------------------------------------------------

# make update-po: the template from the source, and each po/*.po brought up to it; where
# a string stands is told without its line, which every edit would move.
.PHONY: pot update-po
LINGUAS := $(patsubst po/%.po,%,$(wildcard po/*.po))
pot:
	$(Q)xgettext --from-code=UTF-8 -k_ -kN_ -kngettext:1,2 --add-comments=TRANSLATORS \
	  --package-name=remanence --package-version=$(VERSION) -F --add-location=file \
	  --copyright-holder='The Remanence authors' -o po/remanence.pot \
	  $(sort $(wildcard src/*/*.c src/*/*/*.c ui/*.c ui/*/*.c ui/*/*.ui))

update-po: pot
	$(Q)for l in $(LINGUAS); do \
	  msgmerge -q -U --backup=off --add-location=file po/$$l.po po/remanence.pot && \
	  msgattrib --no-obsolete -o po/$$l.po po/$$l.po && \
	  printf '%s: ' $$l && msgfmt -c --statistics -o /dev/null po/$$l.po || exit 1; done

$(B)/po/%.mo: po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt -c -o $@ $<

# --- install -----------------------------------------------------------------------

.PHONY: install uninstall dist clean distclean icons
completions = $(datadir)/bash-completion/completions
ID := org.remanence.Remanence
ICON_SIZES := 16 24 32 48 64 128 256
# What the desktop asks for: FROM=TO, below data/desktop and the folder for data.
DESKTOP := $(ID).desktop=applications/$(ID).desktop \
	$(ID).metainfo.xml=metainfo/$(ID).metainfo.xml \
	$(ID).mime.xml=mime/packages/$(ID).xml \
	icons/$(ID).svg=icons/hicolor/scalable/apps/$(ID).svg \
	icons/$(ID)-symbolic.svg=icons/hicolor/symbolic/apps/$(ID)-symbolic.svg \
	$(foreach s,$(ICON_SIZES),icons/$(s).png=icons/hicolor/$(s)x$(s)/apps/$(ID).png)
MANUALS := man/remanence.1 man/remanence-project.5
ifeq ($(WITH_GUI),yes)
MANUALS += man/remanence-gtk.1
else
DESKTOP :=
endif
# What desktops keep beside it to find it fast; a packager's tools do this by themselves.
define tell_desktop
	$(if $(or $(DESTDIR),$(if $(DESKTOP),,none)),,\
	$(Q)for tell in "update-mime-database $(datadir)/mime" \
	  "update-desktop-database -q $(datadir)/applications" \
	  "gtk-update-icon-cache -q -f -t $(datadir)/icons/hicolor"; do \
	  command -v $${tell%% *} >/dev/null && $$tell 2>/dev/null || true; done)
endef

install: all $(LINGUAS:%=$(B)/po/%.mo)
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(completions)
	$(INSTALL) $(PROGRAMS) $(DESTDIR)$(bindir)
	$(INSTALL) -m 644 data/remanence.bash $(DESTDIR)$(completions)/remanence
	$(INSTALL) -d $(DESTDIR)$(datadir)/remanence/templates
	$(INSTALL) -m 644 data/templates/*.template $(DESTDIR)$(datadir)/remanence/templates
	$(Q)for m in $(MANUALS); do \
	  $(INSTALL) -D -m 644 $$m $(DESTDIR)$(mandir)/man$${m##*.}/$${m##*/} || exit 1; done
	$(Q)for f in $(DESKTOP); do \
	  $(INSTALL) -D -m 644 data/desktop/$${f%%=*} $(DESTDIR)$(datadir)/$${f#*=} || exit 1; done
	$(Q)for l in $(LINGUAS); do \
	  $(INSTALL) -D -m 644 $(B)/po/$$l.mo \
	    $(DESTDIR)$(localedir)/$$l/LC_MESSAGES/remanence.mo || exit 1; done
	$(tell_desktop)

uninstall:
	rm -f $(PROGRAMS:$(B)/%=$(DESTDIR)$(bindir)/%) $(DESTDIR)$(completions)/remanence \
	  $(foreach m,$(MANUALS),$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $(m)))/$(notdir $(m))) \
	  $(patsubst data/%,$(DESTDIR)$(datadir)/remanence/%,$(wildcard data/templates/*)) \
	  $(foreach f,$(DESKTOP),$(DESTDIR)$(datadir)/$(word 2,$(subst =, ,$(f)))) \
	  $(LINGUAS:%=$(DESTDIR)$(localedir)/%/LC_MESSAGES/remanence.mo)
	$(tell_desktop)

# The icon's sizes anew, after its drawing was changed (with librsvg2-bin).
icons:
	$(Q)for s in $(ICON_SIZES); do rsvg-convert -w $$s -h $$s \
	  data/desktop/icons/$(ID).svg -o data/desktop/icons/$$s.png || exit 1; done

dist: config.mk
	git archive --prefix=remanence-$(VERSION)/ -o remanence-$(VERSION).tar.gz HEAD

clean:
	rm -rf build build-*

distclean: clean
	rm -rf configure config.mk config.h config.log config.status autom4te.cache
