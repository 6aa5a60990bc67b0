#!/bin/sh
# The main job, from nothing to a saved configuration, on a fake router.
# Usage: examples/demo.sh [BUILD [telnet|ssh|serial]]
set -u
cd "$(dirname "$0")/.." || exit 1
bin=${1:-build}/bin
transport=${2:-telnet}
work=$(mktemp -d) || exit 1
emulator=
loud=
trap '[ -n "$emulator" ] && kill "$emulator" 2>/dev/null; rm -rf "$work"' EXIT

say() {
    printf '\n\033[1m%s\033[0m\n' "== $*"
}
# rtx PROGRAM ARGUMENT...: with what the transport needs
rtx() {
    program=$1
    shift
    [ "$transport" != ssh ] || set -- --known-hosts "$work/known_hosts" "$@"
    [ -z "$loud" ] || printf '$ %s\n' "$program $*"
    "$program" "$@"
}
run() {
    loud=1
    case $1 in
    "$bin"/*) rtx "$@" ;;
    *)
        printf '$ %s\n' "$*"
        "$@"
        ;;
    esac
    status=$?
    loud=
    return $status
}
expect_status() {
    if [ "$2" -ne "$1" ]; then
        echo "demo: exit status $2 where $1 was expected" >&2
        exit 1
    fi
}

umask 077
echo open-sesame >"$work/login"
echo treasure >"$work/admin"
case $transport in
telnet) set -- --telnet 127.0.0.1:0 ;;
ssh) set -- --ssh 127.0.0.1:0 --user "demo:$work/login" \
    --known-hosts-file "$work/known_hosts" ;;
serial) set -- --pty ;;
*)
    echo "demo: no such transport: $transport" >&2
    exit 64
    ;;
esac
"$bin/rtx-emulator" "$@" \
    --login-password-file "$work/login" --admin-password-file "$work/admin" \
    --ready-file "$work/ready" >/dev/null &
emulator=$!
while [ ! -s "$work/ready" ]; do
    kill -0 "$emulator" || exit 1
    sleep 0.05
done
RTX_ENDPOINT=$(head -n 1 "$work/ready")
RTX_LOGIN_PASSWORD=$(cat "$work/login")
RTX_ADMIN_PASSWORD=$(cat "$work/admin")
XDG_STATE_HOME=$work/state # where rtx-deploy keeps its journals
export RTX_ENDPOINT RTX_LOGIN_PASSWORD RTX_ADMIN_PASSWORD XDG_STATE_HOME
echo "A fake RTX810, Japanese as it leaves the factory, listens at $RTX_ENDPOINT"

say "An internet line and a VPN, as one transaction"
run "$bin/rtx-deploy" examples/internet.rtx examples/vpn.rtx
expect_status 0 $?

say "What the router says of it"
run "$bin/rtx-show" show ip route
expect_status 0 $?
run "$bin/rtx-show" show environment
expect_status 0 $?
run "$bin/rtx-show" show log
expect_status 0 $?

say "The same again: nothing to do"
run "$bin/rtx-deploy" examples/internet.rtx examples/vpn.rtx
expect_status 0 $?

say "A typing error on the third line: all of it is taken back"
rtx "$bin/rtx-show" --text show config | grep -v '^# Reporting' >"$work/before"
run cat examples/typo.rtx
run "$bin/rtx-deploy" examples/typo.rtx
expect_status 5 $?
rtx "$bin/rtx-show" --text show config | grep -v '^# Reporting' >"$work/after"
if ! cmp "$work/before" "$work/after"; then
    echo "demo: the router is not as it was" >&2
    exit 1
fi
echo "The router's show config is the same, byte for byte, as before the push."
