"""Makes the reference cases in src/test/resources/golden with PyTorch, torchvision and pycocotools, in double precision.

    python src/test/golden/generate.py        # needs torch, torchvision, numpy, pycocotools, safetensors

Inputs are drawn here from a fixed seed; no data set and no weights are read.
"""

import contextlib
import io
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torchvision import ops
from torchvision.models import resnet18
from torchvision.ops import poolers
from torchvision.models.detection import (_utils, anchor_utils, faster_rcnn, image_list, keypoint_rcnn, mask_rcnn, roi_heads,
                                          rpn, transform)

torch.manual_seed(1500)
D = torch.float64
TARGET = pathlib.Path(__file__).resolve().parents[1] / "resources" / "golden"


def draw(*shape, low=-1.0, high=1.0, decimals=3):
    scale = 10**decimals
    return torch.round((torch.rand(*shape, dtype=D) * (high - low) + low) * scale) / scale


def boxes(count, span, smallest, largest):
    corner = draw(count, 2, low=0, high=span, decimals=2)
    return torch.cat([corner, corner + draw(count, 2, low=smallest, high=largest, decimals=2)], 1)


def node(tensor):
    tensor = torch.as_tensor(tensor).detach()
    flat = tensor.flatten().tolist()
    if tensor.is_floating_point():
        flat = [float("%.11g" % value) for value in flat]
    return {"shape": list(tensor.shape), "data": flat}


def save(name, cases, **more):
    file = TARGET / (name + ".json")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**more, "cases": cases}, separators=(",", ":")) + "\n")


def add(name, cases):
    """More cases at the end of a file that this run has written."""
    save(name, json.loads((TARGET / (name + ".json")).read_text())["cases"] + cases)


def case(name, function, inputs, params, trained):
    """Output for the inputs, and the gradients for a random gradient of the output."""
    given = {key: value.clone().requires_grad_() if key in trained else value for key, value in inputs.items()}
    output = function(**given)
    one = {"name": name, "params": params, "inputs": {k: node(v) for k, v in inputs.items()}, "output": node(output)}
    upstream = draw(*output.shape) if output.dim() else torch.tensor(1.0, dtype=D)
    output.backward(upstream)
    one["upstream_gradient"] = node(upstream)
    one["gradients"] = {key: node(given[key].grad) for key in trained}
    return one


def regions():
    x = draw(2, 2, 7, 8, low=-2, high=2)
    rois = torch.tensor(
        [[0, 0.4, 1.6, 6.3, 5.7], [1, -3, -2, 4, 3], [0, 6, 4, 12, 11], [1, 3, 3, 3, 3], [0, 5, 5, 2, 2]], dtype=D)
    large = torch.tensor([[0, 3, 5, 60, 44], [1, 17, 9, 127, 111]], dtype=D)
    pool, align = [], []
    for size in ((2, 3), (3, 3)):
        for rows, scale in ((rois, 1.0), (large, 1 / 16)):
            params = {"output_size": list(size), "spatial_scale": scale}
            pool.append(case(f"{size} at {scale}", lambda x, rois: ops.roi_pool(x, rois, size, scale),
                             {"x": x, "rois": rows}, params, ["x"]))
    for aligned in (False, True):
        for ratio in (0, 2):
            for rows, scale in ((rois, 1.0), (large, 1 / 16)):
                params = {"output_size": [2, 3], "spatial_scale": scale, "sampling_ratio": ratio, "aligned": aligned}
                align.append(case(f"aligned {aligned}, {ratio} points, at {scale}",
                                  lambda x, rois: ops.roi_align(x, rois, (2, 3), scale, ratio or -1, aligned),
                                  {"x": x, "rois": rows}, params, ["x"]))
    save("torch_ops/roi_pool", pool)
    save("torch_ops/roi_align", align)


