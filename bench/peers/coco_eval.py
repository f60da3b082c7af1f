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

import contextlib
import io
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import turns

TARGET = 10
CLASSES = 80
SIDE = 640  # of an image, pixels


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


def main():
    options = turns.options("COCO box evaluation, pycocotools against RoiLab")
    rows = turns.make_data(options.images, CLASSES, difficult=0)
    peer = Peer(options.images, *rows)
    theirs, own = turns.compare(options, "coco", CLASSES, rows, peer.turn)
    print(f"ratio coco-eval {theirs:.1f} {own:.1f} {theirs / own:.1f} {TARGET}")


if __name__ == "__main__":
    main()
