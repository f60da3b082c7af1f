"""Makes the reference cases of ONNX, OpenCV, VOC's evaluation and selective search in src/test/resources/golden.

    python src/test/golden/tools.py [PART ...]      # all parts: onnx resize folder evaluation search

Needs what generate.py needs, and onnx, onnxruntime, opencv-python-headless, scikit-image; for the evaluation
lib/datasets/voc_eval.py of rbgirshick/py-faster-rcnn as a module of Python 3 in PYTHONPATH, which is on no registry.
Inputs are drawn here from a fixed seed; no data set and no weights are read.
"""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import xml.etree.ElementTree as ET

import numpy as np
import torch

from generate import TARGET, draw, save, scene


def write(name, content):
    file = TARGET / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content, separators=(",", ":")) + "\n")


def f32(*shape, low=-1.0, high=1.0):
    return draw(*(shape or (1,)), low=low, high=high).numpy().astype(np.float32).reshape(shape)


def array(values):
    values = np.asarray(values)
    flat = values.flatten().tolist()
    if values.dtype.kind == "f":
        flat = [float("%.8g" % value) for value in flat]
    return {"dtype": str(values.dtype), "shape": list(values.shape), "data": flat}


def operator(name, op, attributes, inputs, outputs=("y",)):
    """One node, run by ONNX Runtime and by ONNX's own reference, which must agree; the runtime lacks a few."""
    import onnx
    import onnxruntime
    from onnx.reference import ReferenceEvaluator
    types = {"float32": onnx.TensorProto.FLOAT, "int64": onnx.TensorProto.INT64}
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node(op, list(inputs), list(outputs), **attributes)], "case",
        [onnx.helper.make_tensor_value_info(key, types[str(value.dtype)], value.shape)
         for key, value in inputs.items() if key],
        [onnx.helper.make_tensor_value_info(
            key, onnx.TensorProto.INT64 if op == "NonMaxSuppression" else onnx.TensorProto.FLOAT, None)
         for key in outputs])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
    given = {key: value for key, value in inputs.items() if key}
    found, by = [], []
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString())
        found.append(session.run(None, given)[0])
        by.append("onnxruntime " + onnxruntime.__version__)
    except onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented:
        pass
    try:
        found.append(ReferenceEvaluator(model).run(None, given)[0])
        by.append("onnx " + onnx.__version__)
    except Exception as failure:  # the reference gives up in its own ways
        print(name, "not by the reference:", failure)
    if len(found) == 2 and not (found[0].shape == found[1].shape and np.allclose(found[0], found[1], atol=1e-5)):
        print(name, "the reference differs from the runtime, whose numbers are taken")
        by.pop()
    return {"test": name, "op": op, "by": by, "attributes": attributes, "node_inputs": list(inputs),
            "node_outputs": list(outputs), "inputs": {key: array(value) for key, value in given.items()},
            "outputs": {outputs[0]: array(found[0])}}


