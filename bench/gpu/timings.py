"""RoiLab beside torchvision on one device: the same work, in turns, in one run.

    python3 bench/gpu/timings.py --java "JAVA OPTIONS ... -cp ..." --device cuda:0 --work step/vgg16 --out FILE
    python3 bench/gpu/timings.py --table FILE

The first appends a line of JSON for each precision, the second prints them as a table. Without PyTorch (or with
--alone) only RoiLab's times are taken. A training step has 2 images and 128 regions, inference 1 image and 2000
regions; both include the copies to the device and back.
"""

import argparse
import json
import shlex
import statistics
import subprocess
import time

CLASSES = 21
SIZES = {
    "paper": {"height": 600, "width": 1000, "proposals": 2000, "rois": 128, "vgg16": 4096, "resnet50-c4": 1024},
    "small": {"height": 96, "width": 128, "proposals": 50, "rois": 16, "vgg16": 64, "resnet50-c4": 64},
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


class Theirs:
    """The same network by torchvision."""

    def __init__(self, device, precision, work, sizes):
        import torch
        import torchvision

        self.torch = torch
        self.device = torch.device(device)
        self.kind, model = work.split("/")
        self.bf16 = precision == "bf16"
        self.sizes = SIZES[sizes]
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.allow_tf32 = precision == "tf32"
        # Both as PyTorch users have them by default, and as fast as they get.
        torch.backends.cudnn.benchmark = True
        self.pool = torchvision.ops.roi_pool
        self.build(torchvision, model)

    def build(self, torchvision, model):
        torch, nn = self.torch, self.torch.nn
        if model == "vgg16":
            features, channels = torchvision.models.vgg16().features[:-1], 512
        else:
            net = torchvision.models.resnet50()
            parts = [net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3]
            features, channels = nn.Sequential(*parts), 1024
        hidden = self.sizes[model]
        head = nn.Sequential(
            nn.Flatten(), nn.Linear(channels * 49, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU()
        )
        net = nn.ModuleList([features, head, nn.Linear(hidden, CLASSES), nn.Linear(hidden, 4 * CLASSES)])
        self.net = net.to(self.device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=1e-4, momentum=0.9, weight_decay=5e-4)
        images, rois = (2, self.sizes["rois"]) if self.kind == "step" else (1, self.sizes["proposals"])
        self.images = self.pinned(torch.rand(images, 3, self.sizes["height"], self.sizes["width"]) * 2 - 1)
        self.regions = self.pinned(self.random_regions(rois, images))
        self.labels = self.pinned(torch.randint(0, CLASSES, (rois,)))
        self.targets = self.pinned(torch.randn(rois, 4 * CLASSES))
        self.net.train(self.kind == "step")

    def pinned(self, values):
        return values.pin_memory() if self.device.type == "cuda" else values

    def random_regions(self, count, images):
        torch = self.torch
        size = torch.tensor([float(self.sizes["width"]), float(self.sizes["height"])])
        corners = torch.rand(count, 2) * 0.5 * size
        sides = (torch.rand(count, 2) * 0.45 + 0.05) * size
        index = torch.arange(images).repeat_interleave(count // images)[:, None].float()
        return torch.cat([index, corners, corners + sides], 1)

    def forward(self, images, regions):
        torch = self.torch
        features, head, classifier, regressor = self.net
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bf16):
            maps = features(images)
        pooled = self.pool(maps.float().contiguous(), regions, (7, 7), 1 / 16)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bf16):
            hidden = head(pooled)
            return classifier(hidden).float(), regressor(hidden).float()

    def once(self):
        torch = self.torch

        def move(values):
            return values.to(self.device, non_blocking=True)

        images = move(self.images).contiguous(memory_format=torch.channels_last)
        regions = move(self.regions)
        if self.kind == "step":
            self.optimizer.zero_grad()
            logits, offsets = self.forward(images, regions)
            functional = torch.nn.functional
            loss = functional.cross_entropy(logits, move(self.labels))
            loss = loss + functional.smooth_l1_loss(offsets, move(self.targets))
            loss.backward()
            self.optimizer.step()
            loss.item()
        else:
            with torch.no_grad():
                logits, offsets = self.forward(images, regions)
                torch.softmax(logits, 1).cpu()
                offsets.cpu()
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def run(self, repetitions):
        times = []
        for _ in range(repetitions):
            start = time.perf_counter()
            self.once()
            times.append((time.perf_counter() - start) * 1e3)
        return times


def peer(options, precision):
    if options.alone:
        return None, "left out by --alone"
    try:
        import torch
        import torchvision
    except ImportError as missing:
        return None, f"left out: {missing}"
    return (
        Theirs(options.device, precision, options.work, options.sizes),
        f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}",
    )


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def summary(values):
    return {"median_ms": statistics.median(values), "p95_ms": quantile(values, 0.95), "count": len(values)}


def measure(options, ours, precision):
    theirs, note = peer(options, precision)
    ours.run(precision, options.work, options.warmup)
    if theirs:
        theirs.run(options.warmup)
    own, other, memory = [], [], 0
    for _ in range(options.rounds):
        times, memory = ours.run(precision, options.work, options.each)
        own += times
        other += theirs.run(options.each) if theirs else []
    line = {"work": options.work, "precision": precision, "device": options.device, "sizes": options.sizes}
    line.update({"roilab": summary(own), "roilab_memory_taken_mb": memory, "peer": note})
    if other:
        line["torchvision"] = summary(other)
        line["torchvision_over_roilab"] = statistics.median(other) / statistics.median(own)
    return line


def print_table(path):
    print("| work | precision | sizes | RoiLab median | p95 | torchvision median | torchvision / RoiLab | MB taken |")
    print("|---|---|---|--:|--:|--:|--:|--:|")
    with open(path, encoding="utf-8") as file:
        # A step that ran out of time has left what it had measured; the later measurement counts.
        latest = {(line["work"], line["precision"], line["sizes"]): line for line in map(json.loads, file)}
    for (work, precision, sizes), line in latest.items():
        own, other = line["roilab"], line.get("torchvision")
        cells = [work, precision, sizes, f"{own['median_ms']:.1f}", f"{own['p95_ms']:.1f}"]
        cells += [f"{other['median_ms']:.1f}", f"{line['torchvision_over_roilab']:.2f}"] if other else ["–", "–"]
        print("| " + " | ".join(cells + [str(line["roilab_memory_taken_mb"])]) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", help="print a file of results, measure nothing")
    parser.add_argument("--java", help="the command line up to the class path")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--work", help="step or inference, a slash, vgg16 or resnet50-c4")
    parser.add_argument("--sizes", default="paper", choices=sorted(SIZES))
    parser.add_argument("--precisions", default="f32,tf32,bf16")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--warmup", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--each", type=int, default=5, help="repetitions a round and side")
    parser.add_argument("--alone", action="store_true", help="without torchvision")
    parser.add_argument("--out")
    options = parser.parse_args()
    if options.table:
        print_table(options.table)
        return
    if not (options.java and options.work and options.out):
        parser.error("--java, --work and --out are needed to measure")
    ours = Ours(options.java, options.device, options.threads, options.sizes)
    for precision in options.precisions.split(","):
        line = json.dumps(measure(options, ours, precision))
        print(line, flush=True)
        with open(options.out, "a", encoding="utf-8") as out:
            out.write(line + "\n")


if __name__ == "__main__":
    main()
