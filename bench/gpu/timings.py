"""RoiLab beside torchvision on one device: the same work, in turns, in one run.

    python3 bench/gpu/timings.py --java "JAVA OPTIONS ... -cp ..." --device cuda:0 --work step/vgg16/2 --out FILE
    python3 bench/gpu/timings.py --table FILE

The first appends a line of JSON for each work and precision, the second prints them as tables, with the targets and the
published time beside them. Without PyTorch (or with --alone) only RoiLab's times are taken. A work and precision gets
--budget seconds after its warm-up: slow ones are repeated less often. What fails is told and does not keep the others
from being measured. Work, several joined by commas:

    step/MODEL/N        training step of Fast R-CNN: N images of 600 x 1000, 64 regions of each; vgg16 or resnet50-c4
    inference/MODEL/N   N images at once, 2000 regions of each
    step/rcnn           fine-tuning step of R-CNN, VGG16: 128 crops of 224 x 224
    step/spp-net        fine-tuning step of SPPnet, VGG16: the layers above 128 stored pyramids of 50 bins
    step/faster-rcnn, step/mask-rcnn   training step of two images of 600 x 1000, ResNet-50-C4
    inference/faster-rcnn, inference/mask-rcnn   the test of one, from its pixels to its boxes and masks
    operator/NAME/PASSES/SIZE   roi-align or roi-pool, forward or both, usual (512 regions of 256 channels) or large
                        (2000 of 512): 7 x 7 cells, data on the device before and after

All but the operators include the copies to the device and back.
"""

import argparse
import json
import shlex
import statistics
import subprocess
import time

from peers import forget, peer

# Titles of the tables; the sizes in them are those of "paper", peers.py has those of "small".
GROUPS = {
    "operator": """**Region operators.** 7 x 7 cells, stride 16, data on the device before and after; forward, or forward and
gradient (both). usual: 512 regions of a map of 256 x 38 x 50; large: 2000 regions of 512 x 38 x 63.""",
    "step": """**Training step.** Copy of the batch to the device, forward, backward, update. MODEL, N: Fast R-CNN, N images of
600 x 1000 pixels, 64 regions of each. rcnn: fine-tuning of R-CNN, VGG16, 128 crops of 224 x 224; spp-net: of SPPnet's
fully connected layers on 128 stored pyramids of 50 bins. faster-rcnn, mask-rcnn: two images of 600 x 1000, ResNet-50-C4,
beside torchvision's own classes; from decoded pixels.""",
    "inference": """**Inference.** Copy of the images to the device, network, copy of scores and offsets back. MODEL, N: Fast
R-CNN, N images of 600 x 1000 pixels at once, 2000 regions of each. faster-rcnn, mask-rcnn: one image, from its decoded
pixels to its boxes and masks.""",
}


# What is wanted of RoiLab: the beginning of a work's name, torchvision's time over RoiLab's, in words.
TARGETS = [
    ("step/", 1.5, "training step at least 1.5 times as fast as torchvision's"),
    ("inference/", 1.5, "inference at least 1.5 times as fast as torchvision's"),
    ("operator/roi-align/both/", 1.0, "RoIAlign, forward and gradient, no slower than torchvision's"),
]

K40_WORK = "step/vgg16/2"
K40_MS = 9.5 * 3600 * 1000 / 40000

# Whatever the budget says.
LEAST_WARM_UPS = 2
LEAST_ROUNDS = 3


class Failed(RuntimeError):
    """A work could not be done; the others can."""


class Ours:
    """RoiLab's side, in one JVM that stays warm; a new one after a failure."""

    def __init__(self, java, device, threads, sizes, program="GpuServer"):
        self.command = shlex.split(java) + ["dev.roilab.bench." + program, "torch", device, str(threads), sizes]
        self.process = None

    def ask(self, precision, work, repetitions):
        if self.process is None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        try:
            self.process.stdin.write(f"{precision} {work} {repetitions}\n")
            self.process.stdin.flush()
        except OSError:
            self.gone(precision, work)

    def line(self, precision, work):
        text = self.process.stdout.readline()
        return text if text else self.gone(precision, work)

    def gone(self, precision, work):
        status = self.process.wait()
        self.process = None
        raise Failed(f"RoiLab's process ended with {status} while it ran {work} in {precision}; the log says why")

    def run(self, precision, work, repetitions):
        self.ask(precision, work, repetitions)
        answer = self.line(precision, work).split()
        return [float(value) for value in answer[:-1]], int(answer[-1])


