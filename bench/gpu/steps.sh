# Part of bench/gpu/run: what each step does, on the machine with the GPU.
# shellcheck shell=sh disable=SC2154 # variables are set by run

timing_steps='operators step-vgg16 inference-vgg16 step-resnet50-c4 inference-resnet50-c4 step-two-stage
inference-two-stage step-staged'
all_steps="check conformance determinism certificate failures $timing_steps profile svd-times lineage-times quickstart
roi-layer-512"

one() {
    # A call that runs out of time asks for an end; the program below writes a checkpoint first, and is waited for.
    trap : TERM
    case $1 in
        check)
            [ "$device" = cpu ] || nvidia-smi || say 'no nvidia-smi'
            roilab env
            roilab env | grep -q "^engine torch, devices:.*$device" || die "the torch engine has no device $device here"
            ;;
        conformance)
            suite='-c dev.roilab.tensor.torch.CudaEngineTest -c dev.roilab.tensor.torch.CudaConvolutionTest'
            [ "$device" != cpu ] || suite='-c dev.roilab.tensor.torch.TorchEngineTest'
            # shellcheck disable=SC2086 # options are meant to be split into words
            tests conformance $suite -c dev.roilab.roi.RegionOperatorTest -T slow
            ;;
        determinism) tests determinism -c dev.roilab.train.TrainingDeterminismTest ;;
        certificate) certificate ;;
        failures) failures ;;
        operators)
            timing f32 operator/roi-align/forward/usual operator/roi-align/both/usual operator/roi-pool/forward/usual \
                operator/roi-pool/both/usual operator/roi-align/forward/large operator/roi-pool/forward/large
            ;;
        step-staged) timing tf32,bf16 step/spp-net step/rcnn ;;
        step-vgg16)
            timing tf32,bf16 step/vgg16/2 step/vgg16/8
            # As the K40 had it, beside which it stands.
            timing f32 step/vgg16/2
            ;;
        step-resnet50-c4) timing tf32,bf16 step/resnet50-c4/2 step/resnet50-c4/8 ;;
        step-two-stage) timing tf32,bf16 step/faster-rcnn step/mask-rcnn ;;
        inference-two-stage) timing tf32,bf16 inference/faster-rcnn inference/mask-rcnn ;;
        inference-vgg16 | inference-resnet50-c4)
            timing tf32,bf16 "inference/${1#inference-}/1" "inference/${1#inference-}/8"
            ;;
        profile) profiles ;;
        svd-times | lineage-times) study bench "gpu/$1" ;;
        quickstart) study run quickstart ;;
        # The synthetic pictures of 512 pixels teach the same in tf32.
        roi-layer-512) study run gpu/roi-layer-512 $([ "$device" = cpu ] || echo --set train.precision=tf32) ;;
        *) die "unknown step $1; there are: $all_steps" ;;
    esac
}

# As in the launcher: OpenBLAS's threads do not spin beside OpenMP's, and OpenMP's sleep soon.
export OPENBLAS_THREAD_TIMEOUT="${OPENBLAS_THREAD_TIMEOUT:-4}"
[ -n "${OMP_WAIT_POLICY:-}${GOMP_SPINCOUNT:-}" ] || export GOMP_SPINCOUNT=1000
export GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}"

class_path() {
    printf '%s' "$home/app/test-classes:$home/app/classes"
    for archive in "$home"/app/lib/*.jar; do
        printf ':%s' "$archive"
    done
}

# A quarter of the memory, from 3 to 16 gigabytes.
heap() {
    awk '$1 == "MemTotal:" { part = int($2 / 1048576 / 4); print (part < 3 ? 3 : part > 16 ? 16 : part) "g" }' /proc/meminfo
}

java_command() {
    printf '%s' "$home/app/runtime/bin/java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    printf '%s' " -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
    printf '%s' " -Dorg.bytedeco.javacpp.cachedir=$home/cache -XX:+UseParallelGC -Xmx${ROILAB_HEAP:-$(heap)}"
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
    [ "$sizes" = paper ] || shrink "$file"
    # shellcheck disable=SC2046 # options are meant to be split into words
    roilab "$action" "experiments/$file.yaml" --engine torch --device "$device" --results "$out/results" \
        --reports "$out/reports" "$@" $([ "$sizes" = paper ] || smaller "$file")
}

# Less work where no option reaches, which is what a study varies and how it times; `file` is then the copy.
shrink() {
    file=small/${1#gpu/}
    mkdir -p "$home/app/experiments/small"
    sed -e 's/\[480, 576, 688, 864, 1200\], window: 224/[96, 115, 138, 173, 240], window: 45/' \
        -e 's/crop: {size: 224/crop: {size: 64/' -e 's,^extends: base/,extends: ../base/,' \
        -e '/^timing:/d' -e '/^  images: 2$/d' -e '/^  rounds: /d' \
        "$home/app/experiments/$1.yaml" >"$home/app/experiments/$file.yaml"
    printf 'timing: {images: 1, rounds: 2}\n' >>"$home/app/experiments/$file.yaml"
}

# What makes a study run on a CPU in about a minute, and proves nothing but that it runs.
smaller() {
    case $1 in
        */*-times)
            set -- width=160 height=96 largest=80 objects=3 shorter_side=96 longer_side=160
            printf ' --set data.%s' "$@"
            printf ' --set %s' model.proposals.count=24 model.backbone.width=0.125
            ;;
        */roi-layer-512)
            set -- width=96 height=96 shorter_side=96 longer_side=96 train=12 test=4 smallest=24 largest=64
            printf ' --set data.%s' "$@"
            printf ' --set %s' train.steps=6 train.images=2 model.sampling.rois=32 model.proposals.count=100 model.proposals.width=0
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

