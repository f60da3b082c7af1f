"""Times COCO box evaluation: pycocotools against RoiLab on the same detections, in turns, in one run.

Needs:  pip install torch torchvision pycocotools     (of these, only pycocotools and its numpy are used here)
        mvn -DskipTests test-compile                  (once, in the project's folder)
Run:    python bench/peers/coco_eval.py [--repetitions 3] [--images 5000] [--java PATH]

Both sides hold the data in memory before the clock starts; pycocotools' time is evaluate, accumulate and summarize,
RoiLab's is CocoAp.evaluate and its summary. The Java machine stays alive and has evaluated a few times before the first
turn. The twelve numbers of both must agree to 1e-9. Prints one line:

    ratio coco-eval <peer ms> <ours ms> <peer/ours> <target>

with the medians of the repetitions. Exit code: 0, also when the target is missed; 1 if the numbers differ.
"""

import argparse
import contextlib
import io
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

TARGET = 10
CLASSES = 80
DETECTIONS = 100  # an image
SIDE = 640  # of an image, pixels
WARM_UP = 8
PROJECT = pathlib.Path(__file__).resolve().parents[2]


def random_boxes(random, count):
    corner = random.uniform(0, 500, (count, 2))
    size = random.uniform(10, 140, (count, 2))
    return np.concatenate([corner, size], axis=1)


def make_data(images):
    """Rows [image, class, x, y, width, height, area] of truths and [image, class, x, y, width, height, score] found.

    3 to 11 objects an image; every detection is a shaken copy of one of them, three in five with its class.
    """
    random = np.random.default_rng(0)
    truths, found = [], []
    for image in range(1, images + 1):
        count = int(random.integers(3, 12))
        boxes = random_boxes(random, count)
        classes = random.integers(1, CLASSES + 1, count)
        near = random.integers(0, count, DETECTIONS)
        shaken = boxes[near] + random.normal(0, 6, (DETECTIONS, 4))
        shaken[:, 2:] = np.maximum(shaken[:, 2:], 2)
        guess = random.integers(1, CLASSES + 1, DETECTIONS)
        guess = np.where(random.random(DETECTIONS) < 0.6, classes[near], guess)
        scores = random.random(DETECTIONS)
        areas = boxes[:, 2] * boxes[:, 3]
        truths.append(np.column_stack([np.full(count, image), classes, boxes.round(2), areas]))
        found.append(np.column_stack([np.full(DETECTIONS, image), guess, shaken.round(2), scores]))
    return np.concatenate(truths), np.concatenate(found)


class Peer:
    """pycocotools with everything loaded."""

    def __init__(self, images, truths, found):
        annotations = [
            dict(id=i + 1, image_id=int(row[0]), category_id=int(row[1]), bbox=row[2:6].tolist(), area=float(row[6]), iscrowd=0)
            for i, row in enumerate(truths)
        ]
        detections = [
            dict(image_id=int(row[0]), category_id=int(row[1]), bbox=row[2:6].tolist(), score=float(row[6])) for row in found
        ]
        with contextlib.redirect_stdout(io.StringIO()):
            self.truth = COCO()
            self.truth.dataset = dict(
                images=[dict(id=i, width=SIDE, height=SIDE) for i in range(1, images + 1)],
                annotations=annotations,
                categories=[dict(id=i, name=str(i)) for i in range(1, CLASSES + 1)],
            )
            self.truth.createIndex()
            self.found = self.truth.loadRes(detections)

    def turn(self):
        with contextlib.redirect_stdout(io.StringIO()):
            start = time.perf_counter()
            evaluation = COCOeval(self.truth, self.found, "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            return (time.perf_counter() - start) * 1e3, evaluation.stats.tolist()


class Ours:
    """A Java machine that evaluates whenever it is sent a line."""

    def __init__(self, java, images, truths, found, folder):
        data = pathlib.Path(folder) / "boxes.bin"
        with open(data, "wb") as file:
            np.array([images, CLASSES, len(truths), len(found)], ">i4").tofile(file)
            for rows in (truths, found):
                rows.astype(">f8").tofile(file)
        classpath = PROJECT / "target" / "classpath.txt"
        if not classpath.exists() or not (PROJECT / "target" / "test-classes" / "dev" / "roilab" / "bench").exists():
            sys.exit("RoiLab is not built; run: mvn -DskipTests test-compile")
        folders = [str(PROJECT / "target" / "classes"), str(PROJECT / "target" / "test-classes")]
        path = os.pathsep.join(folders + [classpath.read_text().strip()])
        command = [java, "-Xmx3g", "-XX:+UseParallelGC", "-cp", path, "dev.roilab.bench.CocoEvaluationTurns", str(data)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(WARM_UP):
            self.turn()

    def turn(self):
        self.process.stdin.write("turn\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != 13:
            sys.exit("the Java side failed: " + " ".join(answer))
        return float(answer[0]), [float(value) for value in answer[1:]]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def default_java():
    home = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(home) / "bin" / "java") if home else "java"


def main():
    parser = argparse.ArgumentParser(description="COCO box evaluation, pycocotools against RoiLab")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--java", default=default_java(), help="a Java 25 or newer; default: of JAVA_HOME, else of PATH")
    options = parser.parse_args()
    truths, found = make_data(options.images)
    peer = Peer(options.images, truths, found)
    peer_times, our_times = [], []
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(options.java, options.images, truths, found, folder)
        for _ in range(options.repetitions):
            for _ in range(3):  # ours is short: more turns for a steadier median
                spent, our_stats = ours.turn()
                our_times.append(spent)
            spent, peer_stats = peer.turn()
            peer_times.append(spent)
            print(f"peer {spent:.0f} ms, ours {our_times[-3:]} ms", file=sys.stderr)
        ours.close()
    worst = max(abs(a - b) for a, b in zip(peer_stats, our_stats))
    if worst > 1e-9:
        sys.exit(f"the numbers differ by {worst}: {peer_stats} against {our_stats}")
    theirs, own = statistics.median(peer_times), statistics.median(our_times)
    print(f"ratio coco-eval {theirs:.1f} {own:.1f} {theirs / own:.1f} {TARGET}")


if __name__ == "__main__":
    main()
