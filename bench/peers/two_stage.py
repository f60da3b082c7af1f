"""Faster and Mask R-CNN with a ResNet-C4 as torchvision's own classes build them, for peers.py and bench/gpu.

The settings are those of RoiLab's side (src/test/java/dev/roilab/bench/TwoStageWorks.java): two pictures in a training
step, with eight objects each; five anchor sizes by three ratios; 256 anchors and 64 regions drawn of a
picture; proposals 2000 before and 1000 after suppression in training, 1000 and 300 in the test. Both sides begin with
decoded pixels and end with updated weights, or with boxes and pasted masks.
"""

from dataclasses import dataclass

import torch
import torchvision
from torch import nn
from torchvision.models.detection import FasterRCNN, MaskRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.mask_rcnn import MaskRCNNPredictor
from torchvision.ops import MultiScaleRoIAlign

CLASSES = 8
OBJECTS = 8


@dataclass
class Scale:
    """Of which ResNet, pictures of which size, with how many hidden units in the head."""

    layers: int
    width: int
    height: int
    hidden: int


CPU = Scale(18, 512, 400, 1024)


class C4(nn.Module):
    """conv1 to conv4 of a ResNet, every layer trained."""

    def __init__(self, layers):
        super().__init__()
        self.out_channels = 1024 if layers >= 50 else 256
        net = getattr(torchvision.models, f"resnet{layers}")()
        self.body = nn.Sequential(
            net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3
        )

    def forward(self, images):
        return {"0": self.body(images)}


def network(masks, scale=CPU):
    backbone = C4(scale.layers)
    settings = dict(
        min_size=scale.height,
        max_size=scale.width,
        rpn_anchor_generator=AnchorGenerator(((32, 64, 128, 256, 512),), ((0.5, 1.0, 2.0),)),
        box_roi_pool=MultiScaleRoIAlign(["0"], 7, 2),
        box_head=TwoMLPHead(backbone.out_channels * 49, scale.hidden),
        box_predictor=FastRCNNPredictor(scale.hidden, CLASSES + 1),
        box_batch_size_per_image=64,
        rpn_pre_nms_top_n_train=2000,
        rpn_post_nms_top_n_train=1000,
        rpn_pre_nms_top_n_test=1000,
        rpn_post_nms_top_n_test=300,
        box_detections_per_img=100,
    )
    if masks:
        predictor = MaskRCNNPredictor(256, 256, CLASSES + 1)
        pool = MultiScaleRoIAlign(["0"], 14, 2)
        return MaskRCNN(backbone, mask_roi_pool=pool, mask_predictor=predictor, **settings)
    return FasterRCNN(backbone, **settings)


def truth(masks, scale=CPU):
    """Discs, so that their masks are more than their boxes."""
    sides = (torch.rand(OBJECTS) * 0.29 + 0.06) * scale.width
    corners = torch.rand(OBJECTS, 2) * (torch.tensor([scale.width, scale.height]) - sides[:, None])
    boxes = torch.cat([corners, corners + sides[:, None]], 1)
    found = {"boxes": boxes, "labels": torch.randint(1, CLASSES + 1, (OBJECTS,))}
    if masks:
        y, x = torch.meshgrid(
            torch.arange(scale.height) + 0.5, torch.arange(scale.width) + 0.5, indexing="ij"
        )
        middles = corners + sides[:, None] / 2
        squares = (x - middles[:, :1, None]) ** 2 + (y - middles[:, 1:, None]) ** 2
        found["masks"] = (squares <= (sides[:, None, None] / 2) ** 2).to(torch.uint8)
    return found


def step_work(masks, memory, kind):
    net = network(masks).to(memory_format=memory).train()
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-7, momentum=0.9, weight_decay=5e-4)
    images = [torch.rand(3, CPU.height, CPU.width) for _ in range(2)]
    truths = [truth(masks) for _ in range(2)]

    def work():
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=kind == "bf16"):
            losses = sum(net(images, truths).values())
        losses.backward()
        optimizer.step()

    return work


def inference_work(masks, memory, kind):
    net = network(masks).to(memory_format=memory).eval()
    image = torch.rand(3, CPU.height, CPU.width)

    def work():
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=kind == "bf16"):
            net([image])

    return work
