#!/bin/sh
# Kills a study again and again and checks that it ends with the same bits as an undisturbed run.
# Usage: bench/crash/run.sh [KILLS]      (default 10; a few minutes)
set -eu

kills=${1:-10}
home=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
work=$(mktemp -d)
mkdir -p "$work/calm" "$work/killed"
trap 'rm -rf "$work"' EXIT
cd "$home"

run() {
    ./roilab run bench/crash/study.yaml --results "$work/$1/results" --reports "$work/$1/reports" --checkpoint 0.2 \
        >>"$work/$1.log" 2>&1
}

# The columns of times are blanked; a trial's name has a comma inside its quotes.
numbers() {
    sed 's/\("[^",]*\),\([^"]*"\)/\1 \2/' "$1" | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) time[i] = $i ~ /train_seconds|_ms_/ }
        { for (i = 1; i <= NF; i++) printf "%s;", time[i] ? "" : $i; print "" }'
}

# The tensors alone: the file's head says how long the training took.
tensors() {
    for file in "$1"/results/crash/*/weights.safetensors; do
        head=$(od -An -t u4 -N 4 "$file" | tr -d ' ')
        tail -c +$((head + 9)) "$file" | cksum
    done
}

printf 'undisturbed run...\n'
run calm
i=0
while [ "$i" -lt "$kills" ]; do
    i=$((i + 1))
    setsid sh -c "exec ./roilab run bench/crash/study.yaml --results '$work/killed/results' \
        --reports '$work/killed/reports' --checkpoint 0.2 >>'$work/killed.log' 2>&1" &
    pid=$!
    pause=$(awk -v seed="$i$$" 'BEGIN { srand(seed); printf "%.2f", 1 + 4 * rand() }')
    sleep "$pause"
    if kill -KILL "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null; then
        printf 'kill %d after %s s\n' "$i" "$pause"
    fi
    wait "$pid" 2>/dev/null || true
done
printf 'last run...\n'
run killed

numbers "$work/calm/reports/crash/trials.csv" >"$work/calm.numbers"
numbers "$work/killed/reports/crash/trials.csv" >"$work/killed.numbers"
tensors "$work/calm" >"$work/calm.tensors"
tensors "$work/killed" >"$work/killed.tensors"
if cmp "$work/calm.numbers" "$work/killed.numbers" && cmp "$work/calm.tensors" "$work/killed.tensors"; then
    printf 'equal: the same trials.csv, times aside, and the same weights\n'
else
    printf 'DIFFERENT: see %s\n' "$work"
    trap - EXIT
    exit 1
fi
