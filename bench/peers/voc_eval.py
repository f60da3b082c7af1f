"""Times VOC evaluation: a plain numpy implementation against RoiLab on the same detections, in turns, in one run.

Needs:  pip install numpy
        mvn -DskipTests test-compile                  (once, in the project's folder)
Run:    python bench/peers/voc_eval.py [--repetitions 3] [--images 5000] [--java PATH]

The peer does what the development kit of VOC 2012 (VOCevaldet.m, VOCap.m) does, detection by detection with one numpy
expression over the objects of its image, as the common Python tools do. Both sides hold the data in memory before the
clock starts, sorted into classes or not as they like; both give the average precision of each of 20 classes twice: as
the area below the falling envelope and as the mean over 11 recalls. The numbers must agree to 1e-9. Prints one line:

    ratio voc-eval <peer ms> <ours ms> <peer/ours>

with the medians of the repetitions. Exit code: 1 if the numbers differ.
"""

import time

import numpy as np

import turns

CLASSES = 20
DIFFICULT = 0.1  # of the objects
ENOUGH = 0.5  # overlap from which a detection is right


def overlaps(box, others):
    """IoU of a box with others; the last pixel belongs to a box, so that its sides are one longer."""
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0]) + 1
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1]) + 1
    both = np.maximum(width, 0) * np.maximum(height, 0)
    area = (box[2] - box[0] + 1) * (box[3] - box[1] + 1)
    areas = (others[:, 2] - others[:, 0] + 1) * (others[:, 3] - others[:, 1] + 1)
    return both / (area + areas - both)


def judge(objects, images, boxes):
    """Whether each detection, by falling score, is right, and whether wrong; of a difficult object it is neither."""
    right = np.zeros(len(boxes), bool)
    wrong = np.zeros(len(boxes), bool)
    taken = {image: np.zeros(len(hard), bool) for image, (_, hard) in objects.items()}
    for i, (image, box) in enumerate(zip(images, boxes)):
        best, greatest = -1, -np.inf
        if image in objects:
            overlap = overlaps(box, objects[image][0])
            best = int(np.argmax(overlap))
            greatest = overlap[best]
        if greatest < ENOUGH:
            wrong[i] = True
        elif not objects[image][1][best]:
            wrong[i] = taken[image][best]
            right[i] = not wrong[i]
            taken[image][best] = True
    return right, wrong


def area_below(recall, precision):
    """Average precision from 2010 on: the area below the precision's falling envelope."""
    recall = np.concatenate([[0], recall, [1]])
    envelope = np.maximum.accumulate(np.concatenate([[0], precision, [0]])[::-1])[::-1]
    steps = np.flatnonzero(recall[1:] != recall[:-1]) + 1
    return float(np.sum((recall[steps] - recall[steps - 1]) * envelope[steps]))


def eleven_points(recall, precision):
    """Average precision until 2009: mean of the best precision from each of eleven recalls on."""
    best = [precision[recall >= 0.1 * point].max(initial=0) for point in range(11)]
    return float(sum(best) / 11)


class Peer:
    def __init__(self, truths, found):
        self.objects = [{} for _ in range(CLASSES)]
        for label in range(CLASSES):
            mine = truths[truths[:, 1] == label + 1]
            for image in np.unique(mine[:, 0]).astype(int):
                rows = mine[mine[:, 0] == image]
                self.objects[label][image] = (corners(rows), rows[:, 7] == 1)
        self.found = []
        for label in range(CLASSES):
            mine = found[found[:, 1] == label + 1]
            self.found.append((mine[:, 0].astype(int), corners(mine), mine[:, 6]))

    def turn(self):
        start = time.perf_counter()
        areas, points = [], []
        for label in range(CLASSES):
            images, boxes, scores = self.found[label]
            order = np.argsort(-scores, kind="stable")
            right, wrong = judge(self.objects[label], images[order].tolist(), boxes[order])
            positives = sum(int(np.sum(~hard)) for _, hard in self.objects[label].values())
            found = np.cumsum(right)
            recall = found / positives
            precision = found / np.maximum(found + np.cumsum(wrong), 1)
            areas.append(area_below(recall, precision))
            points.append(eleven_points(recall, precision))
        return (time.perf_counter() - start) * 1e3, areas + points


def corners(rows):
    return np.column_stack([rows[:, 2], rows[:, 3], rows[:, 2] + rows[:, 4], rows[:, 3] + rows[:, 5]])


def main():
    options = turns.options("VOC evaluation, plain numpy against RoiLab")
    rows = turns.make_data(options.images, CLASSES, DIFFICULT)
    peer = Peer(*rows)
    theirs, own = turns.compare(options, "voc", CLASSES, rows, peer.turn)
    print(f"ratio voc-eval {theirs:.1f} {own:.1f} {theirs / own:.1f}")


if __name__ == "__main__":
    main()