def convolutions():
    cases = []
    for name, how, ins, outs, kernel in (
            ("3x3", {"padding": 1}, 3, 4, (3, 3)), ("stride 2", {"stride": 2, "padding": 1}, 2, 3, (3, 3)),
            ("dilated", {"padding": 2, "dilation": 2}, 2, 2, (3, 3)), ("1x1", {}, 4, 3, (1, 1)),
            ("two groups", {"padding": 1, "groups": 2}, 4, 2, (3, 3)), ("1x5", {"padding": [0, 2]}, 2, 2, (1, 5))):
        inputs = {"x": draw(2, ins, 5, 6), "w": draw(outs, ins // how.get("groups", 1), *kernel), "b": draw(outs)}
        cases.append(case("conv2d " + name, lambda x, w, b: F.conv2d(x, w, b, **how), inputs,
                          {"op": "conv2d", **how}, ["x", "w", "b"]))
    for name, how, kernel in (("k4 s2 p1", {"stride": 2, "padding": 1}, 4), ("k2 s2", {"stride": 2}, 2)):
        inputs = {"x": draw(2, 3, 3, 4), "w": draw(3, 2, kernel, kernel), "b": draw(2)}
        cases.append(case("conv_transpose2d " + name, lambda x, w, b: F.conv_transpose2d(x, w, b, **how), inputs,
                          {"op": "conv_transpose2d", **how}, ["x", "w", "b"]))
    save("torch_ops/conv", cases)
    x, w, b = draw(1, 2, 5, 5), draw(2, 2, 3, 3), draw(2)
    offset, mask = draw(1, 18, 5, 5, low=-1.5, high=1.5), draw(1, 9, 5, 5, low=0, high=1)
    save("torch_ops/deform_conv", [
        case("deform_conv2d v1", lambda x, offset, w, b: ops.deform_conv2d(x, offset, w, b, padding=1),
             {"x": x, "offset": offset, "w": w, "b": b}, {"op": "deform_conv2d", "padding": 1},
             ["x", "offset", "w", "b"]),
        case("deform_conv2d v2", lambda x, offset, mask, w, b: ops.deform_conv2d(x, offset, w, b, padding=1, mask=mask),
             {"x": x, "offset": offset, "mask": mask, "w": w, "b": b}, {"op": "deform_conv2d", "padding": 1},
             ["x", "offset", "mask", "w", "b"])])


def pooling():
    cases = []
    for how in ({"kernel_size": 2, "stride": 2}, {"kernel_size": 3, "stride": 2, "padding": 1},
                {"kernel_size": 3, "stride": 2, "ceil_mode": True}):
        cases.append(case(f"max_pool2d {how}", lambda x: F.max_pool2d(x, **how), {"x": draw(2, 2, 6, 7)},
                          {"op": "max_pool2d", **how}, ["x"]))
    for how in ({"kernel_size": 2, "stride": 2}, {"kernel_size": 3, "stride": 2, "padding": 1},
                {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False},
                {"kernel_size": 3, "stride": 2, "ceil_mode": True}):
        cases.append(case(f"avg_pool2d {how}", lambda x: F.avg_pool2d(x, **how), {"x": draw(2, 2, 6, 7)},
                          {"op": "avg_pool2d", **how}, ["x"]))
    x = draw(2, 3, 9, 7)
    for bins in (1, 2, 3, 6):
        cases.append(case(f"adaptive_max_pool2d {bins}", lambda x: F.adaptive_max_pool2d(x, bins), {"x": x},
                          {"op": "adaptive_max_pool2d", "output": bins}, ["x"]))
    y, i = F.max_pool2d(draw(1, 2, 6, 6), 2, 2, return_indices=True)
    cases.append(case("max_unpool2d", lambda y, i: F.max_unpool2d(y, i, 2, 2), {"y": y, "i": i},
                      {"op": "max_unpool2d", "kernel": 2, "stride": 2}, ["y"]))
    save("torch_ops/pool", cases)


def layers():
    x, w, b = draw(3, 4, 3, 4, low=-2, high=3), draw(4, low=0.5, high=1.5), draw(4)
    mean, variance = draw(4), draw(4, low=0.5, high=2)
    cases = [
        case("batch_norm eval", lambda x, w, b: F.batch_norm(x, mean, variance, w, b, False, 0.1, 1e-5),
             {"x": x, "w": w, "b": b}, {"op": "batch_norm", "training": False, "eps": 1e-5,
                                        "running_mean": mean.tolist(), "running_var": variance.tolist()},
             ["x", "w", "b"]),
        case("batch_norm train", lambda x, w, b: F.batch_norm(x, None, None, w, b, True, 0.1, 1e-5),
             {"x": x, "w": w, "b": b}, {"op": "batch_norm", "training": True, "eps": 1e-5}, ["x", "w", "b"]),
        case("linear", lambda x, w, b: F.linear(x, w, b),
             {"x": draw(4, 6), "w": draw(3, 6), "b": draw(3)}, {"op": "linear"}, ["x", "w", "b"]),
        case("softmax", lambda x: F.softmax(x, 1), {"x": draw(3, 5, low=-4, high=4)}, {"op": "softmax"}, ["x"])]
    save("torch_ops/norm_act_resample", cases)


def losses():
    x, target = draw(4, 4, low=-3, high=3), draw(4, 4, low=-3, high=3)
    cases = []
    for beta in (1.0, 1 / 9):
        cases.append(case(f"smooth_l1 {beta:.2f}", lambda x: F.smooth_l1_loss(x, target, beta=beta, reduction="sum"),
                          {"x": x}, {"op": "smooth_l1", "target": node(target), "beta": beta}, ["x"]))
    cases.append(case("l1", lambda x: F.l1_loss(x, target, reduction="sum"), {"x": x},
                      {"op": "l1", "target": node(target)}, ["x"]))
    cases.append(case("mse", lambda x: F.mse_loss(x, target), {"x": x}, {"op": "mse", "target": node(target)}, ["x"]))
    labels = torch.tensor([0, 3, 1, 2, 2])
    for reduction in ("mean", "sum"):
        cases.append(case(f"cross_entropy {reduction}", lambda x: F.cross_entropy(x, labels, reduction=reduction),
                          {"x": draw(5, 4, low=-3, high=3)},
                          {"op": "cross_entropy", "target": labels.tolist(), "reduction": reduction}, ["x"]))
    save("torch_ops/losses", cases)


def optimisers():
    initial, gradients, cases = draw(5), [draw(5) for _ in range(5)], []
    for name, how in (("sgd lr .1", {}), ("sgd momentum .9", {"momentum": 0.9}),
                      ("sgd momentum .9 weight_decay .0005", {"momentum": 0.9, "weight_decay": 5e-4})):
        weight = initial.clone().requires_grad_()
        optimiser, steps = torch.optim.SGD([weight], 0.1, **how), []
        for gradient in gradients:
            weight.grad = gradient.clone()
            optimiser.step()
            steps.append([float("%.12g" % value) for value in weight.tolist()])
        cases.append({"name": name, "initial": initial.tolist(), "gradients": [g.tolist() for g in gradients],
                      "after_each_step": steps})
    schedules = torch.optim.lr_scheduler
    for name, make, count in (("StepLR 3 .1", lambda o: schedules.StepLR(o, 3, 0.1), 10),
                              ("MultiStepLR [4,7] .1", lambda o: schedules.MultiStepLR(o, [4, 7], 0.1), 10),
                              ("CosineAnnealingLR T=10", lambda o: schedules.CosineAnnealingLR(o, 10), 11)):
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.03)
        schedule, rates = make(optimiser), []
        for _ in range(count):
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        cases.append({"name": name, "base_lr": 0.03, "lr_per_step": rates})
    save("torch_ops/optim", cases)


def suppression():
    rows, scores, cases = boxes(60, 50, 3, 30), torch.randperm(60).to(D) / 60, []
    for threshold in (0.1, 0.3, 0.5, 0.7):
        cases.append({"name": f"nms {threshold}", "params": {"op": "nms", "iou_threshold": threshold},
                      "inputs": {"boxes": node(rows), "scores": node(scores)} if threshold == 0.1
                      else {"same_as": "nms 0.1"}, "kept": ops.nms(rows, scores, threshold).tolist()})
    rows = torch.tensor([[0, 0, 10, 10], [0, 0, 10, 5], [0, 0, 10, 10], [20, 20, 20, 20], [0, 0, 5, 10]], dtype=D)
    scores = torch.tensor([0.9, 0.8, 0.7, 0.6, 0.5], dtype=D)
    for threshold in (0.5, 0.49):
        cases.append({"name": f"overlap of exactly 0.5, {threshold}",
                      "params": {"op": "nms", "iou_threshold": threshold},
                      "inputs": {"boxes": node(rows), "scores": node(scores)},
                      "kept": ops.nms(rows, scores, threshold).tolist()})
    save("torch_ops/nms_iou", cases)


def box_coding():
    proposals, truth, cases = boxes(6, 60, 4, 40), boxes(6, 60, 4, 40), []
    for weights in ((1.0, 1.0, 1.0, 1.0), (10.0, 10.0, 5.0, 5.0)):
        coder = _utils.BoxCoder(weights)
        deltas = draw(6, 4) * torch.tensor(weights, dtype=D)
        deltas[5] = torch.tensor([0.5, -0.5, 100, 9], dtype=D)
        cases.append({"name": str(weights), "params": {"weights": weights}, "proposals": node(proposals),
                      "gt": node(truth), "encoded": node(coder.encode_single(truth, proposals)),
                      "deltas": node(deltas), "decoded": node(coder.decode_single(deltas, proposals))})
    save("torch_detection/box_coder", cases)
    cases = []
    for (height, width), least, most in (((300, 400), 600, 1000), ((90, 500), 600, 1000), ((201, 133), 128, 256)):
        rule = transform.GeneralizedRCNNTransform([least], most, [0.0] * 3, [1.0] * 3)
        images, _ = rule([torch.zeros(3, height, width)], None)
        cases.append({"hw": [height, width], "min_size": least, "max_size": most,
                      "resized_hw": list(images.image_sizes[0]), "padded_hw": list(images.tensors.shape[2:])})
    save("torch_detection/resize_rule", cases)


def fast_rcnn():
    count, classes = 10, 4
    logits, offsets = draw(count, classes, low=-2, high=2), draw(count, 4 * classes)
    labels = [torch.tensor([0, 1, 2, 0, 3]), torch.tensor([2, 0, 0, 1, 3])]
    targets = [draw(5, 4), draw(5, 4)]
    trained = [logits.clone().requires_grad_(), offsets.clone().requires_grad_()]
    classification, box = roi_heads.fastrcnn_loss(*trained, labels, targets)
    (classification + box).backward()
    save("torch_detection/fastrcnn_loss", [{
        "class_logits": node(logits), "box_regression": node(offsets), "labels": [one.tolist() for one in labels],
        "regression_targets": [node(one) for one in targets], "loss_classifier": classification.item(),
        "loss_box_reg": box.item(), "grad_class_logits": node(trained[0].grad),
        "grad_box_regression": node(trained[1].grad)}])
    sizes, proposals = [(64, 80), (60, 72)], [boxes(5, 50, 6, 30), boxes(5, 50, 6, 30)]
    heads = roi_heads.RoIHeads(None, None, None, 0.5, 0.5, 512, 0.25, None, 0.05, 0.5, 8)
    found, scores, names = heads.postprocess_detections(logits, offsets, proposals, sizes)
    save("torch_detection/fastrcnn_postprocess", [{
        "params": {"score_thresh": 0.05, "nms_thresh": 0.5, "detections_per_img": 8, "weights": [10, 10, 5, 5],
                   "image_sizes": sizes},
        "class_logits": node(logits), "box_regression": node(offsets), "proposals": [node(one) for one in proposals],
        "boxes": [node(one) for one in found], "scores": [node(one) for one in scores],
        "labels": [one.tolist() for one in names]}])


def scene(images, classes):
    """Objects of which some are crowds, and detections near them, beside them and doubled."""
    random = np.random.default_rng(1500)
    truth, found = [], []
    for image in range(1, images + 1):
        for _ in range(int(random.integers(0, 6))):
            x, y = random.uniform(0, 300, 2).round(1)
            w, h = random.uniform(10, 180, 2).round(1)
            category = int(random.integers(1, classes + 1))
            crowd = int(random.random() < 0.1)
            truth.append({"id": len(truth) + 1, "image_id": image, "category_id": category, "iscrowd": crowd,
                          "area": round(w * h, 2), "bbox": [x, y, w, h]})
            for _ in range(int(random.integers(0, 4))):
                move = random.normal(0, 0.12, 4) * [w, h, w, h]
                box = (np.array([x, y, w, h]) + move).round(1)
                box[2:] = np.maximum(box[2:], 1)
                label = category if random.random() < 0.85 else int(random.integers(1, classes + 1))
                found.append({"image_id": image, "category_id": label, "bbox": box.tolist(),
                              "score": round(float(random.random()), 2)})
    return ({"images": [{"id": image, "width": 500, "height": 500} for image in range(1, images + 1)],
             "categories": [{"id": c, "name": f"c{c}"} for c in range(1, classes + 1)], "annotations": truth}, found)


def region_proposals():
    generator = anchor_utils.AnchorGenerator(((16,), (32,)), ((0.5, 1.0, 2.0),) * 2)
    images = image_list.ImageList(torch.zeros(2, 3, 48, 64, dtype=D), [(48, 64), (44, 56)])
    maps = [torch.zeros(2, 1, 6, 8, dtype=D), torch.zeros(2, 1, 3, 4, dtype=D)]
    anchors = generator(images, maps)
    params = {"sizes": [[16], [32]], "aspect_ratios_h_over_w": [[0.5, 1.0, 2.0]] * 2, "features": [[6, 8], [3, 4]],
              "strides": [[8, 8], [16, 16]]}
    save("torch_detection/anchors", [{"params": params, "anchors": node(anchors[0])}])
    network = rpn.RegionProposalNetwork(
        generator, torch.nn.Identity(), 0.7, 0.3, 256, 0.5, {"training": 30, "testing": 30},
        {"training": 15, "testing": 15}, 0.7, 0.05).eval()
    network.min_size = 4.0
    count = len(anchors[0])
    logits, offsets = draw(2, count, low=-5, high=3), draw(2, count, 4, low=-0.4, high=0.4)
    decoded = network.box_coder.decode(offsets.reshape(-1, 4), anchors).view(2, -1, 4)
    found, scores = network.filter_proposals(decoded, logits.reshape(-1, 1), images.image_sizes, [144, 36])
    save("torch_detection/rpn_filter_proposals", [{
        "params": {"anchor_sizes": [[16], [32]], "ratios": [0.5, 1.0, 2.0], "image_sizes": [[48, 64], [44, 56]],
                   "padded": [48, 64], "features": [[6, 8], [3, 4]], "pre_nms_top_n_per_level": 30,
                   "post_nms_top_n": 15, "nms_thresh": 0.7, "score_thresh": 0.05, "min_size": 4},
        "objectness_logits": node(logits), "deltas": node(offsets), "proposals": [node(one) for one in found],
        "scores": [node(one) for one in scores]}])
    truth = [torch.tensor([[5, 6, 30, 40], [34, 10, 60, 44]], dtype=D), torch.tensor([[2, 2, 20, 20]], dtype=D)]
    labels, matched = network.assign_targets_to_anchors(anchors, [{"boxes": one} for one in truth])
    targets = network.box_coder.encode(matched, anchors)
    network.fg_bg_sampler = lambda given: ([one == 1 for one in given], [one == 0 for one in given])
    objectness, box = network.compute_loss(logits.reshape(-1, 1), offsets.reshape(-1, 4), labels, targets)
    save("torch_detection/rpn_loss", [{
        "gt": [node(one) for one in truth], "labels": [one.int().tolist() for one in labels],
        "n_sampled": sum(int((one >= 0).sum()) for one in labels), "loss_objectness": objectness.item(),
        "loss_rpn_box_reg": box.item()}])
    overlaps = ops.box_iou(torch.cat([truth[0], torch.tensor([[200, 200, 210, 210]], dtype=D)]), anchors[0][::9])
    cases = []
    for high, low, best in ((0.7, 0.3, True), (0.5, 0.2, False)):
        matcher = _utils.Matcher(high, low, allow_low_quality_matches=best)
        cases.append({"params": {"high": high, "low": low, "allow_low_quality": best},
                      "iou_gt_by_anchor": node(overlaps), "matched": matcher(overlaps).tolist()})
    save("torch_detection/matcher_clip", cases)


def coco():
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
    truth, found = scene(24, 3)
    cases = {}
    for name, settings in (("plain", {}), ("class_agnostic", {"useCats": 0})):
        with contextlib.redirect_stdout(io.StringIO()):
            ours = COCO()
            ours.dataset = json.loads(json.dumps(truth))
            ours.createIndex()
            run = COCOeval(ours, ours.loadRes(json.loads(json.dumps(found))), "bbox")
            for key, value in settings.items():
                setattr(run.params, key, value)
            run.evaluate()
            run.accumulate()
            run.summarize()
        mean = lambda values: float(np.mean(values[values > -1])) if (values > -1).any() else -1.0
        precision, recall = run.eval["precision"], run.eval["recall"]
        one = {"files": {"gt": "truth.json", "dt": "found.json"}, "stats": [float(value) for value in run.stats],
               "AP_by_iou": {"%.2f" % t: mean(precision[i, :, :, 0, -1]) for i, t in enumerate(run.params.iouThrs)}}
        if not settings:
            one["per_category"] = {str(c): {"AP": mean(precision[:, :, k, 0, -1]), "AP50": mean(precision[0, :, k, 0, -1]),
                                            "AR100": mean(recall[:, k, 0, -1])}
                                   for k, c in enumerate(run.params.catIds)}
        cases[name] = one
    folder = TARGET / "coco_eval"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("truth", truth), ("found", found), ("expected", {"cases": cases})):
        (folder / (name + ".json")).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def wave(name, shape, middle=0, height=1):
    """Weights by formula, so that none need be stored; of He's variance, in single precision."""
    count = int(np.prod(shape))
    scale = 2 / np.sqrt(count / shape[0]) if len(shape) > 1 else 0.1
    values = middle + height * scale * np.sin(0.7 * np.arange(count) + len(name) + 0.01 * np.arange(count) ** 1.5)
    return torch.tensor(values.astype(np.float32)).double().reshape(shape)


