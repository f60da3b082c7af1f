"""torchvision's side of the timings of bench/gpu: the same networks and operators, from the same library of layers."""

import gc
import sys
import time

CLASSES = 21
SIZES = {
    "paper": {"height": 600, "width": 1000, "proposals": 2000, "rois": 128, "crop": 224, "vgg16": 4096, "resnet50-c4": 1024},
    "small": {"height": 96, "width": 128, "proposals": 50, "rois": 16, "crop": 64, "vgg16": 64, "resnet50-c4": 64},
}
# Channels, height and width of the map, the number of regions.
OPERATOR_SIZES = {
    "paper": {"usual": (256, 38, 50, 512), "large": (512, 38, 63, 2000)},
    "small": {"usual": (32, 6, 8, 16), "large": (64, 6, 8, 50)},
}


class Peer:
    """What all have in common: the device, the arithmetic, the clock."""

    def __init__(self, device, precision, sizes):
        import torch

        self.torch = torch
        self.device = torch.device(device)
        self.bf16 = precision == "bf16"
        self.sizes = SIZES[sizes]
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.allow_tf32 = precision == "tf32"
        # Both as PyTorch users have them by default, and as fast as they get.
        torch.backends.cudnn.benchmark = True

    def pinned(self, values):
        return values.pin_memory() if self.device.type == "cuda" else values

    def moved(self, values):
        return values.to(self.device, non_blocking=True)

    def autocast(self):
        return self.torch.autocast(self.device.type, dtype=self.torch.bfloat16, enabled=self.bf16)

    def random_regions(self, count, images, height, width):
        torch = self.torch
        size = torch.tensor([float(width), float(height)])
        corners = torch.rand(count, 2) * 0.5 * size
        sides = (torch.rand(count, 2) * 0.45 + 0.05) * size
        index = torch.arange(images).repeat_interleave(count // images)[:, None].float()
        return torch.cat([index, corners, corners + sides], 1)

    def head(self, inputs, model):
        nn = self.torch.nn
        hidden = self.sizes[model]
        return nn.Sequential(
            nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU()
        )

    def placed(self, layers):
        return self.torch.nn.ModuleList(layers).to(self.device, memory_format=self.torch.channels_last)

    def optimizer_of(self, network):
        return self.torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9, weight_decay=5e-4)

    def run(self, repetitions):
        times = []
        for _ in range(repetitions):
            start = time.perf_counter()
            self.once()
            if self.device.type == "cuda":
                self.torch.cuda.synchronize()
            times.append((time.perf_counter() - start) * 1e3)
        return times


