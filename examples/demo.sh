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
# somebody outside who dials in as soon as the configuration lets him
echo '{"clients": [{"name": "alice", "address": "198.51.100.77"}]}' >"$work/world"
"$bin/rtx-emulator" "$@" --state "$work/world" \
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

say "What the router says of it: the line, and a client who dials in"
for command in "show environment" "show log" "show status pp 1" \
    "show nat descriptor address" "show ip route" "show ipsec sa" \
    "show status pp anonymous" "show status l2tp"; do
    # shellcheck disable=SC2086
    run "$bin/rtx-show" $command
    expect_status 0 $?
done

say "All of it followed through, link by link"
run "$bin/rtx-doctor" --language en
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

# on a serial line an address cuts nobody off
[ "$transport" != serial ] || exit 0
say "A change that would cut us off: refused, unless the router can take it back"
run "$bin/rtx-deploy" examples/move.rtx
expect_status 3 $?
run "$bin/rtx-deploy" --confirm 300 examples/move.rtx
expect_status 7 $?
run "$bin/rtx-deploy" --rollback
expect_status 0 $?