def resnet():
    """ResNet-18 to its third stage (arXiv:1512.03385, table 1), batch norm folded into convolutions with biases."""
    def convolve(x, name, outs, size, stride):
        weight = wave(name + ".weight", (outs, x.shape[1], size, size))
        return F.conv2d(x, weight, wave(name + ".bias", (outs,)), stride, size // 2)

    place = torch.arange(3 * 32 * 48, dtype=D)
    x = ((place * 37 % 255 - 127) / 64).float().double().reshape(1, 3, 32, 48)
    x = F.max_pool2d(F.relu(convolve(x, "conv1", 64, 7, 2)), 3, 2, 1)
    stages = []
    for stage in (1, 2, 3):
        for block in (0, 1):
            name, outs = f"layer{stage}.{block}", 32 << stage
            stride = 2 if stage > 1 and block == 0 else 1
            y = F.relu(convolve(x, name + ".conv1", outs, 3, stride))
            y = convolve(y, name + ".conv2", outs, 3, 1)
            shortcut = convolve(x, name + ".downsample.0", outs, 1, 2) if stride == 2 else x
            x = F.relu(y + shortcut)
        stages.append({"shape": list(x.shape), "every_97th": node(x.flatten()[::97])["data"]})
    save("backbone/resnet18", stages)


def resnet20():
    """ResNet-20 of small images (arXiv:1512.03385, section 4.2), option A, with running averages of batch norm."""
    def normalise(x, name):
        shape = (x.shape[1],)
        mean, variance = wave(name + ".running_mean", shape), wave(name + ".running_var", shape, 1, 5)
        return F.batch_norm(x, mean, variance, wave(name + ".weight", shape, 1), wave(name + ".bias", shape))

    def convolve(x, name, outs, stride):
        return F.conv2d(x, wave(name + ".weight", (outs, x.shape[1], 3, 3)), None, stride, 1)

    c, y, x = np.mgrid[0:3, 0:32, 0:32]
    x = torch.tensor(((7 * c + 3 * y + 5 * x) % 255 - 127) / 127).float().double()[None]
    x = F.relu(normalise(convolve(x, "conv1", 16, 1), "bn1"))
    for stage in (1, 2, 3):
        for block in (0, 1, 2):
            name, outs = f"layer{stage}.{block}", 8 << stage
            stride = outs // x.shape[1]
            y = F.relu(normalise(convolve(x, name + ".conv1", outs, stride), name + ".bn1"))
            y = normalise(convolve(y, name + ".conv2", outs, 1), name + ".bn2")
            widened = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, outs // 4, outs // 4)) if stride == 2 else x
            x = F.relu(y + widened)
    logits = F.linear(x.mean((2, 3)), wave("linear.weight", (10, 64)), wave("linear.bias", (10,)))
    save("backbone/resnet20", [{"shape": list(x.shape), "every_97th": node(x.flatten()[::97])["data"],
                                "logits": node(logits)["data"]}])


def files():
    """Files as other programs write them: a safetensors file of four types, and pictures with their pixels."""
    from PIL import Image
    from safetensors.torch import save_file
    folder = TARGET / "files"
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"a.float": torch.tensor([[1.5, -2.25], [0.1, 3e38]]), "b.half": torch.tensor([0.5, -65504]).half(),
               "c.brain": torch.tensor([1.0, -3.140625]).bfloat16(), "d.count": torch.tensor([7])},
              folder / "library.safetensors", {"made": "by the library"})
    y, x = np.mgrid[0:12, 0:18]
    colours = np.stack([12 * x + 20, 15 * y + 30, 7 * x + 6 * y + 10], 2).astype(np.uint8)
    cases = []
    for name, picture, how in (
            ("colours.png", Image.fromarray(colours), {}), ("colours.jpg", Image.fromarray(colours), {"quality": 95}),
            ("grey.jpg", Image.fromarray(colours[:, :, 0]), {"quality": 95}),
            ("halved.jpg", Image.fromarray(colours), {"quality": 90, "subsampling": 2}),
            ("progressive.jpg", Image.fromarray(colours), {"quality": 95, "progressive": True}),
            ("palette.png", Image.fromarray(colours).quantize(16), {})):
        picture.save(folder / name, **how)
        pixels = np.array(Image.open(folder / name).convert("RGB"))
        cases.append({"file": name, "width": 18, "height": 12, "rgb": pixels.flatten().tolist()})
    save("files/pictures", cases)


