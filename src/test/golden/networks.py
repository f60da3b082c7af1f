"""Makes the reference cases in src/test/resources/golden/backbone of whole networks with torchvision, in double precision.

    python src/test/golden/networks.py        # needs torch, torchvision

Weights, running averages and the picture are by formula; no weights are read.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torchvision import models
from torchvision.models import vgg

D = torch.float64
TARGET = pathlib.Path(__file__).resolve().parents[1] / "resources" / "golden" / "backbone"
HEIGHT, WIDTH = 64, 96
WANTED = 24


def wave(name, shape, middle=0.0, height=1.0):
    """As dev.roilab.testing.Waves."""
    count = math.prod(shape)
    scale = 2 / math.sqrt(count / shape[0]) if len(shape) > 1 else 0.1
    i = torch.arange(count, dtype=D)
    made = middle + height * scale * torch.sin(0.7 * i + len(name) + 0.01 * i * torch.sqrt(i))
    return made.float().double().reshape(shape)


def by_formula(network):
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                variance = name.endswith("running_var")
                factor = variance or name.endswith("weight") and tensor.dim() == 1
                tensor.copy_(wave(name, tensor.shape, 1 if factor else 0, 5 if variance else 1))


def some(tensor):
    """Numbers spread over a tensor; the test computes the same step from the count."""
    flat = tensor.detach().flatten()
    return [float("%.9g" % value) for value in flat[::max(1, len(flat) // WANTED)].tolist()]


def picture(phase):
    i = torch.arange(3 * HEIGHT * WIDTH, dtype=D)
    return (2 * torch.sin(phase + 0.37 * i + 0.001 * i * torch.sqrt(i))).float().double().reshape(1, 3, HEIGHT, WIDTH)


def passed(forward, network, watched, pixels):
    """The last map, and the gradients of its sum weighed by a formula."""
    pixels = pixels.clone().requires_grad_()
    network.zero_grad()
    output = forward(pixels)
    upstream = torch.cos(0.3 * torch.arange(output.numel(), dtype=D)).float().to(pixels.dtype).reshape(output.shape)
    output.backward(upstream)
    found = {"map": output.detach(), "picture": pixels.grad}
    for name, parameter in network.named_parameters():
        if name in watched and parameter.grad is not None:
            found[name] = parameter.grad.clone()
    return found


def apart(found, exact):
    return max(float((found[name] - exact[name]).abs().max() / exact[name].abs().max()) for name in exact)


def steady(forward, network, watched):
    """
    The first of some pictures that no rounding in single precision pushes over a bend of a ReLU or to another maximum
    of a pooling: there gradients jump, whoever computes them.
    """
    noise = torch.Generator().manual_seed(7)
    for phase in range(60):
        pixels = picture(phase)
        exact = passed(forward, network, watched, pixels)
        moved = [pixels * (1 + 2e-7 * torch.randn(pixels.shape, generator=noise, dtype=D)) for _ in range(3)]
        if any(apart(passed(forward, network, watched, each), exact) > 1e-4 for each in moved):
            continue
        single = passed(forward, network.float(), watched, pixels.float())
        by_formula(network.to(D))
        if apart({name: value.double() for name, value in single.items()}, exact) < 1e-4:
            print("  picture", phase, "%.1e" % apart({k: v.double() for k, v in single.items()}, exact))
            return phase, exact
    raise SystemExit("no steady picture")


def kept(forward, network, watched):
    phase, exact = steady(forward, network, watched)
    output = exact.pop("map")
    return {"phase": phase, "shape": list(output.shape), "map": some(output),
            "gradients": {name: some(value) for name, value in exact.items()}}


def save(name, network, forward, parts, watched, part=None):
    """
    parts: what names begin with of all that the forward pass uses
    watched: parameters whose gradients are kept
    part: the forward pass to the map of stride 8, with batch statistics
    """
    print(name)
    network = network.to(D)
    by_formula(network)
    names = [key for key in network.state_dict()
             if key.startswith(tuple(parts)) and not key.endswith("num_batches_tracked")]
    made = {"names": names, "evaluation": kept(forward, network.eval(), watched)}
    if part:
        made["training"] = kept(part, network.train(), watched)
    (TARGET / (name + ".json")).write_text(json.dumps(made, separators=(",", ":")) + "\n")


def resnet(network, stages):
    layers = [network.conv1, network.bn1, network.relu, network.maxpool]
    return torch.nn.Sequential(*layers, *[getattr(network, f"layer{stage}") for stage in range(1, stages + 1)])


def alexnet():
    network = models.alexnet()
    save("alexnet", network, network.features[:-1], ["features"], ["features.0.weight", "features.10.bias"])


def narrow_vgg():
    """VGG-11 with a quarter of its channels."""
    channels = [c if c == "M" else c // 4 for c in vgg.cfgs["A"]]
    network = models.VGG(vgg.make_layers(channels), init_weights=False)
    save("vgg11", network, network.features, ["features"], ["features.0.weight", "features.18.weight"])


def narrow_normalized_vgg():
    """The same with batch norm."""
    channels = [c if c == "M" else c // 4 for c in vgg.cfgs["A"]]
    network = models.VGG(vgg.make_layers(channels, batch_norm=True), init_weights=False)
    save("vgg11_normalized", network, network.features, ["features"],
         ["features.0.weight", "features.16.weight", "features.18.weight", "features.26.bias"], network.features[:21])


def squeezenets():
    for name in ("squeezenet1_0", "squeezenet1_1"):
        network = getattr(models, name)()
        save(name, network, network.features, ["features"],
             ["features.0.weight", "features.4.expand3x3.weight", "features.9.squeeze.weight",
              "features.12.expand1x1.bias"])


def googlenet():
    network = models.googlenet(aux_logits=False, init_weights=False)
    layers = [layer for name, layer in network.named_children() if name not in ("avgpool", "dropout", "fc")]
    before = layers.index(network.maxpool3)
    save("googlenet", network, torch.nn.Sequential(*layers), ["conv", "inception"],
         ["conv1.conv.weight", "inception3a.branch3.1.bn.weight", "inception4e.branch4.1.conv.weight",
          "inception5b.branch1.bn.bias"], torch.nn.Sequential(*layers[:before]))


def resnets():
    for depth, stages, last in ((18, 3, "layer3.1.conv2.weight"), (50, 2, "layer2.3.conv3.weight")):
        network = getattr(models, f"resnet{depth}")()
        parts = ["conv1", "bn1"] + [f"layer{stage}" for stage in range(1, stages + 1)]
        save(f"resnet{depth}_normalized", network, resnet(network, stages), parts,
             ["conv1.weight", "layer2.0.bn2.weight", last], resnet(network, 2))


def densenet():
    """DenseNet-121 with a quarter of its channels."""
    network = models.DenseNet(8, (6, 12, 24, 16), 16)
    before = list(network.features.named_children())
    place = [name for name, _ in before].index("transition2")
    part = torch.nn.Sequential(*[layer for _, layer in before[:place]], *list(network.features.transition2)[:-1])
    save("densenet121", network, lambda x: F.relu(network.features(x)), ["features"],
         ["features.conv0.weight", "features.denseblock3.denselayer7.norm2.weight", "features.norm5.bias",
          "features.transition2.conv.weight"], part)


def efficientnet():
    """Without stochastic depth, which the training of a network has alone."""
    network = models.efficientnet_b0(stochastic_depth_prob=0.0)
    save("efficientnet_b0", network, network.features, ["features"],
         ["features.0.0.weight", "features.2.1.block.1.0.weight", "features.4.0.block.2.fc1.weight",
          "features.6.2.block.3.1.weight", "features.8.0.weight"], network.features[:4])


if __name__ == "__main__":
    for make in (alexnet, narrow_vgg, narrow_normalized_vgg, squeezenets, googlenet, resnets, densenet, efficientnet):
        make()
