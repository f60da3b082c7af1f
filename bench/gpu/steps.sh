# Part of bench/gpu/run: what each step does, on the machine with the GPU.
# shellcheck shell=sh disable=SC2154 # variables are set by run

all_steps='check conformance determinism certificate operators step-vgg16 inference-vgg16 step-resnet50-c4
inference-resnet50-c4 step-staged svd-times lineage-times quickstart roi-layer-512'

one() {
    # A call that runs out of time asks for an end; the program below writes a checkpoint first, and is waited for.
    trap : TERM
    case $1 in
        check)
            [ "$device" = cpu ] || nvidia-smi
            roilab env
            roilab env | grep -q "^engine torch, devices:.*$device" || die "the torch engine has no device $device here"
            ;;
        conformance)
            suite=CudaEngineTest
            [ "$device" != cpu ] || suite=TorchEngineTest
            tests conformance -c "dev.roilab.tensor.torch.$suite" -c dev.roilab.roi.RegionOperatorTest -T slow
            ;;
        determinism) tests determinism -c dev.roilab.train.TrainingDeterminismTest ;;
        certificate) certificate ;;
        operators)
            precisions=f32
            timing operator/roi-align/forward/usual operator/roi-align/both/usual operator/roi-pool/forward/usual \
                operator/roi-pool/both/usual operator/roi-align/forward/large operator/roi-pool/forward/large
            ;;
        step-staged) timing step/spp-net step/rcnn ;;
        step-vgg16 | step-resnet50-c4) timing "step/${1#step-}/2" "step/${1#step-}/8" ;;
        inference-vgg16 | inference-resnet50-c4) timing "inference/${1#inference-}/1" "inference/${1#inference-}/8" ;;
        svd-times | lineage-times) study bench "gpu/$1" ;;
        quickstart) study run quickstart ;;
        # The synthetic pictures of 512 pixels teach the same in tf32.
        roi-layer-512) study run gpu/roi-layer-512 $([ "$device" = cpu ] || echo --set train.precision=tf32) ;;
        *) die "unknown step $1; there are: $all_steps" ;;
    esac
}

# As in the launcher: OpenBLAS's threads do not spin beside OpenMP's.
export OPENBLAS_THREAD_TIMEOUT="${OPENBLAS_THREAD_TIMEOUT:-4}"

class_path() {
    printf '%s' "$home/app/test-classes:$home/app/classes"
    for archive in "$home"/app/lib/*.jar; do
        printf ':%s' "$archive"
    done
}

java_command() {
    printf '%s' "$home/app/runtime/bin/java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    printf '%s' " -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
    printf '%s' " -Dorg.bytedeco.javacpp.cachedir=$home/cache -XX:+UseParallelGC -Xmx${ROILAB_HEAP:-3g}"
}

roilab() {
    # shellcheck disable=SC2046 # options are meant to be split into words
    (cd "$home/app" && $(java_command) -cp "$(class_path)" dev.roilab.cli.Main "$@")
}

# A study on the device: `run` goes on where it was stopped, `bench` times without training.
study() {
    action=$1
    file=$2
    shift 2
    # shellcheck disable=SC2046 # options are meant to be split into words
    roilab "$action" "experiments/$file.yaml" --engine torch --device "$device" --results "$out/results" \
        --reports "$out/reports" "$@" $([ "$sizes" = paper ] || smaller "$file")
}

# What makes a study run on a CPU in about a minute, and proves nothing but that it runs.
smaller() {
    case $1 in
        gpu/*-times)
            set -- width=160 height=96 largest=80 objects=3 shorter_side=96 longer_side=160
            printf ' --set data.%s' "$@"
            printf ' --set %s' proposals.count=24 model.backbone.width=0.125
            ;;
        gpu/roi-layer-512)
            set -- width=96 height=96 shorter_side=96 longer_side=96 train=12 test=4 smallest=24 largest=64
            printf ' --set data.%s' "$@"
            printf ' --set %s' train.steps=6 train.images=2 train.rois=32 proposals.count=100 proposals.width=0
            ;;
        *) printf ' --set %s' train.steps=40 data.train=20 data.test=8 ;;
    esac
}

tests() {
    reports=$1
    shift
    # shellcheck disable=SC2046 # options are meant to be split into words
    $(java_command) "-Droilab.test.engine=torch/$device" -jar "$home"/app/junit/*.jar execute \
        --class-path "$(class_path)" --details=tree --disable-banner --disable-ansi-colors \
        --reports-dir "$out/$reports" "$@"
}

# The same short trainings by two processes into two folders, from one seed each: the same bits?
certificate() {
    steps=200
    [ "$sizes" = paper ] || steps=20
    for turn in first second; do
        certify=
        [ $turn = second ] || certify=--certify
        # shellcheck disable=SC2086 # an option that may be missing
        roilab run experiments/quickstart.yaml --engine torch --device "$device" $certify --set train.steps=$steps \
            --set data.train=100 --set data.test=20 --results "$out/certificate/$turn" \
            --reports "$out/certificate/$turn/reports"
    done
    digests first >"$out/certificate/first.txt"
    digests second >"$out/certificate/second.txt"
    [ -s "$out/certificate/first.txt" ] || die 'no trial has left its digests'
    cmp "$out/certificate/first.txt" "$out/certificate/second.txt" || die 'the two runs differ'
}

# Trial and SHA-256 of its weights and of its detections, a line each.
digests() {
    (cd "$out/certificate/$1/quickstart" && grep -H '"weights_sha256"\|"detections_sha256"' ./*/result.json) |
        sed 's,^\./\(.*\)/result.json: *"\([a-z]*\)_sha256" : "\([0-9a-f]*\)".*,| \1 | \2 | \3 |,'
}

timing() {
    # A processor has no tf32.
    [ "$device" != cpu ] || precisions=${precisions:-f32,bf16}
    precisions=${precisions:-f32,tf32,bf16}
    if command -v "$python" >/dev/null 2>&1; then
        "$python" "$home/app/gpu/timings.py" --java "$(java_command) -cp $(class_path)" --device "$device" \
            --work "$(printf '%s\n' "$@" | paste -sd ,)" --sizes "$sizes" --precisions "$precisions" \
            --build "$(cat "$home/app/build")" --out "$out/timings.jsonl" ${ROILAB_TIMING_OPTIONS:-}
    else
        # To each work and precision five repetitions to warm up, then thirty.
        for work in "$@"; do
            # shellcheck disable=SC2046 # options are meant to be split into words
            printf '%s\n' "$precisions" | tr ',' '\n' | sed "s,.*,& $work 5\n& $work 30," |
                $(java_command) -cp "$(class_path)" dev.roilab.bench.GpuServer torch "$device" 8 "$sizes" |
                sed "s,^,$work ," >>"$out/timings.txt"
        done
    fi
}
