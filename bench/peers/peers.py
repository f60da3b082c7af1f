"""RoiLab beside PyTorch and torchvision: the same work, in turns, in one run.

    python bench/peers/peers.py [--threads 2] [--rounds 9] [--only PREFIX] [--table reports/bench/peers.md]

It needs PyTorch and torchvision (pip install torch torchvision) and a built RoiLab (mvn -DskipTests test-compile).
Prints a line for each item: ratio <item> <peer ms> <ours ms> <peer/ours> <target>; the times are medians over rounds.
A round times the peer and RoiLab in turns, so that whatever else the machine does falls on both. The ratio is the
median of the rounds' ratios; the table gives its 95 % interval, too, from 2,000 resamples of the rounds.
"""

import argparse
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import time

import torch
import torchvision
import two_stage
from torch import nn
from torch.nn import functional
from torchvision.ops import nms, roi_align, roi_pool

HOME = pathlib.Path(__file__).resolve().parents[2]
CLASSES = 21
TURN_MS = 400
LONGEST_MS = 20000


class Ours:
    """RoiLab's side, in one JVM that stays warm."""

    def __init__(self, threads, java):
        classes = os.pathsep.join(
            [str(HOME / "target/test-classes"), str(HOME / "target/classes"), (HOME / "target/classpath.txt").read_text().strip()]
        )
        command = [java, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
        command += ["-Xmx4g", "-XX:+UseParallelGC", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", classes]
        command += ["dev.roilab.bench.PeerServer", str(threads)]
        # As the launcher starts RoiLab: its OpenMP threads sleep soon, so that neither side's wait on the other's cores.
        spin = {} if os.environ.get("OMP_WAIT_POLICY") else {"GOMP_SPINCOUNT": os.environ.get("GOMP_SPINCOUNT", "1000")}
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **spin},
        )

    def run(self, work, repetitions):
        self.process.stdin.write(f"{work} {repetitions}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"RoiLab's process ended while it ran {work}")
        return [float(value) for value in answer.split()]


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def boxes(count, width, height, side):
    corners = torch.rand(count, 2) * torch.tensor([width, height])
    return torch.cat([corners, corners + 30 + torch.rand(count, 2) * side], 1)


def on_image(rows, images=1):
    index = torch.arange(images).repeat_interleave(len(rows) // images)[:, None].float()
    return torch.cat([index, rows], 1)


def region_work(operator, backward):
    features = torch.rand(1, 256, 38, 50, requires_grad=backward)
    regions = on_image(boxes(512, 500.0, 400.0, 250))
    gradient = torch.rand(512, 256, 7, 7)

    def work():
        features.grad = None
        pooled = operator(features, regions)
        if backward:
            pooled.backward(gradient)

    return work


def align(features, regions):
    return roi_align(features, regions, (7, 7), 1 / 16, 2, True)


def pool(features, regions):
    return roi_pool(features, regions, (7, 7), 1 / 16)


def convolution_work(shape, memory):
    layer = nn.Conv2d(shape[1], shape[1], 3, padding=1).to(memory_format=memory)
    images = torch.rand(shape).to(memory_format=memory).requires_grad_()
    gradient = torch.rand(shape).to(memory_format=memory)

    def work():
        images.grad = None
        layer.zero_grad()
        layer(images).backward(gradient)

    return work


def backbone(model):
    if model == "vgg16":
        return torchvision.models.vgg16().features[:-1], 512, 4096
    net = torchvision.models.resnet18()
    parts = [net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3]
    return nn.Sequential(*parts), 256, 512


def network(model, memory, kind):
    features, channels, hidden = backbone(model)
    features = features.to(memory_format=memory)
    head = nn.Sequential(
        nn.Flatten(), nn.Linear(channels * 49, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU()
    )
    return nn.ModuleList([features, head, nn.Linear(hidden, CLASSES), nn.Linear(hidden, 4 * CLASSES)]), kind


def forward(net, kind, images, regions):
    features, head, classifier, regressor = net
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=kind == "bf16"):
        maps = features(images)
    # torchvision's region operators know f32 alone on the CPU.
    pooled = roi_pool(maps.float().contiguous(), regions, (7, 7), 1 / 16)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=kind == "bf16"):
        hidden = head(pooled)
        return classifier(hidden).float(), regressor(hidden).float()


def step_work(model, memory, kind):
    net, kind = network(model, memory, kind)
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, weight_decay=5e-4)
    images = torch.rand(2, 3, 400, 512).to(memory_format=memory)
    regions = on_image(boxes(128, 256.0, 200.0, 150), 2)
    labels = torch.randint(0, CLASSES, (128,))
    targets = torch.randn(128, 4 * CLASSES)

    def work():
        optimizer.zero_grad()
        logits, offsets = forward(net, kind, images, regions)
        loss = functional.cross_entropy(logits, labels) + functional.smooth_l1_loss(offsets, targets)
        loss.backward()
        optimizer.step()

    return work