def onnx():
    k3, k2 = {"kernel_shape": [3, 3]}, {"kernel_shape": [2, 2]}
    s2, s32 = {"strides": [2, 2]}, {"strides": [3, 2]}
    cases = []
    for name, how, shape, weights in (
            ("padding", {**k3, "pads": [1, 1, 1, 1]}, (1, 2, 5, 5), (3, 2, 3, 3)),
            ("no padding", {**k3, "pads": [0, 0, 0, 0]}, (1, 2, 5, 5), (3, 2, 3, 3)),
            ("same lower", {**k3, **s2, "auto_pad": "SAME_LOWER"}, (1, 1, 6, 5), (2, 1, 3, 3)),
            ("uneven padding", {**k3, **s2, "pads": [1, 0, 1, 0]}, (1, 1, 7, 5), (2, 1, 3, 3)),
            ("stride 2", {**k3, **s2, "pads": [0, 0, 0, 0]}, (1, 1, 7, 5), (2, 1, 3, 3)),
            ("stride 2, two groups", {**k3, **s2, "pads": [1, 1, 1, 1], "group": 2}, (1, 4, 7, 5), (2, 2, 3, 3))):
        cases.append(operator("Conv, " + name, "Conv", how, {"x": f32(*shape), "w": f32(*weights)}))
    for name, how, shape, weights in (
            ("plain", {}, (1, 1, 3, 3), (1, 2, 3, 3)),
            ("same upper", {**s2, "auto_pad": "SAME_UPPER"}, (1, 1, 3, 3), (1, 2, 3, 3)),
            ("dilated", {"dilations": [2, 2]}, (1, 1, 3, 3), (1, 1, 2, 2)),
            ("two groups", {"group": 2}, (1, 2, 3, 3), (2, 1, 3, 3)),
            ("two groups, three images", {"group": 2}, (3, 2, 3, 3), (2, 1, 3, 3)),
            ("output padding and shape", {**k3, **s32, "output_padding": [1, 1], "output_shape": [10, 8]},
             (1, 1, 3, 3), (1, 2, 3, 3)),
            ("output shape", {**s32, "output_shape": [10, 8]}, (1, 1, 3, 3), (1, 2, 3, 3)),
            ("output padding", {**s32, "output_padding": [1, 1]}, (1, 1, 3, 3), (1, 2, 3, 3)),
            ("uneven pads", {**s32, "pads": [1, 2, 1, 2]}, (1, 1, 3, 3), (1, 2, 3, 3))):
        cases.append(operator("ConvTranspose, " + name, "ConvTranspose", how, {"x": f32(*shape), "w": f32(*weights)}))
    for name, how, shape in (
            ("ceil", {**k3, **s2, "ceil_mode": 1}, (1, 1, 4, 4)),
            ("ceil, one window less", {"kernel_shape": [1, 1], **s2, "ceil_mode": 1}, (1, 1, 2, 2)),
            ("stride 1", k2, (1, 2, 6, 7)),
            ("dilated", {**k2, "strides": [1, 1], "dilations": [2, 2]}, (1, 1, 4, 4)),
            ("pads 2", {**k3, "pads": [2, 2, 2, 2]}, (1, 2, 5, 4)),
            ("5x5", {"kernel_shape": [5, 5], "pads": [2, 2, 2, 2]}, (1, 1, 5, 5)),
            ("same upper, stride 2", {**k3, **s2, "auto_pad": "SAME_UPPER"}, (1, 1, 5, 5)),
            ("stride 2", {**k2, **s2}, (1, 1, 5, 5)),
            ("same lower", {**k2, "auto_pad": "SAME_LOWER"}, (1, 2, 6, 5)),
            ("same upper", {**k2, "auto_pad": "SAME_UPPER"}, (1, 2, 6, 5)),
            ("5x5, stride 3", {"kernel_shape": [5, 5], "strides": [3, 3]}, (1, 2, 9, 8)),
            ("uneven pads", {**k3, **s2, "pads": [1, 0, 0, 1]}, (1, 1, 5, 5)),
            ("1x3", {"kernel_shape": [1, 3], "strides": [1, 2]}, (1, 1, 3, 7))):
        cases.append(operator("MaxPool, " + name, "MaxPool", how, {"x": f32(*shape)}))
    cases.append(operator("MaxUnpool", "MaxUnpool", {**k2, **s2},
                          {"x": f32(1, 1, 2, 2, low=1, high=2), "i": np.array([[[[5, 7], [13, 15]]]], np.int64)}))
    x, w = f32(1, 1, 4, 4), f32(1, 1, 2, 2)
    for name, how, inputs in (
            ("padding", {**k2, "pads": [1, 1, 1, 1]}, {"x": x, "w": w, "offset": f32(1, 8, 5, 5)}),
            ("no padding", {**k2, "pads": [0, 0, 0, 0]}, {"x": x, "w": w, "offset": f32(1, 8, 3, 3)}),
            ("mask and bias", {**k2, "pads": [0, 0, 0, 0]},
             {"x": x, "w": w, "offset": f32(1, 8, 3, 3), "b": f32(1), "mask": f32(1, 4, 3, 3, low=0)}),
            ("two offset groups", {**k2, "pads": [0, 0, 0, 0], "offset_group": 2},
             {"x": f32(1, 2, 4, 4), "w": f32(1, 2, 2, 2), "offset": f32(1, 16, 3, 3)})):
        cases.append(operator("DeformConv, " + name, "DeformConv", how, inputs))
    for name, how, a, b, c in (
            ("all attributes", {"alpha": 0.25, "beta": 0.35, "transA": 1, "transB": 1}, (4, 3), (5, 4), (1, 5)),
            ("alpha", {"alpha": 0.5}, (3, 5), (5, 4), (1, 4)), ("beta", {"beta": 0.5}, (2, 7), (7, 4), (1, 4)),
            ("bias as a matrix", {}, (3, 6), (6, 4), (3, 4)), ("no bias", {}, (2, 10), (10, 3), None),
            ("scalar bias", {}, (2, 3), (3, 4), ()), ("bias of one", {}, (3, 7), (7, 3), (1,)),
            ("bias as a row", {}, (2, 7), (7, 4), (1, 4)), ("bias as a vector", {}, (3, 5), (5, 4), (4,)),
            ("transposed first", {"transA": 1}, (6, 3), (6, 4), (1, 4)),
            ("transposed second", {"transB": 1}, (3, 6), (4, 6), (1, 4))):
        inputs = {"a": f32(*a), "b": f32(*b)}
        cases.append(operator("Gemm, " + name, "Gemm", how, inputs if c is None else {**inputs, "c": f32(*c)}))
    rois = np.array([[0.4, 1.6, 6.3, 5.7], [-1, 2, 4, 9], [3, 3, 3.5, 8]], np.float32)
    for name, mode in (("unshifted", "output_half_pixel"), ("half a pixel", "half_pixel")):
        cases.append(operator("RoiAlign, " + name, "RoiAlign",
                              {"coordinate_transformation_mode": mode, "output_height": 3, "output_width": 2,
                               "sampling_ratio": 2, "spatial_scale": 0.5},
                              {"X": f32(2, 2, 8, 8), "rois": rois * 2, "batch_indices": np.array([0, 1, 0])}, ("Y",)))
    save("onnx_node/nodes", cases + suppressions())