def their_side(options, work, precision):
    if options.alone:
        return None, "left out by --alone"
    try:
        import torch
        import torchvision
    # A torchvision that does not fit PyTorch is no ImportError.
    except (ImportError, OSError, RuntimeError) as missing:
        return None, f"left out: {missing}"
    note = f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}"
    try:
        return peer(work, options.device, precision, options.sizes), note
    except RuntimeError as failure:
        return None, f"{note}, failed: {first_line(failure)}"


def first_line(failure):
    return str(failure).strip().split("\n")[0][:200]


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def summary(values):
    return {"median_ms": statistics.median(values), "p95_ms": quantile(values, 0.95), "count": len(values)}


def warmed_up(run, options, least_seconds=0):
    """Repetitions one by one, so many and so long, but not longer than half the budget beyond that; the last's ms."""
    start = time.monotonic()
    done = 0
    while done < max(1, options.warmup) or time.monotonic() - start < least_seconds:
        if done >= LEAST_WARM_UPS and time.monotonic() - start > least_seconds + options.budget / 2:
            break
        last = run(1)
        done += 1
    return last[-1]


def in_turns(run_ours, run_theirs, options, expected_ms):
    """Both sides' times; fewer where a repetition is long."""
    share = options.budget * 1000 / (options.rounds * max(expected_ms, 1e-3))
    each = max(1, min(options.each, int(share)))
    own, other, rounds = [], [], 0
    start = time.monotonic()
    while rounds < options.rounds and (rounds < LEAST_ROUNDS or time.monotonic() - start < options.budget):
        own += run_ours(each)
        other += run_theirs(each) if run_theirs else []
        rounds += 1
    return own, other, f"{rounds} rounds in turns of {each}"


def measure(options, ours, work, precision):
    def run_ours(repetitions):
        return ours.run(precision, work, repetitions)[0]

    # A JVM compiles what it repeats, for some hundreds of repetitions: a training has tens of thousands.
    expected = warmed_up(run_ours, options, options.settle)
    # Before torchvision's side takes its own.
    memory = ours.run(precision, work, 1)[1]
    theirs, note = their_side(options, work, precision)
    if theirs:
        try:
            expected += warmed_up(theirs.run, options)
        except RuntimeError as failure:
            theirs, note = None, f"{note}, failed: {first_line(failure)}"
    own, other, turns = in_turns(run_ours, theirs.run if theirs else None, options, expected)
    line = {"roilab": summary(own), "device_memory_mb": memory, "peer": note}
    line["protocol"] = f"{turns}, after at most {options.warmup} to warm up and RoiLab's {options.settle:g} s"
    if other:
        line["torchvision"] = summary(other)
        line["torchvision_over_roilab"] = statistics.median(other) / statistics.median(own)
    return line


def read(path):
    """The lines of a file of results; half a line, left by a call that was cut, is none."""
    lines = []
    try:
        with open(path, encoding="utf-8") as file:
            for text in file:
                try:
                    lines.append(json.loads(text))
                except ValueError:
                    continue
    except FileNotFoundError:
        pass
    return lines


def latest(lines):
    """Of a work that was measured several times the last counts, a failure only where nothing else is known."""
    known = {}
    for line in sorted(lines, key=lambda line: "failed" not in line):
        known[(line["work"], line["precision"], line["sizes"])] = line
    return list(known.values())


def print_tables(path):
    lines = latest(read(path))
    measured = [line for line in lines if "failed" not in line]
    print_targets(measured)
    print("Milliseconds: median and 95th percentile. A ratio above 1 says that RoiLab is faster. MB: what all programs")
    print("have taken of the device's memory while RoiLab runs; torchvision's side has given its own back by then, but")
    print("PyTorch keeps some hundreds for itself. tf32 is the same two switches on both sides. torchvision's side is as")
    print("fast as PyTorch gets without compiling: cuDNN times its algorithms first, and gradients may add atomically.")
    print("RoiLab's algorithms are chosen by rule, and its gradients come out to the same bits.\n")
    for note in sorted({f"{line['device']}; peer: {line['peer']}; {line['protocol']}" for line in measured}):
        print(f"- {note}")
    for line in lines:
        if "failed" in line:
            print(f"- not measured: {line['work']} in {line['precision']}: {line['failed']}")
    for kind, title in GROUPS.items():
        rows = [line for line in measured if line["work"].split("/")[0] == kind]
        if rows:
            print(f"\n{title}\n")
            print_table(rows)
    print_k40([line for line in measured if line["work"] == K40_WORK])


def missed(line):
    """By a line that has a target, and a ratio."""
    wanted = [least for start, least, _ in TARGETS if line["work"].startswith(start)]
    return bool(wanted) and line.get("torchvision_over_roilab", wanted[0]) < wanted[0]