def dense_prediction():
    """Losses and layers of masks, pixels and pyramids, drawn apart so that the cases before them stay as they are."""
    torch.manual_seed(1700)
    target, labels = draw(4, 4, low=0), torch.tensor([[[0, 2, 255], [1, 1, 0]], [[2, 255, 255], [0, 1, 2]]])
    add("torch_ops/losses", [
        case("bce_with_logits", lambda x: F.binary_cross_entropy_with_logits(x, target), {"x": draw(4, 4, low=-6, high=6)},
             {"op": "bce_with_logits", "target": node(target)}, ["x"]),
        case("pixel cross_entropy", lambda x: F.cross_entropy(x, labels, ignore_index=255),
             {"x": draw(2, 3, 2, 3, low=-3, high=3)},
             {"op": "cross_entropy", "target": node(labels), "ignore_index": 255, "reduction": "mean over non-ignored"},
             ["x"])])
    cases = [case("leaky_relu", lambda x: F.leaky_relu(x, 0.1), {"x": draw(3, 5, low=-2, high=2)},
                  {"op": "leaky_relu", "slope": 0.1}, ["x"]),
             case("sigmoid", lambda input: torch.sigmoid(input), {"input": draw(3, 5, low=-4, high=4)},
                  {"op": "sigmoid"}, ["input"])]
    for mode, aligned in (("nearest", None), ("bilinear", False), ("bilinear", True)):
        for size in ([6, 8], [7, 2]):
            how = {"mode": mode, "align_corners": aligned, "size": size}
            cases.append(case(f"interpolate {mode} {aligned} {size}", lambda x: F.interpolate(x, **how),
                              {"x": draw(1, 2, 3, 4)}, {"op": "interpolate", **how}, ["x"]))
    add("torch_ops/norm_act_resample", cases)
    how = {"stride": 2, "padding": 1, "output_padding": 1}
    add("torch_ops/conv", [
        case("conv_transpose2d k3 s2 p1 op1", lambda x, w, b: F.conv_transpose2d(x, w, b, **how),
             {"x": draw(2, 3, 3, 4), "w": draw(3, 2, 3, 3), "b": draw(2)}, {"op": "conv_transpose2d", **how},
             ["x", "w", "b"])])


