"""Times COCO mask or key point evaluation: pycocotools against RoiLab on the same detections, in turns, in one run.

Needs:  pip install pycocotools
        mvn -DskipTests test-compile                  (once, in the project's folder)
Run:    python bench/peers/instance_eval.py masks|key-points [--repetitions 3] [--images 1000] [--java PATH]

3 to 11 objects of 80 classes an image, each a blob of two ellipses with 17 key points; 100 detections an image, shaken
copies, three in five with the right class. Both sides hold run lengths or key points in memory before the clock starts;
pycocotools' time is evaluate, accumulate and summarize, RoiLab's is MaskAp or KeyPointAp and its summary. The numbers of
both must agree to 1e-9. Prints one line, with the medians of the repetitions:

    ratio mask-eval|key-point-eval <peer ms> <ours ms> <peer/ours> <target>

Exit code: 0, also when the target is missed; 1 if the numbers differ.
"""

import contextlib
import io
import pathlib
import sys
import tempfile
import time

import numpy as np
from pycocotools import mask as runs
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import turns

TARGET = 10
CLASSES = 80
POINTS = 17
HEIGHT, WIDTH = 480, 640
KINDS = {"masks": ("segm", "mask-eval"), "key-points": ("keypoints", "key-point-eval")}


def blob(box, shift):
    """The run lengths of two ellipses in a box, one of them shifted by part of its size."""
    x, y, w, h = box
    dx, dy = shift
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    parts = [np.column_stack([x + w * (0.35 + dx + 0.3 * np.cos(angles)), y + h * (0.4 + dy + 0.35 * np.sin(angles))]),
             np.column_stack([x + w * (0.65 + 0.3 * np.cos(angles)), y + h * (0.6 + 0.35 * np.sin(angles))])]
    code = runs.merge(runs.frPyObjects([part.flatten().tolist() for part in parts], HEIGHT, WIDTH))
    return {"size": code["size"], "counts": code["counts"].decode()}


def triples(places, seen):
    return np.column_stack([places, seen]).flatten().tolist()


def make_data(images):
    random = np.random.default_rng(0)
    truths, found = [], []
    for image in range(1, images + 1):
        count = int(random.integers(3, 12))
        boxes = turns.random_boxes(random, count) * [1, 0.7, 1, 1]
        labels = random.integers(1, CLASSES + 1, count)
        places = boxes[:, None, :2] + boxes[:, None, 2:] * random.random((count, POINTS, 2))
        for box, label, own in zip(boxes, labels, places):
            seen = random.integers(0, 3, POINTS)
            truths.append(dict(id=len(truths) + 1, image_id=image, category_id=int(label), bbox=box.tolist(), iscrowd=0,
                               area=float(box[2] * box[3] * 0.6), segmentation=blob(box, (0, 0)),
                               keypoints=triples(own.round(2), seen), num_keypoints=int((seen > 0).sum())))
        near = random.integers(0, count, turns.DETECTIONS)
        for index in near:
            box = boxes[index] + random.normal(0, 4, 4) * [1, 1, 0.5, 0.5]
            box[2:] = np.maximum(box[2:], 4)
            label = labels[index] if random.random() < 0.6 else random.integers(1, CLASSES + 1)
            shaken = places[index] + random.normal(0, 4, (POINTS, 2))
            found.append(dict(image_id=image, category_id=int(label), score=float(random.random()),
                              segmentation=blob(box, random.normal(0, 0.05, 2)), keypoints=triples(shaken.round(2), np.ones(POINTS))))
    return truths, found


class Peer:
    """pycocotools with everything loaded."""

    def __init__(self, kind, images, truths, found):
        self.kind = kind
        keep = "segmentation" if kind == "segm" else "keypoints"
        wanted = ("image_id", "category_id", "score", keep)
        with contextlib.redirect_stdout(io.StringIO()):
            self.truth = COCO()
            self.truth.dataset = dict(
                images=[dict(id=i, width=WIDTH, height=HEIGHT) for i in range(1, images + 1)],
                annotations=truths,
                categories=[dict(id=i, name=str(i)) for i in range(1, CLASSES + 1)],
            )
            self.truth.createIndex()
            self.found = self.truth.loadRes([{key: row[key] for key in wanted} for row in found])

    def turn(self):
        with contextlib.redirect_stdout(io.StringIO()):
            start = time.perf_counter()
            evaluation = COCOeval(self.truth, self.found, self.kind)
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            return (time.perf_counter() - start) * 1e3, evaluation.stats.tolist()


def write(path, kind, images, truths, found):
    """A line for each truth and detection: t or d, image, class, area or score, then its box and numbers or code."""
    with open(path, "w") as file:
        file.write(f"{images} {CLASSES} {HEIGHT} {WIDTH}\n")
        for row in truths + found:
            own = [row["segmentation"]["counts"]] if kind == "segm" else [*row.get("bbox", (0, 0, 0, 0)), *row["keypoints"]]
            mark, value = ("d", row["score"]) if "score" in row else ("t", row["area"])
            file.write(" ".join(map(str, [mark, row["image_id"], row["category_id"], value, *own])) + "\n")


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        sys.exit("give masks or key-points first")
    measure = sys.argv.pop(1)
    kind, name = KINDS[measure]
    options = turns.options("COCO mask and key point evaluation, pycocotools against RoiLab")
    rows = make_data(options.images)
    peer = Peer(kind, options.images, *rows)
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "instances.txt"
        write(data, kind, options.images, *rows)
        ours = turns.Ours(options.java, "InstanceTurns", measure, str(data))
        theirs, own = turns.take_turns(options, ours, peer.turn)
    print(f"ratio {name} {theirs:.1f} {own:.1f} {theirs / own:.1f} {TARGET}")


if __name__ == "__main__":
    main()