def inference_work(model, memory, kind):
    net, kind = network(model, memory, kind)
    net.eval()
    image = torch.rand(1, 3, 400, 512).to(memory_format=memory)
    regions = on_image(boxes(2000, 256.0, 200.0, 150))

    def work():
        with torch.no_grad():
            logits, _ = forward(net, kind, image, regions)
            torch.softmax(logits, 1)

    return work


def suppression_work():
    rows = boxes(6000, 700.0, 500.0, 250)
    scores = torch.rand(6000)
    return lambda: nms(rows, scores, 0.7)


def items():
    """Name, RoiLab's work, the peer's, target of peer/ours."""
    plain, last = torch.contiguous_format, torch.channels_last
    yield "roi-align-forward", "roi-align/forward", lambda: region_work(align, False), 15
    yield "roi-align-both", "roi-align/both", lambda: region_work(align, True), 20
    yield "roi-pool-forward", "roi-pool/forward", lambda: region_work(pool, False), 12
    yield "roi-pool-both", "roi-pool/both", lambda: region_work(pool, True), 6
    yield "nms-6000", "nms", suppression_work, 15
    for shape, target in (((1, 64, 150, 200), 1.15), ((1, 256, 38, 50), 1.05), ((8, 64, 32, 32), 1.15)):
        name = "x".join(map(str, shape))
        yield f"conv-{name}", f"conv/{name}", lambda s=shape: convolution_work(s, plain), target
        yield f"conv-{name}-channels-last", f"conv/{name}", lambda s=shape: convolution_work(s, last), 1
    for model, f32, bf16 in (("resnet18-c4", 1.25, 2.0), ("vgg16", 1.3, 2.2)):
        yield f"step-{model}", f"step/{model}", lambda m=model: step_work(m, plain, "f32"), f32
        yield f"step-{model}-channels-last", f"step/{model}", lambda m=model: step_work(m, last, "f32"), 1.1
        yield f"step-{model}-bf16", f"step/{model}/bf16", lambda m=model: step_work(m, plain, "f32"), bf16
        yield (
            f"step-{model}-bf16-both-channels-last",
            f"step/{model}/bf16",
            lambda m=model: step_work(m, last, "bf16"),
            1.1,
        )
    yield "inference-resnet18-c4", "inference/resnet18-c4", lambda: inference_work("resnet18-c4", plain, "f32"), 1.8
    yield (
        "inference-resnet18-c4-bf16",
        "inference/resnet18-c4/bf16",
        lambda: inference_work("resnet18-c4", plain, "f32"),
        3.0,
    )


    for model, masks in (("faster-rcnn", False), ("mask-rcnn", True)):
        for kind, of_ours, memory, target in (
            ("", "", plain, 1.8),
            ("-channels-last", "", last, 1.6),
            ("-bf16-both-channels-last", "/bf16", last, 1.2),
        ):
            of_peer = "bf16" if of_ours else "f32"
            yield (
                f"step-{model}{kind}",
                f"step/{model}{of_ours}",
                lambda m=masks, f=memory, k=of_peer: two_stage.step_work(m, f, k),
                target,
            )
        yield (
            f"inference-{model}",
            f"inference/{model}",
            lambda m=masks: two_stage.inference_work(m, plain, "f32"),
            2,
        )