def suppressions():
    cases = []
    corner = f32(2, 9, 2, low=0, high=8)
    boxes = np.concatenate([corner, corner + f32(2, 9, 2, low=2, high=8)], 2)
    flipped = boxes[:1].copy()
    flipped[0, ::2] = flipped[0, ::2][:, [2, 3, 0, 1]]
    centred = np.concatenate([f32(1, 9, 2, low=0, high=8), f32(1, 9, 2, low=2, high=8)], 2)
    scores = (np.stack([torch.randperm(9).numpy() for _ in range(4)]).astype(np.float32) + 1) / 10
    for name, how, rows, given, most, least in (
            ("centre and size", {"center_point_box": 1}, centred, scores[:1].reshape(1, 1, 9), 5, 0.0),
            ("corners exchanged", {}, flipped, scores[:1].reshape(1, 1, 9), 5, 0.0),
            ("equal boxes", {}, np.tile(boxes[:1, :1], (1, 9, 1)), scores[:1].reshape(1, 1, 9), 5, 0.0),
            ("at most two", {}, boxes[:1], scores[:1].reshape(1, 1, 9), 2, 0.0),
            ("one box", {}, boxes[:1, :1], scores[:1, :1].reshape(1, 1, 1), 5, 0.0),
            ("overlap", {}, boxes[:1], scores[:1].reshape(1, 1, 9), 9, 0.0),
            ("overlap and scores", {}, boxes[:1], scores[:1].reshape(1, 1, 9), 9, 0.45),
            ("two images", {}, boxes, scores[:2].reshape(2, 1, 9), 4, 0.0),
            ("two classes", {}, boxes[:1], scores[:2].reshape(1, 2, 9), 4, 0.0)):
        cases.append(operator("NonMaxSuppression, " + name, "NonMaxSuppression", how,
                              {"boxes": rows.astype(np.float32), "scores": given,
                               "max_output_boxes_per_class": np.array([most]),
                               "iou_threshold": np.array([0.3], np.float32),
                               "score_threshold": np.array([least], np.float32)}, ("selected_indices",)))
    return cases