def local_responses():
    """AlexNet's normalisation, drawn apart so that the cases before it stay as they are."""
    torch.manual_seed(1800)
    how = {"size": 5, "alpha": 0.5, "beta": 0.75, "k": 2}
    add("torch_ops/norm_act_resample", [
        case("local_response_norm", lambda x: F.local_response_norm(x, **how), {"x": draw(2, 7, 2, 3, low=-4, high=4)},
             {"op": "lrn", **how}, ["x"])])


def shape(random, height, width):
    """A blob of pixels: two overlapping ellipses."""
    y, x = np.mgrid[0:height, 0:width]
    mask = np.zeros((height, width), bool)
    for _ in range(2):
        cx, cy = random.uniform(0.2, 0.8) * width, random.uniform(0.2, 0.8) * height
        a, b = random.uniform(0.1, 0.4) * width, random.uniform(0.1, 0.4) * height
        mask |= ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 <= 1
    return mask


def encoded(mask):
    from pycocotools import mask as coco
    code = coco.encode(np.asfortranarray(mask.astype(np.uint8)))
    return {"size": code["size"], "counts": code["counts"].decode()}


def measured(code):
    from pycocotools import mask as coco
    return {**code, "area": int(coco.area(code)), "bbox_xywh": coco.toBbox(code).tolist()}


def text(code):
    return {"size": code["size"], "counts": code["counts"].decode()}


def rows(mask):
    return ["".join("01"[int(v)] for v in row) for row in mask]


def masks():
    """Run lengths, polygons, overlaps and unions by pycocotools."""
    from pycocotools import mask as coco
    random = np.random.default_rng(17)
    singles = []
    for index, (height, width, part) in enumerate(((1, 1, 1), (4, 6, 0), (4, 6, 1), (7, 5, 0.5), (31, 17, 0.1), (9, 40, 0.8))):
        mask = random.random((height, width)) < part
        runs = np.flatnonzero(np.diff(np.concatenate([[0], mask.flatten("F").astype(int)])))
        counts = np.diff(np.concatenate([[0], runs, [mask.size]])).tolist()
        counts = counts[:-1] if len(counts) > 1 and counts[-1] == 0 else counts
        singles.append({"name": str(index), **measured(encoded(mask)), "uncompressed_counts": counts, "mask_rows": rows(mask)})
    drawn = []
    for index, (height, width, sizes) in enumerate(((20, 30, (3,)), (40, 25, (5, 4)), (13, 50, (9,)), (64, 64, (12, 3, 6)))):
        polygons = [random.uniform(-4, [width + 4, height + 4], (size, 2)).round(2).flatten().tolist() for size in sizes]
        parts = coco.frPyObjects(polygons, height, width)
        drawn.append({"name": str(index), "height": height, "width": width, "polygons": polygons,
                      "parts": [measured(text(part)) for part in parts], "merged": measured(text(coco.merge(parts)))})
    found, truth = ([encoded(shape(random, 24, 30)) for _ in range(count)] for count in (3, 2))
    crowd = [0, 1]
    overlap = {"dt": found, "gt": truth, "iscrowd": crowd, "iou": coco.iou(found, truth, crowd).tolist()}
    both = coco.merge(found, True)
    merged = {"inputs": found, "union": text(coco.merge(found))["counts"], "intersection": text(both)["counts"],
              "intersection_area": int(coco.area(both))}
    folder = TARGET / "mask_rle"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "expected.json").write_text(json.dumps(
        {"masks": singles, "polygons": drawn, "mask_iou": overlap, "merge": merged}, separators=(",", ":")) + "\n")


def mask_branch():
    """Targets and pasted masks, key points' cells and peaks, as torchvision has them; an input of its own seed."""
    random = np.random.default_rng(18)
    generator = torch.Generator().manual_seed(18)
    truth = [shape(random, 20, 26) for _ in range(2)]
    where = torch.tensor([[3, 2, 20, 17], [5.5, -1.25, 27.5, 14.75], [10, 10, 10.4, 11]], dtype=D)
    which = torch.tensor([0, 1, 0])
    targets = roi_heads.project_masks_on_boxes(torch.tensor(np.array(truth)).to(D), where, which, 6)
    probs = (torch.rand(3, 6, 6, generator=generator, dtype=D) * 1000).round() / 1000
    spots = torch.tensor([[2.3, 1.7, 18.2, 15.4], [-6, 8, 9, 25], [20, 3, 21, 4.5]], dtype=D)
    pasted = roi_heads.paste_masks_in_image(probs[:, None], spots, (20, 26))[:, 0]
    save("torch_detection/masks", [
        {"name": "project_masks_on_boxes", "gt_masks": [rows(mask) for mask in truth], "boxes": node(where),
         "gt_index": which.tolist(), "targets": node(targets)},
        {"name": "paste_masks_in_image", "probs": node(probs[:, None]), "boxes": node(spots),
         "pasted_at_0_5": [rows(mask) for mask in pasted >= 0.5], "pasted_sum": pasted.sum((1, 2)).tolist()}])
    points = torch.tensor([[[4, 5, 1], [17, 12, 2], [9.5, 3.25, 0]], [[2, 2, 1], [30, 8, 1], [11.75, 6.5, 2]]], dtype=D)
    regions = torch.tensor([[3, 2, 17, 12], [2, 1, 22.5, 13]], dtype=D)
    index, valid = roi_heads.keypoints_to_heatmap(points, regions, 8)
    maps = ((torch.rand(2, 3, 8, 8, generator=generator, dtype=D) * 6 - 3) * 1000).round() / 1000
    places, scores = roi_heads.heatmaps_to_keypoints(maps, regions)
    save("torch_detection/keypoints", [
        {"name": "keypoints_to_heatmap 8", "keypoints": node(points), "rois": node(regions), "index": node(index),
         "valid": node(valid)},
        {"name": "heatmaps_to_keypoints", "maps": node(maps), "rois": node(regions), "xy_visible": node(places),
         "scores": node(scores)}])


def person(random, crowd, box, points):
    x, y, w, h = box
    where = np.column_stack([x + w * random.random(points), y + h * random.random(points)]).round(2)
    seen = np.zeros(points, int) if crowd else random.integers(0, 3, points) * int(random.random() < 0.85)
    return where, seen