def measure(ours, our_work, their_work, rounds, warmup_seconds):
    # Each side as long: a compiler that learns from running needs as many seconds, not as many runs.
    for run in (lambda: timed(their_work), lambda: sum(ours.run(our_work, 1))):
        spent, repetitions = 0, 0
        while spent < warmup_seconds * 1e3 or repetitions < 2:
            spent += run()
            repetitions += 1
    # A short work is repeated for as long on both sides, so that waking up is not what is measured.
    once = timed(their_work)
    repetitions = max(1, round(TURN_MS / once))
    own_repetitions = max(1, round(TURN_MS / min(ours.run(our_work, 2))))
    rounds = max(3, min(rounds, round(LONGEST_MS / once)))
    peer, own = [], []
    for _ in range(rounds):
        peer.append(statistics.median(timed(their_work) for _ in range(repetitions)))
        # The peer's threads spin a while after their work; RoiLab's do too.
        time.sleep(0.05)
        own.append(statistics.median(ours.run(our_work, own_repetitions)))
        time.sleep(0.05)
    return peer, own


def interval(ratios):
    """Of the median, 95 %."""
    draw = random.Random(0)
    medians = sorted(statistics.median(draw.choices(ratios, k=len(ratios))) for _ in range(2000))
    return medians[49], medians[1950]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--warmup", type=float, default=5, help="seconds for each item")
    parser.add_argument("--only", action="append", default=[], help="items whose names start so; may be repeated")
    parser.add_argument("--skip", action="append", default=[], help="items whose names contain this")
    parser.add_argument("--java", default="java", help="a Java of version 25 or newer")
    parser.add_argument("--table", type=pathlib.Path, help="where to write the lines as a Markdown table")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    ours = Ours(options.threads, options.java)
    rows = []
    for name, our_work, make, target in items():
        if options.only and not any(name.startswith(prefix) for prefix in options.only):
            continue
        if any(part in name for part in options.skip):
            continue
        peer, own = measure(ours, our_work, make(), options.rounds, options.warmup)
        ratios = [theirs / mine for theirs, mine in zip(peer, own)]
        peer, own, ratio = map(statistics.median, (peer, own, ratios))
        rows.append((name, peer, own, ratio, *interval(ratios), target))
        print(f"ratio {name} {peer:.2f} {own:.2f} {ratio:.2f} {target}", flush=True)
    if options.table:
        write(options.table, rows, options)


def write(path, rows, options):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "# RoiLab beside PyTorch",
        "",
        f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}, {options.threads} threads, up to "
        f"{options.rounds} rounds in turns, {processor()}; `bench/peers/peers.py` writes this page. Milliseconds are "
        "medians over rounds, the ratio is the median of the rounds' ratios.",
        "",
        "A plain name: the peer as it comes, f32. `channels-last`: the peer with that memory format, RoiLab the same as "
        "before. `bf16`: RoiLab in bf16, the peer in f32 as it comes; `bf16-both`: both in bf16. `roi-pool-forward` "
        "needs no record of the winners and writes none; `roi-pool-both` does.",
        "",
        "| item | peer, ms | RoiLab, ms | peer / RoiLab | 95 % interval | target |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {peer:.1f} | {own:.1f} | {ratio:.2f} | {low:.2f} to {high:.2f} | {target} |"
        for name, peer, own, ratio, low, high, target in rows
    ]
    missed = [f"`{name}` ({ratio:.2f} of {target})" for name, _, _, ratio, _, _, target in rows if ratio < target]
    lines += [
        "",
        f"Below its target: {', '.join(missed) or 'none'}.",
        "",
        "RoiLab takes most 3 x 3 convolutions by Winograd's filtering with a quarter of the products, equal to direct ones to "
        "some 1e-6 ([decision 012](../../docs/decisions/012-winograd.md)); PyTorch multiplies directly. Evaluation: "
        "[evaluation.md](evaluation.md). How the cost grows: [scaling.md](scaling.md).",
    ]
    path.write_text("\n".join(lines) + "\n")


def processor():
    facts = pathlib.Path("/proc/cpuinfo")
    for line in facts.read_text().splitlines() if facts.exists() else []:
        if line.startswith("model name"):
            return line.split(": ", 1)[1]
    return platform.processor() or "an unknown processor"


if __name__ == "__main__":
    main()
