#!/bin/sh
# Install into an empty folder, build a program against it through pkg-config,
# statically and dynamically, in C and C++, and run it.
# Usage: tests/install.sh [BUILD]. Last line: "install: N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() {
    name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        echo "ok       install: $name"
        passed=$((passed + 1))
    else
        cat "$work/log"
        echo "NOT OK   install: $name"
        failed=$((failed + 1))
    fi
}

cat >"$work/user.c" <<'E2'
#include <rtx/emulator.h>
#include <rtx/rtx.h>
#include <stdio.h>

int main(void)
{
    rtx_session *session = NULL;
    rtx_emulator *emulator = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    if (rtx_abi() != RTX_ABI || rtx_emulator_new(&emulator, &error) < 0 ||
        rtx_session_new(&session, "telnet://127.0.0.1", &error) < 0)
        return 1;
    rtx_session_free(session);
    rtx_emulator_free(emulator);
    puts(rtx_version());
    return 0;
}
E2
PKG_CONFIG_PATH=$work/usr/lib/pkgconfig
PKG_CONFIG_SYSROOT_DIR=
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
check "make install" make -s BUILD="$build" PREFIX="$work/usr" install
flags=$(pkg-config --cflags --libs librtx-emulator librtx)
static=$(pkg-config --static --cflags librtx-emulator librtx)
check "make install elsewhere" make -s BUILD="$build" PREFIX=/usr DESTDIR="$work/root" install
check "pkg-config names the prefix" grep -qx prefix=/usr "$work/root/usr/lib/pkgconfig/librtx.pc"
check "shared, C" sh -c "cc -Wall -Werror '$work/user.c' -o '$work/shared' $flags"
check "shared, runs" env LD_LIBRARY_PATH="$work/usr/lib" "$work/shared"
check "static, C" sh -c "cc '$work/user.c' -o '$work/static' $static \
    '$work/usr/lib/librtx-emulator.a' '$work/usr/lib/librtx.a' -ltelnet -ljansson -lssh -lserialport -lsodium -lpthread -lutil"
check "static, runs" "$work/static"
check "examples and recipes" test -f "$work/root/usr/share/doc/librtx/examples/internet.rtx" \
    -a -f "$work/root/usr/share/doc/librtx/examples/recipes/vpc.recipe"
check "installed program runs" "$work/usr/bin/rtx-deploy" --version
check "schemas are installed" test -s "$work/usr/share/librtx/schema/ip_route.json"
check "the reference is installed" grep -q rtx_parse_ping "$work/usr/share/doc/librtx/show.md"
check "the soname is the ABI" sh -c "objdump -p '$work/usr/lib/librtx.so' | grep -q 'SONAME *librtx.so.$(sed -n 's/^#define RTX_ABI //p' include/rtx/version.h)\$'"
check "the Python package finds the library beside it" sh -c \
    "cd /; unset RTX_LIBRARY; PYTHONPATH=\$(echo '$work'/usr/lib/python3*/dist-packages) /usr/bin/python3 -c \
    'import rtx, rtx.emulator; assert rtx.library_path.startswith(\"$work\")'"
echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
