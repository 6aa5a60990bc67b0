# Sourced by the SSH tests, behind emulator.sh: a user of this machine, and
# SSH servers whose shell is an emulator's console. They need root.
[ "$(id -u)" = 0 ] || fail "these tests make a user of the machine: run them as root"
ssh_user=rtxssh$$
ssh_password=open-sesame-$$
server_pids=
chmod 755 "$work"
mkdir -p "$work/home" /run/sshd

cleanup() {
    for pid in $server_pids; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    stop_emulator
    userdel "$ssh_user" 2>/dev/null
    userdel "${ssh_user}j" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

# The console of the emulator at $port, without what telnet adds.
cat >"$work/console" <<'END'
#!/bin/sh
exec socat -,raw,echo=0 "TCP:127.0.0.1:$(cat "$(dirname "$0")/port")"
END
chmod 755 "$work/console"
useradd -M -d "$work/home" -s "$work/console" "$ssh_user" || fail "no useradd"
printf '%s:%s\n' "$ssh_user" "$ssh_password" | chpasswd
printf '%s\n' "$ssh_password" >"$work/password"
printf 'wrong\n' >"$work/wrong"
: >"$work/empty"
chmod 600 "$work/password" "$work/wrong" "$work/empty"

# start_router ARGUMENT...: the emulator behind the SSH servers
start_router() {
    start_emulator --option telnet-negotiation=none \
        --option anonymous-telnet=many --startup "$work/startup" \
        --admin-password-file "$work/admin" "$@"
    echo "$port" >"$work/port"
    chmod 644 "$work/port"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_port PORT: until somebody listens there
wait_port() {
    for _ in $(seq 100); do
        python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' \
            "$1" 2>/dev/null && return
        sleep 0.05
    done
    fail "nobody listens on port $1: $(cat "$work"/*.log 2>/dev/null)"
}

# start_sshd NAME [LINE...]: an OpenSSH server with these settings; $ssh_port
start_sshd() {
    name=$1
    shift
    ssh_port=$(free_port)
    [ -e "$work/$name.key" ] || ssh-keygen -q -t ed25519 -N '' -f "$work/$name.key"
    {
        printf 'ListenAddress 127.0.0.1:%s\n' "$ssh_port"
        printf 'PidFile none\nUsePAM no\nStrictModes no\nPrintMotd no\nPrintLastLog no\n'
        printf 'AuthorizedKeysFile %s/authorized\n' "$work"
        printf 'LoginGraceTime 20\n'
        printf '%s\n' "$@"
        printf 'HostKey %s/%s.key\n' "$work" "$name"
    } >"$work/$name.conf"
    "$(command -v sshd || echo /usr/sbin/sshd)" -D -e -f "$work/$name.conf" \
        2>"$work/$name.log" &
    server_pids="$server_pids $!"
    wait_port "$ssh_port"
}

# known PORT NAME: what known_hosts says of that server's key
known() {
    printf '[127.0.0.1]:%s %s\n' "$1" "$(cut -d' ' -f1,2 "$work/$2.key.pub")"
}

# show ENDPOINT ARGUMENT...: one command over SSH; $status, $work/out, $work/err
show() {
    endpoint=$1
    shift
    RTX_ADMIN_PASSWORD=lily timeout 60 "$build/bin/rtx-show" --endpoint "$endpoint" --text \
        --login-password-file "$work/password" "$@" \
        show environment </dev/null >"$work/out" 2>"$work/err"
    status=$?
}

# works WHAT ENDPOINT ARGUMENT...
works() {
    what=$1
    shift
    show "$@"
    [ "$status" = 0 ] || fail "$what: status $status: $(cat "$work/err")"
    grep -q '^RTX810' "$work/out" || fail "$what: $(cat "$work/out")"
}

# fails WHAT STATUS TEXT ENDPOINT ARGUMENT...: and the error says so
fails() {
    what=$1
    wanted=$2
    text=$3
    shift 3
    show "$@"
    [ "$status" = "$wanted" ] || fail "$what: status $status: $(cat "$work/err")"
    grep -q -e "$text" "$work/err" || fail "$what: no \"$text\" in $(cat "$work/err")"
    ! grep -q -e "$ssh_password" "$work/err" || fail "$what: tells the password"
}
