"""What coco_eval.py and voc_eval.py share: made-up boxes, the Java side, and the turns."""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

DETECTIONS = 100  # an image
WARM_UP = 8
PROJECT = pathlib.Path(__file__).resolve().parents[2]


def random_boxes(random, count):
    corner = random.uniform(0, 500, (count, 2))
    size = random.uniform(10, 140, (count, 2))
    return np.concatenate([corner, size], axis=1)


def make_data(images, classes, difficult):
    """Truths and detections as rows: image, class, x, y, width, height, area or score, 1 if difficult.

    3 to 11 objects an image, the given part of them difficult; every detection is a shaken copy of one of them, three
    in five with its class.
    """
    random = np.random.default_rng(0)
    marks = np.random.default_rng(1)
    truths, found = [], []
    for image in range(1, images + 1):
        count = int(random.integers(3, 12))
        boxes = random_boxes(random, count)
        labels = random.integers(1, classes + 1, count)
        near = random.integers(0, count, DETECTIONS)
        shaken = boxes[near] + random.normal(0, 6, (DETECTIONS, 4))
        shaken[:, 2:] = np.maximum(shaken[:, 2:], 2)
        guess = random.integers(1, classes + 1, DETECTIONS)
        guess = np.where(random.random(DETECTIONS) < 0.6, labels[near], guess)
        scores = random.random(DETECTIONS)
        areas = boxes[:, 2] * boxes[:, 3]
        hard = marks.random(count) < difficult
        truths.append(np.column_stack([np.full(count, image), labels, boxes.round(2), areas, hard]))
        found.append(
            np.column_stack([np.full(DETECTIONS, image), guess, shaken.round(2), scores, np.zeros(DETECTIONS)])
        )
    return np.concatenate(truths), np.concatenate(found)


class Ours:
    """A Java machine that evaluates whenever it is sent a line."""

    def __init__(self, java, main, *arguments):
        """The main class of the project's benchmarks and its arguments."""
        classpath = PROJECT / "target" / "classpath.txt"
        if not classpath.exists() or not (PROJECT / "target" / "test-classes" / "dev" / "roilab" / "bench").exists():
            sys.exit("RoiLab is not built; run: mvn -DskipTests test-compile")
        folders = [str(PROJECT / "target" / "classes"), str(PROJECT / "target" / "test-classes")]
        path = os.pathsep.join(folders + [classpath.read_text().strip()])
        options = ["-Xmx3g", "-XX:+UseParallelGC", "-cp", path]
        command = [java, *options, "dev.roilab.bench." + main, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(WARM_UP):
            self.turn()

    def turn(self):
        """Milliseconds and the numbers."""
        self.process.stdin.write("turn\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit("the Java side failed")
        return float(answer[0]), [float(value) for value in answer[1:]]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def default_java():
    home = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(home) / "bin" / "java") if home else "java"


def options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--java", default=default_java(), help="Java 25 or newer; default: of JAVA_HOME, else of PATH")
    return parser.parse_args()


def compare(options, measure, classes, rows, peer_turn):
    """Takes turns with boxes, those of make_data; gives the median milliseconds of the peer and of ours."""
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "boxes.bin"
        with open(data, "wb") as file:
            np.array([options.images, classes, len(rows[0]), len(rows[1])], ">i4").tofile(file)
            for part in rows:
                part.astype(">f8").tofile(file)
        return take_turns(options, Ours(options.java, "EvaluationTurns", measure, str(data)), peer_turn)


def take_turns(options, ours, peer_turn):
    """Checks that the numbers agree, and gives the median milliseconds of the peer and of ours."""
    peer_times, our_times = [], []
    for _ in range(options.repetitions):
        for _ in range(3):  # ours is short: more turns for a steadier median
            spent, our_numbers = ours.turn()
            our_times.append(spent)
        spent, peer_numbers = peer_turn()
        peer_times.append(spent)
        print(f"peer {spent:.0f} ms, ours {our_times[-3:]} ms", file=sys.stderr)
    ours.close()
    if len(peer_numbers) != len(our_numbers):
        sys.exit(f"the peer gives {len(peer_numbers)} numbers, ours {len(our_numbers)}")
    worst = max(abs(a - b) for a, b in zip(peer_numbers, our_numbers))
    if not worst <= 1e-9:
        sys.exit(f"the numbers differ by {worst}: {peer_numbers} against {our_numbers}")
    return statistics.median(peer_times), statistics.median(our_times)
