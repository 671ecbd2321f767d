# Runs a cluster of one system for a moment and lets both daemons leave a cache of loaded and linked classes, with which they start
# in a third of the time. Sourced by the launcher; needs JAVA and CLASSPATH. A cache that cannot be made is done without.

# The environment of the system that is trained with.
train_env() {
    export VIGIL_CONF="$1/etc" VIGIL_LIB="$1/lib" VIGIL_LOG="$1/log" VIGIL_RUN="$1/run"
}

train_files() {
    mkdir -p "$1/etc" "$1/lib" "$1/log" "$1/run"
    cat >"$1/etc/main.cf" <<END
include "types.cf"

cluster train (
	)

system train1 (
	)

group traingrp (
	SystemList = { train1 = 0 }
	AutoStartList = { train1 }
	)

	FileOnOff trainfile (
		PathName = "$1/file"
		)
END
    cp "$VIGIL_HOME/config/src/main/resources/dev/vigil/config/types.cf" "$1/etc/"
    "$VIGIL_HOME/bin/vigil-keys" -dir "$1/authority" -init train -add 0 train1 >/dev/null && mv "$1/authority/train1" "$1/etc/keys"
    printf 'set-node train1\nset-cluster 65000\nlink net1 lo - udp 19970 - 127.13.0.1 -\n' >"$1/etc/llttab"
    echo '0 train1' >"$1/etc/llthosts"
    echo '/sbin/gabconfig -c -n1' >"$1/etc/gabtab"
    echo 'vxfen_mode=majority' >"$1/etc/vxfenmode"
    echo train1 >"$1/etc/sysname"
    (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$1/etc/secret")
}

# One daemon that leaves a cache when it ends; sets trained to its process.
train_daemon() {
    "$JAVA" "@$VIGIL_HOME/lib/$2.jvm" "-XX:AOTCacheOutput=$1/$2.aot" -Dvertx.options.blockedThreadCheckInterval=3600000 \
        -cp "$CLASSPATH" "$3" </dev/null >>"$1/$2.out" 2>&1 &
    trained=$!
}

# Waits until a command says something: train_await TENTHS WORD COMMAND ...
train_await() {
    left=$1
    word=$2
    shift 2
    while [ "$left" -gt 0 ]; do
        case $("$@" 2>/dev/null) in *"$word"*) return 0 ;; esac
        left=$((left - 1))
        sleep 0.1
    done
    return 1
}

# Waits until a process has ended, a minute at most.
train_gone() {
    left=600
    while alive "$1" && [ "$left" -gt 0 ]; do
        left=$((left - 1))
        sleep 0.1
    done
    if alive "$1"; then kill -9 "$1"; fi
}

train() {
    at=$VIGIL_HOME/run/train
    rm -rf "$at"
    train_files "$at"
    (
        unset VIGIL_SYSTEM
        train_env "$at"
        export VIGIL_TIMEOUT=10
        # had would otherwise be ended as hung while it writes.
        export VCS_GAB_TIMEOUT=600000
        train_daemon "$at" hanode dev.vigil.engine.node.HanodeMain
        hanode=$trained
        train_daemon "$at" had dev.vigil.engine.had.HadMain
        had=$trained
        if train_await 600 RUNNING "$VIGIL_HOME/bin/hasys" -state train1 &&
            train_await 300 ONLINE "$VIGIL_HOME/bin/hagrp" -state traingrp -sys train1; then
            for command in "hastatus -sum" "hagrp -display" "hares -display" "lltstat -nvv" "gabconfig -a" \
                "hagrp -offline traingrp -sys train1"; do
                "$VIGIL_HOME"/bin/$command >/dev/null 2>&1
            done
        fi
        # The engine rehearses a stop in the node daemon's place two seconds after its start.
        sleep 4
        "$VIGIL_HOME/bin/hastop" -local >/dev/null 2>&1 || kill "$had"
        train_gone "$had"
        kill "$hanode" 2>/dev/null
        train_gone "$hanode"
    ) 2>/dev/null
    for daemon in had hanode; do
        if [ -f "$at/$daemon.aot" ]; then
            mv "$at/$daemon.aot" "$VIGIL_HOME/engine/target/$daemon.aot"
        else
            echo "vigil: no cache of classes for $daemon (see $at/$daemon.out); it starts a little slower"
        fi
    done
}