def resize():
    import cv2
    y, x, c = np.mgrid[0:9, 0:13, 0:3]
    source = ((97 * x + 61 * y + 37 * c + x * y * (c + 1)) % 256).astype(np.uint8)
    cases = [{"hw": [height, width],
              "opencv_bilinear": cv2.resize(source, (width, height), interpolation=cv2.INTER_LINEAR).flatten().tolist()}
             for height, width in ((18, 26), (5, 7), (9, 20), (4, 13), (13, 9), (1, 1))]
    write("image_io/resize.json", {"by": "opencv " + cv2.__version__, "resize": {
        "source": {"shape": list(source.shape), "data": source.flatten().tolist()}, "cases": cases}})


ANNOTATION = """<annotation>
\t<folder>JPEGImages</folder>
\t<filename>{name}.jpg</filename>
\t<source>
\t\t<database>Unknown</database>
\t</source>
\t<size>
\t\t<width>{width}</width>
\t\t<height>{height}</height>
\t\t<depth>3</depth>
\t</size>
\t<segmented>0</segmented>
{objects}</annotation>
"""
OBJECT = """\t<object>
\t\t<name>{0}</name>
\t\t<pose>Unspecified</pose>
\t\t<truncated>0</truncated>
\t\t<difficult>{2}</difficult>
\t\t<bndbox>
\t\t\t<xmin>{1[0]}</xmin>
\t\t\t<ymin>{1[1]}</ymin>
\t\t\t<xmax>{1[2]}</xmax>
\t\t\t<ymax>{1[3]}</ymax>
\t\t</bndbox>
\t</object>
"""


def folder():
    """Drawn discs, squares and bars in a folder as annotators leave it; two boxes are clicks without extent."""
    from PIL import Image, ImageDraw
    from torchvision.datasets import VOCDetection
    pictures = {
        "Drawn_00000": [("disc", (3, 4, 19, 20), 0), ("square", (22, 8, 34, 20), 0)],
        "Drawn_00001": [("disc", (2, 2, 14, 14), 0), ("disc", (20, 6, 36, 22), 0), ("disc", (30, 24, 30, 24), 0)],
        "Drawn_00002": [("square", (1, 1, 40, 30), 0), ("bar", (8, 12, 30, 16), 1)],
        "Drawn_00003": [("disc", (10, 8, 28, 26), 0), ("bar", (2, 27, 38, 29), 0), ("square", (5, 5, 5, 5), 0)],
        "Drawn_00004": [("disc", (6, 3, 24, 21), 0), ("square", (26, 14, 38, 26), 1)]}
    root = TARGET / "voc_folder"
    for name, objects in pictures.items():
        image = Image.new("RGB", (40, 30), (190, 180, 185))
        pen = ImageDraw.Draw(image)
        for kind, box, _ in objects:
            corners = [side - 1 for side in box]
            (pen.ellipse if kind == "disc" else pen.rectangle)(corners, fill=(170, 60, 60 + 3 * box[0]))
        (root / "JPEGImages").mkdir(parents=True, exist_ok=True)
        image.save(root / "JPEGImages" / (name + ".jpg"), quality=80)
        write(f"voc_folder/Annotations/{name}.xml", ANNOTATION.format(
            name=name, width=40, height=30, objects="".join(OBJECT.format(*one) for one in objects)))
    names = list(pictures)
    write("voc_folder/ImageSets/Main/trainval.txt", "\n".join(names[:3]) + "\n")
    write("voc_folder/ImageSets/Main/test.txt", "\n".join(names[3:]) + "\n")
    read = {}
    for name in names:
        tree = VOCDetection.parse_voc_xml(
            ET.parse(root / "Annotations" / (name + ".xml")).getroot())["annotation"]
        with Image.open(root / "JPEGImages" / (name + ".jpg")) as image:
            read[name] = {"width": image.width, "height": image.height, "objects": [
                {"name": one["name"], "difficult": int(one["difficult"]),
                 "box": [int(one["bndbox"][side]) for side in ("xmin", "ymin", "xmax", "ymax")]}
                for one in tree["object"]]}
    write("voc_folder/expected.json", read)


