# Sourced by the emulator's system tests: start and stop an rtx-emulator.
# It sets $port, $emulator_pid, $work; all is gone when the test ends.
build=${RTX_BUILD:-build}
work=$(mktemp -d) || exit 1
emulator_pid=
stop_emulator() {
    [ -z "$emulator_pid" ] || kill "$emulator_pid" 2>/dev/null
    [ -z "$emulator_pid" ] || wait "$emulator_pid"
    emulator_status=$?
    emulator_pid=
}
trap 'stop_emulator; rm -rf "$work"' EXIT
fail() {
    echo "FAILED: $*"
    exit 1
}
# start_emulator ARGUMENT...: listens on a free port
start_emulator() {
    rm -f "$work/ready"
    "$build/bin/rtx-emulator" --telnet 127.0.0.1:0 --ready-file "$work/ready" \
        "$@" >"$work/stdout" 2>"$work/stderr" &
    emulator_pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s "$work/ready" ] && break
        sleep 0.1
    done
    [ -s "$work/ready" ] || fail "no ready file: $(cat "$work/stderr")"
    port=$(sed -n 's/^telnet:.*://p' "$work/ready")
}
printf 'tulip\n' >"$work/login"
printf 'lily\nsecond line\n' >"$work/admin"
printf 'iris\n' >"$work/anne"
cat >"$work/startup" <<'END'
console character ascii
ip route default gateway pp 1
ip lan1 address 192.168.100.1/24
END