def instances():
    """Masks and key points of made-up objects, evaluated by pycocotools."""
    from pycocotools import mask as coco
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
    random = np.random.default_rng(19)
    height, width, points = 90, 120, 17
    truths, found_masks, found_points = [], [], []
    for image in range(1, 13):
        for _ in range(int(random.integers(1, 5))):
            x, y, w, h = random.uniform([0, 0, 20, 20], [60, 40, 60, 50]).round(2).tolist()
            crowd = bool(random.random() < 0.1)
            polygon = [x, y, x + w, y + 0.2 * h, x + 0.8 * w, y + h, x + 0.1 * w, y + 0.7 * h]
            where, seen = person(random, crowd, (x, y, w, h), points)
            label = int(random.integers(1, 3))
            truths.append({"id": len(truths) + 1, "image_id": image, "category_id": label, "iscrowd": int(crowd),
                           "bbox": [x, y, w, h], "area": round(0.6 * w * h, 3), "segmentation": [[round(v, 2) for v in polygon]],
                           "num_keypoints": int((seen > 0).sum()),
                           "keypoints": np.column_stack([where * (seen > 0)[:, None], seen]).flatten().tolist()})
            for _ in range(int(random.integers(0, 4))):
                score = round(float(random.random()), 1)
                guess = label if random.random() < 0.9 else 3 - label
                moved = [round(v + random.normal(0, 3), 2) for v in polygon]
                found_masks.append({"image_id": image, "category_id": guess, "score": score,
                                    "segmentation": text(coco.merge(coco.frPyObjects([moved], height, width)))})
                spots = (where + random.normal(0, 2.5, where.shape)).round(2)
                found_points.append({"image_id": image, "category_id": guess, "score": score,
                                     "keypoints": np.column_stack([spots, np.ones(points)]).flatten().tolist()})
    truth = {"images": [{"id": i, "height": height, "width": width} for i in range(1, 13)], "annotations": truths,
             "categories": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}
    cases = {}
    for name, kind, found in (("masks", "segm", found_masks), ("key_points", "keypoints", found_points)):
        with contextlib.redirect_stdout(io.StringIO()):
            ours = COCO()
            ours.dataset = json.loads(json.dumps(truth))
            ours.createIndex()
            run = COCOeval(ours, ours.loadRes(json.loads(json.dumps(found))), kind)
            run.evaluate()
            run.accumulate()
            run.summarize()
        cases[name] = {"iouType": kind, "files": {"gt": "instances.json", "dt": name + ".json"},
                       "stats": [float(value) for value in run.stats]}
    folder = TARGET / "coco_eval"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("instances", truth), ("masks", found_masks), ("key_points", found_points),
                          ("expected_instances", {"cases": cases})):
        (folder / (name + ".json")).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def pyramid_levels():
    """Which map of a pyramid a region is read from, and what of it; an input of its own seed."""
    random = np.random.default_rng(20)
    sides = random.uniform(4, 1200, (24, 2)).round(1)
    sides[:6] = [[112, 112], [111.9, 112], [224, 224], [223, 224], [448, 448], [56, 56]]
    corner = random.uniform(-9, 60, (24, 2)).round(1)
    where = torch.tensor(np.column_stack([corner, corner + sides]), dtype=torch.float32)
    mapper = poolers.initLevelMapper(2, 5)
    spots = torch.tensor([[1.5, 2, 9, 13.25], [0, 0, 31, 30], [4, 7, 60, 64], [-3, 20, 28.5, 41], [10, 10, 75, 62]],
                         dtype=torch.float32)
    maps = {str(level): draw(1, 2, 16 >> level, 20 >> level).float() for level in range(3)}
    pooler = ops.MultiScaleRoIAlign(list(maps), 3, 2, canonical_scale=48)
    output = pooler(maps, [spots], [(64, 80)])
    save("torch_detection/fpn", [
        {"name": "levels 2 to 5", "boxes": node(where), "level_index": mapper([where]).tolist()},
        {"name": "canonical 48, image 64 x 80", "features": {name: node(one) for name, one in maps.items()},
         "boxes": node(spots), "output": node(output), "params": {"canonical_scale": 48}}])