def evaluation():
    """A made-up scene by the tool of Fast R-CNN's authors: an overlap is enough from the next lower threshold on."""
    import voc_eval
    truth, found = scene(16, 3)
    random = np.random.default_rng(2010)
    classes = [one["name"] for one in truth["categories"]]
    images = [f"image{one['id']:02d}" for one in truth["images"]]
    objects = {image: [] for image in images}
    for one in truth["annotations"]:
        x, y, w, h = [int(side) for side in one["bbox"]]
        objects[images[one["image_id"] - 1]].append(
            [classes[one["category_id"] - 1], int(random.random() < 0.2), x, y, x + w, y + h])
    objects[images[0]] = [["c1", 0, 0, 0, 9, 9], ["c2", 0, 20, 20, 39, 29], ["c3", 1, 50, 50, 59, 59]]
    detections = [[images[one["image_id"] - 1], classes[one["category_id"] - 1]]
                  + [round(value, 1) for value in (*one["bbox"][:2], one["bbox"][0] + one["bbox"][2],
                                                   one["bbox"][1] + one["bbox"][3])]
                  for one in found if one["image_id"] > 1]
    # Halves of objects: an overlap of exactly 0.5 where the last pixel counts.
    detections += [[images[0], "c1", 0, 0, 9, 4], [images[0], "c2", 20, 20, 29, 29], [images[0], "c3", 50, 50, 54, 59]]
    for one, place in zip(detections, random.permutation(len(detections))):
        one.insert(2, round((place + 1) / (len(detections) + 1), 4))
    results = {}
    with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(io.StringIO()):
        place = pathlib.Path(place)
        (place / "images.txt").write_text("\n".join(images) + "\n")
        for name in classes:
            (place / f"det_{name}.txt").write_text("".join(
                " ".join(map(str, [one[0], *one[2:]])) + "\n" for one in detections if one[1] == name))
        for difficult in ("IGNORED", "USED"):
            marks = place / difficult
            marks.mkdir()
            for image in images:
                (marks / (image + ".xml")).write_text(ANNOTATION.format(
                    name=image, width=500, height=500, objects="".join(
                        OBJECT.format(one[0], one[2:], one[1] if difficult == "IGNORED" else 0)
                        for one in objects[image])))
            for iou in (0.3, 0.5, 0.75):
                for overlap, threshold in (("ABOVE", iou), ("AT_LEAST", float(np.nextafter(iou, 0)))):
                    for points, rule in ((False, "AREA"), (True, "ELEVEN_POINTS")):
                        one = {}
                        for name in classes:
                            recall, precision, average = voc_eval.voc_eval(
                                str(place / "det_{}.txt"), str(marks / "{}.xml"), str(place / "images.txt"), name,
                                str(place / ("cache_" + difficult)), threshold, points)
                            positives = sum(o[0] == name and (difficult == "USED" or not o[1])
                                            for image in images for o in objects[image])
                            right = round(recall[-1] * positives)
                            one[name] = {"AP": float(average), "npos": positives, "TP": right}
                            if right:
                                one[name]["FP"] = round(right / precision[-1] - right)
                        results[f"{iou} {overlap} {difficult} {rule}"] = one
    write("voc_eval/expected.json", {"classes": classes, "images": images, "objects": objects,
                                     "detections": detections, "results": results})