# What must end with a message, and not with a crash or in silence.
failures() {
    told "no device 'cuda:99'" cuda:99
    [ "$device" != cpu ] || return 0
    (
        export CUDA_VISIBLE_DEVICES=-1
        told "no device '$device'" "$device"
    ) || exit
    fill_device
    told memory "$device"
    kill "$filler"
}

# The first steps of the quickstart have to fail on a device, with words.
told() {
    status=0
    roilab run experiments/quickstart.yaml --engine torch --device "$2" --set train.steps=5 --set data.train=10 \
        --set data.test=2 --results "$out/failures" --reports "$out/failures/reports" >"$out/told.txt" 2>&1 || status=$?
    cat "$out/told.txt"
    [ "$status" != 0 ] && [ "$status" -lt 128 ] || die "ended with $status where a message was due: $1"
    grep -q "$1" "$out/told.txt" || die "the message says nothing of: $1"
}

# Another program leaves too little of the device's memory; it is there once it has said so.
fill_device() {
    rm -f "$out/filled"
    "$python" - "$device" "$out/filled" <<'PYTHON' &
import sys, time, torch
free, _ = torch.cuda.mem_get_info(sys.argv[1])
taken = torch.empty(free - (600 << 20), dtype=torch.uint8, device=sys.argv[1])
open(sys.argv[2], "w").close()
time.sleep(60)
PYTHON
    filler=$!
    for _ in $(seq 30); do
        [ -f "$out/filled" ] || sleep 1
    done
}

# Operations on the host take as many threads as there are cores, up to eight.
threads() {
    cores=$(nproc)
    printf '%s' "$((cores < 8 ? cores : 8))"
}

# Works in some precisions, the first word.
timing() {
    precisions=$1
    shift
    # A processor has no tf32.
    [ "$device" != cpu ] || precisions=$(printf '%s' "$precisions" | sed 's/tf32/f32/')
    if command -v "$python" >/dev/null 2>&1; then
        python_timings timings.py --work "$(printf '%s\n' "$@" | paste -sd ,)" --precisions "$precisions" \
            --out "$out/timings.jsonl" $([ "$sizes" = paper ] || echo --rounds 3 --each 2 --warmup 2 --budget 2 --settle 0) \
            ${ROILAB_TIMING_OPTIONS:-}
    else
        # To each work and precision five repetitions to warm up, then thirty.
        for work in "$@"; do
            # shellcheck disable=SC2046 # options are meant to be split into words
            printf '%s\n' "$precisions" | tr ',' '\n' | sed "s,.*,& $work 5\n& $work 30," |
                $(java_command) -cp "$(class_path)" dev.roilab.bench.GpuServer torch "$device" "$(threads)" "$sizes" |
                sed "s,^,$work ," >>"$out/timings.txt"
        done
    fi
}

# A program of this folder in Python, with what all of them are told.
python_timings() {
    program=$1
    shift
    "$python" "$home/app/gpu/$program" --java "$(java_command) -cp $(class_path)" --device "$device" --sizes "$sizes" \
        --threads "$(threads)" --build "$(cat "$home/app/build")" "$@"
}

# By operation, what has missed its target so far; is to be continued until all timings are there.
profiles() {
    command -v "$python" >/dev/null 2>&1 || die "profiles need $python and PyTorch: a target is a ratio"
    python_timings profiles.py --timings "$out/timings.jsonl" --out "$out/profiles.jsonl" --seconds "$left" \
        $([ "$sizes" = paper ] || echo --repetitions 2 --settle 0)
    for step in $timing_steps; do
        if [ ! -f "$(mark_of "$step")" ]; then
            say "what $step has not measured yet has no profile"
            exit 124
        fi
    done
}