def small_vgg(width):
    """The first three groups of VGG of 11 layers, to stride 8, by the names that torchvision gives them."""
    first, second, third, fourth = width
    layers = [torch.nn.Conv2d(3, first, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
              torch.nn.Conv2d(first, second, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
              torch.nn.Conv2d(second, third, 3, padding=1), torch.nn.ReLU(),
              torch.nn.Conv2d(third, third, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
              torch.nn.Conv2d(third, fourth, 3, padding=1), torch.nn.ReLU(),
              torch.nn.Conv2d(fourth, fourth, 3, padding=1), torch.nn.ReLU()]
    backbone = torch.nn.Module()
    backbone.features = torch.nn.Sequential(*layers)
    backbone.forward = lambda images: {"0": backbone.features(images)}
    backbone.out_channels = fourth
    return backbone


class Whole(torch.nn.Module):
    """torchvision's detector without its resizing: images come normalised and padded."""

    def __init__(self, backbone, proposals, heads):
        super().__init__()
        self.backbone, self.rpn, self.roi_heads = backbone, proposals, heads

    def forward(self, pixels, sizes, targets=None):
        images = image_list.ImageList(pixels, sizes)
        maps = self.backbone(pixels)
        regions, first = self.rpn(images, maps, targets)
        found, second = self.roi_heads(maps, regions, sizes, targets)
        return found, {**first, **second}


class SmallPyramid(torch.nn.Module):
    """Four groups of VGG of 11 layers and the first of the fifth, to stride 16, and the maps of a pyramid over them."""

    def __init__(self, widths, channels):
        super().__init__()
        layers, inputs, self.ends = [], 3, []
        for group, (count, width) in enumerate(zip((1, 1, 2, 2, 2), widths)):
            for _ in range(count):
                layers += [torch.nn.Conv2d(inputs, width, 3, padding=1), torch.nn.ReLU()]
                inputs = width
            if group >= 2:
                self.ends.append(len(layers) - 1)
            if group < 4:
                layers.append(torch.nn.MaxPool2d(2))
        self.features = torch.nn.Sequential(*layers)
        self.fpn = ops.FeaturePyramidNetwork(list(widths[2:]), channels, ops.feature_pyramid_network.LastLevelMaxPool())
        self.out_channels = channels

    def forward(self, images):
        seen, x = {}, images
        for place, layer in enumerate(self.features):
            x = layer(x)
            if place in self.ends:
                seen[str(len(seen))] = x
        return self.fpn(seen)


def pyramid_faster_rcnn_of(classes):
    """Three maps for regions and one more for proposals, each with anchors of one size."""
    generator = anchor_utils.AnchorGenerator(((8,), (16,), (28,), (44,)), ((0.5, 1.0, 2.0),) * 4)
    counts = {"training": 15, "testing": 12}
    proposals = rpn.RegionProposalNetwork(
        generator, rpn.RPNHead(6, 3), 0.7, 0.3, 100000, 0.99, {"training": 60, "testing": 60}, counts, 0.7)
    pooler = ops.MultiScaleRoIAlign(["0", "1", "2"], 3, 2, canonical_scale=20)
    head = faster_rcnn.TwoMLPHead(6 * 9, 7)
    head.fc7 = torch.nn.Linear(7, 8)
    heads = roi_heads.RoIHeads(pooler, head, faster_rcnn.FastRCNNPredictor(8, classes + 1), 0.5, 0.5, 100000, 0.99,
                               None, 0.05, 0.5, 20)
    return by_formula(Whole(SmallPyramid((4, 8, 16, 32, 32), 6), proposals, heads).to(D))


def small_faster_rcnn(classes):
    backbone = small_vgg((1, 2, 4, 8))
    generator = anchor_utils.AnchorGenerator(((12, 24),), ((0.5, 1.0, 2.0),))
    counts = {"training": 15, "testing": 12}
    proposals = rpn.RegionProposalNetwork(
        generator, rpn.RPNHead(8, 6), 0.7, 0.3, 100000, 0.99, {"training": 60, "testing": 60}, counts, 0.7)
    pooler = ops.MultiScaleRoIAlign(["0"], 3, 2)
    head = faster_rcnn.TwoMLPHead(8 * 9, 7)
    head.fc7 = torch.nn.Linear(7, 8)
    heads = roi_heads.RoIHeads(pooler, head, faster_rcnn.FastRCNNPredictor(8, classes + 1), 0.5, 0.5, 100000, 0.99,
                               None, 0.05, 0.5, 20)
    return Whole(backbone, proposals, heads).to(D)


def small_mask_rcnn(classes, points):
    """The same with branches for masks of 8 x 8 cells and heat maps of 16 x 16."""
    network = small_faster_rcnn(classes)
    heads = network.roi_heads
    heads.mask_roi_pool = ops.MultiScaleRoIAlign(["0"], 4, 2)
    heads.mask_head = mask_rcnn.MaskRCNNHeads(8, (6, 6), 1)
    heads.mask_predictor = mask_rcnn.MaskRCNNPredictor(6, 6, classes + 1)
    heads.keypoint_roi_pool = ops.MultiScaleRoIAlign(["0"], 4, 2)
    heads.keypoint_head = keypoint_rcnn.KeypointRCNNHeads(8, (6,))
    heads.keypoint_predictor = keypoint_rcnn.KeypointRCNNPredictor(6, points)
    return network.to(D)


def ours(name):
    """The name that RoiLab gives a parameter."""
    for place in range(3):
        name = name.replace(f"roi_heads.mask_head.{place}.0.", f"mask.mask_fcn{place + 1}.")
        name = name.replace(f"roi_heads.keypoint_head.{2 * place}.", f"key_points.conv_fcn{place + 1}.")
    for theirs, own in (("mask.", "mask."), ("key_points.", "key_points."), ("roi_heads.mask_predictor.", "mask."),
                        ("roi_heads.keypoint_predictor.", "key_points."),
                        ("backbone.", ""), ("rpn.head.conv.0.0.", "rpn.conv."), ("rpn.head.", "rpn."),
                        ("roi_heads.box_head.layer4.", "layer4."), ("roi_heads.box_head.", "head."),
                        ("roi_heads.box_predictor.cls_score.", "head.classifier."),
                        ("roi_heads.box_predictor.bbox_pred.", "head.regressor.")):
        if name.startswith(theirs):
            # A convolution of a pyramid is the first of a list of one.
            return (own + name[len(theirs):]).replace(".0.weight", ".weight").replace(".0.bias", ".bias") \
                if name.startswith("backbone.fpn") else own + name[len(theirs):]
    raise ValueError(name)


def rows_by_cell(name, tensor):
    """Columns of fc6: torchvision flattens channel by channel, RoiLab cell by cell. Masks of background: RoiLab has none."""
    if name.startswith("mask.mask_fcn_logits"):
        return tensor[1:]
    if name != "head.fc6.weight":
        return tensor
    return tensor.reshape(tensor.shape[0], -1, 9).transpose(1, 2).reshape(tensor.shape[0], -1)


def brief(tensor):
    return {"shape": list(tensor.shape), "data": [float("%.7g" % value) for value in tensor.detach().flatten().tolist()]}


def ellipse(box, height, width):
    """The pixels whose middles lie in the ellipse inside a box."""
    x1, y1, x2, y2 = box.tolist()
    across = (torch.arange(width, dtype=D) + 0.5 - (x1 + x2) / 2) / ((x2 - x1) / 2)
    down = (torch.arange(height, dtype=D) + 0.5 - (y1 + y2) / 2) / ((y2 - y1) / 2)
    return (across[None] ** 2 + down[:, None] ** 2 <= 1).to(torch.uint8)


def instance(target, size, points):
    """Adds masks and key points to the boxes of a picture: some points are not labelled, some beyond their box."""
    target["masks"] = torch.stack([ellipse(box, *size) for box in target["boxes"]])
    count = len(target["boxes"])
    corner, extent = target["boxes"][:, None, :2], (target["boxes"][:, 2:] - target["boxes"][:, :2])[:, None]
    where = corner + extent * draw(count, points, 2, low=-0.1, high=1.1)
    target["keypoints"] = torch.cat([torch.round(where * 100) / 100, torch.randint(0, 3, (count, points, 1)).to(D)], 2).float()


def whole_mask_rcnn():
    """Losses, gradients, detections, masks and key points of small networks on pictures of odd sizes."""
    whole_networks("mask_rcnn", small_mask_rcnn, 3, (6, 100))


def found_in(one, size):
    """What an image has, as it is stored; masks are pasted and cut at one half."""
    stored = {"boxes": brief(one["boxes"]), "scores": brief(one["scores"]), "labels": one["labels"].tolist()}
    if "masks" in one:
        pasted = roi_heads.paste_masks_in_image(one["masks"], one["boxes"], size)[:, 0]
        stored["masks"] = [encoded((mask >= 0.5).numpy())["counts"] for mask in pasted]
        stored["keypoints"] = brief(one["keypoints"])
    return stored


def whole_networks(file, make, points, seeds):
    """Seeds are such that no pixel of a mask hangs on the last digits of single precision."""
    cases = []
    for seed, classes, (height, width), sizes in zip(seeds, (2, 3), ((64, 96), (96, 64)), ([(61, 83)], [(96, 51), (77, 64)])):
        torch.manual_seed(seed)
        network = make(classes, points)
        with torch.no_grad():
            for name, parameter in network.named_parameters():
                scale = 0.3 if "backbone" in name or "head.conv" in name else 0.2
                scale = 0.6 if "mask" in name or "keypoint" in name else scale
                parameter.copy_(torch.round(torch.randn(parameter.shape, dtype=D) * scale * 1e4) / 1e4)
        pixels = torch.zeros(len(sizes), 3, height, width, dtype=D)
        targets = []
        for image, (h, w) in enumerate(sizes):
            pixels[image, :, :h, :w] = draw(3, h, w, low=-2, high=2, decimals=1)
            corner = draw(3, 2, low=0, high=20, decimals=1)
            targets.append({"boxes": torch.cat([corner, corner + draw(3, 2, low=10, high=28, decimals=1)], 1),
                            "labels": torch.randint(1, classes + 1, (3,))})
            if points:
                instance(targets[-1], (h, w), points)
        _, losses = network.train()(pixels, sizes, targets)
        sum(losses.values()).backward()
        weights = {ours(name): rows_by_cell(ours(name), one) for name, one in network.named_parameters()}
        gradients = {ours(name): rows_by_cell(ours(name), one.grad) for name, one in network.named_parameters()}
        with torch.no_grad():
            found, _ = network.eval()(pixels, sizes)
        cases.append({
            "classes": classes, "padded": [height, width], "sizes": sizes, "pixels": brief(pixels),
            "boxes": [brief(one["boxes"]) for one in targets], "labels": [one["labels"].tolist() for one in targets],
            "weights": {name: brief(one) for name, one in weights.items()},
            "losses": {name: value.item() for name, value in losses.items()},
            "gradients": {name: brief(one) for name, one in gradients.items()},
            "found": [found_in(one, size) for one, size in zip(found, sizes)]})
        if points:
            cases[-1]["masks"] = [[encoded(mask.numpy())["counts"] for mask in one["masks"]] for one in targets]
            cases[-1]["keypoints"] = [brief(one["keypoints"]) for one in targets]
    save("torch_detection/" + file, cases)


class ResnetC4(torch.nn.Module):
    """A ResNet to its third stage."""

    def __init__(self, whole):
        super().__init__()
        for name in ("conv1", "bn1", "layer1", "layer2", "layer3"):
            self.add_module(name, getattr(whole, name))
        self.out_channels = 256

    def forward(self, images):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(images))), 3, 2, 1)
        return {"0": self.layer3(self.layer2(self.layer1(x)))}