def drawing():
    """A house with windows, a ball with stripes and a tree on a lawn, in 64 colours."""
    from PIL import Image, ImageDraw
    y, x = np.mgrid[0:120, 0:160]
    ground = np.stack([150 + y // 4, 180 + y // 8, 225 - x // 10], 2).astype(np.uint8)
    image = Image.fromarray(ground)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 88, 159, 119), fill=(84, 140, 62))
    pen.rectangle((18, 44, 78, 100), fill=(186, 92, 70))
    pen.polygon(((12, 44), (48, 14), (84, 44)), fill=(110, 50, 44))
    for left, top, right, bottom in ((26, 52, 42, 68), (54, 52, 70, 68), (40, 74, 56, 100)):
        pen.rectangle((left, top, right, bottom), fill=(236, 226, 150) if bottom < 100 else (92, 60, 40))
    pen.rectangle((122, 62, 130, 104), fill=(100, 72, 44))
    pen.ellipse((104, 20, 150, 70), fill=(46, 112, 52))
    pen.ellipse((86, 84, 116, 114), fill=(212, 44, 52))
    pen.pieslice((86, 84, 116, 114), 20, 80, fill=(240, 240, 240))
    pen.pieslice((86, 84, 116, 114), 200, 260, fill=(240, 240, 240))
    return image.quantize(64)


def grouped(pixels, labels):
    """Boxes of a hierarchical grouping (Uijlings et al., IJCV 2013, section 3): colour, size and fill, no texture."""
    regions, total = {}, labels.size
    for one in np.unique(labels):
        rows, columns = np.nonzero(labels == one)
        histogram = np.concatenate([np.histogram(pixels[rows, columns, c], 25, (0, 1))[0] for c in range(3)])
        regions[int(one)] = [histogram / histogram.sum(), len(rows), columns.min(), rows.min(), columns.max() + 1,
                             rows.max() + 1]
    pairs = set()
    for first, second in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        pairs |= {tuple(sorted(map(int, pair))) for pair in zip(first.flat, second.flat) if pair[0] != pair[1]}

    def around(a, b):
        return (*np.minimum(a[2:4], b[2:4]), *np.maximum(a[4:6], b[4:6]))

    def alike(pair):
        a, b = regions[pair[0]], regions[pair[1]]
        x1, y1, x2, y2 = around(a, b)
        both = a[1] + b[1]
        return np.minimum(a[0], b[0]).sum() + 1 - both / total + 1 - ((x2 - x1) * (y2 - y1) - both) / total

    found = {tuple(map(int, region[2:])) for region in regions.values()}
    likeness = {pair: alike(pair) for pair in pairs}
    while likeness:
        pair = max(likeness, key=likeness.get)
        a, b = regions.pop(pair[0]), regions.pop(pair[1])
        name = max([*regions, *pair]) + 1
        regions[name] = [(a[0] * a[1] + b[0] * b[1]) / (a[1] + b[1]), a[1] + b[1], *around(a, b)]
        found.add(tuple(map(int, regions[name][2:])))
        touched = {other for known in likeness for other in known if set(known) & set(pair)} - set(pair)
        likeness = {known: value for known, value in likeness.items() if not set(known) & set(pair)}
        likeness.update({(other, name): alike((other, name)) for other in touched})
    return found


def search():
    import skimage
    from skimage import color, segmentation
    image = drawing()
    image.save(TARGET / "files" / "drawing.png")
    rgb = np.array(image.convert("RGB"))
    boxes = set()
    for space in (color.rgb2hsv(rgb), (color.rgb2lab(rgb) + [0, 128, 128]) / [100, 255, 255]):
        for scale in (50, 100, 150):
            labels = segmentation.felzenszwalb(255 * space, scale, 0.8, 20, channel_axis=-1)
            boxes |= grouped(space, labels)
    large = sorted(box for box in boxes if min(box[2] - box[0], box[3] - box[1]) >= 12)
    write("selective_search/drawing.json", {"by": "scikit-image " + skimage.__version__, "boxes": large})


if __name__ == "__main__":
    parts = {one.__name__: one for one in (onnx, resize, folder, evaluation, search)}
    for part in sys.argv[1:] or parts:
        torch.manual_seed(2026)
        parts[part]()
