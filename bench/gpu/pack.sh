# Part of bench/gpu/run: makes the pieces, on a machine that has Java, Maven and a network.
# shellcheck shell=sh disable=SC2154 # variables are set by run

piece_bytes=$((48 * 1024 * 1024))
junit=6.1.3

pack() {
    case ${device:-cuda} in
        cuda) profile=torch-cuda ;;
        cpu) profile=torch ;;
        *) die "pack --device may be cuda or cpu" ;;
    esac
    project=$(dirname "$(dirname "$here")")
    to=${to:-$project/target/gpu-pieces}
    : "${JAVA_HOME:?JAVA_HOME must name a JDK 25, from which the runtime is taken}"
    stage=$project/target/gpu-stage
    (cd "$project" && ${MVN:-mvn -B} -q "-P$profile" -DskipTests test-compile)
    [ -n "$program_only" ] || libraries
    rm -rf "$stage"
    mkdir -p "$stage"
    cp -R "$project/target/$profile/classes" "$project/target/$profile/test-classes" "$project/experiments" "$stage/"
    cp -R "$here" "$stage/gpu"
    cp "$project/bench/peers/two_stage.py" "$stage/gpu/"
    git -C "$project" rev-parse HEAD >"$stage/commit" 2>/dev/null || echo unknown >"$stage/commit"
    pieces program
    (cd "$to" && sha256sum piece-* >SHA256SUMS)
    rm -rf "$stage"
    say "$(wc -l <"$to/SHA256SUMS") pieces in $to, $(($(cat "$to"/piece-* | wc -c) >> 20)) MiB"
}

# What seldom changes: Java, JUnit and all that the program is built on.
libraries() {
    rm -rf "$stage" "$to"
    mkdir -p "$stage/lib" "$to"
    (cd "$project" && ${MVN:-mvn -B} -q "-P$profile" dependency:copy-dependencies \
        -DincludeScope=test "-DoutputDirectory=$stage/lib" &&
        ${MVN:-mvn -B} -q "-P$profile" dependency:copy "-DoutputDirectory=$stage/junit" \
            "-Dartifact=org.junit.platform:junit-platform-console-standalone:$junit")
    repack_natives
    "$JAVA_HOME/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.zipfs,jdk.management --strip-debug \
        --no-header-files --no-man-pages --output "$stage/runtime"
    pieces libraries
}

# The archive of what is staged, cut; xz and tar take several archives one behind the other.
pieces() {
    rm -f "$to/piece-$1"-*
    tar -C "$stage" -cf - . | xz "${XZ_LEVEL:--6}" -T0 | split -b "$piece_bytes" -d -a 3 - "$to/piece-$1-"
}

# What is in an archive uncompressed, xz compresses better. It has to be an archive: JavaCPP finds some libraries only
# under names that it gives them when it unpacks them. Headers and bindings of other languages stay behind.
repack_natives() {
    for archive in "$stage"/lib/*-linux-x86_64*.jar; do
        mkdir "$stage/natives"
        (cd "$stage/natives" && "$JAVA_HOME/bin/jar" xf "$archive" &&
            find . \( -name '*.a' -o -name include -o -name python -o -name share \) -prune -exec rm -r {} +)
        [ -z "$arch" ] || find "$stage/natives" -name libtorch_cuda.so -exec "$python" "$here/reduce.py" {} "$arch" \;
        "$JAVA_HOME/bin/jar" --create --no-compress --no-manifest --file "$archive" -C "$stage/natives" .
        rm -r "$stage/natives"
    done
}