def print_targets(lines):
    print("| target | met | by | missed by |")
    print("|---|---|--:|---|")
    for start, _, words in TARGETS:
        rows = [line for line in lines if line["work"].startswith(start) and "torchvision" in line]
        short = sorted((line for line in rows if missed(line)), key=lambda line: line["torchvision_over_roilab"])
        verdict = "not measured" if not rows else "**no**" if short else "yes"
        names = [f"{name_of(line)} {line['precision']} ({line['torchvision_over_roilab']:.2f})" for line in short]
        print(f"| {words} | {verdict} | {len(rows) - len(short)} of {len(rows)} | {'; '.join(names) or '–'} |")
    print()


def name_of(line):
    return line["work"].split("/", 1)[1].replace("/", ", ")


def print_table(lines):
    print("| work | precision | sizes | RoiLab, ms | its p95 | torchvision, ms | its p95 | torchvision / RoiLab | MB |")
    print("|---|---|---|--:|--:|--:|--:|--:|--:|")
    for line in lines:
        own, other = line["roilab"], line.get("torchvision")
        cells = [name_of(line), line["precision"], line["sizes"], digits(own["median_ms"]), digits(own["p95_ms"])]
        if other:
            ratio = f"{line['torchvision_over_roilab']:.2f}"
            cells += [digits(other["median_ms"]), digits(other["p95_ms"]), ratio]
        else:
            cells += ["–", "–", "–"]
        print("| " + " | ".join(cells + [str(line["device_memory_mb"])]) + " |")


def print_k40(lines):
    if not lines:
        return
    print("\n**Training step beside the published one.** Fast R-CNN (arXiv:1504.08083), table 4: 9.5 hours on a K40 for")
    print(f"40,000 steps of VGG16, 2 images and 128 regions each, conv1 and conv2 fixed: {K40_MS:.0f} ms a step by our")
    print("arithmetic. Ours trains every layer.\n")
    print("| precision | sizes | K40, ms | RoiLab, ms | torchvision, ms | K40 / RoiLab |\n|---|---|--:|--:|--:|--:|")
    for line in lines:
        own = line["roilab"]["median_ms"]
        other = digits(line["torchvision"]["median_ms"]) if "torchvision" in line else "–"
        cells = [line["precision"], line["sizes"], f"{K40_MS:.0f}", digits(own), other, f"{K40_MS / own:.1f}"]
        print("| " + " | ".join(cells) + " |")


def digits(value):
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}"


def same_build(path, options):
    """What an earlier call has measured of what runs now: a step that ran out of time goes on from there."""
    same = {"build": options.build, "device": options.device, "sizes": options.sizes}
    return [line for line in read(path) if options.build and all(line[key] == value for key, value in same.items())]


def ends_whole(path):
    with open(path, "rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"


def append(path, options, work, precision, line):
    where = {"work": work, "precision": precision, "device": options.device, "sizes": options.sizes}
    text = json.dumps({**where, "build": options.build, **line})
    print(text, flush=True)
    with open(path, "a", encoding="utf-8") as out:
        # A line that was cut must not take this one with it.
        out.write(("\n" if out.tell() and not ends_whole(path) else "") + text + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", help="print a file of results, measure nothing")
    parser.add_argument("--java", help="the command line up to the class path")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--work", help="see above")
    parser.add_argument("--sizes", default="paper", choices=["paper", "small"])
    parser.add_argument("--precisions", default="f32,tf32,bf16")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--warmup", type=int, default=5)
    parser.add_argument("--settle", type=float, default=10, help="seconds for which RoiLab's side runs before")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--each", type=int, default=5, help="repetitions a round and side")
    parser.add_argument("--budget", type=float, default=10, help="seconds of a work and precision in turns")
    parser.add_argument("--alone", action="store_true", help="without torchvision")
    parser.add_argument("--build", default="", help="what runs; leave out what the file has of it already")
    parser.add_argument("--out")
    options = parser.parse_args()
    if options.table:
        print_tables(options.table)
        return
    if not (options.java and options.work and options.out):
        parser.error("--java, --work and --out are needed to measure")
    known = {(line["work"], line["precision"]) for line in same_build(options.out, options) if "failed" not in line}
    ours = Ours(options.java, options.device, options.threads, options.sizes)
    failures = 0
    for work in options.work.split(","):
        for precision in options.precisions.split(","):
            if (work, precision) in known:
                continue
            try:
                line = measure(options, ours, work, precision)
            except RuntimeError as failure:
                line = {"failed": first_line(failure)}
                failures += 1
            append(options.out, options, work, precision, line)
            forget()
    if failures:
        raise SystemExit(f"{failures} could not be measured")


if __name__ == "__main__":
    main()
