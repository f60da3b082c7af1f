"""Makes golden/training/classifier.json of the test resources: the first steps of a training with PyTorch, in double precision.

    python src/test/golden/training.py        # needs torch

Weights and pictures are by formula: a residual network of 8 layers, batch norm by the batch, momentum, decay, warm-up.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

D = torch.float64
TARGET = pathlib.Path(__file__).resolve().parents[1] / "resources" / "golden" / "training" / "classifier.json"
WIDTH, CLASSES, IMAGES, SIDE, STEPS = 4, 5, 8, 16, 12
RATE, MOMENTUM, DECAY, WARMUP = 0.03, 0.9, 1e-2, 4


def wave(name, shape, middle=0.0):
    """As dev.roilab.testing.Waves."""
    count = math.prod(shape)
    scale = 2 / math.sqrt(count / shape[0]) if len(shape) > 1 else 0.1
    i = torch.arange(count, dtype=D)
    made = middle + scale * torch.sin(0.7 * i + len(name) + 0.01 * i * torch.sqrt(i))
    return made.float().double().reshape(shape)


def parameters():
    made = {}

    def add(name, shape, middle=0.0):
        made[name] = wave(name, shape, middle).requires_grad_()

    def norm(name, channels):
        add(name + ".weight", [channels], 1.0)
        add(name + ".bias", [channels])

    add("conv1.weight", [WIDTH, 3, 3, 3])
    norm("bn1", WIDTH)
    inputs = WIDTH
    for stage in (1, 2, 3):
        outputs = WIDTH << (stage - 1)
        for number, channels in ((1, inputs), (2, outputs)):
            add(f"layer{stage}.0.conv{number}.weight", [outputs, channels, 3, 3])
            norm(f"layer{stage}.0.bn{number}", outputs)
        inputs = outputs
    add("linear.weight", [CLASSES, inputs])
    add("linear.bias", [CLASSES])
    return made


def normalised(x, made, name):
    return F.batch_norm(x, None, None, made[name + ".weight"], made[name + ".bias"], training=True)


def forward(made, x):
    x = F.relu(normalised(F.conv2d(x, made["conv1.weight"], padding=1), made, "bn1"))
    for stage in (1, 2, 3):
        name, stride = f"layer{stage}.0.", 1 if stage == 1 else 2
        y = F.relu(normalised(F.conv2d(x, made[name + "conv1.weight"], stride=stride, padding=1), made, name + "bn1"))
        y = normalised(F.conv2d(y, made[name + "conv2.weight"], padding=1), made, name + "bn2")
        missing = y.shape[1] - x.shape[1]
        x = F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, missing // 2, missing - missing // 2))
        x = F.relu(x + y)
    return F.linear(x.mean((2, 3)), made["linear.weight"], made["linear.bias"])


def pictures(step):
    """A wave of its own for each class, so that there is something to learn."""
    i = torch.arange(3 * SIDE * SIDE, dtype=D)
    labels = [(step * 3 + image * image) % CLASSES for image in range(IMAGES)]
    made = [torch.sin((0.2 + 0.1 * label) * i + step + 0.5 * image) for image, label in enumerate(labels)]
    return torch.stack(made).float().double().reshape(IMAGES, 3, SIDE, SIDE), torch.tensor(labels)


def main():
    made = parameters()
    # RoiLab's rule, as in Caffe's recipes: neither biases nor the factors of batch norm decay.
    plain = [value for name, value in made.items() if "bn" in name or name.endswith("bias")]
    decayed = [value for value in made.values() if all(value is not other for other in plain)]
    optimizer = torch.optim.SGD([{"params": decayed, "weight_decay": DECAY}, {"params": plain}], lr=RATE, momentum=MOMENTUM)
    losses = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARMUP)
        images, labels = pictures(step)
        loss = F.cross_entropy(forward(made, images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float("%.9g" % loss.item()))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps({"losses": losses, "last": [float("%.9g" % v) for v in made["linear.bias"].tolist()]}) + "\n")
    print(losses)


if __name__ == "__main__":
    main()
