# What Vigil's scripts share. Sourced; needs VIGIL_HOME. POSIX sh only.

# Says why on standard error and ends.
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The major version of the JDK or JRE in a directory, or nothing. Reads a file: starting a JVM to ask would take longer.
java_major() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA to a java of version 25 or later: from JAVA_HOME, PATH or /usr/lib/jvm.
find_java() {
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path")
        on_path=${on_path%/bin/java}
    fi
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*; do
        major=$(java_major "$candidate")
        if [ "${major:-0}" -ge 25 ]; then
            JAVA=$candidate/bin/java
            return 0
        fi
    done
    die "vigil: no JDK 25 or later in JAVA_HOME, PATH or /usr/lib/jvm; install one or set JAVA_HOME"
}

# Sets CLASSPATH to the jars of the build.
find_classes() {
    jar=$(ls "$VIGIL_HOME"/engine/target/vigil-engine-*.jar 2>/dev/null | head -1)
    [ -n "$jar" ] && [ -d "$VIGIL_HOME/engine/target/lib" ] ||
        die "vigil: $VIGIL_HOME is not built; run: mvn -f $VIGIL_HOME/pom.xml package -DskipTests"
    CLASSPATH=$jar
    for each in "$VIGIL_HOME"/engine/target/lib/*.jar; do
        CLASSPATH=$CLASSPATH:$each
    done
}

# The same class path without the library that makes keys, for programs that only use them: Netty, where it finds that library, loads it at
# the first connection and has the signature of all of it verified, which takes longer than the connection and memory for good.
without_key_maker() {
    printf '%s\n' "$1" | tr ':' '\n' | grep -v '/bc[a-z]*-jdk[^/]*\.jar$' | paste -s -d: -
}

# Whether a process is there.
alive() {
    [ -n "$1" ] && kill -0 "$1" 2>/dev/null
}

# The number in a file, or nothing.
number_in() {
    # A daemon that ends takes its file away at any moment.
    [ -r "$1" ] && sed -n '1s/^\([0-9][0-9]*\)$/\1/p' "$1" 2>/dev/null || true
}
