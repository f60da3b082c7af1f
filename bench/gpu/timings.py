"""RoiLab beside torchvision on one device: the same work, in turns, in one run.

    python3 bench/gpu/timings.py --java "JAVA OPTIONS ... -cp ..." --device cuda:0 --work step/vgg16/2 --out FILE
    python3 bench/gpu/timings.py --table FILE

The first appends a line of JSON for each work and precision, the second prints them as tables. Without PyTorch (or with
--alone) only RoiLab's times are taken. Work, several joined by commas:

    step/MODEL/N        training step of Fast R-CNN: N images of 600 x 1000, 64 regions of each; vgg16 or resnet50-c4
    inference/MODEL/N   N images at once, 2000 regions of each
    step/rcnn           fine-tuning step of R-CNN, VGG16: 128 crops of 224 x 224
    step/spp-net        fine-tuning step of SPPnet, VGG16: the layers above 128 stored pyramids of 50 bins
    operator/NAME/PASSES/SIZE   roi-align or roi-pool, forward or both, usual (512 regions of 256 channels) or large
                        (2000 of 512): 7 x 7 cells, data on the device before and after

All but the operators include the copies to the device and back.
"""

import argparse
import json
import shlex
import statistics
import subprocess

from peers import peer

# Titles of the tables; the sizes in them are those of "paper", peers.py has those of "small".
GROUPS = {
    "operator": """**Region operators.** 7 x 7 cells, stride 16, data on the device before and after; forward, or forward and
gradient (both). usual: 512 regions of a map of 256 x 38 x 50; large: 2000 regions of 512 x 38 x 63.""",
    "step": """**Training step.** Copy of the batch to the device, forward, backward, update. MODEL, N: Fast R-CNN, N images of
600 x 1000 pixels, 64 regions of each. rcnn: fine-tuning of R-CNN, VGG16, 128 crops of 224 x 224; spp-net: of SPPnet's
fully connected layers on 128 stored pyramids of 50 bins.""",
    "inference": """**Inference.** Copy of the images to the device, network, copy of scores and offsets back. MODEL, N: Fast
R-CNN, N images of 600 x 1000 pixels at once, 2000 regions of each.""",
}


class Ours:
    """RoiLab's side, in one JVM that stays warm."""

    def __init__(self, java, device, threads, sizes):
        command = shlex.split(java) + ["dev.roilab.bench.GpuServer", "torch", device, str(threads), sizes]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, precision, work, repetitions):
        self.process.stdin.write(f"{precision} {work} {repetitions}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            raise SystemExit(f"RoiLab's process ended while it ran {work} in {precision}")
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
    return (
        peer(work, options.device, precision, options.sizes),
        f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}",
    )


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def summary(values):
    return {"median_ms": statistics.median(values), "p95_ms": quantile(values, 0.95), "count": len(values)}


def measure(options, ours, work, precision):
    theirs, note = their_side(options, work, precision)
    ours.run(precision, work, options.warmup)
    if theirs:
        theirs.run(options.warmup)
    own, other, memory = [], [], 0
    for _ in range(options.rounds):
        times, memory = ours.run(precision, work, options.each)
        own += times
        other += theirs.run(options.each) if theirs else []
    line = {"work": work, "precision": precision, "device": options.device, "sizes": options.sizes}
    line["build"] = options.build
    line.update({"roilab": summary(own), "roilab_memory_taken_mb": memory, "peer": note})
    line["protocol"] = f"{options.rounds} rounds in turns of {options.each}, after {options.warmup} to warm up"
    if other:
        line["torchvision"] = summary(other)
        line["torchvision_over_roilab"] = statistics.median(other) / statistics.median(own)
    return line


def print_tables(path):
    with open(path, encoding="utf-8") as file:
        # A step that ran out of time has left what it had measured; the later measurement counts.
        latest = {(line["work"], line["precision"], line["sizes"]): line for line in map(json.loads, file)}
    notes = {(line["peer"], line.get("protocol", ""), line["device"]) for line in latest.values()}
    print("Milliseconds: median and 95th percentile. A ratio above 1 says that RoiLab is faster. MB: what RoiLab's")
    print("allocator has taken of the device's memory.\n")
    for note, protocol, device in sorted(notes):
        print(f"- {device}; peer: {note}; {protocol}")
    for kind, title in GROUPS.items():
        lines = [line for line in latest.values() if line["work"].split("/")[0] == kind]
        if lines:
            print(f"\n{title}\n")
            print_table(lines)


def print_table(lines):
    print("| work | precision | sizes | RoiLab, ms | its p95 | torchvision, ms | its p95 | torchvision / RoiLab | MB |")
    print("|---|---|---|--:|--:|--:|--:|--:|--:|")
    for line in lines:
        own, other = line["roilab"], line.get("torchvision")
        work = line["work"].split("/", 1)[1].replace("/", ", ")
        cells = [work, line["precision"], line["sizes"], digits(own["median_ms"]), digits(own["p95_ms"])]
        if other:
            ratio = f"{line['torchvision_over_roilab']:.2f}"
            cells += [digits(other["median_ms"]), digits(other["p95_ms"]), ratio]
        else:
            cells += ["–", "–", "–"]
        print("| " + " | ".join(cells + [str(line["roilab_memory_taken_mb"])]) + " |")


def digits(value):
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}"


def done(options):
    """What an earlier call has measured with the same build: a step that ran out of time goes on from there."""
    try:
        with open(options.out, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
    except FileNotFoundError:
        return set()
    same = {"build": options.build, "device": options.device, "sizes": options.sizes}
    same = [line for line in lines if options.build and all(line[key] == value for key, value in same.items())]
    return {(line["work"], line["precision"]) for line in same}


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
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--each", type=int, default=5, help="repetitions a round and side")
    parser.add_argument("--alone", action="store_true", help="without torchvision")
    parser.add_argument("--build", default="", help="what runs; leave out what the file has of it already")
    parser.add_argument("--out")
    options = parser.parse_args()
    if options.table:
        print_tables(options.table)
        return
    if not (options.java and options.work and options.out):
        parser.error("--java, --work and --out are needed to measure")
    known = done(options)
    ours = Ours(options.java, options.device, options.threads, options.sizes)
    for work in options.work.split(","):
        for precision in options.precisions.split(","):
            if (work, precision) not in known:
                line = json.dumps(measure(options, ours, work, precision))
                print(line, flush=True)
                with open(options.out, "a", encoding="utf-8") as out:
                    out.write(line + "\n")


if __name__ == "__main__":
    main()
