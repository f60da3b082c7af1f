"""Why a target was missed: both sides' time by operation, of what timings.py found too slow.

    python3 bench/gpu/profiles.py --java "JAVA OPTIONS ... -cp ..." --device cuda:0 --timings FILE --out FILE
    python3 bench/gpu/profiles.py --table FILE

Of the works that missed a target, the slowest of each kind, network and precision: RoiLab's operations with the
milliseconds until they were asked for and until they were done, and what PyTorch's profiler says of torchvision's side.
"""

import argparse
import sys
import time

from peers import forget
from timings import Failed, Ours, append, digits, first_line, latest, missed, read, same_build, their_side

ROWS = 14
# As the program timeout has it, which bench/gpu/run knows.
OUT_OF_TIME = 124
LEAST_REPETITIONS = 2
# Long works are repeated less often.
MILLISECONDS = 3000
LONGEST_NAME = 70


def slowest(lines):
    """Of each kind, network and precision the work with the lowest ratio."""
    chosen = {}
    for line in sorted(lines, key=lambda line: line["torchvision_over_roilab"], reverse=True):
        kind, name = line["work"].split("/")[:2]
        chosen[(kind, name, line["precision"])] = line
    return list(chosen.values())


def our_rows(ours, precision, work, repetitions, settle):
    """Name, calls, milliseconds until asked for, milliseconds until done; at last what is left and the whole.

    After so many seconds of the same: a JVM asks far slower for what it has not compiled yet.
    """
    ours.ask(precision, work, f"{repetitions} {settle:g}")
    rows = []
    while text := ours.line(precision, work).strip():
        name, calls, asked, done = text.split()
        rows.append([name, int(calls), float(asked), float(done)])
    return rows


def their_rows(theirs, repetitions):
    """Name, calls, milliseconds on the device; the longest first."""
    from torch.profiler import ProfilerActivity, profile

    on_gpu = theirs.device.type == "cuda"
    theirs.run(2)
    with profile(activities=[ProfilerActivity.CPU] + ([ProfilerActivity.CUDA] if on_gpu else [])) as recorded:
        theirs.run(repetitions)
    rows = []
    for event in recorded.key_averages():
        # Kernels have entries of their own beside those of the operations that started them.
        if "CPU" in str(event.device_type):
            microseconds = event.self_device_time_total if on_gpu else event.self_cpu_time_total
            rows.append([event.key[:LONGEST_NAME], event.count / repetitions, microseconds / 1e3 / repetitions])
    return sorted(rows, key=lambda row: -row[2])[:ROWS]


def profiled(options, ours, line):
    work, precision = line["work"], line["precision"]
    fitting = int(MILLISECONDS / max(line["roilab"]["median_ms"], 1))
    repetitions = max(LEAST_REPETITIONS, min(options.repetitions, fitting))
    result = {"torchvision_over_roilab": line["torchvision_over_roilab"]}
    try:
        result["roilab"] = our_rows(ours, precision, work, repetitions, options.settle)
    except Failed as failure:
        result["roilab_failed"] = str(failure)
    theirs, note = their_side(options, work, precision)
    try:
        if theirs is None:
            raise RuntimeError(note)
        result["torchvision"] = their_rows(theirs, repetitions)
    # Whatever PyTorch's profiler lacks here, RoiLab's own rows are wanted.
    except (RuntimeError, AttributeError, ImportError) as failure:
        result["torchvision_failed"] = first_line(failure)
    return result


def print_tables(path):
    for line in latest(read(path)):
        ratio = line["torchvision_over_roilab"]
        print(f"\n### {line['work']}, {line['precision']}: torchvision / RoiLab {ratio:.2f}\n")
        if "roilab" in line:
            print_ours(line["roilab"])
        else:
            print(line["roilab_failed"])
        print()
        if "torchvision" in line:
            print("| torchvision's side | calls | on the device, ms |\n|---|--:|--:|")
            for name, calls, milliseconds in line["torchvision"]:
                print(f"| `{name}` | {calls:g} | {digits(milliseconds)} |")
        else:
            print(f"torchvision's side: {line['torchvision_failed']}")


def print_ours(rows):
    whole = rows[-1]
    print("| RoiLab's operation | calls | until asked for, ms | until done, ms | share |\n|---|--:|--:|--:|--:|")
    for name, calls, asked, done in rows[:-2][:ROWS] + rows[-2:]:
        print(f"| {name} | {calls} | {digits(asked)} | {digits(done)} | {100 * done / whole[3]:.0f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", help="print a file of profiles, measure nothing")
    parser.add_argument("--java", help="the command line up to the class path")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--sizes", default="paper", choices=["paper", "small"])
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--settle", type=float, default=8, help="seconds for which RoiLab's side runs before")
    parser.add_argument("--least", type=float, default=25, help="seconds; no profile begins with less left")
    parser.add_argument("--seconds", type=float, default=300, help="of this call")
    parser.add_argument("--alone", action="store_true", help="without torchvision")
    parser.add_argument("--build", default="", help="what runs; leave out what the file has of it already")
    parser.add_argument("--timings", help="what timings.py has written")
    parser.add_argument("--out")
    options = parser.parse_args()
    if options.table:
        print_tables(options.table)
        return
    if not (options.java and options.timings and options.out):
        parser.error("--java, --timings and --out are needed to measure")
    end = time.monotonic() + options.seconds
    known = {(line["work"], line["precision"]) for line in same_build(options.out, options)}
    measured = latest(line for line in same_build(options.timings, options) if "torchvision" in line)
    wanted = slowest(line for line in measured if missed(line))
    ours = Ours(options.java, options.device, options.threads, options.sizes, "GpuProfile")
    for line in wanted:
        if (line["work"], line["precision"]) in known:
            continue
        if time.monotonic() + options.least > end:
            print("no time left for further profiles; call again")
            sys.exit(OUT_OF_TIME)
        append(options.out, options, line["work"], line["precision"], profiled(options, ours, line))
        forget()
    print(f"{len(wanted)} profiles: the slowest of each kind, network and precision that missed a target")


if __name__ == "__main__":
    main()
