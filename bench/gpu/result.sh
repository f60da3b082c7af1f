# Part of bench/gpu/run: everything that there is so far, in one file for people and one archive for programs.
# shellcheck shell=sh disable=SC2154 # variables are set by run

summary() {
    printf '# RoiLab on %s\n\nCommit %s, %s' "$device" "$(cat "$home/app/commit")" "$(date -u +%Y-%m-%dT%H:%MZ)"
    printf ', sizes: %s. Written by `bench/gpu/run`; its head says how.\n' "$sizes"
    printf 'Raw results, the log of every step and the reports of the studies: `raw.tar.gz` beside this file.\n'
    [ "$sizes" = paper ] || printf '\n**At small sizes: this proves that the steps run, and says nothing of speed.**\n'
    printf '\n```\n'
    [ "$device" = cpu ] || nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader || true
    [ ! -f "$out/check.log" ] || sed -n '/^java:/,$p' "$out/check.log"
    printf '```\n'
    step_table
    test_counts
    certificate_table
    printf '\n## Beside torchvision, on the same device, in turns\n\n'
    [ ! -f "$out/timings.jsonl" ] || "$python" "$home/app/gpu/timings.py" --table "$out/timings.jsonl"
    [ ! -f "$out/timings.txt" ] || sed 's/^/    /' "$out/timings.txt"
    profile_tables
    timed lineage-times 'R-CNN, SPPnet and Fast R-CNN, an image by stage'
    timed svd-times 'Truncated SVD, an image by stage'
    trained quickstart 'Quickstart'
    trained roi-layer-512 'RoIPool against RoIAlign, ResNet-50-C4, 512 pixels'
}

step_table() {
    printf '\n## Steps\n\nThe last call of each; seconds of that call.\n\n| step | how it ended | seconds |\n|---|---|--:|\n'
    [ ! -f "$out/steps.txt" ] || for step in $all_steps; do
        if grep -q "^| $step |" "$out/steps.txt"; then
            grep "^| $step |" "$out/steps.txt" | tail -n 1
        else
            printf '| %s | not run yet | |\n' "$step"
        fi
    done
}

test_counts() {
    printf '\n## Tests on the device\n\n'
    for step in conformance determinism; do
        [ ! -f "$out/$step.log" ] || printf -- '- %s: %s\n' "$step" \
            "$(sed -n 's/^\[ *\([0-9]* tests \(found\|successful\|failed\|skipped\)\) *\]$/\1/p' "$out/$step.log" | paste -sd , | sed 's/,/, /g')"
    done
}

certificate_table() {
    [ -s "$out/certificate/second.txt" ] || return 0
    printf '\n## Certificate\n\n'
    grep -h '^.*bitwise\|^.*first difference' "$out/certificate.log" | sed 's/^/- /' || true
    printf '\nTwo processes, the same seeds: SHA-256 of weights and detections after training and test.\n\n'
    printf '| trial | of | first run | second run |\n|---|---|---|---|\n'
    paste -d '\n' "$out/certificate/first.txt" "$out/certificate/second.txt" |
        awk -F ' *[|] *' 'NR % 2 { a = $4; next } { print "| " $2 " | " $3 " | " substr(a, 1, 16) "… | " (a == $4 ? "equal" : substr($4, 1, 16) "…") " |" }'
}

profile_tables() {
    [ -s "$out/profiles.jsonl" ] || return 0
    printf '\n## Where a target was missed\n\n'
    printf 'The slowest of each kind, network and precision. Until asked for: the host alone. Until done: one operation\n'
    printf 'after the other, each waited for. Where both wholes are as long, the host is what takes the time.\n'
    "$python" "$home/app/gpu/profiles.py" --table "$out/profiles.jsonl"
}

# Of a study of times alone.
timed() {
    page=$out/reports/$1/bench/bench.md
    [ -f "$page" ] || return 0
    printf '\n## %s\n\n' "$2"
    [ "$sizes" = small ] || printf 'VGG16, 1000 x 600 pixels, 2000 proposals, f32. '
    printf 'Study: experiments/gpu/%s.yaml.\n\n' "$1"
    sed -n '/^Milliseconds an image from/,/^## Environment/p' "$page" |
        sed -e '/^## Environment/d' -e '/^!\[/d' -e '/^Stage medians/d' -e 's/^## /### /' | cat -s
}

# Of a study with training.
trained() {
    page=$out/reports/$1/report.md
    [ -f "$page" ] || return 0
    printf '\n## %s\n\n' "$2"
    sed -n '/^> /,/^## Published numbers/p' "$page" |
        sed -e '/^## Published numbers/d' -e '/^!\[/d' -e 's/^## /### /' | cat -s
}

# Logs, results and reports without weights and pictures of detections: what brings it back may have a limit.
archive() {
    # Not into the folder that is read.
    tar -C "$out" --exclude='*.safetensors*' --exclude=gallery --exclude='contact-sheet*' --exclude=raw.tar.gz \
        --exclude='./certificate/*/reports' -czf "$home/raw.tar.gz" . &&
        mv "$home/raw.tar.gz" "$out/"
}