class FastRcnn(Peer):
    """A training step, or the inference, of some images at once."""

    def __init__(self, device, precision, sizes, kind, model, images):
        super().__init__(device, precision, sizes)
        import torchvision

        torch, nn, size = self.torch, self.torch.nn, self.sizes
        self.kind = kind
        self.pool = torchvision.ops.roi_pool
        hidden = size[model]
        # Weights are drawn on the device: a processor takes seconds for them.
        with self.device:
            if model == "vgg16":
                features, channels = torchvision.models.vgg16().features[:-1], 512
            else:
                net = torchvision.models.resnet50()
                parts = [net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3]
                features, channels = nn.Sequential(*parts), 1024
            outputs = [nn.Linear(hidden, CLASSES), nn.Linear(hidden, 4 * CLASSES)]
            layers = [features, self.head(channels * 49, model)] + outputs
        self.net = self.placed(layers)
        self.optimizer = self.optimizer_of(self.net)
        rois = images * (size["rois"] // 2 if kind == "step" else size["proposals"])
        self.images = self.pinned(torch.rand(images, 3, size["height"], size["width"]) * 2 - 1)
        self.regions = self.pinned(self.random_regions(rois, images, size["height"], size["width"]))
        self.labels = self.pinned(torch.randint(0, CLASSES, (rois,)))
        self.targets = self.pinned(torch.randn(rois, 4 * CLASSES))
        self.net.train(kind == "step")

    def forward(self, images, regions):
        features, head, classifier, regressor = self.net
        with self.autocast():
            maps = features(images)
        pooled = self.pool(maps.float().contiguous(), regions, (7, 7), 1 / 16)
        with self.autocast():
            hidden = head(pooled)
            return classifier(hidden).float(), regressor(hidden).float()

    def once(self):
        torch = self.torch
        images = self.moved(self.images).contiguous(memory_format=torch.channels_last)
        regions = self.moved(self.regions)
        if self.kind == "step":
            self.optimizer.zero_grad()
            logits, offsets = self.forward(images, regions)
            functional = torch.nn.functional
            loss = functional.cross_entropy(logits, self.moved(self.labels))
            loss = loss + functional.smooth_l1_loss(offsets, self.moved(self.targets))
            loss.backward()
            self.optimizer.step()
            loss.item()
        else:
            with torch.no_grad():
                logits, offsets = self.forward(images, regions)
                torch.softmax(logits, 1).cpu()
                offsets.cpu()


class Classifier(Peer):
    """A fine-tuning step of R-CNN, on crops, or of SPPnet, on stored pyramids of 50 bins: VGG16 in both."""

    def __init__(self, device, precision, sizes, system):
        super().__init__(device, precision, sizes)
        import torchvision

        torch, nn, size = self.torch, self.torch.nn, self.sizes
        count = size["rois"]
        with self.device:
            if system == "rcnn":
                below, inputs = torchvision.models.vgg16().features, 512 * (size["crop"] // 32) ** 2
            else:
                below, inputs = nn.Identity(), 512 * 50
            layers = [below, self.head(inputs, "vgg16"), nn.Linear(size["vgg16"], CLASSES)]
        self.net = self.placed(layers)
        if system == "rcnn":
            self.examples = self.pinned(torch.rand(count, 3, size["crop"], size["crop"]) * 2 - 1)
        else:
            self.examples = self.pinned(torch.rand(count, inputs))
        self.optimizer = self.optimizer_of(self.net)
        self.labels = self.pinned(torch.randint(0, CLASSES, (count,)))

    def once(self):
        torch = self.torch
        below, head, classifier = self.net
        examples = self.moved(self.examples)
        if examples.dim() == 4:
            examples = examples.contiguous(memory_format=torch.channels_last)
        self.optimizer.zero_grad()
        with self.autocast():
            logits = classifier(head(below(examples))).float()
        loss = torch.nn.functional.cross_entropy(logits, self.moved(self.labels))
        loss.backward()
        self.optimizer.step()
        loss.item()


class TwoStage(Peer):
    """A training step of two pictures, or the test of one, of torchvision's own Faster or Mask R-CNN."""

    def __init__(self, device, precision, sizes, kind, model):
        super().__init__(device, precision, sizes)
        import two_stage

        size, masks = self.sizes, model == "mask-rcnn"
        layers = 50 if sizes == "paper" else 18
        scale = two_stage.Scale(layers, size["width"], size["height"], size["resnet50-c4"])
        with self.device:
            network = two_stage.network(masks, scale)
        self.net = network.to(self.device, memory_format=self.torch.channels_last).train(kind == "step")
        self.optimizer = self.torch.optim.SGD(self.net.parameters(), lr=1e-7, momentum=0.9, weight_decay=5e-4)
        count = 2 if kind == "step" else 1
        self.images = [self.pinned(self.torch.rand(3, scale.height, scale.width)) for _ in range(count)]
        truths = [two_stage.truth(masks, scale) for _ in range(count)]
        self.truths = [{name: self.pinned(values) for name, values in truth.items()} for truth in truths]
        self.once = self.step if kind == "step" else self.test

    def step(self):
        images = [self.moved(image) for image in self.images]
        truths = [{name: self.moved(values) for name, values in truth.items()} for truth in self.truths]
        self.optimizer.zero_grad()
        with self.autocast():
            loss = sum(self.net(images, truths).values())
        loss.backward()
        self.optimizer.step()
        loss.item()

    def test(self):
        with self.torch.no_grad(), self.autocast():
            found = self.net([self.moved(image) for image in self.images])
        for values in found[0].values():
            values.cpu()


class Operator(Peer):
    """RoIPool or RoIAlign alone, forward or with its gradient; everything on the device before and after."""

    def __init__(self, device, precision, sizes, name, passes, size):
        super().__init__(device, precision, sizes)
        import torchvision

        torch, ops = self.torch, torchvision.ops
        channels, height, width, count = OPERATOR_SIZES[sizes][size]
        self.passes = passes
        self.features = torch.rand(1, channels, height, width, device=self.device, requires_grad=passes == "both")
        self.regions = self.random_regions(count, 1, 16 * height, 16 * width).to(self.device)
        self.gradient = torch.rand(count, channels, 7, 7, device=self.device)
        if name == "roi-align":
            self.operator = lambda maps, rows: ops.roi_align(maps, rows, (7, 7), 1 / 16, 2, True)
        else:
            self.operator = lambda maps, rows: ops.roi_pool(maps, rows, (7, 7), 1 / 16)

    def once(self):
        if self.passes == "both":
            self.features.grad = None
            self.operator(self.features, self.regions).backward(self.gradient)
        else:
            with self.torch.no_grad():
                self.operator(self.features, self.regions)


def forget():
    """Gives back the memory of peers that are gone: RoiLab shares the device."""
    torch = sys.modules.get("torch")
    gc.collect()
    if torch and torch.cuda.is_available():
        torch.cuda.empty_cache()


def peer(work, device, precision, sizes):
    """The peer of a work, by its name: step/vgg16/2, inference/resnet50-c4/8, step/mask-rcnn, operator/roi-pool/both/usual."""
    kind, name, *more = work.split("/")
    if kind == "operator":
        return Operator(device, precision, sizes, name, *more)
    if name in ("rcnn", "spp-net"):
        return Classifier(device, precision, sizes, name)
    if name in ("faster-rcnn", "mask-rcnn"):
        return TwoStage(device, precision, sizes, kind, name)
    return FastRcnn(device, precision, sizes, kind, name, int(more[0]))
