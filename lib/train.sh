# Runs a cluster of three systems for a moment, in which one loses its coordinator and takes over, and lets both daemons of that one leave
# a cache of loaded and linked classes. With it they start in a third of the time, and what a failover needs is not loaded when it comes.
# Sourced by the launcher; needs JAVA and CLASSPATH. A cache that cannot be made is done without.

# The systems that are trained with; the second one leaves the caches.
trainees="train1 train2 train3"

# The environment of a system.
train_env() {
    export VIGIL_CONF="$1/etc" VIGIL_LIB="$1/lib" VIGIL_LOG="$1/log" VIGIL_RUN="$1/run"
}

# What all systems have in common: the configuration, and an agent of scripts.
train_common() {
    mkdir -p "$1/agents/Trainee"
    for script in online offline clean monitor; do
        echo '#!/bin/sh' >"$1/agents/Trainee/$script"
    done
    echo ': >"$3"' >>"$1/agents/Trainee/online"
    echo 'rm -f "$3"' >>"$1/agents/Trainee/offline"
    echo 'rm -f "$4"' >>"$1/agents/Trainee/clean"
    echo '[ ! -e "$3" ] || exit 110; exit 100' >>"$1/agents/Trainee/monitor"
    chmod +x "$1"/agents/Trainee/*
    (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$1/secret")
    cat >"$1/main.cf" <<END
include "types.cf"
include "Trainee.cf"

cluster train (
	)

system train1 (
	)

system train2 (
	)

system train3 (
	)

group traingrp (
	SystemList = { train1 = 0, train2 = 1, train3 = 2 }
	AutoStartList = { train1 }
	)

	FileOnOff trainfile (
		PathName = "@AT@/file"
		)

	Trainee trainscript1 (
		File = "@AT@/script1"
		)

	Trainee trainscript2 (
		File = "@AT@/script2"
		)

	trainscript1 requires trainfile
	trainscript2 requires trainscript1
END
    cat >"$1/Trainee.cf" <<END
type Trainee (
	static str ArgList[] = { File }
	str File
)
END
}

# The files of one system: train_files DIRECTORY SYSTEM NUMBER.
train_files() {
    etc=$1/$2/etc
    mkdir -p "$etc" "$1/$2/lib" "$1/$2/log" "$1/$2/run"
    sed "s|@AT@|$1/$2|" "$1/main.cf" >"$etc/main.cf"
    cp "$VIGIL_HOME/config/src/main/resources/dev/vigil/config/types.cf" "$1/Trainee.cf" "$1/secret" "$etc/"
    ln -s "$1/agents" "$etc/agents"
    mv "$1/authority/$2" "$etc/keys"
    printf 'set-node %s\nset-cluster 65000\n' "$2" >"$etc/llttab"
    for link in 1 2; do
        echo "link net$link lo - udp 1997$link - 127.$((12 + link)).0.$(($3 + 1)) -" >>"$etc/llttab"
    done
    id=0
    for each in $trainees; do
        [ $id -eq "$3" ] || printf 'set-addr %s net1 127.13.0.%s\nset-addr %s net2 127.14.0.%s\n' \
            $id $((id + 1)) $id $((id + 1)) >>"$etc/llttab"
        echo "$id $each" >>"$etc/llthosts"
        id=$((id + 1))
    done
    printf 'set-timer heartbeat:10\nset-timer peertrouble:50\nset-timer peerinact:300\n' >>"$etc/llttab"
    echo '/sbin/gabconfig -c -n3' >"$etc/gabtab"
    echo 'vxfen_mode=majority' >"$etc/vxfenmode"
    echo "$2" >"$etc/sysname"
}

# One daemon: train_daemon DIRECTORY SYSTEM DAEMON CLASS [JVM OPTION]; sets trained to its process.
train_daemon() {
    classes=$CLASSPATH
    [ "$3" != had ] || classes=$(without_key_maker "$CLASSPATH")
    "$JAVA" "@$VIGIL_HOME/lib/$3.jvm" ${5:+"$5"} -Dvertx.options.blockedThreadCheckInterval=3600000 \
        -cp "$classes" "$4" </dev/null >>"$1/$2/$3.out" 2>&1 &
    trained=$!
}

# Both daemons of a system: train_system DIRECTORY SYSTEM [DIRECTORY OF CACHES]; sets hanode and had to their processes.
train_system() {
    train_env "$1/$2"
    train_daemon "$1" "$2" hanode dev.vigil.engine.node.HanodeMain ${3:+"-XX:AOTCacheOutput=$3/hanode.aot"}
    hanode=$trained
    train_daemon "$1" "$2" had dev.vigil.engine.had.HadMain ${3:+"-XX:AOTCacheOutput=$3/had.aot"}
    had=$trained
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

# Has the group of all systems go from one to the other, the first time because train1 dies: its processes are the first two arguments.
train_failover() {
    for system in $trainees; do
        train_await 300 RUNNING "$VIGIL_HOME/bin/hasys" -state $system || return 1
    done
    train_await 300 ONLINE "$VIGIL_HOME/bin/hagrp" -state traingrp -sys train1 || return 1
    # The engine rehearses a stop in the node daemon's place two seconds after its start.
    sleep 3
    kill -9 "$1" "$2"
    rm -f "$3"/train1/file "$3"/train1/script?
    train_await 300 ONLINE "$VIGIL_HOME/bin/hagrp" -state traingrp -sys train2 || return 1
    train_system "$3" train1
    first="$hanode $had"
    train_env "$3/train2"
    train_await 300 RUNNING "$VIGIL_HOME/bin/hasys" -state train1 || return 1
    for system in train1 train2; do
        "$VIGIL_HOME"/bin/hagrp -switch traingrp -to $system >/dev/null 2>&1
        train_await 300 ONLINE "$VIGIL_HOME/bin/hagrp" -state traingrp -sys $system || return 1
    done
    for command in "hastatus -sum" "hagrp -display" "hares -display" "hasys -display" "lltstat -nvv" "gabconfig -a" \
        "hagrp -clear traingrp -sys train1" "hagrp -offline traingrp -sys train2"; do
        "$VIGIL_HOME"/bin/$command >/dev/null 2>&1
    done
    # States are compared a second after a view has opened, and every ten seconds.
    sleep 2
}

train() {
    at=$VIGIL_HOME/run/train
    rm -rf "$at"
    train_common "$at"
    set --
    number=0
    for system in $trainees; do
        set -- "$@" -add $number $system
        number=$((number + 1))
    done
    "$VIGIL_HOME/bin/vigil-keys" -dir "$at/authority" -init train "$@" >/dev/null
    number=0
    for system in $trainees; do
        train_files "$at" $system $number
        number=$((number + 1))
    done
    (
        unset VIGIL_SYSTEM
        export VIGIL_TIMEOUT=10
        # had would otherwise be ended as hung while it writes.
        export VCS_GAB_TIMEOUT=600000
        first= third= node= engine=
        trap 'kill -9 $first $third $node $engine; exit 1' INT TERM HUP
        train_system "$at" train1
        first="$hanode $had"
        train_system "$at" train3
        third="$hanode $had"
        train_system "$at" train2 "$at"
        node=$hanode
        engine=$had
        train_failover $first "$at"
        "$VIGIL_HOME/bin/hastop" -local >/dev/null 2>&1 || kill "$engine"
        train_gone "$engine"
        kill "$node" 2>/dev/null
        train_gone "$node"
        kill -9 $first $third
    ) 2>/dev/null
    for daemon in had hanode; do
        if [ -f "$at/$daemon.aot" ]; then
            mv "$at/$daemon.aot" "$VIGIL_HOME/engine/target/$daemon.aot"
        else
            echo "vigil: no cache of classes for $daemon (see $at/train2/$daemon.out); it starts a little slower"
        fi
    done
}