class LastStage(torch.nn.Module):
    """Its fourth stage on every region, then the mean."""

    def __init__(self, layer):
        super().__init__()
        self.layer4 = layer

    def forward(self, grids):
        return self.layer4(grids).mean((2, 3))


def resnet_faster_rcnn(classes, cells):
    """A ResNet-18 whose last stage is the head; weights by formula, under the names that RoiLab gives them."""
    whole = resnet18(norm_layer=ops.FrozenBatchNorm2d)
    generator = anchor_utils.AnchorGenerator(((16, 32),), ((0.5, 1.0, 2.0),))
    counts = {"training": 15, "testing": 12}
    proposals = rpn.RegionProposalNetwork(
        generator, rpn.RPNHead(256, 6), 0.7, 0.3, 100000, 0.99, {"training": 60, "testing": 60}, counts, 0.7)
    heads = roi_heads.RoIHeads(
        ops.MultiScaleRoIAlign(["0"], cells, 2), LastStage(whole.layer4), faster_rcnn.FastRCNNPredictor(512, classes + 1),
        0.5, 0.5, 100000, 0.99, None, 0.05, 0.5, 20)
    return by_formula(Whole(ResnetC4(whole), proposals, heads).to(D))


def by_formula(network):
    """The network with weights that need not be stored."""
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            own = ours(name)
            made = wave(own, tensor.shape, middle(own), height(own))
            if own == "head.fc6.weight":
                made = made.reshape(made.shape[0], 9, -1).transpose(1, 2).reshape(made.shape)
            tensor.copy_(made)
    return network


def middle(name):
    """What batch norm's factors and variances lie around."""
    norm = ".bn" in name or name.startswith("bn1") or "downsample.1" in name
    if norm and name.endswith("running_var"):
        return 2
    return 1 if norm and name.endswith("weight") else 0


def height(name):
    """Outputs are small, so that no score is sure and no box far away."""
    if name.startswith("rpn.bbox_pred") or name.startswith("head.regressor"):
        return 0.05
    return 0.2 if name.startswith("rpn.cls") or name.startswith("head.classifier") else 1


def pictures(sizes, classes, height, width, formula):
    """Padded pictures, drawn or by formula, with objects."""
    pixels = torch.zeros(len(sizes), 3, height, width, dtype=D)
    place = torch.arange(pixels.numel(), dtype=D).reshape(pixels.shape)
    made = (place * 37 % 255 - 127) / 64
    targets = []
    for image, (h, w) in enumerate(sizes):
        pixels[image, :, :h, :w] = made[image, :, :h, :w] if formula else draw(3, h, w, low=-2, high=2, decimals=1)
        corner = draw(3, 2, low=0, high=20, decimals=1)
        targets.append({"boxes": torch.cat([corner, corner + draw(3, 2, low=10, high=28, decimals=1)], 1),
                        "labels": torch.randint(1, classes + 1, (3,))})
    return pixels, targets


def probed(tensor):
    """A gradient in few numbers: about 20 of it, its largest, the sum of all."""
    flat = tensor.flatten()
    step = max(1, len(flat) // 20)
    return {"step": step, "some": brief(flat[::step])["data"], "largest": flat.abs().max().item(),
            "absolute_sum": flat.abs().sum().item()}


def whole_case(network, classes, padded, sizes, weights=None, **more):
    """Losses, gradients and detections for pictures of odd sizes; all by formula where no weights are stored."""
    pixels, targets = pictures(sizes, classes, *padded, weights is None)
    stored = {} if weights is None else {"pixels": brief(pixels)}
    gradient = probed if weights is None else brief
    _, losses = network.train()(pixels, sizes, targets)
    sum(losses.values()).backward()
    gradients = {ours(name): rows_by_cell(ours(name), one.grad) for name, one in network.named_parameters()}
    with torch.no_grad():
        found, _ = network.eval()(pixels, sizes)
    return {"classes": classes, "padded": padded, "sizes": sizes, **stored,
            "boxes": [brief(one["boxes"]) for one in targets], "labels": [one["labels"].tolist() for one in targets],
            **({} if weights is None else {"weights": weights}), **more,
            "losses": {name: value.item() for name, value in losses.items()},
            "gradients": {name: gradient(one) for name, one in gradients.items()},
            "found": [{"boxes": brief(one["boxes"]), "scores": brief(one["scores"]), "labels": one["labels"].tolist()}
                      for one in found]}


def drawn_weights(network):
    """Rounded, so that they can be stored."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            scale = 0.3 if "backbone" in name or "head.conv" in name else 0.2
            parameter.copy_(torch.round(torch.randn(parameter.shape, dtype=D) * scale * 1e4) / 1e4)
    return {ours(name): brief(rows_by_cell(ours(name), one)) for name, one in network.named_parameters()}


def whole_faster_rcnn():
    """Small networks with fully connected layers over one map."""
    cases = []
    for seed, classes, padded, sizes in ((1, 2, [64, 96], [(61, 83)]), (2, 3, [96, 64], [(96, 51), (77, 64)])):
        torch.manual_seed(seed)
        network = small_faster_rcnn(classes)
        weights = drawn_weights(network)
        cases.append(whole_case(network, classes, padded, sizes, weights))
    save("torch_detection/faster_rcnn", cases)


def pyramid_faster_rcnn():
    """Small networks over a feature pyramid."""
    cases = []
    for seed, classes, padded, sizes in ((5, 2, [64, 96], [(61, 83)]), (6, 3, [96, 64], [(96, 51), (77, 64)])):
        torch.manual_seed(seed)
        cases.append(whole_case(pyramid_faster_rcnn_of(classes), classes, padded, sizes))
    save("torch_detection/faster_rcnn_pyramid", cases)


def stage_faster_rcnn():
    """Networks whose head is the backbone's last stage."""
    cases = []
    for seed, classes, cells, padded, sizes in (
            (3, 2, 6, [64, 96], [(61, 83)]), (4, 3, 7, [96, 64], [(96, 51), (77, 64)])):
        torch.manual_seed(seed)
        cases.append(whole_case(resnet_faster_rcnn(classes, cells), classes, padded, sizes, cells=cells))
    save("torch_detection/faster_rcnn_stage", cases)


if __name__ == "__main__":
    for make in (regions, convolutions, pooling, layers, losses, optimisers, suppression, box_coding, fast_rcnn, coco,
                 resnet, resnet20, files, dense_prediction, local_responses, region_proposals, pyramid_levels, masks,
                 mask_branch, instances, whole_faster_rcnn, stage_faster_rcnn, pyramid_faster_rcnn, whole_mask_rcnn):
        make()
